import { exactInteger } from './value.js';

/** Ends the quick reader: what comes is outside of the subset that it reads, or is a fault. */
export class Declined extends Error {}

/** Made once: it carries nothing, and a stack trace of each would cost more than the reading. */
const declined = new Declined('outside of the subset');

export function decline(): never {
  throw declined;
}

const INTEGER = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/;

/** What a scalar without quotes may not start with. `-` may, where more than a space follows. */
const INDICATORS = new Set([...',[]{}#&*!|>\'"%@`?:'].map((c) => c.charCodeAt(0)));

export function startsAsPlain(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 0x2d) {
    const next = text.charCodeAt(at + 1);
    return !(next === 0x20 || next === 0x0a || next === 0x09 || Number.isNaN(next));
  }
  return c > 0x20 && !INDICATORS.has(c);
}

/** The value of a scalar without quotes by YAML's core schema; for forms that are rare in templates it declines. */
export function plainScalar(text: string): string | number | bigint | boolean | null {
  const c = text.charCodeAt(0);
  if ((c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2b || c === 0x2e) return numberOrText(text);
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    default:
      return text;
  }
}

function numberOrText(text: string): string | number | bigint {
  if (INTEGER.test(text)) {
    const integer = exactInteger(text.charCodeAt(0) === 0x2b ? text.slice(1) : text);
    return integer === 0 ? 0 : integer;
  }
  // The caller notes floats that are whole numbers; 0o17, 0x1F and .inf are left to the library.
  if (FLOAT.test(text)) return Number(text);
  return /^[-+]?(?:0[ox]|\.(?:inf|Inf|INF|nan|NaN|NAN))/.test(text) ? decline() : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A text in double quotes on one line. `end` is the place after the closing quote. */
export function doubleQuoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let at = start + 1;
  let pieceStart = at;
  let value = '';
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return { value: value + text.slice(pieceStart, at), end: at + 1 };
    if (c === 0x0a || Number.isNaN(c)) decline();
    if (c === 0x5c) {
      const escaped = ESCAPES[text[at + 1] ?? ''];
      if (escaped === undefined) decline();
      value += text.slice(pieceStart, at) + escaped;
      at += 2;
      pieceStart = at;
    } else {
      at++;
    }
  }
}

/** A text in single quotes on one line. `end` is the place after the closing quote. */
export function singleQuoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let at = start + 1;
  let pieceStart = at;
  let value = '';
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 0x0a || Number.isNaN(c)) decline();
    if (c === 0x27) {
      if (text.charCodeAt(at + 1) !== 0x27) return { value: value + text.slice(pieceStart, at), end: at + 1 };
      value += text.slice(pieceStart, at + 1);
      at += 2;
      pieceStart = at;
    } else {
      at++;
    }
  }
}
