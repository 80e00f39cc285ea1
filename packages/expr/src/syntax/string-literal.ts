import { SyntaxFailure } from './failure.js';
import { unicodeByName } from './unicode-names.js';

/** A string literal's value and the place after its closing quote. Spec: 1.1.5. */
export interface StringToken {
  readonly value: string;
  readonly end: number;
}

/**
 * Reads the string literal whose opening quote stands at `quoteAt`; `start` is where its prefix begins.
 *
 *     r'a\n'
 *     ^^
 *     |quoteAt
 *     start
 * @spec EL-1.1.1-string EL-1.1.5-formats
 */
export function readString(text: string, start: number, quoteAt: number, isRaw: boolean): StringToken {
  const quote = text[quoteAt]!;
  const isLong = text[quoteAt + 1] === quote && text[quoteAt + 2] === quote;
  const from = quoteAt + (isLong ? 3 : 1);
  const close = findClose(text, start, from, quote, isLong);
  const body = text.slice(from, close);
  // @spec EL-1.1.5-raw
  const value = isRaw || !body.includes('\\') ? body : replaceEscapes(body, from);
  return { value, end: close + (isLong ? 3 : 1) };
}

/**
 * Place of the closing quote. A backslash keeps the next character from closing, in raw strings too, as in Python.
 * @spec EL-1.1.1-short-string
 */
function findClose(text: string, start: number, from: number, quote: string, isLong: boolean): number {
  const closing = quote.charCodeAt(0);
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5c) i += text.startsWith('\r\n', i + 1) ? 2 : 1;
    else if (c === closing) {
      if (!isLong || (text.charCodeAt(i + 1) === closing && text.charCodeAt(i + 2) === closing)) return i;
    } else if (!isLong && (c === 0x0a || c === 0x0d)) {
      throw new SyntaxFailure(
        'SYNTAX_ERROR',
        'The string has no closing quote on its line',
        start,
        i,
        `Write \\n for a line end, or three quotes (${quote.repeat(3)}) around a string of several lines`,
      );
    }
  }
  const closer = isLong ? quote.repeat(3) : quote;
  throw new SyntaxFailure(
    'SYNTAX_ERROR',
    'The string has no closing quote',
    start,
    text.length,
    `Close it with ${closer}`,
  );
}

/** @spec EL-1.1.5-escapes */
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  // A backslash at the end of a line joins it with the next one.
  '\n': '',
};

const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** An escape sequence of a string: `\101`, `\xhh`, `\uhhhh`, `\Uhhhhhhhh`, `\N{name}`, or a backslash and one character. */
const ESCAPE = /\\(?:([0-7]{1,3})|([xuU])([0-9a-fA-F]*)|N(\{[^{}]*\}?)?|(\r\n|[\s\S]))/g;

/**
 * Replaces Python's escape sequences; a backslash before any other character stays, as in Python.
 * @spec EL-1.1.5-escapes
 */
function replaceEscapes(body: string, from: number): string {
  return body.replace(
    ESCAPE,
    (
      whole: string,
      octal: string | undefined,
      letter: string | undefined,
      hex: string | undefined,
      name,
      other,
      at: number,
    ) => {
      const fail = (message: string, hint: string) =>
        new SyntaxFailure('INVALID_LITERAL', message, from + at, from + at + whole.length, hint);
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (letter !== undefined) {
        const length = HEX_LENGTHS[letter]!;
        const digits = hex!.slice(0, length);
        if (digits.length < length) {
          throw fail(
            `Invalid escape ${whole}: \\${letter} needs ${length} hexadecimal digits`,
            `Write \\\\${letter} for a backslash`,
          );
        }
        return codePoint(Number.parseInt(digits, 16), fail) + hex!.slice(length);
      }
      // @spec EL-1.1.5-named-character
      if (other === undefined) {
        const found = name?.endsWith('}') ? unicodeByName(name.slice(1, -1)) : undefined;
        if (found === undefined)
          throw fail(`Unknown character name in ${whole}`, 'Write \\N{name} with a Unicode name, or \\uhhhh');
        return found;
      }
      return SIMPLE_ESCAPES[other === '\r\n' || other === '\r' ? '\n' : other] ?? whole;
    },
  );
}

function codePoint(code: number, fail: (message: string, hint: string) => SyntaxFailure): string {
  if (code > 0x10ffff)
    throw fail('The escape names no character: the greatest is \\U0010ffff', 'Write a code point of Unicode');
  if (code >= 0xd800 && code <= 0xdfff) {
    throw fail('The escape names a surrogate, which is no character', 'Write the whole character as \\Uhhhhhhhh');
  }
  return String.fromCodePoint(code);
}
