import { removeRecord, type SessionRecord, thisRuntime, thisSystem, writeRecord } from './session-record.js';

/** Keeps one session's record up to date. */
export class SessionRecorder {
  readonly #folder: string;
  readonly #constant: Omit<SessionRecord, 'environments'>;

  constructor(
    folder: string,
    session: Pick<
      SessionRecord,
      'sessionId' | 'startedAt' | 'mark' | 'workingDirectory' | 'identity' | 'preserve' | 'user' | 'controlGroup'
    >,
  ) {
    this.#folder = folder;
    this.#constant = { version: 1, runtime: thisRuntime(), system: thisSystem(), ...session };
  }

  /** `environments`: names of those that are entered, outermost first. */
  write(environments: readonly string[]): void {
    writeRecord(this.#folder, { ...this.#constant, environments });
  }

  /** Nothing of the session is left. */
  remove(): void {
    removeRecord(this.#folder, this.#constant.sessionId);
  }
}
