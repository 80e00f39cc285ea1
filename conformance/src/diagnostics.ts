import type { ConformanceCase } from './case.js';
import type { Outcome } from './runtime.js';

/**
 * Whether a rejection named what it should: `matched`; `differs`, another phase or code; `untold`, none that can be read.
 * Undefined: the case expects no problem, or nothing was rejected. Never part of the verdict.
 */
export type Diagnostics = 'matched' | 'differs' | 'untold' | undefined;

/** Compares what was told with the case's `problem`. */
export function diagnose({ valid, metadata }: ConformanceCase, outcome: Outcome): Diagnostics {
  const expected = metadata?.problem;
  if (valid || expected === undefined) return undefined;
  if (outcome.kind === 'exited') {
    if (outcome.status !== 1) return undefined;
    // A command line has no field for a code; the word stands in its text or it does not.
    const { code } = expected;
    return code !== undefined && new RegExp(`\\b${code}\\b`).test(outcome.output) ? 'matched' : 'untold';
  }
  if (outcome.kind !== 'answered' || outcome.accepted) return undefined;
  const { problems = [] } = outcome;
  if (!problems.some(({ phase, code }) => phase !== undefined || code !== undefined)) return 'untold';
  const matches = problems.some(
    ({ phase, code }) =>
      (expected.phase === undefined || expected.phase === phase) &&
      (expected.code === undefined || expected.code === code),
  );
  return matches ? 'matched' : 'differs';
}
