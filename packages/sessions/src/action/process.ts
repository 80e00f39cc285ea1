import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlGroup } from '../platform/linux/control-group.js';
import { lockLimitFor, startMarked } from '../platform/linux/inherited-mark.js';
import type { OpenPipe, OutputHandler, OutputPipe } from '../platform/posix/output-pipe.js';
import { findProcess, type ProcessEntry } from '../platform/posix/process-table.js';
import { isGroupAlive, killTree, type ProcessTree } from '../platform/posix/process-tree.js';
import { groupExists, signalGroup } from '../platform/posix/signals.js';
import { type StartedProcess, startProcess } from '../platform/posix/start-process.js';
import type { SudoCommand, SudoUser } from '../platform/posix/sudo/sudo-user.js';
import { thisRuntime } from '../record/session-record.js';
import { Cancelation, type CancelCause, type CancelMethod } from './cancel.js';
import { startTimer } from './timer.js';

/**
 * After a command has ended, its output is read to the end, but for no longer than this while nothing ends it: a
 * background process that keeps the output open does not hold the session; it is ended instead. Milliseconds.
 */
export const DRAIN_MS = 1_000;
const POLL_MS = 20;
/** A command that ends sooner is not worth what its move to the control group costs. */
const SETTLE_MS = 10;

/** What one process needs. Nothing of a job is known here. */
export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly pipe: OutputPipe;
  /** A text that is in `environment` and in no other process's; see `ProcessTree`. */
  readonly mark: string;
  /** See `SessionOptions`. Default: false. */
  readonly dedicatedProcess?: boolean;
  /** The session's, where it has one. */
  readonly controlGroup?: ControlGroup;
  /** Absent: no limit. */
  readonly timeoutSeconds?: number;
  readonly cancelation: CancelMethod;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Runs it through sudo; not with `user`. */
  readonly sudoUser?: SudoUser;
  /** Processes that it leaves in the background may live on, as long as they do not keep its output. */
  readonly mayLeaveProcesses: boolean;
  readonly writeCancelInfo: (notifyEnd: Date) => void;
  readonly onStart: (pid: number) => void | Promise<void>;
  /** The next is read when this has been dealt with, so that a slow reader of events slows the process and not us. */
  readonly onOutput: OutputHandler;
}

/** How a process ended. */
export interface ProcessEnd {
  /** The first cause. `spawn`: it never started. */
  readonly cause: 'exit' | 'spawn' | CancelCause;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly spawnError?: NodeJS.ErrnoException;
  /** A background process kept the output open and was ended. */
  readonly outputWasHeld: boolean;
  /** Processes that could not be ended. */
  readonly survivors: readonly ProcessEntry[];
}

/** One process in its own group, from its start until nothing of it is left. */
export class ActionProcess {
  readonly #request: ProcessRequest;
  readonly #cancelation: Cancelation;
  #pid: number | undefined;
  /** `ProcessEntry.start` of the first process. */
  #begun: string | undefined;
  /** The command's process group. */
  #group: number | undefined;
  #exited = false;
  #stopTimer: () => void = () => {};
  #stopMove: () => void = () => {};
  #termination: Promise<readonly ProcessEntry[]> | undefined;

