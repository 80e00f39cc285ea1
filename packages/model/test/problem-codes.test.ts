import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MODEL_PROBLEM_CODES } from '../src/index.js';

test('docs/problems-model.md has one row for each code', () => {
  const text = readFileSync(new URL('../../../docs/problems-model.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (\S.*) \| (\S.*) \|$/gm)];
  expect(rows.map(([, code]) => code)).toEqual([...MODEL_PROBLEM_CODES]);
  expect([...text.matchAll(/^\| `/gm)]).toHaveLength(rows.length);
  for (const [, code, fault, advice] of rows) {
    expect(fault, code).toMatch(/\.$/);
    expect(advice, code).toMatch(/\.$/);
  }
});
