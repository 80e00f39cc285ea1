import { describe, expect, test } from 'vitest';
import { InProcessRuntime } from '../src/adapters/in-process.js';
import type { ConformanceCase } from '../src/case.js';
import type { Verdict } from '../src/judge.js';
import { runCases } from '../src/run.js';
import { readTree } from '../src/tree.js';
import { needsDocker, ownTree } from './fixtures/setup.js';
import { shared } from './fixtures/shared.js';

// Every case that needs no container, against this repository's packages in this process; container.test.ts has the others.
const cases = readTree(ownTree).filter((read) => !needsDocker(read));

describe('this repository’s packages', { timeout: 240_000 }, () => {
  const verdicts = shared(async () => {
    const byId = new Map<string, Verdict>();
    const onVerdict = ({ id }: ConformanceCase, verdict: Verdict) => byId.set(id, verdict);
    await runCases(cases, { runtime: new InProcessRuntime(), jobs: 4, onVerdict });
    return byId;
  });

  for (const { id, file } of cases) {
    test(`pass ${id}`, async ({ skip }) => {
      const verdict = (await verdicts()).get(id);
      if (verdict?.result === 'skipped') skip(verdict.reasons.join('; '));
      expect({ file, ...verdict }).toEqual({ file, result: 'passed', reasons: [] });
    });
  }
});
