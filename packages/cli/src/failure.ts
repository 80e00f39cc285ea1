import type { Problem } from '@openjd/expr';
import type { CliProblemCode } from './problem-codes.js';

/** Texts of the files that were read, by the name under which problems know them: the source of excerpts. */
export type SourceTexts = ReadonlyMap<string, string>;

/** Ends a command with exit status 1 after the problems are shown. */
export class CommandFailure extends Error {
  readonly problems: readonly Problem[];
  readonly sources: SourceTexts;

  constructor(problems: readonly Problem[], sources: SourceTexts = new Map()) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'CommandFailure';
    this.problems = problems;
    this.sources = sources;
  }
}

/** Ends a command with exit status 2: the command line contradicts itself in a way that the parser cannot see. */
export class UsageError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** A problem of the command line's own, which lies in no template. */
export function cliProblem(
  code: CliProblemCode,
  message: string,
  more: { readonly source?: string; readonly hint?: string } = {},
): Problem<CliProblemCode> {
  return { code, phase: 'parse', message, path: [], ...more };
}

export function fail(code: CliProblemCode, message: string, more: { source?: string; hint?: string } = {}): never {
  throw new CommandFailure([cliProblem(code, message, more)]);
}
