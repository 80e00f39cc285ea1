import type { ModelProblem } from './result.js';

/** Most problems that are told of one template: nobody reads more, and a text of 16 MiB can have millions. */
export const MOST_PROBLEMS = 10_000;

/** The problems in their order; of too many the first, and how many more there are, at the place of the next. */
export function firstProblems(problems: readonly ModelProblem[]): ModelProblem[] {
  const next = problems[MOST_PROBLEMS];
  if (next === undefined) return [...problems];
  const { phase, range, source } = next;
  const left = problems.length - MOST_PROBLEMS;
  const more: ModelProblem = {
    code: 'TOO_MANY_PROBLEMS',
    phase,
    message: `There ${left === 1 ? 'is 1 more problem' : `are ${left} more problems`}`,
    path: [],
    ...(range === undefined ? {} : { range }),
    ...(source === undefined ? {} : { source }),
    hint: 'mend what is told first; the others are told then',
  };
  return [...problems.slice(0, MOST_PROBLEMS), more];
}
