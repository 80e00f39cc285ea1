import type { ExprProblemCode } from '../problem.js';

/** Thrown where a value cannot be made or a function cannot answer. The evaluator knows which call it was and makes the Problem. */
export class EvaluationFailure extends Error {
  readonly code: ExprProblemCode;
  readonly hint: string | undefined;

  constructor(code: ExprProblemCode, message: string, hint?: string) {
    super(message);
    this.name = 'EvaluationFailure';
    this.code = code;
    this.hint = hint;
  }
}
