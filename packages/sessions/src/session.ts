import { randomUUID } from 'node:crypto';
import os from 'node:os';
import process from 'node:process';
import { type Problem, ProblemError, quoteText } from '@openjd/expr';
import {
  type ActionRequest,
  checkSessionStack,
  type Environment,
  failureFacts,
  type Job,
  resolveAction,
  resolveVariables,
  route,
  type Step,
  type Task,
} from '@openjd/model';
import { actionInfo, mayRedact, withRouting } from './action/info.js';
import { Redactor } from './action/redact.js';
import { type ActionResult, RunningAction } from './action/run-action.js';
import type { ActionInfo, SessionEvent, SessionOutcome, SessionState } from './events.js';
import { loadSystemCalls } from './platform/linux/system-calls.js';
import { MARK_VARIABLE } from './platform/posix/process-tree.js';
import { explainSudoRefusal } from './platform/posix/sudo/sudo-problems.js';
import { otherUserFor, SudoError, SudoUser } from './platform/posix/sudo/sudo-user.js';
import { requireOpenFiles, requireSupportedPlatform } from './platform/support.js';
import { sessionProblem, systemWords, throwProblem } from './problem.js';
import { cleanLeftoversOnce, describeLeftover } from './record/clean-leftovers.js';
import { type Remains, SessionMeans } from './session-means.js';
import type { SessionOptions, SessionResult } from './session-options.js';
import { SessionVoice } from './voice.js';

interface EnteredEnvironment {
  readonly environment: Environment;
  /** Its onEnter, which may have left processes in the background. */
  onEnter?: ActionInfo;
}

/**
 * A session: environments that are entered around tasks, and exited in reverse order. Spec: How Jobs Are Run, "Sessions".
 *
 * A failed or canceled action ends it: from then on the entered environments can be exited and nothing else can be
 * done. `end` exits what is still entered, ends all processes that the session has started, wherever they went, and
 * removes the working directory; `await using` calls it. What it cannot do because this process is killed, the next
 * session's start or `cleanLeftovers` does.
 */
export class Session implements AsyncDisposable {
  readonly id = randomUUID();
  readonly job: Job;
  readonly #startedAt = new Date().toISOString();
  readonly #voice: SessionVoice;
  readonly #means: SessionMeans;
  readonly #entered: EnteredEnvironment[] = [];
  #state: SessionState = 'READY';
  #running: RunningAction | undefined;
  #busy = false;
  /** Settles when what the session does now is done. */
  #idle: Promise<unknown> = Promise.resolve();
  #actions = 0;
  #failure: ActionResult | undefined;
  #canceled = false;
  #abandoned = false;
  #isEnding = false;
  #ending: Promise<SessionResult> | undefined;

  private constructor(options: SessionOptions) {
    this.job = options.job;
    const redactor = new Redactor();
    this.#voice = new SessionVoice(redactor, options.onEvent);
    this.#means = new SessionMeans(this.id, this.#startedAt, options, this.#voice, redactor);
  }

  /**
   * Makes the working directory and all that a session needs. Before its first session a process removes what sessions
   * of killed runtimes have left. Throws a ProblemError where that is impossible on this host.
   */
  static async start(options: SessionOptions): Promise<Session> {
    requireSupportedPlatform();
    requireOpenFiles();
    const [leftovers] = await Promise.all([cleanLeftoversOnce(), loadSystemCalls()]);
    let session: Session | undefined;
    try {
      session = new Session(options);
      session.#means.prepare();
    } catch (error) {
      // What keeps it from being removed is told by the first error.
      if (session !== undefined) await session.#remove();
      if (error instanceof ProblemError) throw error;
      const { workingDirectoryRoot: root = os.tmpdir() } = options;
      const other = otherUserFor(options.user);
      const refusal =
        other instanceof SudoUser && error instanceof SudoError ? explainSudoRefusal(other, error) : undefined;
      if (refusal !== undefined) throwProblem(refusal.code, refusal.message, refusal.hint);
      throwProblem(
        'SESSION_NOT_STARTED',
        `no session could be started in the folder ${quoteText(root)}: ${systemWords(error)}`,
        `The folder has to exist, with space and the right to write${other === undefined ? '' : ' for the user of the actions'}.`,
      );
    }
    await session.#begin([...leftovers.map(describeLeftover), ...session.#means.warnings]);
    return session;
  }

