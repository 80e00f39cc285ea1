import { describe, expect, test } from 'vitest';
import { InProcessRuntime } from '../src/adapters/in-process.js';
import type { Verdict } from '../src/judge.js';
import { runCases } from '../src/run.js';
import { readTree } from '../src/tree.js';
import { needsDocker, ownTree } from './fixtures/setup.js';
import { shared } from './fixtures/shared.js';

// Every case that needs no container, against this repository's packages in this process; container.test.ts has the others.
const cases = readTree(ownTree).filter((read) => !needsDocker(read));

describe('this repository’s packages', { timeout: 240_000 }, () => {
  const run = shared(async () => {
    const verdicts = new Map<string, Verdict>();
    const otherProblems: string[] = [];
    await runCases(cases, {
      runtime: new InProcessRuntime(),
      jobs: 4,
      onVerdict: (read, verdict, { diagnostics, output }) => {
        verdicts.set(read.id, verdict);
        const wanted = JSON.stringify(read.metadata?.problem);
        if (diagnostics === 'differs')
          otherProblems.push(`${read.file}: expected ${wanted}, got ${output?.split('\n')[0]}`);
      },
    });
    return { verdicts, otherProblems };
  });

  test('name the problem that a case says they should name', async () => {
    expect((await run()).otherProblems).toEqual([]);
  });

  for (const { id, file } of cases) {
    test(`pass ${id}`, async ({ skip }) => {
      const verdict = (await run()).verdicts.get(id);
      if (verdict?.result === 'skipped') skip(verdict.reasons.join('; '));
      expect({ file, ...verdict }).toEqual({ file, result: 'passed', reasons: [] });
    });
  }
});
