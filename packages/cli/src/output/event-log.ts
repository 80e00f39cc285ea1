import { closeSync, openSync, writeSync } from 'node:fs';
import type { SessionEvent } from '@openjd/sessions';
import { fail } from '../failure.js';
import { reason } from '../input/files.js';
import { quote } from './quote.js';

/** The file of `--log`: every event of a run, one JSON object a line, written as it happens. */
export class EventLog {
  readonly #path: string;
  readonly #descriptor: number;

  /** Throws CommandFailure where the file cannot be written, as `write` does. */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = orFail(path, () => openSync(path, 'w'));
  }

  write(event: SessionEvent): void {
    orFail(this.#path, () => writeSync(this.#descriptor, `${JSON.stringify(event)}\n`));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function orFail<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    return fail('FILE_NOT_WRITABLE', `${quote(path)} is not writable: ${reason(error as NodeJS.ErrnoException)}`);
  }
}
