/**
 * What an extension tells of an action or of its end. Programs read `name` and `value`, people read `label`; who prints
 * facts needs to know none of them.
 */
export interface Fact {
  readonly name: string;
  readonly value: string | number | boolean;
  /** For people, of this value: `runs on the host, past all wrap hooks`. */
  readonly label: string;
}

/** How the action that ran for another has failed: what its extensions are asked about. */
export interface FailedEnd {
  /** Whether there was a process. */
  readonly started: boolean;
  /** Absent where a signal ended the process, or there was none. */
  readonly exitCode?: number;
}

/** No facts: shared by all actions that have none. */
export const NO_FACTS: readonly Fact[] = [];
