import { ProblemError, quoteText } from '@openjd/expr';
import {
  buildStepGraph,
  checkSessionStack,
  type Job,
  type Step,
  type Task,
  type TaskParameterSet,
} from '@openjd/model';
import type { ActionResult } from './action/run-action.js';
import { AdaptiveChunks } from './adaptive-chunks.js';
import { throwProblem } from './problem.js';
import { Session } from './session.js';
import type { SessionOptions, SessionResult } from './session-options.js';

export interface RunJobOptions extends Omit<SessionOptions, 'job'> {
  /** Names of the steps to run; they run in the order of their dependencies. Default: all. */
  readonly steps?: readonly string[];
  /** Runs the steps that the named ones depend on as well. Default: false. */
  readonly withDependencies?: boolean;
  /** The tasks to run of a step, in place of all; undefined: all of this step. */
  readonly tasks?: (step: Step) => Iterable<TaskParameterSet> | undefined;
  /** Runs at most so many tasks of each step. Default: no limit. */
  readonly maximumTasks?: number;
  /** Its abort is the first interrupt; see `JobRun.interrupt`. */
  readonly signal?: AbortSignal;
}

export interface JobResult extends SessionResult {
  /** Tasks that were started. */
  readonly tasks: number;
}

/**
 * Runs a job's steps on this host in one session, as the peers' `run` does: the environments of environment templates
 * and the job's are entered once, around all steps; each step's own are entered before its tasks and exited after them.
 * The text lets tasks share a session where they need identical environments; here two steps with different ones
 * share what they have in common, which saves entering that again, and no task sees an environment of another step.
 *
 * The first failed or canceled action ends it: no more tasks, then every environment that was entered, or where that was
 * tried, is exited in reverse order. Throws a ProblemError where nothing can be started, and what `onEvent` threw; the
 * exits have run and everything is cleaned up also then.
 */
export function runJob(job: Job, options: RunJobOptions = {}): Promise<JobResult> {
  return startJob(job, options).result;
}

/** As `runJob`, with a handle on the run. */
export function startJob(job: Job, options: RunJobOptions = {}): JobRun {
  return new JobRun(job, options);
}

/** A job that runs. */
export class JobRun {
  readonly result: Promise<JobResult>;
  readonly #job: Job;
  readonly #options: RunJobOptions;
  #session: Session | undefined;
  #interrupts = 0;
  #tasks = 0;

  constructor(job: Job, options: RunJobOptions) {
    this.#job = job;
    this.#options = options;
    this.result = this.#run();
  }

  /**
   * What a person's Ctrl-C asks for. The first cancels the running action by its method and starts no other task; owed
   * exits run, and one that runs goes on. The second ends what is still being canceled at once, or cancels the running
   * exit. The third ends everything at once; exits that did not run are named in the result.
   */
  interrupt(): void {
    this.#interrupts++;
    const session = this.#session;
    if (session === undefined) return;
    if (this.#interrupts === 1) session.cancel({ spareExit: true });
    else if (this.#interrupts > 2) session.abandon().catch(() => {});
    else session.cancel(session.state === 'CANCELING' ? { graceSeconds: 0 } : {});
  }

  async #run(): Promise<JobResult> {
    const { signal } = this.#options;
    const steps = selectSteps(this.#job, this.#options);
    for (const step of steps) {
      const problems = checkSessionStack([...this.#job.environments, ...step.environments]);
      if (problems.length > 0) throw new ProblemError(problems);
    }
    const onAbort = (): void => this.interrupt();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) this.interrupt();
    try {
      return await this.#runIn(await Session.start({ ...this.#options, job: this.#job }), steps);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async #runIn(session: Session, steps: readonly Step[]): Promise<JobResult> {
    this.#session = session;
    if (this.#interrupts > 0) session.cancel();
    try {
      // @spec HJR-entered-before-tasks
      await this.#enter(session, this.#job.environments);
      for (const step of steps) {
        // @spec TS-3.2-no-cycle HJC-completed-before
        if (session.state !== 'READY') break;
        await this.#runStep(session, step);
      }
    } catch (error) {
      // Ends first: the exits are owed whatever happened here.
      await session.end().catch(() => {});
      throw error;
    }
    return { ...(await session.end()), tasks: this.#tasks };
  }

  // @spec TS-1.1-environment-order HJR-entered-in-order
  async #enter(session: Session, environments: Step['environments']): Promise<void> {
    for (const environment of environments) {
      if (session.state !== 'READY') return;
      await session.enterEnvironment(environment);
    }
  }

  async #runStep(session: Session, step: Step): Promise<void> {
    const outside = session.environments.length;
    // @spec HJR-entered-before-tasks
    await this.#enter(session, step.environments);
    if (session.state === 'READY') await this.#runTasks(session, step);
    // After a failure, and when the session was abandoned, exiting is for its end.
    while (session.state === 'READY' && session.environments.length > outside) {
      await session.exitEnvironment(session.environments.at(-1)!);
    }
  }

  async #runTasks(session: Session, step: Step): Promise<void> {
    const { maximumTasks = Number.POSITIVE_INFINITY } = this.#options;
    const adaptive = step.parameterSpace.chunks && new AdaptiveChunks(step.parameterSpace.chunks);
    const source = this.#options.tasks?.(step)?.[Symbol.iterator]();
    const all = step.parameterSpace.takeTasks();
    for (let count = 0; count < maximumTasks && session.state === 'READY'; count++) {
      // @spec RFC0001-session-runs-chunks
      const parameters = source === undefined ? all.next(adaptive?.size) : nextOf(source);
      if (parameters === undefined) return;
      const task: Task = { step: step.name, parameters };
      this.#tasks++;
      const { durationMs }: ActionResult = await session.runTask(step, task);
      adaptive?.note(parameters, durationMs);
    }
  }
}

function nextOf<T>(source: Iterator<T>): T | undefined {
  const next = source.next();
  return next.done === true ? undefined : next.value;
}

/** @spec HJC-dependencies-order HJC-completed-before */
function selectSteps(job: Job, { steps: names, withDependencies }: RunJobOptions): readonly Step[] {
  const graph = buildStepGraph(job.steps);
  if (!graph.ok) throw new ProblemError(graph.problems);
  const byName = new Map(job.steps.map((step) => [step.name, step]));
  const wanted = new Set<string>();
  for (const name of names ?? graph.value.order) {
    if (!byName.has(name)) {
      throwProblem(
        'UNKNOWN_STEP',
        `the job ${quoteText(job.name)} has no step ${quoteText(name)}`,
        `Its steps are: ${job.steps.map((step) => step.name).join(', ')}.`,
      );
    }
    for (const needed of withDependencies ? graph.value.withDependencies(name) : [name]) wanted.add(needed);
  }
  return graph.value.order.filter((name) => wanted.has(name)).map((name) => byName.get(name)!);
}
