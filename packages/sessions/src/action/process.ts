import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa, type Result } from 'execa';
import type { OutputPipe } from '../platform/posix/output-pipe.js';
import { killTree, type ProcessTree } from '../platform/posix/process-tree.js';
import { groupExists, signalGroup } from '../platform/posix/signals.js';
import { Cancelation, type CancelCause, type CancelMethod } from './cancel.js';
import { startTimer } from './timer.js';

/**
 * After a command has ended, its output is read to the end, but for no longer than this while nothing ends it: a
 * background process that keeps the output open does not hold the session; it is ended instead. Milliseconds.
 */
export const DRAIN_MS = 1_000;
const POLL_MS = 20;

/** What one process needs. Nothing of a job is known here. */
export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly pipe: OutputPipe;
  /** A text that is in `environment` and in no other process's; see `ProcessTree`. */
  readonly mark: string;
  /** Absent: no limit. */
  readonly timeoutSeconds?: number;
  readonly cancelation: CancelMethod;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Processes that it leaves in the background may live on, as long as they do not keep its output. */
  readonly mayLeaveProcesses: boolean;
  readonly writeCancelInfo: (notifyEnd: Date) => void;
  readonly onStart: (pid: number) => void | Promise<void>;
  /** The next is read when this has been dealt with, so that a slow reader of events slows the process and not us. */
  readonly onOutput: (chunk: Buffer) => void | Promise<void>;
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
  /** Background processes live on. */
  readonly leftProcesses: boolean;
  /** Processes that could not be ended. */
  readonly survivors: readonly number[];
}

/** One process in its own group, from its start until nothing of it is left. */
export class ActionProcess {
  readonly #request: ProcessRequest;
  readonly #cancelation: Cancelation;
  #pid: number | undefined;
  #exited = false;
  #consumerBusy = false;
  #outputEnded = false;
  #termination: Promise<readonly number[]> | undefined;

  constructor(request: ProcessRequest) {
    this.#request = request;
    this.#cancelation = new Cancelation(request.cancelation, {
      writeCancelInfo: request.writeCancelInfo,
      notify: () => {
        if (this.#pid !== undefined) signalGroup(this.#pid, 'SIGTERM');
      },
      terminate: () => {
        this.#termination ??= killTree(this.#tree());
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
    const pipe = await request.pipe.open();
    if (this.#cancelation.cause !== undefined) {
      closeSync(pipe.writer);
      pipe.release(false);
      this.#cancelation.close();
      return { cause: 'cancel', outputWasHeld: false, leftProcesses: false, survivors: [] };
    }
    // execa passes any descriptor on; its types name those from 3 to 9 only.
    const output = pipe.writer as 3;
    const child = execa(request.command, request.args, {
      cwd: request.workingDirectory,
      env: request.environment,
      extendEnv: false,
      // Standard input is at its end. Both outputs share one pipe, so that their lines keep their order.
      stdio: ['ignore', output, output],
      buffer: false,
      detached: true,
      cleanup: false,
      reject: false,
      ...(request.user === undefined ? {} : { uid: request.user.uid, gid: request.user.gid }),
    });
    closeSync(pipe.writer);
    this.#pid = child.pid;
    let stopTimer = (): void => {};
    let failure: unknown;
    const stopReading = (): void => {
      pipe.reader.destroy();
    };
    const reading = this.#read(pipe.reader).catch((error: unknown) => {
      failure = error;
      this.#cancelation.request('cancel', 0);
    });
    if (this.#pid !== undefined) {
      if (request.timeoutSeconds !== undefined) {
        stopTimer = startTimer(request.timeoutSeconds * 1000, () => this.#cancelation.request('timeout'));
      }
      try {
        await request.onStart(this.#pid);
      } catch (error) {
        failure = error;
        this.#cancelation.request('cancel', 0);
      }
    }
    const result = await child;
    this.#exited = true;
    stopTimer();
    const rest = this.#pid === undefined ? NOTHING_LEFT : await this.#endTree(reading, stopReading);
    this.#cancelation.close();
    if (this.#pid === undefined) await reading;
    pipe.release(this.#outputEnded);
    if (failure !== undefined) throw failure;
    if (this.#pid === undefined) {
      return { cause: 'spawn', spawnError: spawnErrorOf(result), ...NOTHING_LEFT };
    }
    return {
      cause: this.#cancelation.cause ?? 'exit',
      ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
      ...(result.signal === undefined ? {} : { signal: result.signal }),
      ...rest,
    };
  }

  async #read(reader: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const chunk of reader) {
        const handled = this.#request.onOutput(chunk);
        if (handled === undefined) continue;
        this.#consumerBusy = true;
        await handled;
        this.#consumerBusy = false;
      }
      this.#outputEnded = true;
    } catch (error) {
      // Reading was stopped by us while a process that we could not end kept the output open.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }

  /** The command has ended: ends what it left, reads the rest of the output, and says what remains. */
  async #endTree(reading: Promise<void>, stopReading: () => void): Promise<typeof NOTHING_LEFT> {
    const group = this.#pid!;
    let done = false;
    const readingDone = reading.then(() => {
      done = true;
    });
    const canceled = (): boolean => this.#cancelation.cause !== undefined;
    // Canceled with time to end: the rest of its group has what is left of that time.
    while (canceled() && this.#termination === undefined && groupExists(group)) await sleep(POLL_MS);
    if (!canceled()) await this.#drain(readingDone, () => done || canceled());
    let outputWasHeld = false;
    let leftProcesses = false;
    let survivors: readonly number[] = [];
    if (canceled()) {
      await this.#termination;
      survivors = await killTree(this.#tree());
    } else if (!done) {
      outputWasHeld = true;
      survivors = await killTree(this.#tree());
    } else if (groupExists(group)) {
      if (this.#request.mayLeaveProcesses) leftProcesses = true;
      else survivors = await killTree(this.#tree());
    }
    if (!done) await this.#drain(readingDone, () => done);
    if (!done) stopReading();
    await readingDone;
    return { outputWasHeld, leftProcesses, survivors };
  }

  /** Waits for the end of the output, for `DRAIN_MS` in which the reader of our events was ready for more. */
  async #drain(readingDone: Promise<void>, isOver: () => boolean): Promise<void> {
    for (let waited = 0; waited < DRAIN_MS && !isOver(); ) {
      await Promise.race([readingDone, sleep(POLL_MS)]);
      if (!this.#consumerBusy) waited += POLL_MS;
    }
  }

  #tree(): ProcessTree {
    const { mark } = this.#request;
    if (this.#pid === undefined) return { mark };
    if (!this.#exited) return { mark, root: this.#pid, group: this.#pid };
    return groupExists(this.#pid) ? { mark, group: this.#pid } : { mark };
  }
}

const NOTHING_LEFT: Pick<ProcessEnd, 'outputWasHeld' | 'leftProcesses' | 'survivors'> = {
  outputWasHeld: false,
  leftProcesses: false,
  survivors: [],
};

function spawnErrorOf(result: Pick<Result, 'code' | 'cause' | 'message'>): NodeJS.ErrnoException {
  return result.cause instanceof Error ? result.cause : new Error(result.message ?? result.code ?? 'unknown cause');
}
