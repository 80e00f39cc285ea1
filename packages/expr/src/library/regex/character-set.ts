import { isWhitespace } from '../../values/whitespace.js';

/** `\d`, `\w`, `\s` and their opposites, by Unicode as Python's `re` knows them. */
export type ClassEscape = 'd' | 'D' | 'w' | 'W' | 's' | 'S';

const DECIMAL = /^\p{Nd}$/u;
const WORD = /^[\p{L}\p{N}_]$/u;

/** How many answers a set remembers for characters beyond ASCII. */
const MEMO_SIZE = 4096;

/** True for letters, numbers and the underscore: what `\w` matches and `\b` stands between. */
export function isWordCharacter(codePoint: number): boolean {
  if (codePoint < 0x80) return ASCII_WORD[codePoint] === 1;
  return WORD.test(String.fromCodePoint(codePoint));
}

const ASCII_WORD = Uint8Array.from({ length: 0x80 }, (_, i) => (/^\w$/.test(String.fromCharCode(i)) ? 1 : 0));

function inClass(name: ClassEscape, codePoint: number): boolean {
  switch (name) {
    case 'd':
      return DECIMAL.test(String.fromCodePoint(codePoint));
    case 'D':
      return !DECIMAL.test(String.fromCodePoint(codePoint));
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

/** A set of characters: ranges and classes, maybe all but these. Membership is worked out once for each character. */
export class CharacterSet {
  readonly #ascii: Uint8Array;
  readonly #memo = new Map<number, boolean>();
  readonly #ranges: RegExp | undefined;
  readonly #classes: readonly ClassEscape[];
  readonly #negated: boolean;

  constructor(
    ranges: readonly (readonly [first: number, last: number])[],
    classes: readonly ClassEscape[] = [],
    negated = false,
    ignoreCase = false,
  ) {
    // The engine's own matcher of one character brings Unicode's simple case folding with it.
    const source = ranges.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('');
    this.#ranges = source === '' ? undefined : new RegExp(`^[${source}]$`, ignoreCase ? 'iu' : 'u');
    this.#classes = classes;
    this.#negated = negated;
    this.#ascii = Uint8Array.from({ length: 0x80 }, (_, i) => (this.#find(i) ? 1 : 0));
  }

  has(codePoint: number): boolean {
    if (codePoint < 0x80) return this.#ascii[codePoint] === 1;
    const known = this.#memo.get(codePoint);
    if (known !== undefined) return known;
    const found = this.#find(codePoint);
    if (this.#memo.size >= MEMO_SIZE) this.#memo.clear();
    this.#memo.set(codePoint, found);
    return found;
  }

  #find(codePoint: number): boolean {
    const listed =
      (this.#ranges?.test(String.fromCodePoint(codePoint)) ?? false) ||
      this.#classes.some((name) => inClass(name, codePoint));
    return listed !== this.#negated;
  }
}

/** Every character. */
export const ANY_CHARACTER = new CharacterSet([[0, 0x10ffff]]);

/** Every character but the line feed. */
export const ANY_BUT_NEWLINE = new CharacterSet([[0x0a, 0x0a]], [], true);
