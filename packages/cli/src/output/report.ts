import type { Fact } from '@openjd/model';
import type { ActionEndedEvent, ActionInfo, ActionOutcome, SessionEvent } from '@openjd/sessions';
import { actionName } from './actions.js';
import { type RunFacts, resultMessage } from './result.js';

/** How one process of a run ended; in `--output json` and `yaml`. Names as in the other runtimes' documents. */
export interface ActionReport {
  readonly action: string;
  readonly outcome: ActionOutcome;
  readonly exit_code: number | null;
  readonly signal?: string;
  /** Seconds. */
  readonly duration: number;
  readonly task_parameters?: Readonly<Record<string, string>>;
  /** The hook that ran in its place: `Docker.onWrapTaskRun`. */
  readonly hook?: string;
  /** What extensions tell of the action and of its end; in a document each under its own name. */
  readonly facts?: readonly Fact[];
  readonly message?: string;
  /** Set where it could not be run. */
  readonly problem_code?: string;
}

/** The one document of a run. */
export interface RunReport {
  readonly status: 'success' | 'error';
  readonly message: string;
  readonly job_name: string;
  /** Draft proposals that the templates use. */
  readonly proposals?: readonly string[];
  readonly step_name?: string;
  /** Seconds. */
  readonly duration: number;
  readonly tasks_run: number;
  /** The other runtimes' name for it: a chunk of tasks counts as one. */
  readonly chunks_run: number;
  readonly tasks_total: bigint;
  readonly steps: readonly { readonly name: string; readonly tasks: readonly ActionReport[] }[];
  readonly environments: readonly ActionReport[];
  /** The first action that did not succeed. */
  readonly failure?: ActionReport;
  /** Environments whose exit was given up. */
  readonly not_exited?: readonly string[];
  /** The session directory, where it was kept. */
  readonly working_directory?: string;
}

/** Gathers what a run's events tell into a report. */
export class RunRecorder {
  /** Whether each action is kept. Without, a run of a million tasks needs no memory for them. */
  readonly #keepsActions: boolean;
  readonly #steps = new Map<string, ActionReport[]>();
  readonly #environments: ActionReport[] = [];
  #tasks = 0;
  #failure: ActionReport | undefined;
  #elapsedMs = 0;

  constructor(options: { readonly keepActions: boolean }) {
    this.#keepsActions = options.keepActions;
  }

  /** Tasks that ended, well or not. */
  get tasksRun(): number {
    return this.#tasks;
  }

  /** The first action that did not succeed. */
  get failure(): ActionReport | undefined {
    return this.#failure;
  }

  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  record(event: SessionEvent): void {
    this.#elapsedMs = Math.max(this.#elapsedMs, event.elapsedMs);
    if (event.type !== 'action-ended') return;
    const report = actionReport(event);
    if (event.action.phase === 'taskRun') this.#tasks++;
    if (this.#keepsActions) this.#keep(event.action, report);
    if (event.outcome !== 'SUCCEEDED') this.#failure ??= report;
  }

  #keep(action: ActionInfo, report: ActionReport): void {
    if (action.phase !== 'taskRun') {
      this.#environments.push(report);
      return;
    }
    const step = action.step ?? '';
    const tasks = this.#steps.get(step);
    if (tasks) tasks.push(report);
    else this.#steps.set(step, [report]);
  }

  report(facts: RunFacts): RunReport {
    const { jobName, proposals, stepName, tasksTotal, result } = facts;
    return {
      status: result.outcome === 'SUCCEEDED' ? 'success' : 'error',
      message: resultMessage(facts),
      job_name: jobName,
      ...(proposals.length > 0 && { proposals }),
      ...(stepName !== undefined && { step_name: stepName }),
      duration: seconds(this.#elapsedMs),
      tasks_run: this.#tasks,
      chunks_run: this.#tasks,
      tasks_total: tasksTotal,
      steps: [...this.#steps].map(([name, tasks]) => ({ name, tasks })),
      environments: this.#environments,
      ...(this.#failure && { failure: this.#failure }),
      ...(result.notExited.length > 0 && { not_exited: result.notExited }),
      ...(result.workingDirectory !== undefined && { working_directory: result.workingDirectory }),
    };
  }
}

function actionReport(event: ActionEndedEvent): ActionReport {
  const { action, outcome, exitCode, signal, durationMs, message, problem } = event;
  const facts = [...(action.facts ?? []), ...(event.facts ?? [])];
  const words = problem?.message ?? message;
  return {
    action: actionName(action),
    outcome,
    exit_code: exitCode ?? null,
    ...(signal !== undefined && { signal }),
    duration: seconds(durationMs),
    ...(action.taskParameters && { task_parameters: action.taskParameters }),
    ...(action.hook && { hook: `${action.hook.environment}.${action.hook.field}` }),
    ...(facts.length > 0 && { facts }),
    ...(words !== undefined && { message: words }),
    ...(problem && { problem_code: problem.code }),
  };
}

/** Seconds with three digits behind the point. */
function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
