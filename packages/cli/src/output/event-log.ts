import { closeSync, openSync, writeSync } from 'node:fs';
import type { SessionEvent } from '@openjd/sessions';
import { fail } from '../failure.js';
import { reason } from '../input/files.js';
import { quote } from './quote.js';

/** The file of `--log`: every event of a run, one JSON object a line, written as it happens. */
export class EventLog {
  readonly #descriptor: number;

  /** Throws CommandFailure where the file cannot be written. */
  constructor(path: string) {
    try {
      this.#descriptor = openSync(path, 'w');
    } catch (error) {
      fail('FILE_NOT_WRITABLE', `${quote(path)} is not writable: ${reason(error as NodeJS.ErrnoException)}`);
    }
  }

  write(event: SessionEvent): void {
    writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
