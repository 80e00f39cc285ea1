import type { JobRun } from '@openjd/sessions';
import { EXIT_STATUS } from '../exit-status.js';

const STATUSES = {
  SIGHUP: EXIT_STATUS.hungUp,
  SIGINT: EXIT_STATUS.interrupted,
  SIGTERM: EXIT_STATUS.terminated,
  SIGXCPU: EXIT_STATUS.processorTimeUsed,
} as const;

const NOTES = [
  'canceling the job; environments are still exited (again to cancel that as well)',
  'canceling what still runs (again to give up)',
  'giving up: what still runs is killed, and environments are not exited',
] as const;

/** What came of listening to signals. */
export interface Interrupts {
  /** Exit status by the first signal that came; undefined where none did. */
  readonly status: number | undefined;
  /** Leaves signals to their usual effect again. */
  stop(): void;
}

/** Hands SIGINT, SIGTERM, SIGHUP and SIGXCPU on to a run, each one time more urgent than the one before, and tells what that does. */
export function interruptBySignals(run: JobRun, say: (text: string) => void): Interrupts {
  let count = 0;
  let status: number | undefined;
  const listen = (signal: NodeJS.Signals) => {
    status ??= STATUSES[signal as keyof typeof STATUSES];
    const note = NOTES[Math.min(count, NOTES.length - 1)];
    count++;
    if (count <= NOTES.length) say(`${signal}: ${note}`);
    run.interrupt();
  };
  const signals = Object.keys(STATUSES) as (keyof typeof STATUSES)[];
  for (const signal of signals) process.on(signal, listen);
  return {
    get status() {
      return status;
    },
    stop: () => {
      for (const signal of signals) process.off(signal, listen);
    },
  };
}
