import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Finding, Fuzzer } from './fuzzer.js';
import { makeCase, type SlowCase } from './run-cases.js';
import type { WorkerMessage, WorkerOrder } from './worker.js';

export interface CampaignOptions {
  readonly seed: number;
  /** Default: no bound. */
  readonly cases?: number;
  /** Default: no bound. */
  readonly seconds?: number;
  /** A case that takes more of the processor is ended and told of. Unit: milliseconds. Default: 60,000. */
  readonly patience?: number;
  /** Of a worker; a case that needs more is a finding. Unit: MiB. Default: 1024. */
  readonly memory?: number;
  readonly signal?: AbortSignal;
  readonly found?: (finding: Finding) => void;
  readonly slow?: (slow: SlowCase) => void;
  /** Called about four times a second. */
  readonly progress?: (cases: number) => void;
}

export interface CampaignResult {
  readonly cases: number;
  readonly findings: readonly Finding[];
  readonly slow: readonly SlowCase[];
}

const MEMORY = 1024;

/** More than what it takes to make a case smaller, which shows no life either; see SHRINK_BOUNDS. Of the processor. */
const PATIENCE = 60_000;

/**
 * Runs a fuzzer in a thread of its own, so that a case that never ends, or takes all memory, ends that thread only: it
 * becomes a finding, and the next case is run by a new thread.
 */
export async function runCampaign(module: string, options: CampaignOptions): Promise<CampaignResult> {
  const { fuzzer } = (await import(module)) as { fuzzer: Fuzzer };
  const { seed, cases = 2 ** 31 - 1, seconds = Number.POSITIVE_INFINITY } = options;
  const deadline = Date.now() + seconds * 1000;
  const findings: Finding[] = [];
  const slow: SlowCase[] = [];
  let done = 0;
  const report = {
    finding: (finding: Finding) => {
      if (findings.some(({ signature }) => signature === finding.signature)) return;
      findings.push(finding);
      options.found?.(finding);
    },
    slow: (one: SlowCase) => {
      slow.push(one);
      options.slow?.(one);
    },
  };
  for (let from = seed; from < seed + cases && Date.now() < deadline && !options.signal?.aborted; ) {
    const order = { module, seed: from, end: seed + cases, deadline };
    const before = done;
    const progress = (count: number) => options.progress?.(before + count);
    const { count, fatal } = await runWorker(order, { ...options, progress }, report);
    done += count;
    if (fatal === undefined) break;
    const at = from + count;
    report.finding({ signature: fatal, message: fatal, seed: at, input: makeCase(fuzzer, at) });
    done++;
    from = at + 1;
  }
  return { cases: done, findings, slow };
}

interface WorkerEnd {
  /** Cases that came to their end. */
  readonly count: number;
  /** How the worker was lost in the case after them. */
  readonly fatal?: string;
}

/** Runs one worker to its end, or to that of the caller's patience. */
async function runWorker(
  order: Omit<WorkerOrder, 'pulse'>,
  options: CampaignOptions,
  report: { readonly finding: (finding: Finding) => void; readonly slow: (slow: SlowCase) => void },
): Promise<WorkerEnd> {
  const pulse = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { ...order, pulse: pulse.buffer } satisfies WorkerOrder,
    execArgv: ['--conditions=source', '--import', new URL('./sources.mjs', import.meta.url).href],
    resourceLimits: { maxOldGenerationSizeMb: options.memory ?? MEMORY },
  });
  return new Promise((resolve) => {
    const end = (fatal?: string): void => {
      clearInterval(watch);
      options.signal?.removeEventListener('abort', stop);
      const count = Atomics.load(pulse, 0);
      void worker.terminate().then(() => resolve(fatal === undefined ? { count } : { count, fatal }));
    };
    const stop = (): void => end();
    const watch = watchPulse(pulse, options, () => end('a case does not end'));
    options.signal?.addEventListener('abort', stop);
    worker.on('message', (message: WorkerMessage) => {
      if ('finding' in message) report.finding(message.finding);
      else if ('slow' in message) report.slow(message.slow);
      else end();
    });
    worker.on('error', (error) => end(`the thread ended: ${(error as Error).message}`));
  });
}

/** Looks whether the worker goes on. Only time on the processor counts: on a busy machine a case is slow and not endless. */
function watchPulse(pulse: Int32Array, options: CampaignOptions, lost: () => void): NodeJS.Timeout {
  let last = -1;
  let since = process.cpuUsage();
  return setInterval(() => {
    options.progress?.(Atomics.load(pulse, 0));
    const now = Atomics.load(pulse, 1);
    const { user, system } = process.cpuUsage(since);
    // Before the first case the modules are loaded.
    if (now !== last || now === 0) {
      last = now;
      since = process.cpuUsage();
    } else if ((user + system) / 1000 > (options.patience ?? PATIENCE)) lost();
  }, 250);
}
