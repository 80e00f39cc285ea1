import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLI_PROBLEM_CODES } from '../src/problem-codes.js';

test('every code has one row of advice, and no row is without a code', () => {
  const text = readFileSync(new URL('../../../docs/problems-cli.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| \S.*\.? \|$/gm)].map((match) => match[1]);
  expect(rows.toSorted()).toEqual([...CLI_PROBLEM_CODES].toSorted());
});
