import type { ExprFloat } from '../values/float.js';
import type { Int } from '../values/value.js';
import { isDigit, isNamePart, isNameStart, isSpace } from './characters.js';
import { SyntaxFailure } from './failure.js';
import { readNumber } from './number.js';
import { readString } from './string-literal.js';

/** `name` covers keywords too; operators and brackets are their own text. */
export type TokenKind = 'end' | 'name' | 'number' | 'string' | (string & {});

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
const ONE = new Set('+-*/%()[]{}<>=,.:;@&|^~?!'.split(''));

const RAW_PREFIX = /^[rR]$/;
const OTHER_PREFIX = /^(?:[bBuUfFtT]|[bBfFtT][rR]|[rR][bBfFtT])$/;

/** Reads one token at a time. The fields tell of the current one. */
export class Lexer {
  readonly text: string;
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  /** A name's text or a string's value. */
  string = '';
  number: Int | ExprFloat = 0;

  constructor(text: string) {
    this.text = text;
    this.next();
  }

  /** Goes to the next token. Throws SyntaxFailure for text that is no token. */
  next(): void {
    const text = this.text;
    let at = this.end;
    let c = text.charCodeAt(at);
    while (isSpace(c) || (c === 0x5c && isLineEnd(text, at + 1))) c = text.charCodeAt(++at);
    this.start = at;
    if (isNameStart(c)) {
      let end = at + 1;
      while (isNamePart(text.charCodeAt(end))) end++;
      this.end = end;
      this.string = text.slice(at, end);
      this.kind = 'name';
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
    const three = text.slice(at, at + 3);
    const two = three.slice(0, 2);
    const one = two.slice(0, 1);
    const token = THREE.has(three) ? three : TWO.has(two) ? two : ONE.has(one) ? one : undefined;
    if (token === undefined) throw unexpectedCharacter(text, at);
    this.kind = token;
    this.end = at + token.length;
  }
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
