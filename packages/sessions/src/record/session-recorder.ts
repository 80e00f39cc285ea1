import type { FolderIdentity } from '../files/identity.js';
import { removeRecord, type SessionRecord, thisRuntime, thisSystem, writeRecord } from './session-record.js';

/** Keeps one session's record up to date. */
export class SessionRecorder {
  readonly #folder: string;
  readonly #constant: Omit<SessionRecord, 'environments' | 'identity'>;
  #identity: FolderIdentity | undefined;

  constructor(
    folder: string,
    session: Pick<
      SessionRecord,
      'sessionId' | 'startedAt' | 'mark' | 'workingDirectory' | 'preserve' | 'user' | 'controlGroup'
    >,
  ) {
    this.#folder = folder;
    this.#constant = { version: 1, runtime: thisRuntime(), system: thisSystem(), ...session };
  }

  /** Comes before anything is made. `environments`: names of those that are entered, outermost first. */
  write(environments: readonly string[]): void {
    const identity = this.#identity;
    writeRecord(this.#folder, { ...this.#constant, ...(identity === undefined ? {} : { identity }), environments });
  }

  /** The working directory is made. */
  noteDirectory(identity: FolderIdentity): void {
    this.#identity = identity;
    this.write([]);
  }

  /** Nothing of the session is left. */
  remove(): void {
    removeRecord(this.#folder, this.#constant.sessionId);
  }
}
