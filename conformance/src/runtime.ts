import { execa } from 'execa';

/** How a call of a runtime ended. `output` is what it printed on both streams, in order. */
export type Outcome =
  | { readonly kind: 'exited'; readonly status: number; readonly output: string }
  | { readonly kind: 'signaled'; readonly signal: string; readonly output: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number; readonly output: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'not-started'; readonly reason: string };

/** The files of one run, all absolute. */
export interface RunFiles {
  readonly template: string;
  readonly parameters?: string;
  /** The outermost first. */
  readonly environments: readonly string[];
  readonly pathMapping?: string;
}

export interface CallOptions {
  readonly workingDirectory: string;
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  /** Ends the call as its time limit does; the outcome is `interrupted`. */
  readonly signal?: AbortSignal;
}

/** What the suite asks of a runtime. */
export interface Runtime {
  readonly name: string;
  check(template: string, options: CallOptions): Promise<Outcome>;
  run(files: RunFiles, options: CallOptions): Promise<Outcome>;
}

/** More output than this is garbage: the call is ended and its outcome is an error. Unit: characters. */
const OUTPUT_LIMIT = 20_000_000;

/** Default of the time that a runtime has between SIGTERM and SIGKILL, to take away what it started. */
const GRACE_MS = 5_000;

/** Time for the rest of the output after the runtime's end. */
const DRAIN_MS = 1_000;

/**
 * A runtime behind the command line that the specification's own suite uses: `CMD check FILE`, and
 * `CMD run FILE [-p file://F] [--env FILE]... [--path-mapping-rules file://F]`, which print the actions' output and a line
 * `exited with code: N` for each process, and exit with 0 (accepted, succeeded) or 1 (rejected, failed).
 */
export class CommandLineRuntime implements Runtime {
  readonly name: string;
  readonly #command: readonly string[];
  readonly #graceMs: number;

  /**
   * @param command the program and its first arguments
   * @param graceMs how long it may take to end after SIGTERM, before SIGKILL. Default: 5 seconds.
   */
  constructor(command: readonly string[], graceMs: number = GRACE_MS) {
    this.#command = command;
    this.#graceMs = graceMs;
    this.name = command.join(' ');
  }

  check(template: string, options: CallOptions): Promise<Outcome> {
    return this.#call(['check', template], options);
  }

  run(files: RunFiles, options: CallOptions): Promise<Outcome> {
    const args = ['run', files.template];
    if (files.parameters !== undefined) args.push('-p', `file://${files.parameters}`);
    for (const environment of files.environments) args.push('--env', environment);
    if (files.pathMapping !== undefined) args.push('--path-mapping-rules', `file://${files.pathMapping}`);
    return this.#call(args, options);
  }

  async #call(args: readonly string[], options: CallOptions): Promise<Outcome> {
    const [program, ...first] = this.#command;
    if (program === undefined) return { kind: 'not-started', reason: 'no command is given' };
    // A process group of its own, so that a time-out reaches what the runtime started as well.
    const child = execa(program, [...first, ...args], {
      cwd: options.workingDirectory,
      env: options.environment,
      stdin: 'ignore',
      all: true,
      detached: true,
      cleanup: false,
      reject: false,
      maxBuffer: OUTPUT_LIMIT,
      stripFinalNewline: false,
    });
    const signalGroup = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, signal);
      } catch {
        // The whole group is gone already.
      }
    };
    const ended: { afterMs?: number } = {};
    const startedAt = performance.now();
    const timers: NodeJS.Timeout[] = [];
    const end = () => {
      ended.afterMs ??= Math.round(performance.now() - startedAt);
      signalGroup('SIGTERM');
      timers.push(setTimeout(signalGroup, this.#graceMs, 'SIGKILL'));
    };
    timers.push(setTimeout(end, options.timeLimitMs));
    // A process that the runtime left behind may hold its output open for ever.
    child.nodeChildProcess.once('exit', () => {
      timers.push(
        setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
        }, DRAIN_MS),
      );
    });
    options.signal?.addEventListener('abort', end, { once: true });
    if (options.signal?.aborted) end();
    try {
      const result = await child;
      const output = result.all ?? '';
      if (options.signal?.aborted) return { kind: 'interrupted' };
      if (ended.afterMs !== undefined) return { kind: 'timed-out', afterMs: ended.afterMs, output };
      if (result.exitCode !== undefined) return { kind: 'exited', status: result.exitCode, output };
      if (result.signal !== undefined) return { kind: 'signaled', signal: result.signal, output };
      return { kind: 'not-started', reason: result.originalMessage ?? 'for no reason that the system tells' };
    } finally {
      options.signal?.removeEventListener('abort', end);
      for (const timer of timers) clearTimeout(timer);
    }
  }
}
