import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { SessionEvent } from '@openjd/sessions';
import { withFactsAsFields } from './facts.js';
import { orNotWritable } from './writable.js';

/** Longest text that waits for the end of the turn. Characters. */
const LONGEST_GATHERED = 65_536;

/** The file of `--log`: every event of a run, one JSON object a line, written as it happens. */
export class EventLog {
  readonly #path: string;
  readonly #descriptor: number;
  /** Lines of output come by the thousand in one turn of the event loop and are written together at its end. */
  #gathered = '';
  #failure: { readonly error: unknown } | undefined;

  /** Throws CommandFailure where the file cannot be written, as `write` does. */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = orNotWritable(path, () => openSync(path, 'w'));
  }

  write(event: SessionEvent): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#gathered === '') process.nextTick(() => this.#flushLater());
    this.#gathered += `${JSON.stringify(asLogged(event))}\n`;
    if (event.type !== 'output' || this.#gathered.length >= LONGEST_GATHERED) this.#flush();
  }

  close(): void {
    this.#flushLater();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const text = this.#gathered;
    this.#gathered = '';
    if (text !== '') orNotWritable(this.#path, () => writeFileSync(this.#descriptor, text));
  }

  /** Nobody can catch here what goes wrong: it is told at the next event, and one always follows a line of output. */
  #flushLater(): void {
    try {
      this.#flush();
    } catch (error) {
      this.#failure = { error };
    }
  }
}

/** The event as a program reads it: facts by their names. Few events have any. */
function asLogged(event: SessionEvent): object {
  const timed = withMicroseconds(event);
  const logged = 'facts' in timed ? withFactsAsFields(timed) : timed;
  if (!('action' in timed) || timed.action?.facts === undefined) return logged;
  return { ...logged, action: withFactsAsFields(timed.action) };
}

/** Times to a thousandth of a millisecond: more digits say nothing. */
function withMicroseconds(event: SessionEvent): SessionEvent {
  const elapsedMs = microseconds(event.elapsedMs);
  return event.type === 'action-ended'
    ? { ...event, durationMs: microseconds(event.durationMs), elapsedMs }
    : { ...event, elapsedMs };
}

function microseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
