import type { ExprFloat } from '../values/float.js';
import type { Int } from '../values/value.js';
import { isDigit, isNamePart, isNameStart, isSpace } from './characters.js';
import { SyntaxFailure } from './failure.js';
import { readNumber } from './number.js';
import { readString } from './string-literal.js';

/** Operators, the words of the grammar and brackets are their own text; `name` is any other word. */
export type TokenKind = 'end' | 'name' | 'number' | 'string' | (string & {});

/** Words that are tokens of their own. The longest has four letters. */
const WORDS: ReadonlyMap<string, string> = new Map(
  ['if', 'else', 'and', 'or', 'not', 'in', 'for'].map((word) => [word, word]),
);
const LONGEST_WORD = 4;

/** Longest first, so that `**` is not read as two `*`. */
const THREE = new Set(['...', '**=', '//=', '>>=', '<<=', '===', '!==']);
const TWO = new Set([
  '**',
  '//',
  '<=',
  '>=',
  '==',
  '!=',
  ':=',
  '->',
  '<<',
  '>>',
  '&&',
  '||',
  '<>',
  '+=',
  '-=',
  '*=',
  '/=',
]);
const SINGLE = '+-*/%()[]{}<>=,.:;@&|^~?!';

/** Each ASCII character that is a token by itself, as its text. */
const ONE: (string | undefined)[] = new Array(128).fill(undefined);
for (const character of SINGLE) ONE[character.charCodeAt(0)] = character;

/** Characters that stand second or third in a longer token. */
const FOLLOWS: ReadonlySet<number> = new Set([...'=*/<>&|.'].map((character) => character.charCodeAt(0)));

/** How tightly the left-associative arithmetic operators bind. Spec: 1.1. */
export const ADDITION = 1;
export const MULTIPLICATION = 2;
/** @spec EL-1.1-precedence-arithmetic */
const BINDINGS: ReadonlyMap<string, number> = new Map([
  ['+', ADDITION],
  ['-', ADDITION],
  ['*', MULTIPLICATION],
  ['/', MULTIPLICATION],
  ['//', MULTIPLICATION],
  ['%', MULTIPLICATION],
]);

/** @spec EL-1.1.1-string EL-1.1.5-raw */
const RAW_PREFIX = /^[rR]$/;
const OTHER_PREFIX = /^(?:[bBuUfFtT]|[bBfFtT][rR]|[rR][bBfFtT])$/;

/** Reads one token at a time. The fields tell of the current one. */
export class Lexer {
  readonly text: string;
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  /** Whether it is a word, be it a keyword. */
  isWord = false;
  /** How tightly an arithmetic operator binds; 0 for any other token. */
  binding = 0;
  /** A word's text or a string's value. */
  string = '';
  number: Int | ExprFloat = 0;
  /** How many more tokens there may be. */
  #left: number;

  constructor(text: string, tokens: number) {
    this.text = text;
    this.#left = tokens;
    this.next();
  }

  /** Goes to the next token. Throws SyntaxFailure for text that is no token. */
  next(): void {
    const text = this.text;
    let at = this.end;
    let c = text.charCodeAt(at);
    // @spec EL-1.1.7-lines
    while (isSpace(c) || (c === 0x5c && isLineEnd(text, at + 1))) c = text.charCodeAt(++at);
    this.start = at;
    this.isWord = false;
    this.binding = 0;
    if (--this.#left < 0) throw tooManyTokens(text, at);
    if (isNameStart(c)) {
      let end = at + 1;
      while (isNamePart(text.charCodeAt(end))) end++;
      this.end = end;
      const word = text.slice(at, end);
      this.string = word;
      this.isWord = true;
      this.kind = end - at > LONGEST_WORD ? 'name' : (WORDS.get(word) ?? 'name');
      if (end - at < 3) this.#prefixedString(text.charCodeAt(end));
    } else if (isDigit(c) || (c === 0x2e && isDigit(text.charCodeAt(at + 1)))) {
      const { value, end } = readNumber(text, at);
      this.kind = 'number';
      this.number = value;
      this.end = end;
    } else if (c === 0x27 || c === 0x22) {
      this.#string(at, false);
    } else if (at >= text.length) {
      this.kind = 'end';
      this.end = at;
    } else {
      this.#operator(at);
    }
  }

  #string(quoteAt: number, isRaw: boolean): void {
    const { value, end } = readString(this.text, this.start, quoteAt, isRaw);
    this.kind = 'string';
    this.isWord = false;
    this.string = value;
    this.end = end;
  }

  #prefixedString(next: number): void {
    if (next !== 0x27 && next !== 0x22) return;
    if (RAW_PREFIX.test(this.string)) this.#string(this.end, true);
    else if (OTHER_PREFIX.test(this.string)) {
      const isFormat = /[fFtT]/.test(this.string);
      throw new SyntaxFailure(
        'UNSUPPORTED_SYNTAX',
        `Strings with the prefix ${this.string} are not part of the language`,
        this.start,
        this.end + 1,
        isFormat
          ? "Join the parts with +, such as 'v' + string(n)"
          : 'Leave the prefix out, or write r for a raw string',
      );
    }
  }

  #operator(at: number): void {
    const text = this.text;
    const one = ONE[text.charCodeAt(at)];
    if (one === undefined) throw unexpectedCharacter(text, at);
    const token = FOLLOWS.has(text.charCodeAt(at + 1)) || one === ':' ? longest(text, at, one) : one;
    this.kind = token;
    this.end = at + token.length;
    this.binding = BINDINGS.get(token) ?? 0;
  }
}

function longest(text: string, at: number, one: string): string {
  const three = text.slice(at, at + 3);
  const two = three.slice(0, 2);
  return THREE.has(three) ? three : TWO.has(two) ? two : one;
}

function tooManyTokens(text: string, at: number): SyntaxFailure {
  const hint = 'Bind parts of it to names in a let section, or give its data as the value of a parameter';
  return new SyntaxFailure(
    'SOURCE_TOO_LONG',
    'The expression has too many names, literals and operators',
    at,
    text.length,
    hint,
  );
}

function isLineEnd(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c === 0x0a || c === 0x0d;
}

function unexpectedCharacter(text: string, at: number): SyntaxFailure {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  const end = at + character.length;
  if (character === '#') {
    return new SyntaxFailure(
      'UNSUPPORTED_SYNTAX',
      'Comments are not part of the language',
      at,
      end,
      'Put the comment in the template, outside the expression',
    );
  }
  const shown = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)
    ? character
    : `U+${text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const hint = /^\p{L}$/u.test(character)
    ? 'Names are made of the letters A to Z, digits and underscores'
    : '‘’“”'.includes(character)
      ? 'Write straight quotes around a string'
      : undefined;
  return new SyntaxFailure('SYNTAX_ERROR', `Unexpected character ${shown}`, at, end, hint);
}
