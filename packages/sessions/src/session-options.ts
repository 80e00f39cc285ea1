import type { PathMappingRule } from '@openjd/expr';
import type { Job } from '@openjd/model';
import type { ActionResult } from './action/run-action.js';
import type { EventHandler } from './event-channel.js';
import type { SessionOutcome } from './events.js';

export interface SessionOptions {
  readonly job: Job;
  /** Spec: How Jobs Are Run, "Path Mapping". Default: no rules. */
  readonly pathMapping?: readonly PathMappingRule[];
  /**
   * The folder in which the session makes its own. It must be one that can be mounted into containers under the same
   * path, where jobs use them. Default: the system's folder for temporary files.
   */
  readonly workingDirectoryRoot?: string;
  /** Keeps the working directory after the end, for a look at what actions left in it. Default: false. */
  readonly preserve?: boolean;
  /** The environment variables that the session's own come on top of. Default: those of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Runs actions as this user and group. A process that is not root does it through `sudo`, which must allow that without
   * a password; see the README. Default: the user of this process.
   */
  readonly user?: { readonly uid: number; readonly gid: number };
  /**
   * This process is there for sessions alone and starts no process of its own, as `openjd run` does. On Linux it then
   * inherits whatever actions leave behind (as a *child subreaper*), so that also what took off every mark is ended with
   * its session. A process that the program itself started and that became a daemon would be ended, too. Default: false.
   */
  readonly dedicatedProcess?: boolean;
  /**
   * Gets each event. Where it returns a promise, the session waits for it, and so do its actions' outputs. Without it,
   * read `events`, or nothing: a session whose events nobody reads runs just as well.
   */
  readonly onEvent?: EventHandler;
}

/** What a session came to. */
export interface SessionResult {
  readonly outcome: SessionOutcome;
  /** The first action that did not succeed. */
  readonly failure?: ActionResult;
  /** Set when the working directory is still there: it was to be preserved or could not be removed. */
  readonly workingDirectory?: string;
  /** Environments whose `onExit` was owed and did not run, because the session was abandoned. */
  readonly notExited: readonly string[];
}
