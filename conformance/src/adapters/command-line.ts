import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { CallOptions, JobInput, Outcome, Runtime, RuntimeFacts, TemplateInput } from '../runtime.js';
import { GRACE_MS, GROUP_OPTIONS, OUTPUT_LIMIT, shortName, signalGroup } from './process-group.js';

/** Time for the rest of the output after the runtime's end. */
const DRAIN_MS = 1_000;

/** Time for `CMD --version`. */
const VERSION_MS = 10_000;

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

  /** The version is in the first line that `CMD --version` prints, where it ends with 0. */
  async describe(timeLimitMs: number = VERSION_MS): Promise<RuntimeFacts> {
    const facts = { name: shortName(this.#command), unsupportedExtensions: [] };
    const { kind, ...ended } = await this.#call(['--version'], { timeLimitMs: Math.min(VERSION_MS, timeLimitMs) });
    if (kind !== 'exited' || !('status' in ended) || ended.status !== 0) return facts;
    const [line] = ended.output.trim().split('\n');
    const version = /\d+(?:\.\d+)+\S*/.exec(line ?? '')?.[0] ?? line;
    return version ? { ...facts, version } : facts;
  }

  check({ text, format }: TemplateInput, options: CallOptions): Promise<Outcome> {
    return this.#call(['check', write(options, `template.${format}`, text), ...switches(options)], options);
  }

  run(job: JobInput, options: CallOptions): Promise<Outcome> {
    const args = ['run', write(options, 'template.yaml', job.template)];
    if (job.parameters !== undefined) args.push('-p', `file://${write(options, 'parameters.yaml', job.parameters)}`);
    for (const [index, text] of job.environments.entries()) {
      args.push('--env', write(options, `env${index}.yaml`, text));
    }
    if (job.pathMapping !== undefined) {
      const rules = JSON.stringify({ version: 'pathmapping-1.0', path_mapping_rules: job.pathMapping });
      args.push('--path-mapping-rules', `file://${write(options, 'pathmapping.json', rules)}`);
    }
    return this.#call([...args, ...switches(options)], options);
  }

  async #call(args: readonly string[], options: Partial<CallOptions> & { timeLimitMs: number }): Promise<Outcome> {
    const [program, ...first] = this.#command;
    if (program === undefined) return { kind: 'not-started', reason: 'no command is given' };
    const child = execa(program, [...first, ...args], {
      ...GROUP_OPTIONS,
      ...(options.workingDirectory !== undefined && { cwd: options.workingDirectory }),
      env: options.environment ?? {},
      stdin: 'ignore',
      all: true,
      maxBuffer: OUTPUT_LIMIT,
      stripFinalNewline: false,
    });
    const ended: { afterMs?: number } = {};
    const startedAt = performance.now();
    const timers: NodeJS.Timeout[] = [];
    const end = () => {
      ended.afterMs ??= Math.round(performance.now() - startedAt);
      signalGroup(child, 'SIGTERM');
      timers.push(setTimeout(signalGroup, this.#graceMs, child, 'SIGKILL'));
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

function switches({ enableProposals = [] }: CallOptions): string[] {
  return enableProposals.flatMap((name) => ['--enable-proposal', name]);
}

function write({ workingDirectory }: CallOptions, name: string, text: string): string {
  const file = join(workingDirectory, name);
  writeFileSync(file, text);
  return file;
}
