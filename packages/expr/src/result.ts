import type { ExprProblemCode, Problem } from './problem.js';

/** A fault of an expression. */
export type ExprProblem = Problem<ExprProblemCode>;

/** What an operation answers that collects problems instead of throwing. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ExprProblem[] };
