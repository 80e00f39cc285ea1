import { LineIndex, quoteText } from '@openjd/expr';
import type { JobProblem, Result } from '../faults/job-result.js';

/**
 * A parsed `<CombinationExpr>`. `start` and `end` are offsets in its text. Parentheses around one member, which the
 * grammar allows, leave no trace: `(A)` is `A`. Spec: 2023-09, 3.4.3.
 */
export type Combination =
  | { readonly kind: 'parameter'; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: 'product'; readonly parts: readonly Combination[]; readonly start: number; readonly end: number }
  | {
      readonly kind: 'association';
      readonly parts: readonly Combination[];
      readonly start: number;
      readonly end: number;
    };

/** @spec TS-3.4.3-characters */
const TOKEN = / *(?:([A-Za-z_][A-Za-z0-9_]*)|([*(),]))/y;
const SPACES = / */y;

interface Token {
  readonly text: string;
  readonly isName: boolean;
  readonly start: number;
  readonly end: number;
}

/** What is being read inside one pair of parentheses, or at the outside. */
interface Level {
  /** Where its parenthesis stands; -1 outside. */
  readonly open: number;
  /** Members that a comma has ended. */
  readonly members: Combination[];
  /** Factors of the member that is being read. */
  factors: Combination[];
}

class SyntaxFault extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) break;
    const token = match[1] ?? match[2]!;
    at = TOKEN.lastIndex;
    found.push({ text: token, isName: match[1] !== undefined, start: at - token.length, end: at });
  }
  SPACES.lastIndex = at;
  SPACES.exec(text);
  const rest = SPACES.lastIndex;
  if (rest < text.length) {
    const character = String.fromCodePoint(text.codePointAt(rest)!);
    throw new SyntaxFault(`Unexpected ${quoteText(character)} in the combination`, rest, rest + character.length);
  }
  return found;
}

/** The member that the level has read so far: one factor stands for itself. */
function product(factors: readonly Combination[]): Combination {
  const [first] = factors;
  if (factors.length === 1) return first!;
  return { kind: 'product', parts: factors, start: first!.start, end: factors.at(-1)!.end };
}

/**
 * Reads with a stack of its own, so that the depth of the parentheses is bounded by the text and nothing else.
 * @spec TS-3.4.3-grammar
 */
function read(text: string): Combination {
  const stack: Level[] = [];
  let level: Level = { open: -1, members: [], factors: [] };
  let wantsElement = true;
  const all = tokens(text);
  for (const token of all) {
    if (wantsElement) {
      if (token.isName) {
        level.factors.push({ kind: 'parameter', name: token.text, start: token.start, end: token.end });
        wantsElement = false;
      } else if (token.text === '(') {
        stack.push(level);
        level = { open: token.start, members: [], factors: [] };
      } else {
        throw new SyntaxFault(
          `Expected a parameter's name or "(" but found ${quoteText(token.text)}`,
          token.start,
          token.end,
        );
      }
    } else if (token.text === '*') {
      wantsElement = true;
    } else if (token.text === ',' && level.open >= 0) {
      level.members.push(product(level.factors));
      level.factors = [];
      wantsElement = true;
    } else if (token.text === ')' && level.open >= 0) {
      const parts = [...level.members, product(level.factors)];
      const [only] = parts;
      const association: Combination = { kind: 'association', parts, start: level.open, end: token.end };
      level = stack.pop()!;
      level.factors.push(parts.length === 1 ? only! : association);
    } else {
      const expected = level.open >= 0 ? '"*", "," or ")"' : '"*" or the end';
      throw new SyntaxFault(`Expected ${expected} but found ${quoteText(token.text)}`, token.start, token.end);
    }
  }
  const end = all.at(-1)?.end ?? text.length;
  if (wantsElement) throw new SyntaxFault('Expected a parameter\'s name or "(" but the combination ends', end, end);
  if (level.open >= 0) throw new SyntaxFault('This "(" is not closed', level.open, level.open + 1);
  return product(level.factors);
}

/**
 * Reads a `<CombinationExpr>`: `A * B`, `(A, B) * C`. Checks the grammar only; which parameters exist and how long
 * their ranges are is not its matter. A problem's range is an offset range in `text`. Spec: 2023-09, 3.4.3.
 */
export function parseCombination(text: string): Result<Combination> {
  try {
    return { ok: true, value: read(text) };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    const problem: JobProblem = {
      code: 'INVALID_COMBINATION',
      phase: 'check',
      message: error.message,
      path: [],
      range: new LineIndex(text).range(error.start, error.end),
      hint: 'a combination multiplies with "*" and pairs up with "(A, B)", for example "(Frame, Camera) * Quality"',
    };
    return { ok: false, problems: [problem] };
  }
}
