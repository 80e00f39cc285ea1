import type { ExprProblemCode } from '../problem.js';
import type { Place } from './ast.js';

/** Ends the reading of one expression at its first syntax problem. Caught by `parseExpression`, never seen outside. */
export class SyntaxFailure extends Error implements Place {
  readonly code: ExprProblemCode;
  readonly start: number;
  readonly end: number;
  readonly hint: string | undefined;

  constructor(code: ExprProblemCode, message: string, start: number, end: number, hint?: string) {
    super(message);
    this.name = 'SyntaxFailure';
    this.code = code;
    this.start = start;
    this.end = end;
    this.hint = hint;
  }
}
