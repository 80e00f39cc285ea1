import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JOB_PROBLEM_CODES, MODEL_PROBLEM_CODES } from '../src/index.js';

describe('docs/problems-job.md', () => {
  const text = readFileSync(new URL('../../../docs/problems-job.md', import.meta.url), 'utf8');
  const tables = text
    .split('Also seen')
    .map((part) => [...part.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]));

  it('has one row for each code of making a job', () => {
    expect(tables[0]).toEqual([...JOB_PROBLEM_CODES]);
  });

  it('names codes of templates that there are', () => {
    expect(MODEL_PROBLEM_CODES).toEqual(expect.arrayContaining(tables[1]!));
    expect(JOB_PROBLEM_CODES.filter((code) => (MODEL_PROBLEM_CODES as readonly string[]).includes(code))).toEqual([]);
  });
});
