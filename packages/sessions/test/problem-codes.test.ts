import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SESSION_PROBLEM_CODES } from '../src/index.js';

test('docs/problems-sessions.md has one row for each code', () => {
  const text = readFileSync(new URL('../../../docs/problems-sessions.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (\S.*) \|$/gm)];
  expect(rows.map(([, code]) => code)).toEqual([...SESSION_PROBLEM_CODES]);
  for (const [, code, advice] of rows) expect(advice, code).toMatch(/\.$/);
});
