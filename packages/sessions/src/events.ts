import type { Problem } from '@openjd/expr';
import type { Fact, WrapPhase } from '@openjd/model';
import type { LogLevel } from './action/directives.js';

/** States of a session, named as the other runtimes name them. */
export type SessionState = 'READY' | 'RUNNING' | 'CANCELING' | 'READY_ENDING' | 'ENDED';

/** How an action ended; the first cause wins. */
export type ActionOutcome = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'CANCELED';

/** How a session ended: the first failed or canceled action decides. */
export type SessionOutcome = 'SUCCEEDED' | 'FAILED' | 'CANCELED';

/** Which action of the job an event is about; plain JSON. */
export interface ActionInfo {
  /** Counts from 1 in the order of starting. */
  readonly id: number;
  readonly phase: WrapPhase;
  /** `onEnter`, `onRun` or `onExit`: the action that the job defines. */
  readonly name: 'onEnter' | 'onRun' | 'onExit';
  /** The environment that is entered or exited; absent for a task. */
  readonly environment?: string;
  /** The task's step, or the step that brought the environment. */
  readonly step?: string;
  /** The task's parameters, as texts. */
  readonly taskParameters?: Readonly<Record<string, string>>;
  /** The hook that runs in its place. */
  readonly hook?: { readonly environment: string; readonly field: string };
  /** What extensions brought to the action; absent: nothing. */
  readonly facts?: readonly Fact[];
}

interface Event<Type extends string> {
  readonly type: Type;
  /** Milliseconds since the session began, monotonic. */
  readonly elapsedMs: number;
}

export interface SessionStartedEvent extends Event<'session-started'> {
  /** Date and time in ISO 8601, UTC: the start from which `elapsedMs` counts. */
  readonly startedAt: string;
  readonly workingDirectory: string;
}
export interface StateEvent extends Event<'state'> {
  readonly state: SessionState;
}
export interface ActionStartedEvent extends Event<'action-started'> {
  readonly action: ActionInfo;
  /** What runs: the hook's where there is one. Secrets are masked. */
  readonly command: string;
  readonly args: readonly string[];
  readonly pid: number;
}
/**
 * One line of an action's output, without its end of line; secrets are masked. Lines of standard output and standard
 * error come in the order in which they were written, through one pipe, as the peers have it.
 */
export interface OutputEvent extends Event<'output'> {
  readonly action: ActionInfo;
  readonly line: string;
  /** The line goes on in the next event: it was longer than the cap. */
  readonly continues?: true;
}
export interface ProgressEvent extends Event<'progress'> {
  readonly action: ActionInfo;
  /** 0 to 100. */
  readonly percent: number;
}
/** The action asks for more or less detail (`openjd_session_runtime_loglevel`); it is for the reader to heed. */
export interface LogLevelEvent extends Event<'log-level'> {
  readonly action: ActionInfo;
  readonly level: LogLevel;
}
export interface StatusEvent extends Event<'status'> {
  readonly action: ActionInfo;
  readonly message: string;
}
export interface ActionEndedEvent extends Event<'action-ended'> {
  readonly action: ActionInfo;
  readonly outcome: ActionOutcome;
  /** Absent when the process was ended by a signal or never started. */
  readonly exitCode?: number;
  readonly signal?: string;
  readonly durationMs: number;
  /** What extensions of the hook that ran tell of its failure; absent: nothing. Set for FAILED only. */
  readonly facts?: readonly Fact[];
  /** Why it failed: `openjd_fail`'s message or the runtime's own words. */
  readonly message?: string;
  /** Set where the process could not be started or an expression failed. */
  readonly problem?: Problem;
}
/** An entity defines no action for this phase, so nothing ran (RFC 0008, nothing to replace). */
export interface ActionSkippedEvent extends Event<'action-skipped'> {
  readonly action: ActionInfo;
}
/** The runtime tells something: that a directive was not usable, or what was left behind. Absent `action`: of no action. */
export interface NoticeEvent extends Event<'notice'> {
  readonly action?: ActionInfo;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}
export interface SessionEndedEvent extends Event<'session-ended'> {
  readonly outcome: SessionOutcome;
}

/** What a session tells while it runs: plain data, the same in the API, in `--log` and in reports. */
export type SessionEvent =
  | SessionStartedEvent
  | StateEvent
  | ActionStartedEvent
  | OutputEvent
  | ProgressEvent
  | StatusEvent
  | LogLevelEvent
  | ActionEndedEvent
  | ActionSkippedEvent
  | NoticeEvent
  | SessionEndedEvent;
