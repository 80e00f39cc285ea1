import { closeSync, openSync, writeSync } from 'node:fs';
import type { SessionEvent } from '@openjd/sessions';
import { orNotWritable } from './writable.js';

/** The file of `--log`: every event of a run, one JSON object a line, written as it happens. */
export class EventLog {
  readonly #path: string;
  readonly #descriptor: number;

  /** Throws CommandFailure where the file cannot be written, as `write` does. */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = orNotWritable(path, () => openSync(path, 'w'));
  }

  write(event: SessionEvent): void {
    orNotWritable(this.#path, () => writeSync(this.#descriptor, `${JSON.stringify(event, microseconds)}\n`));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Times to a thousandth of a millisecond: more digits say nothing. */
function microseconds(key: string, value: unknown): unknown {
  return (key === 'elapsedMs' || key === 'durationMs') && typeof value === 'number'
    ? Math.round(value * 1000) / 1000
    : value;
}
