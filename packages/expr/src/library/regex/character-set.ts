import { CharacterTable } from '../../values/character-table.js';
import { isWhitespace } from '../../values/whitespace.js';

/** `\d`, `\w`, `\s` and their opposites, by Unicode as Python's `re` knows them. */
export type ClassEscape = 'd' | 'D' | 'w' | 'W' | 's' | 'S';

/** @spec EL-2.2.5-unicode */
const DECIMAL = new CharacterTable(/^\p{Nd}$/u);
/** @spec EL-2.2.5-unicode */
const WORD = new CharacterTable(/^[\p{L}\p{N}_]$/u);

/** How many answers a set remembers for characters beyond ASCII. */
const MEMO_SIZE = 4096;

/** True for letters, numbers and the underscore: what `\w` matches and `\b` stands between. */
export function isWordCharacter(codePoint: number): boolean {
  return WORD.has(codePoint);
}

/** @spec EL-2.2.5-unicode */
function inClass(name: ClassEscape, codePoint: number): boolean {
  switch (name) {
    case 'd':
      return DECIMAL.has(codePoint);
    case 'D':
      return !DECIMAL.has(codePoint);
    case 'w':
      return isWordCharacter(codePoint);
    case 'W':
      return !isWordCharacter(codePoint);
    case 's':
      return isWhitespace(codePoint);
    case 'S':
      return !isWhitespace(codePoint);
  }
}

function escaped(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`;
}

type Range = readonly [first: number, last: number];

/** Ranges in order, those that touch or overlap made one. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before !== undefined && first <= before[1] + 1)
      result[result.length - 1] = [before[0], Math.max(before[1], last)];
    else result.push([first, last]);
  }
  return result;
}

/** What tells whether a character is in ranges or equal to one of them but for its case. */
function ignoringCase(ranges: readonly Range[]): (codePoint: number) => boolean {
  const source = ranges.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('');
  // The engine's own matcher of one character brings Unicode's simple case folding with it.
  const pattern = new RegExp(`^[${source}]$`, 'iu');
  const memo = new Map<number, boolean>();
  return (codePoint) => {
    const known = memo.get(codePoint);
    if (known !== undefined) return known;
    const found = pattern.test(String.fromCodePoint(codePoint));
    if (memo.size >= MEMO_SIZE) memo.clear();
    memo.set(codePoint, found);
    return found;
  };
}

/** A set of characters: ranges and classes, maybe all but these. Nothing is worked out before it is asked for. */
export class CharacterSet {
  readonly #ranges: readonly Range[];
  readonly #classes: readonly ClassEscape[];
  readonly #negated: boolean;
  readonly ignoreCase: boolean;
  #ignoringCase: ((codePoint: number) => boolean) | undefined;

  constructor(ranges: readonly Range[], classes: readonly ClassEscape[] = [], negated = false, ignoreCase = false) {
    this.#ranges = ranges.length > 1 ? merged(ranges) : ranges;
    this.#classes = classes;
    this.#negated = negated;
    this.ignoreCase = ignoreCase && ranges.length > 0;
  }

  has(codePoint: number): boolean {
    const isListed = this.#isInRange(codePoint) || this.#classes.some((name) => inClass(name, codePoint));
    return isListed !== this.#negated;
  }

  #isInRange(codePoint: number): boolean {
    if (this.ignoreCase) {
      this.#ignoringCase ??= ignoringCase(this.#ranges);
      return this.#ignoringCase(codePoint);
    }
    let low = 0;
    let high = this.#ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const [first, last] = this.#ranges[middle]!;
      if (codePoint < first) high = middle - 1;
      else if (codePoint > last) low = middle + 1;
      else return true;
    }
    return false;
  }
}

/** Every character. */
export const ANY_CHARACTER = new CharacterSet([[0, 0x10ffff]]);

/** Every character but the line feed. */
export const ANY_BUT_NEWLINE = new CharacterSet([[0x0a, 0x0a]], [], true);
