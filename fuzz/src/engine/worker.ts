import { parentPort, workerData } from 'node:worker_threads';
import type { Finding, Fuzzer } from './fuzzer.js';
import { runUntil, type SlowCase } from './run-cases.js';

/** What a worker is started with. */
export interface WorkerOrder {
  /** URL of the fuzzer's module. */
  readonly module: string;
  readonly seed: number;
  /** The first seed that is not run. */
  readonly end: number;
  /** `Date.now()` at which the run ends. */
  readonly deadline: number;
  /** Two numbers of 32 bits: the case that is run now, counted from `seed`, and how often the worker showed life. */
  readonly pulse: SharedArrayBuffer;
}

/** What a worker says. */
export type WorkerMessage = { readonly finding: Finding } | { readonly slow: SlowCase } | { readonly done: true };

const order = workerData as WorkerOrder;
const pulse = new Int32Array(order.pulse);
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

const { fuzzer } = (await import(order.module)) as { fuzzer: Fuzzer };
runUntil(fuzzer, order.seed, {
  next: (seed) => {
    Atomics.store(pulse, 0, seed - order.seed);
    Atomics.add(pulse, 1, 1);
    return seed < order.end && Date.now() < order.deadline;
  },
  found: (finding) => say({ finding }),
  slow: (slow) => say({ slow }),
});
say({ done: true });
