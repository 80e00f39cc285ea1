import type { ExprProblemCode, Problem } from '@openjd/expr';
import type { JobProblemCode } from './job-problem-codes.js';
import type { ModelProblemCode } from './problem-codes.js';

/** A fault that is found when a job is made or an action is resolved. */
export type JobProblem = Problem<ModelProblemCode | JobProblemCode | ExprProblemCode>;

/** What an operation answers that collects problems instead of throwing. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly JobProblem[] };
