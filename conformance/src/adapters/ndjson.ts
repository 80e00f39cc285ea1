import { seconds } from '../duration.js';
import type { CallOptions, JobInput, Outcome, Runtime, RuntimeFacts, TemplateInput } from '../runtime.js';
import { AdapterProcess, type Ending } from './adapter-process.js';
import { GRACE_MS, shortName } from './process-group.js';
import { type Answer, PROTOCOL_VERSION, type Request } from './protocol.js';

/** The revision that the cases are of. */
const SPECIFICATION = '2023-09';

/** Time for `start` and for `stop`. */
const START_MS = 30_000;

type WithoutId<Sent> = Sent extends unknown ? Omit<Sent, 'id'> : never;

/**
 * A runtime behind newline-delimited JSON on the standard input and output of an adapter that lives on: see
 * docs/plug-in-a-runtime.md. Each process is asked one thing at a time; where calls overlap, more processes are started. One that
 * breaks, hangs or says something that is no answer is ended, and the next call starts another.
 */
export class NdjsonRuntime implements Runtime {
  readonly name: string;
  readonly checksInOneProcess = true;
  readonly #command: readonly string[];
  readonly #graceMs: number;
  readonly #idle: AdapterProcess[] = [];
  /** Of the first start, where that failed: it is not tried again for each case. */
  #unstartable: Outcome | undefined;
  #hasStarted = false;

  /**
   * @param command the program and its arguments
   * @param graceMs how long it may take to answer after `cancel`, and to end after SIGTERM. Default: 5 seconds.
   */
  constructor(command: readonly string[], graceMs: number = GRACE_MS) {
    this.#command = command;
    this.#graceMs = graceMs;
    this.name = `ndjson:${command.join(' ')}`;
  }

  async describe(timeLimitMs: number = START_MS): Promise<RuntimeFacts> {
    const facts = { name: shortName(this.#command), unsupportedExtensions: [] };
    const started = await this.#start({ timeLimitMs });
    if (!('process' in started)) return facts;
    this.#idle.push(started.process);
    const { name, version, unsupportedExtensions = [] } = started.ready;
    return { name, ...(version !== undefined && { version }), unsupportedExtensions };
  }

  check({ text, format }: TemplateInput, options: CallOptions): Promise<Outcome> {
    const request = { command: 'check', template: text, format, ...switches(options) } as const;
    return this.#call(request, ['accepted', 'rejected'], options);
  }

  run({ template, parameters, environments, pathMapping }: JobInput, options: CallOptions): Promise<Outcome> {
    const request = {
      command: 'run',
      template,
      ...(parameters !== undefined && { parameters }),
      environments,
      ...(pathMapping !== undefined && { pathMapping }),
      directory: options.workingDirectory,
      variables: options.environment,
      ...switches(options),
    } as const;
    return this.#call(request, ['succeeded', 'failed', 'rejected'], options);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#idle.splice(0).map(async (process) => {
        await process.ask({ command: 'stop' }, this.#graceMs);
        await process.end(this.#graceMs);
      }),
    );
  }

  async #call(
    request: WithoutId<Request>,
    results: readonly Answer['result'][],
    options: CallOptions,
  ): Promise<Outcome> {
    let process = this.#idle.pop();
    if (process === undefined) {
      const started = this.#unstartable ?? (await this.#start(options));
      if (!('process' in started)) return started;
      process = started.process;
    }
    const ended = await process.ask(request, options.timeLimitMs, options.signal);
    const outcome = outcomeOf(ended, results, process.errors);
    if (ended.kind === 'answer' && outcome.kind !== 'garbage') {
      this.#idle.push(process);
      return outcome;
    }
    // What it has begun it may take away; what it does not, its end does.
    if (ended.kind === 'no-answer') await process.cancel(this.#graceMs);
    await process.end(this.#graceMs);
    return outcome;
  }

  async #start({
    timeLimitMs,
    signal,
  }: Pick<CallOptions, 'timeLimitMs' | 'signal'>): Promise<
    { process: AdapterProcess; ready: Answer & { result: 'ready' } } | Outcome
  > {
    const process = new AdapterProcess(this.#command);
    const ended = await process.ask(
      { command: 'start', protocol: PROTOCOL_VERSION, specification: SPECIFICATION },
      Math.min(START_MS, timeLimitMs),
      signal,
    );
    if (ended.kind === 'answer' && ended.answer.result === 'ready') {
      this.#hasStarted = true;
      return { process, ready: ended.answer };
    }
    await process.end(this.#graceMs);
    const said = outcomeOf(ended, ['ready'], process.errors);
    if (said.kind === 'interrupted') return said;
    const reason =
      'reason' in said ? said.reason : `it did not answer to start within ${seconds(Math.min(START_MS, timeLimitMs))}`;
    const failed: Outcome = { kind: 'not-started', reason, output: process.errors };
    if (!this.#hasStarted) this.#unstartable = failed;
    return failed;
  }
}

function switches({ enableProposals = [] }: CallOptions): { readonly enableProposals?: readonly string[] } {
  return enableProposals.length === 0 ? {} : { enableProposals };
}

function outcomeOf(ended: Ending, results: readonly Answer['result'][], errors: string): Outcome {
  switch (ended.kind) {
    case 'no-answer':
      if (ended.aborted) return { kind: 'interrupted' };
      return { kind: 'timed-out', afterMs: ended.afterMs, output: errors };
    case 'garbage':
      return { kind: 'garbage', reason: ended.reason, output: errors };
    case 'ended':
      return { kind: 'crashed', reason: `the adapter ended while it was asked: ${ended.how}`, output: errors };
    case 'not-started':
      return { kind: 'not-started', reason: ended.reason };
    case 'answer':
      return outcomeOfAnswer(ended.answer, results, errors);
  }
}

function outcomeOfAnswer(answer: Answer, results: readonly Answer['result'][], errors: string): Outcome {
  if ('reason' in answer) {
    if (answer.result === 'unsupported') return { kind: 'unsupported', reason: answer.reason };
    return { kind: 'crashed', reason: answer.reason, output: errors };
  }
  if (!results.includes(answer.result) || answer.result === 'ready' || answer.result === 'stopped') {
    const reason = `"${answer.result}" is no answer to this; it must be ${results.join(', ')}, unsupported or error`;
    return { kind: 'garbage', reason, output: errors };
  }
  const { output = '', exitCodes, problems } = answer;
  return {
    kind: 'answered',
    accepted: answer.result === 'accepted' || answer.result === 'succeeded',
    output: problems === undefined ? output : `${output}${problems.map(({ message }) => `${message}\n`).join('')}`,
    ...(exitCodes && { exitCodes }),
    ...(problems && { problems }),
  };
}
