import type { Problem } from '@openjd/expr';
import type { Fact, FailedEnd, ResolvedAction } from '@openjd/model';
import type { SessionVariables } from '../environment/variables.js';
import type { ActionEndedEvent, ActionInfo, ActionOutcome } from '../events.js';
import type { SessionDirectory } from '../files/session-directory.js';
import type { ControlGroup } from '../platform/linux/control-group.js';
import { type OutputPipe, PipeError } from '../platform/posix/output-pipe.js';
import { describeProcesses, MARK_VARIABLE } from '../platform/posix/process-tree.js';
import { SudoError, type SudoUser } from '../platform/posix/sudo/sudo-user.js';
import type { UserShell } from '../platform/posix/user-shell.js';
import { sessionProblem } from '../problem.js';
import type { SessionVoice } from '../voice.js';
import { DirectiveHandler } from './heed.js';
import { ActionOutput } from './output.js';
import { ActionProcess, DRAIN_MS, type ProcessEnd } from './process.js';
import type { Redactor } from './redact.js';
import { explainSpawnFailure } from './spawn-failure.js';
import { commandProblem, fileProblem } from './start-problems.js';

/** What the actions of one session share. */
export interface ActionHost {
  readonly voice: SessionVoice;
  readonly redactor: Redactor;
  readonly variables: SessionVariables;
  readonly directory: SessionDirectory;
  readonly pipe: OutputPipe;
  /** Undefined where this host lets us make none. */
  readonly controlGroup: ControlGroup | undefined;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  /** In place of `user` where this process may not become that user itself. */
  readonly sudoUser: SudoUser | undefined;
  /** Looks at a file with the eyes of another user, whose the actions are. */
  readonly look: UserShell['look'] | undefined;
  /** See `SessionOptions`. */
  readonly dedicatedProcess: boolean;
}

/** One action that is about to run. */
export interface ActionToRun {
  readonly info: ActionInfo;
  readonly resolved: ResolvedAction;
  /** Marks the processes of this action among all of the host. */
  readonly mark: string;
  /** What `MARK_VARIABLE` is set to; contains `mark`. */
  readonly markValue: string;
  /** Whether `openjd_redacted_env` may set a variable (REDACTED_ENV_VARS). */
  readonly redactedEnvVars: boolean;
  /** What the extensions of the hooks tell of a failure. */
  readonly failureFacts: (end: FailedEnd) => readonly Fact[];
}

/** How an action ended, as its event tells it. */
export type ActionResult = Omit<ActionEndedEvent, 'type' | 'elapsedMs'> & {
  /** The entity defines no action for this phase, so nothing ran. */
  readonly skipped?: true;
};

/** One action from its files to its end. It can be canceled at any time. */
export class RunningAction {
  readonly #host: ActionHost;
  readonly #action: ActionToRun;
  #process: ActionProcess | undefined;
  #canceledWith: { readonly graceSeconds: number | undefined } | undefined;
  readonly #directives: DirectiveHandler;

  constructor(host: ActionHost, action: ActionToRun) {
    this.#host = host;
    this.#action = action;
    this.#directives = new DirectiveHandler({ ...host, ...action });
  }

  get info(): ActionInfo {
    return this.#action.info;
  }

  /** Cancels it by its own method. `graceSeconds` shortens the time it has; 0 ends it at once. */
  cancel(graceSeconds?: number): void {
    this.#canceledWith = { graceSeconds };
    this.#process?.cancel(graceSeconds);
  }

  async run(): Promise<ActionResult> {
    const start = performance.now();
    const environment = {
      ...this.#host.variables.forProcess(),
      [MARK_VARIABLE]: this.#action.markValue,
    };
    const problem = this.#writeFiles() ?? commandProblem(this.#name, this.#action.resolved, environment);
    if (problem !== undefined) return this.#failed(problem, start);
    const output = new ActionOutput(this.#host.redactor, {
      // @spec RFC0008-scan-hook
      directive: (directive) => this.#directives.heed(directive),
      line: (line, continues) => this.#host.voice.line(this.#action.info, line, continues),
    });
    const { resolved } = this.#action;
    this.#process = new ActionProcess({
      command: resolved.command,
      args: resolved.args,
      environment,
      // @spec HJR-working-directory-shared
      workingDirectory: this.#host.directory.path,
      pipe: this.#host.pipe,
      mark: this.#action.mark,
      dedicatedProcess: this.#host.dedicatedProcess,
      ...(this.#host.controlGroup === undefined ? {} : { controlGroup: this.#host.controlGroup }),
      ...(resolved.timeoutSeconds === undefined ? {} : { timeoutSeconds: resolved.timeoutSeconds }),
      cancelation: resolved.cancelation,
      ...(this.#host.user === undefined ? {} : { user: this.#host.user }),
      ...(this.#host.sudoUser === undefined ? {} : { sudoUser: this.#host.sudoUser }),
      mayLeaveProcesses: this.#action.info.phase === 'envEnter',
      writeCancelInfo: (notifyEnd) => this.#writeCancelInfo(notifyEnd),
      onStart: (pid) => this.#host.voice.say({ type: 'action-started', ...this.#startedEvent(pid) }),
      onOutput: (chunk) => output.write(chunk),
    });
    if (this.#canceledWith !== undefined) this.#process.cancel(this.#canceledWith.graceSeconds);
    const end = await this.#process.run();
    await output.end();
    if (end.spawnError !== undefined) {
      const failed = this.#failed(this.#spawnProblem(end.spawnError, environment), start);
      return { ...failed, ...this.#factsOf({ started: false }) };
    }
    await this.#tellWhatWasLeft(end);
    return this.#ended(end, start);
  }

  #startedEvent(pid: number) {
    const { info, resolved } = this.#action;
    return { action: info, command: resolved.command, args: resolved.args, pid };
  }

  /** @spec TS-6-written-each-time */
  #writeFiles(): Problem | undefined {
    for (const { path, text, runnable } of this.#action.resolved.files) {
      try {
        this.#host.directory.writeEmbeddedFile(path, text, runnable);
      } catch (error) {
        return fileProblem(this.#name, path, error as NodeJS.ErrnoException);
      }
    }
    return undefined;
  }

  #spawnProblem(error: NodeJS.ErrnoException, environment: Readonly<Record<string, string>>): Problem {
    const { command } = this.#action.resolved;
    if (error instanceof SudoError) {
      const hint = 'sudo let the session start; see what has changed since in its rules (sudoers) and in its log.';
      return sessionProblem('SPAWN_FAILED', `${this.#name} could not be started: ${error.message}`, hint);
    }
    if (error instanceof PipeError) {
      return sessionProblem('SPAWN_FAILED', `${this.#name} could not be started: ${error.message}`, error.hint);
    }
    const { directory, look } = this.#host;
    const { code, message, hint } = explainSpawnFailure(command, directory.path, environment, error, look, (text) =>
      this.#host.voice.quote(text),
    );
    return sessionProblem(code, `${this.#name} could not be started: ${message}`, hint);
  }

