import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { SessionEvent, SessionOutcome } from '@openjd/sessions';
import { orNotWritable } from '../output/writable.js';
import { renderTimelinePage } from './page.js';
import { TimelineRecorder } from './recorder.js';

/** The page of `--timeline`: gathered while a job runs, written when it is over. */
export class TimelineFile {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #recorder = new TimelineRecorder();

  /** Opens the file, so that a run is not begun whose page cannot be written. Throws CommandFailure, as `write` does. */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = orNotWritable(path, () => openSync(path, 'w'));
  }

  record(event: SessionEvent): void {
    this.#recorder.record(event);
  }

  write(job: string, outcome: SessionOutcome, proposals: readonly string[]): void {
    orNotWritable(this.#path, () => {
      writeFileSync(this.#descriptor, renderTimelinePage(this.#recorder.data(job, outcome, proposals)));
      closeSync(this.#descriptor);
    });
  }
}
