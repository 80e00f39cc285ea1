import type { ExprProblemCode, Problem } from '@openjd/expr';
import type { ModelProblemCode } from './problem-codes.js';

/** A fault that @openjd/model reports: its own, or one of an expression in a template. */
export type ModelProblem = Problem<ModelProblemCode | ExprProblemCode>;

/** What an operation answers that collects problems instead of throwing. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ModelProblem[] };