  #writeCancelInfo(notifyEnd: Date): void {
    try {
      this.#host.directory.writeCancelInfo(notifyEnd);
    } catch (error) {
      // The cancelation goes on without it.
      const message = `cancel_info.json could not be written: ${(error as Error).message}`;
      this.#host.voice.mention({ type: 'notice', action: this.#action.info, level: 'warning', message });
    }
  }

  async #tellWhatWasLeft(end: ProcessEnd): Promise<void> {
    if (end.outputWasHeld) {
      await this.#notice(
        'warning',
        `a background process of ${this.#name} kept the action's output open for ${DRAIN_MS / 1000} s after its end ` +
          'and was ended; redirect the output of what is to go on',
      );
    }
    if (end.survivors.length > 0) {
      const survivors = describeProcesses(end.survivors);
      await this.#notice('error', `processes of ${this.#name} could not be ended: ${survivors}`);
    }
  }

  #notice(level: 'warning' | 'error', message: string): void | Promise<void> {
    return this.#host.voice.say({ type: 'notice', action: this.#action.info, level, message });
  }

  #failed(problem: Problem, start: number): ActionResult {
    return {
      action: this.#action.info,
      outcome: 'FAILED',
      durationMs: performance.now() - start,
      message: problem.message,
      problem,
    };
  }

  #ended(end: ProcessEnd, start: number): ActionResult {
    const { problem } = this.#directives;
    const outcome = this.#outcomeOf(end);
    const message = outcome === 'SUCCEEDED' ? undefined : this.#why(end, outcome);
    return {
      action: this.#action.info,
      outcome,
      ...exitOf(end),
      ...(end.signal === undefined ? {} : { signal: end.signal }),
      durationMs: performance.now() - start,
      ...(outcome === 'FAILED' ? this.#factsOf({ started: true, ...exitOf(end) }) : {}),
      ...(message === undefined ? {} : { message }),
      ...(problem === undefined || outcome !== 'FAILED' ? {} : { problem }),
    };
  }

  /**
   * The first cause decides; of an exit the return code does, whatever the action said. Spec: 2023-09, 5.
   * @spec TS-5-return-code TS-8-return-code RFC0008-exit-status
   */
  #outcomeOf(end: ProcessEnd): ActionOutcome {
    // @spec TS-5-timeout-fails
    if (end.cause === 'timeout') return 'TIMED_OUT';
    if (end.cause === 'cancel') return 'CANCELED';
    return end.exitCode === 0 && this.#directives.problem === undefined ? 'SUCCEEDED' : 'FAILED';
  }

  #factsOf(end: FailedEnd): Pick<ActionResult, 'facts'> {
    const facts = this.#action.failureFacts(end);
    return facts.length === 0 ? {} : { facts };
  }

  #why(end: ProcessEnd, outcome: ActionOutcome): string {
    const { failMessage, problem } = this.#directives;
    if (failMessage !== undefined) return failMessage;
    const { timeoutSeconds = 0 } = this.#action.resolved;
    if (outcome === 'TIMED_OUT') return `it did not end within ${timeoutSeconds} s`;
    if (outcome === 'CANCELED') return 'it was canceled';
    if (end.exitCode === 0 && problem !== undefined) return problem.message;
    if (end.signal === 'SIGKILL') return 'it was ended by SIGKILL, not by this runtime; the host may be out of memory';
    return end.signal === undefined ? `its exit code was ${end.exitCode}` : `it was ended by ${end.signal}`;
  }

  get #name(): string {
    return this.#host.voice.describe(this.#action.info);
  }
}

function exitOf({ exitCode }: ProcessEnd): { readonly exitCode?: number } {
  return exitCode === undefined ? {} : { exitCode };
}
