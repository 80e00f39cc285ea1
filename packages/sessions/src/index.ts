export { describeAction } from './action/describe.js';
export type { LogLevel } from './action/directives.js';
export { MAXIMUM_LINE_LENGTH } from './action/lines.js';
export { DRAIN_MS } from './action/process.js';
export { MASK } from './action/redact.js';
export type { ActionResult } from './action/run-action.js';
export type { EventHandler } from './event-channel.js';
export type {
  ActionEndedEvent,
  ActionInfo,
  ActionOutcome,
  ActionSkippedEvent,
  ActionStartedEvent,
  LogLevelEvent,
  NoticeEvent,
  OutputEvent,
  ProgressEvent,
  SessionEndedEvent,
  SessionEvent,
  SessionOutcome,
  SessionStartedEvent,
  SessionState,
  StateEvent,
  StatusEvent,
} from './events.js';
export { SESSION_PROBLEM_CODES, type SessionProblemCode } from './problem-codes.js';
export { cleanLeftovers, describeLeftover, type Leftover } from './record/clean-leftovers.js';
export { openStateFolder as stateFolder } from './record/state-folder.js';
export { type JobResult, type JobRun, type RunJobOptions, runJob, startJob } from './run-job.js';
export { Session } from './session.js';
export type { SessionOptions, SessionResult } from './session-options.js';
