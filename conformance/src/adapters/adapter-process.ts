import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { GROUP_OPTIONS, OUTPUT_LIMIT, signalGroup } from './process-group.js';
import { type Answer, type Request, readAnswer } from './protocol.js';

/** How a question to an adapter ended. */
export type Ending =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'garbage'; readonly reason: string }
  | { readonly kind: 'no-answer'; readonly aborted: boolean; readonly afterMs: number }
  | { readonly kind: 'ended'; readonly how: string }
  | { readonly kind: 'not-started'; readonly reason: string };

type WithoutId<Sent> = Sent extends unknown ? Omit<Sent, 'id'> : never;

/** How much of an adapter's standard error is kept for the reasons of a verdict. Unit: characters. */
const ERRORS_LIMIT = 4_000;

/** Time for the rest of its standard error after its end. */
const DRAIN_MS = 1_000;

/** One process of an adapter: it is asked one thing at a time. */
export class AdapterProcess {
  readonly #child;
  readonly #ended: Promise<Ending>;
  #lastId = 0;
  #pending = '';
  #errors = '';
  #saidTooMuch = false;
  readonly #surplus = (): void => {
    this.#saidTooMuch = true;
  };
  #hear: (ending: Ending) => void = this.#surplus;

  constructor(command: readonly string[]) {
    const [program = '', ...args] = command;
    this.#child = execa(program, args, {
      ...GROUP_OPTIONS,
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'pipe',
      buffer: false,
    });
    const drained = new Promise((resolve) => this.#child.stderr?.once('close', resolve));
    this.#ended = this.#child.then(async (result): Promise<Ending> => {
      // What it said before it ended is told with it; a process that it left may hold the stream open.
      await Promise.race([drained, sleep(DRAIN_MS, undefined, { ref: false })]);
      if (result.exitCode !== undefined) return { kind: 'ended', how: `exit status ${result.exitCode}` };
      if (result.signal !== undefined) return { kind: 'ended', how: `signal ${result.signal}` };
      return { kind: 'not-started', reason: result.originalMessage ?? 'for no reason that the system tells' };
    });
    // What is written to a process that has ended is lost, and that it has ended is told anyway.
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERRORS_LIMIT);
    });
  }

  /** The end of what it wrote to its standard error. */
  get errors(): string {
    return this.#errors;
  }

  /** Writes a request and waits for its answer, for the end of the process, or for the time to be over. */
  async ask(request: WithoutId<Request>, timeLimitMs: number, signal?: AbortSignal): Promise<Ending> {
    if (this.#saidTooMuch) return { kind: 'garbage', reason: 'it said something that it was not asked for' };
    this.#lastId++;
    const startedAt = performance.now();
    const heard = new Promise<Ending>((resolve) => {
      this.#hear = resolve;
    });
    let timer: NodeJS.Timeout | undefined;
    let onAbort = () => {};
    const over = new Promise<Ending>((resolve) => {
      const noAnswer = (aborted: boolean) => () =>
        resolve({ kind: 'no-answer', aborted, afterMs: Math.round(performance.now() - startedAt) });
      timer = setTimeout(noAnswer(false), timeLimitMs);
      onAbort = noAnswer(true);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) onAbort();
    });
    this.#child.stdin?.write(`${JSON.stringify({ id: this.#lastId, ...request })}\n`);
    const ending = await Promise.race([heard, over, this.#ended]);
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    this.#hear = this.#surplus;
    return ending;
  }

  /** Asks it to end what it does, and waits until it says that it has; at most so long. */
  async cancel(graceMs: number): Promise<void> {
    const of = this.#lastId;
    const heard = new Promise<void>((resolve) => {
      this.#hear = () => resolve();
    });
    this.#child.stdin?.write(`${JSON.stringify({ id: of + 1, command: 'cancel', of })}\n`);
    await this.#within(graceMs, heard);
  }

  /** Ends the process and what it started: at the end of its input, by SIGTERM, or by SIGKILL. */
  async end(graceMs: number): Promise<void> {
    this.#child.stdin?.end();
    signalGroup(this.#child, 'SIGTERM');
    await this.#within(graceMs, this.#ended);
    signalGroup(this.#child, 'SIGKILL');
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    await this.#ended;
  }

  async #within(limitMs: number, event: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([event, over, this.#ended]);
    clearTimeout(timer);
  }

  #read(text: string): void {
    const lines = (this.#pending + text).split('\n');
    this.#pending = lines.pop() ?? '';
    if (this.#pending.length > OUTPUT_LIMIT) {
      this.#pending = '';
      this.#tell({ kind: 'garbage', reason: `a line has more than ${OUTPUT_LIMIT} characters` });
    }
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    const answer = readAnswer(line);
    if (typeof answer === 'string') this.#tell({ kind: 'garbage', reason: answer });
    else if (answer.id === this.#lastId) this.#tell({ kind: 'answer', answer });
    else this.#tell({ kind: 'garbage', reason: `an answer to ${answer.id} came, and ${this.#lastId} was asked` });
  }

  #tell(ending: Ending): void {
    const hear = this.#hear;
    this.#hear = this.#surplus;
    hear(ending);
  }
}
