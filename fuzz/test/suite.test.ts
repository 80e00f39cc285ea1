import { describe, expect, it } from 'vitest';
import type { Fuzzer } from '../src/engine/fuzzer.js';
import { runCases } from '../src/engine/run-cases.js';
import { FUZZERS } from '../src/fuzzers.js';

/** Cases of one run of the suite: seconds, not minutes. `./dev fuzz` runs as many as one likes. */
const CASES: Readonly<Record<string, number>> = { documents: 500, templates: 1500, expressions: 2000, directives: 800 };

describe('the fuzzers find nothing', () => {
  it.each(Object.entries(CASES))(
    '%s, in %i cases',
    async (name, cases) => {
      const { fuzzer } = (await import(FUZZERS.get(name)!)) as { fuzzer: Fuzzer };
      expect(runCases(fuzzer, { seed: 1, cases })).toEqual([]);
    },
    180_000,
  );
});