  constructor(request: ProcessRequest) {
    this.#request = request;
    this.#cancelation = new Cancelation(request.cancelation, {
      writeCancelInfo: request.writeCancelInfo,
      // @spec TS-5.3.2-signals
      notify: () => {
        if (this.#group === undefined) return;
        if (request.sudoUser === undefined) signalGroup(this.#group, 'SIGTERM');
        else void request.sudoUser.signalGroup(this.#group, 'SIGTERM');
      },
      terminate: () => {
        this.#termination ??= this.#kill();
      },
    });
  }

  /** Cancels it by its own method; see `Cancelation.request`. */
  cancel(graceSeconds?: number): void {
    this.#cancelation.request('cancel', graceSeconds);
  }

  /** Runs the process. Call it once. It does not reject, except with what `onStart` and `onOutput` threw. */
  async run(): Promise<ProcessEnd> {
    const request = this.#request;
    let pipe: OpenPipe;
    try {
      pipe = await request.pipe.open(request.onOutput);
    } catch (error) {
      return { cause: 'spawn', spawnError: error as NodeJS.ErrnoException, ...NOTHING_LEFT };
    }
    if (this.#cancelation.cause !== undefined) {
      pipe.closeWriter();
      await pipe.finished;
      this.#cancelation.close();
      return { cause: 'cancel', ...NOTHING_LEFT };
    }
    const lockLimit = lockLimitFor(request.mark);
    const throughSudo = request.sudoUser?.start({ ...request, lockLimit }, pipe.writer);
    const child = throughSudo ?? startMarked(request.mark, request.dedicatedProcess === true, () => this.#start(pipe));
    if (child.pid !== undefined) this.#claim(child.pid);
    pipe.closeWriter();
    let failure: { readonly error: unknown } | undefined;
    const fail = (error: unknown): void => {
      failure ??= { error };
      this.#cancelation.request('cancel', 0);
    };
    const reading = pipe.finished.catch(fail);
    await this.#begin(throughSudo).catch(fail);
    const end = await child.exit;
    this.#exited = true;
    this.#stopTimer();
    this.#stopMove();
    // The first cause is the one that counts: what is requested from here on only hurries the rest.
    const cause = this.#cancelation.cause ?? 'exit';
    const rest = this.#group === undefined ? NOTHING_LEFT : await this.#endTree(this.#group, pipe, reading);
    await reading;
    this.#cancelation.close();
    if (failure !== undefined) throw failure.error;
    return { cause: 'spawnError' in end ? 'spawn' : cause, ...end, ...rest };
  }

  #start(pipe: OpenPipe): StartedProcess {
    const { command, args, workingDirectory, environment, user } = this.#request;
    return startProcess(command, args, {
      // @spec HJC-working-directory
      cwd: workingDirectory,
      env: environment,
      // Standard input is at its end. Both outputs share one pipe, so that their lines keep their order.
      // @spec HJR-messages RFC0008-not-scan-wrapped
      stdio: ['ignore', pipe.writer, pipe.writer],
      detached: true,
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    });
  }

  #claim(pid: number): void {
    this.#pid = pid;
    this.#group = pid;
    this.#begun = findProcess(pid)?.start;
    const [start, { controlGroup }] = [this.#begun, this.#request];
    if (start === undefined || controlGroup === undefined) return;
    this.#stopMove = startTimer(SETTLE_MS, () => void controlGroup.add(pid, start));
  }

  /** The process has started: its time begins. */
  async #begin(throughSudo: SudoCommand | undefined): Promise<void> {
    const pid = throughSudo === undefined ? this.#pid : await throughSudo.started;
    if (pid === undefined) return;
    if (throughSudo !== undefined) this.#group = findProcess(pid)?.group ?? this.#group;
    const { timeoutSeconds, onStart } = this.#request;
    // @spec TS-5-timeout-fails
    if (timeoutSeconds !== undefined) {
      this.#stopTimer = startTimer(timeoutSeconds * 1000, () => this.#cancelation.request('timeout'));
    }
    await onStart(pid);
  }

  /** The command has ended: ends what it left, reads the rest of the output, and says what remains. */
  async #endTree(group: number, pipe: OpenPipe, reading: Promise<void>): Promise<Remains> {
    let done = false;
    const readingDone = reading.then(() => {
      done = true;
    });
    const canceled = (): boolean => this.#cancelation.cause !== undefined;
    // Canceled with time to end: the rest of its group has what is left of that time.
    while (canceled() && this.#termination === undefined && isGroupAlive(group)) await sleep(POLL_MS);
    if (!canceled()) await drain(pipe, readingDone, () => done || canceled());
    const remains = { ...NOTHING_LEFT };
    if (canceled()) {
      await this.#termination;
      remains.survivors = await this.#kill();
    } else if (!done) {
      remains.outputWasHeld = true;
      remains.survivors = await this.#kill();
    } else if (!this.#request.mayLeaveProcesses && isGroupAlive(group)) {
      remains.survivors = await this.#kill();
    }
    if (!done) await drain(pipe, readingDone, () => done);
    if (!done) pipe.stop();
    return remains;
  }

  #kill(): Promise<readonly ProcessEntry[]> {
    return killTree(this.#tree(), this.#request.sudoUser);
  }

  #tree(): ProcessTree {
    const { mark, controlGroup, dedicatedProcess = false } = this.#request;
    const tree = {
      mark,
      since: thisRuntime().start,
      controlGroup,
      unmarkedSince: this.#begun,
      mayBeInherited: dedicatedProcess,
    };
    if (this.#pid === undefined || this.#group === undefined) return tree;
    if (!this.#exited) return { ...tree, root: this.#pid, group: this.#group };
    return groupExists(this.#group) ? { ...tree, group: this.#group } : tree;
  }
}

type Remains = { -readonly [Key in 'outputWasHeld' | 'survivors']: ProcessEnd[Key] };

const NOTHING_LEFT: Readonly<Remains> = { outputWasHeld: false, survivors: [] };

/** Waits for the end of the output, for `DRAIN_MS` in which whoever takes it was ready for more. Leaves no timer behind. */
async function drain(pipe: OpenPipe, readingDone: Promise<void>, isOver: () => boolean): Promise<void> {
  let wake = (): void => {};
  void readingDone.then(() => wake());
  for (let waited = 0; waited < DRAIN_MS && !isOver(); ) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    if (!pipe.isWaiting) waited += POLL_MS;
  }
}
