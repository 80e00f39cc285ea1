import { type Problem, ProblemError } from '@openjd/expr';
import type { SessionProblemCode } from './problem-codes.js';

/** A fault found while a session runs. It has no place in a template; its message names the action. */
export function sessionProblem(code: SessionProblemCode, message: string, hint?: string): Problem {
  return { code, phase: 'run', message, path: [], ...(hint === undefined ? {} : { hint }) };
}

/** For the outermost call: throws one problem. */
export function throwProblem(code: SessionProblemCode, message: string, hint?: string): never {
  throw new ProblemError([sessionProblem(code, message, hint)]);
}
