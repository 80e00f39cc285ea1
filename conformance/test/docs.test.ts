import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { JobCase } from '../src/case.js';
import { parseCase } from '../src/case-file.js';
import { runCases } from '../src/run.js';
import { withSwappedLines } from './fixtures/cases.js';
import { builtRuntime } from './fixtures/setup.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/write-a-case.md', import.meta.url)), 'utf8');

test('the case that docs/write-a-case.md writes passes, and fails as it says', async () => {
  const text = /```yaml\n(# How Jobs Are Run.*?)```/s.exec(page)?.[1] ?? '';
  const written = parseCase(text, '/docs/4--exit-in-reverse-order.test.yaml', 'jobs', 'none') as JobCase;
  const verdicts = await runCases([written, withSwappedLines(written, 3, 4)], { runtime: builtRuntime() });
  expect(verdicts.map(({ result }) => result)).toEqual(['passed', 'failed']);
  const told = (verdicts[1]?.reasons ?? []).filter((line) => /^ {2}[-+ ]/.test(line)).slice(0, 7);
  expect(told).toHaveLength(7);
  for (const line of told) expect(page).toContain(`\n            ${line}\n`);
});
