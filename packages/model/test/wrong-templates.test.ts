import { describe, expect, test } from 'vitest';
import { formatPath, type ModelProblem, parseTemplate } from '../src/index.js';
import { WRONG_TEMPLATES } from './wrong-templates.js';

/** A problem as a person would see it, without the excerpt. */
function show(problem: ModelProblem): string {
  const { range, code, message, hint, path, requirement } = problem;
  const place = range === undefined ? '-' : `${range.start.line}:${range.start.column}`;
  const lines = [`${place} ${message}`, ...(hint === undefined ? [] : [`    hint: ${hint}`])];
  return [
    ...lines,
    `    at: ${formatPath(path)}`,
    `    ${code}${requirement === undefined ? '' : ` ${requirement}`}`,
  ].join('\n');
}

/** Limits of this package, which no rule of the specification sets. */
const LIMITS: ReadonlySet<string> = new Set(['DOCUMENT_TOO_DEEP', 'DOCUMENT_TOO_LARGE', 'ALIAS_LIMIT_EXCEEDED']);

describe('messages for templates that are wrong', () => {
  test('there are at least a hundred, with different titles', () => {
    expect(new Set(WRONG_TEMPLATES.map(({ title }) => title)).size).toBe(WRONG_TEMPLATES.length);
    expect(WRONG_TEMPLATES.length).toBeGreaterThanOrEqual(100);
  });

  test.each(WRONG_TEMPLATES)('$title', ({ text }) => {
    const result = parseTemplate(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    for (const { range, code, requirement } of result.problems) {
      if (!LIMITS.has(code)) expect(requirement).toMatch(/^(TS-[0-9.]+|RFC0008)-[A-Za-z0-9$-]+$/);
      expect(range).toBeDefined();
      expect(range!.end.offset).toBeLessThanOrEqual(text.length);
      expect(range!.start.offset).toBeLessThanOrEqual(range!.end.offset);
    }
    expect(`\n${result.problems.map(show).join('\n')}\n`).toMatchSnapshot();
  });
});
