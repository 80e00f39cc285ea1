import { type Problem, ProblemError, quoteText } from '@openjd/expr';
import type { SessionProblemCode } from './problem-codes.js';

/** A fault found while a session runs. It has no place in a template; its message names the action. */
export function sessionProblem(code: SessionProblemCode, message: string, hint?: string): Problem {
  return { code, phase: 'run', message, path: [], ...(hint === undefined ? {} : { hint }) };
}

/** For the outermost call: throws one problem. */
export function throwProblem(code: SessionProblemCode, message: string, hint?: string): never {
  throw new ProblemError([sessionProblem(code, message, hint)]);
}

/** What the system says of a file, whose path it does not cut. */
export function systemWords(error: unknown): string {
  const { message, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined || path === undefined) return message;
  const [words] = message.split(`, ${syscall} '`, 1);
  return `${words}: ${quoteText(path)}`;
}
