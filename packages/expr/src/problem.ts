import type { EXPR_PROBLEM_CODES } from './problem-codes.js';

/** The stage at which a problem was found. Each later stage starts only when the earlier ones found nothing. */
export type ProblemPhase = 'parse' | 'schema' | 'check' | 'create' | 'run';

/** A place in a text. `offset` counts UTF-16 code units from 0; `line` and `column` count from 1, columns in UTF-16 code units. */
export interface SourcePosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A stretch of a text: `start` is inside it, `end` is the first place after it. An empty range marks a point. */
export interface SourceRange {
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/** A key or an index on the way from a document's root to a value. */
export type PathSegment = string | number;

/** The closed list of the expression language's codes. @openjd/model and later layers add their own lists. */
export type ExprProblemCode = (typeof EXPR_PROBLEM_CODES)[number];

/**
 * One fault, told the same way by every layer.
 * Texts for people (excerpt, caret, colour) are made from it in the CLI; nothing here is formatted for a terminal.
 */
export interface Problem<Code extends string = string> {
  /** From a closed list; `docs/problems.md` has one row for each. */
  readonly code: Code;
  readonly phase: ProblemPhase;
  /** One sentence in the present tense without a trailing period: what is wrong, with the value that is wrong. */
  readonly message: string;
  /** Where in the template; empty for a problem of an expression on its own or of the whole document. */
  readonly path: readonly PathSegment[];
  /** Where in the text that was given. Absent where there is no text (a template built in code). */
  readonly range?: SourceRange;
  /** The file or other name under which the text was given. */
  readonly source?: string;
  /** Id of the requirement that is not met; see `conformance/requirements`. */
  readonly requirement?: string;
  /** What to do about it, where that is known. */
  readonly hint?: string;
}

/** The one error that the outermost call throws. It carries every problem that was found, in order of position. */
export class ProblemError<Code extends string = string> extends Error {
  readonly problems: readonly Problem<Code>[];

  constructor(problems: readonly Problem<Code>[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

/** Turns offsets of a text into positions. Builds its line table once; a look-up is a binary search. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 0x0a || (c === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) this.#starts.push(i + 1);
    }
  }

  position(offset: number): SourcePosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { offset, line: low + 1, column: offset - this.#starts[low]! + 1 };
  }

  range(start: number, end: number): SourceRange {
    return { start: this.position(start), end: this.position(end) };
  }
}