  /** `Session.WorkingDirectory`: absolute, without links. */
  get workingDirectory(): string {
    return this.#means.directory.path;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** What the session tells, for one reader; see `onEvent` for the other way. A slow reader slows the actions' output. */
  get events(): AsyncIterable<SessionEvent> {
    return this.#voice.channel;
  }

  /** The environments that are entered, outermost first. */
  get environments(): readonly Environment[] {
    return this.#entered.map(({ environment }) => environment);
  }

  /** What the session will come to if nothing else happens. */
  get outcome(): SessionOutcome {
    if (this.#canceled) return 'CANCELED';
    return this.#failure === undefined ? 'SUCCEEDED' : 'FAILED';
  }

  /**
   * Enters an environment inside of those that are entered: sets its variables and runs its `onEnter`, or the hook that
   * replaces it. From then on its exit is owed, also when entering failed; only when its variables cannot be resolved
   * it is not entered. Throws a ProblemError when the session is not READY or the environment may not be entered here.
   */
  enterEnvironment(environment: Environment): Promise<ActionResult> {
    return this.#alone(['READY'], async () => {
      const problems = checkSessionStack([...this.environments, environment]);
      if (problems.length > 0) throw new ProblemError(problems);
      const request: ActionRequest = { phase: 'envEnter', environment };
      const info = this.#info(request);
      const values = resolveVariables(environment, this.#means.host());
      if (!values.ok) return this.#fail(info, values.problems);
      const { variables } = this.#means;
      variables.push();
      // @spec TS-4-variables-set HJR-variables
      for (const [name, value] of values.value) variables.set(name, value);
      const entered: EnteredEnvironment = { environment };
      // @spec HJR-failure-exits-all RFC0008-cleanup-enter RFC0008-cleanup-own-enter
      this.#entered.push(entered);
      this.#means.record(this.environments);
      const result = await this.#run(request, info);
      if (result.skipped === undefined) entered.onEnter = info;
      return result;
    });
  }

  /** Runs one task of a step. Throws a ProblemError when the session is not READY. */
  runTask(step: Step, task: Task): Promise<ActionResult> {
    return this.#alone(['READY'], () => {
      const request: ActionRequest = { phase: 'taskRun', step, task };
      return this.#run(request, this.#info(request));
    });
  }

  /**
   * Exits the environment that was entered last: runs its `onExit`, or the hook that replaces it, ends processes that
   * its `onEnter` left in the background, and takes back its variables. Throws a ProblemError for another environment,
   * and while an action runs.
   * @spec TS-1.1-environment-order
   */
  exitEnvironment(environment: Environment): Promise<ActionResult> {
    return this.#alone(['READY', 'READY_ENDING'], async () => {
      const last = this.#entered.at(-1);
      // @spec HJR-exited-in-reverse RFC0008-resources-until-exit
      if (last === undefined || last.environment.id !== environment.id) {
        throwProblem(
          'WRONG_SESSION_STATE',
          `environment "${environment.name}" is not the one that was entered last`,
          'Environments are exited in the reverse order of entering.',
        );
      }
      const request: ActionRequest = { phase: 'envExit', environment };
      try {
        return await this.#run(request, this.#info(request));
      } finally {
        // First, so that it is exited once also where the system refuses to show what it left.
        // @spec RFC0008-cleanup-exit
        this.#entered.pop();
        // @spec HJR-variables-until-exit TS-4-variables-set
        this.#means.variables.pop();
        this.#means.record(this.environments);
        if (last.onEnter !== undefined) await this.#means.endBackground(last.onEnter);
      }
    });
  }

  /**
   * Cancels the running action by its own method and ends the session: only exits can follow. They are not canceled by
   * this, unless an exit is what runs now. Each further call can shorten the time that the action still has.
   * `graceSeconds`: at most so long until the action is ended by force; 0: at once. Default: the action's own period.
   * `spareExit`: an exit that runs now goes on. Default: false.
   */
  cancel(options: { readonly graceSeconds?: number; readonly spareExit?: boolean } = {}): void {
    if (this.#state === 'ENDED') return;
    this.#canceled = true;
    if (this.#running === undefined) {
      this.#setState('READY_ENDING');
      return;
    }
    if (options.spareExit === true && this.#running.info.phase === 'envExit') return;
    this.#setState('CANCELING');
    this.#running.cancel(options.graceSeconds);
  }

  /**
   * Exits every environment that is entered, ends what the session has started, removes the working directory unless it
   * is to be preserved, and tells the end. Called again, it gives the same answer. Throws only what the reader of the
   * events threw.
   */
  end(): Promise<SessionResult> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  /** Ends it at once, without the exits that are owed; they are named in the result. */
  abandon(): Promise<SessionResult> {
    this.#abandoned = true;
    this.cancel({ graceSeconds: 0 });
    return this.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  async #begin(warnings: readonly string[]): Promise<void> {
    const { workingDirectory } = this;
    await this.#voice.say({ type: 'session-started', startedAt: this.#startedAt, workingDirectory });
    const { proposals } = this.job;
    if (proposals.length > 0) {
      const message = `the job uses draft proposals, which are no part of the specification: ${proposals.join(', ')}`;
      await this.#voice.say({ type: 'notice', level: 'info', message });
    }
    for (const message of warnings) await this.#voice.say({ type: 'notice', level: 'warning', message });
  }

  async #run(request: ActionRequest, bare: ActionInfo): Promise<ActionResult> {
    const routing = route(this.environments, request);
    // @spec TS-4.3-nothing-to-replace RFC0008-nothing-to-replace
    if (routing.action === undefined) {
      await this.#voice.say({ type: 'action-skipped', action: bare });
      return { action: bare, outcome: 'SUCCEEDED', durationMs: 0, skipped: true };
    }
    // @spec RFC0008-failure-as-replaced
    const info = withRouting(bare, routing);
    const resolved = resolveAction(routing, this.#means.host());
    // @spec EL-1.3.11-job-failure
    if (!resolved.ok) return this.#fail(info, resolved.problems);
    const mark = this.#means.markOf(info);
    const inherited = process.env[MARK_VARIABLE];
    const running = new RunningAction(this.#means.actionHost, {
      info,
      resolved: resolved.value,
      mark,
      markValue: inherited === undefined ? mark : `${inherited}${mark}`,
      redactedEnvVars: mayRedact(routing),
      failureFacts: (end) => failureFacts(routing, end),
    });
    this.#running = running;
    try {
      await this.#enterState('RUNNING');
      const result = this.#voice.maskResult(await running.run());
      this.#running = undefined;
      await this.#tellEnd(result);
      return result;
    } catch (error) {
      // The reader of the events has thrown. The session can only be ended now.
      this.#running = undefined;
      this.#canceled = true;
      this.#setState('READY_ENDING');
      throw error;
    }
  }

  async #fail(info: ActionInfo, problems: readonly Problem[]): Promise<ActionResult> {
    const [problem] = problems;
    const message = `${this.#voice.describe(info)} cannot be run: ${problems.map(({ message }) => message).join('; ')}`;
    const result: ActionResult = this.#voice.maskResult({
      action: info,
      outcome: 'FAILED',
      durationMs: 0,
      message,
      ...(problem === undefined ? {} : { problem }),
    });
    await this.#tellEnd(result);
    return result;
  }

  async #tellEnd(result: ActionResult): Promise<void> {
    const { skipped: _, ...event } = result;
    if (result.outcome === 'CANCELED') this.#canceled = true;
    if (result.outcome !== 'SUCCEEDED') this.#failure ??= result;
    await this.#voice.say({ type: 'action-ended', ...event });
    // @spec HJR-failure-is-terminal RFC0008-exit-status
    const goesOn = this.#failure === undefined && !this.#canceled && !this.#isEnding;
    await this.#enterState(goesOn ? 'READY' : 'READY_ENDING');
  }

  async #end(): Promise<SessionResult> {
    // An action that still runs is the caller's, who did not wait for it.
    await this.#idle;
    this.#isEnding = true;
    this.#voice.endure();
    await this.#enterState('READY_ENDING');
    const failures: unknown[] = [];
    // @spec HJR-exited-in-reverse HJR-failure-exits-all RFC0008-cleanup-enter RFC0008-cleanup-task
    // @spec RFC0008-cleanup-own-enter RFC0008-resources-until-exit
    for (let last = this.#entered.at(-1); last !== undefined && !this.#abandoned; last = this.#entered.at(-1)) {
      // Whatever goes wrong with one exit, the others are owed.
      // @spec RFC0008-cleanup-exit
      await this.exitEnvironment(last.environment).catch((error: unknown) => failures.push(error));
    }
    const notExited = this.#entered.map(({ environment }) => environment.name);
    // @spec HJR-working-directory-deleted
    const { left, workingDirectory } = await this.#remove();
    if (left.length > 0) {
      await this.#voice.say({ type: 'notice', level: 'error', message: `the session has left: ${left.join('; ')}` });
    }
    const result: SessionResult = {
      outcome: this.outcome,
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      ...(workingDirectory === undefined ? {} : { workingDirectory }),
      notExited,
    };
    await this.#enterState('ENDED');
    await this.#voice.say({ type: 'session-ended', outcome: result.outcome });
    this.#voice.channel.close();
    if (this.#voice.suppressed !== undefined) throw this.#voice.suppressed.error;
    if (failures.length > 0) throw failures[0];
    return result;
  }

  /** Where the system refuses even to look, that is what is left; the record stays, by which the next start finds all. */
  #remove(): Promise<Remains> {
    return this.#means
      .remove()
      .catch((error: Error) => ({ left: [error.message], workingDirectory: this.workingDirectory }));
  }

  /** One thing at a time, and only in a state that allows it. @spec HJR-failure-is-terminal */
  #alone<T>(states: readonly SessionState[], work: () => Promise<T>): Promise<T> {
    if (this.#busy || !states.includes(this.#state)) return Promise.reject(this.#refusal(states));
    this.#busy = true;
    const done = work().finally(() => {
      this.#busy = false;
    });
    this.#idle = done.catch(() => {});
    return done;
  }

  #refusal(states: readonly SessionState[]): ProblemError {
    const problem = sessionProblem(
      'WRONG_SESSION_STATE',
      `the session is ${this.#state} and would have to be ${states.join(' or ')}`,
      this.#busy
        ? 'Wait for what the session does now before asking for more.'
        : 'After a failed or canceled action environments can be exited and nothing else can be done.',
    );
    return new ProblemError([problem]);
  }

  #enterState(state: SessionState): void | Promise<void> {
    if (this.#state === state || this.#state === 'ENDED') return;
    this.#state = state;
    return this.#voice.say({ type: 'state', state });
  }

  /** As `#enterState`, for where nobody can wait. */
  #setState(state: SessionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#voice.mention({ type: 'state', state });
  }

  #info(request: ActionRequest): ActionInfo {
    return actionInfo(++this.#actions, request);
  }
}
