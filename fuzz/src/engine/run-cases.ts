import process from 'node:process';
import { type CaseData, type Finding, type Fuzzer, findingOf } from './fuzzer.js';
import { Random } from './random.js';
import { SHRINK_BOUNDS, type ShrinkBounds, shrink } from './shrink.js';

/** A case that takes more of the processor is told of. Unit: milliseconds; that of others on the machine does not count. */
export const SLOW = 1000;

/** So many different faults are enough for one run. */
export const MOST_FINDINGS = 50;

export interface SlowCase {
  readonly seed: number;
  readonly time: number;
  readonly input: CaseData;
}

/** What hears of a run while it goes on. */
export interface RunListener {
  /** Before each case. False ends the run. */
  readonly next: (seed: number) => boolean;
  readonly found: (finding: Finding) => void;
  readonly slow: (slow: SlowCase) => void;
}

export function makeCase(fuzzer: Fuzzer, seed: number): CaseData {
  return fuzzer.make(new Random(seed));
}

/** Runs the cases of the seeds from `seed` on, as long as the listener says; each fault is told once. */
export function runUntil(
  fuzzer: Fuzzer,
  seed: number,
  listener: RunListener,
  bounds: ShrinkBounds = SHRINK_BOUNDS,
): void {
  const known = new Set<string>();
  for (let at = seed; known.size < MOST_FINDINGS && listener.next(at); at++) {
    const input = makeCase(fuzzer, at);
    const start = process.cpuUsage();
    const fault = findingOf(fuzzer, input);
    const { user, system } = process.cpuUsage(start);
    const time = (user + system) / 1000;
    if (time > SLOW) listener.slow({ seed: at, time, input });
    if (fault === undefined || known.has(fault.signature)) continue;
    known.add(fault.signature);
    const small = shrink(fuzzer, input, fault.signature, bounds);
    listener.found({ ...(findingOf(fuzzer, small) ?? fault), seed: at, input: small });
  }
}

/** Runs a fixed number of cases and gives the faults. */
export function runCases(fuzzer: Fuzzer, { seed, cases }: { seed: number; cases: number }): readonly Finding[] {
  const findings: Finding[] = [];
  const found = (finding: Finding) => void findings.push(finding);
  runUntil(fuzzer, seed, { next: (at) => at < seed + cases, found, slow: () => undefined });
  return findings;
}
