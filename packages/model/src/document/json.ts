import { escapeUnshowable, quoteText } from '@openjd/expr';
import type { PlaceFinder } from './place.js';
import { type PlaceNode, PlaceTree } from './place-tree.js';
import { ReadFailure, type ReadFault } from './problem.js';
import { type DocumentMap, type DocumentValue, exactInteger, setKey } from './value.js';
import { WrittenFloats } from './written-floats.js';

/** What a JSON text holds, or every fault that was found in it. */
export type JsonReading =
  | { readonly ok: true; readonly value: DocumentValue; readonly floats: WrittenFloats }
  | { readonly ok: false; readonly faults: readonly ReadFault[] };

/**
 * Reads JSON (ECMA-404). JSON.parse would be shorter, but it rounds whole numbers beyond 2^53, takes the last of two
 * equal keys without a word and knows no positions.
 */
export function readJson(text: string, limits: { readonly nesting: number }): JsonReading {
  const reader = new JsonReader(text, limits.nesting);
  try {
    const value = reader.readDocument();
    if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
    return { ok: true, value, floats: reader.floats };
  } catch (error) {
    if (error instanceof ReadFailure) return { ok: false, faults: [...reader.faults, error.fault] };
    throw error;
  }
}

/** The places of a JSON text that `readJson` accepted, which is read again for them. */
export function jsonPlaces(text: string, limits: { readonly nesting: number }): PlaceFinder {
  return new PlaceTree(() => {
    const reader = new JsonReader(text, limits.nesting, true);
    reader.readDocument();
    return reader.root!;
  });
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

class JsonReader {
  readonly faults: ReadFault[] = [];
  readonly floats = new WrittenFloats();
  /** Only where places are recorded. */
  root: PlaceNode | undefined;
  readonly #text: string;
  readonly #nesting: number;
  readonly #record: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string, nesting: number, record = false) {
    this.#text = text;
    this.#nesting = nesting;
    this.#record = record;
  }

  readDocument(): DocumentValue {
    this.#skipSpace();
    if (this.#at >= this.#text.length) {
      throw new ReadFailure({ code: 'EMPTY_DOCUMENT', message: 'the document is empty', start: this.#at });
    }
    const node = this.#record ? newNode(this.#at) : undefined;
    const value = this.#readValue(node);
    this.root = node;
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      this.#fail('INVALID_JSON', `unexpected ${this.#found()} after the end of the document`);
    }
    return value;
  }

  #readValue(node: PlaceNode | undefined): DocumentValue {
    const c = this.#text.charCodeAt(this.#at);
    let value: DocumentValue;
    switch (c) {
      case 0x7b:
        value = this.#readMap(node);
        break;
      case 0x5b:
        value = this.#readList(node);
        break;
      case QUOTE:
        value = this.#readString();
        break;
      case 0x74:
        value = this.#readWord('true', true);
        break;
      case 0x66:
        value = this.#readWord('false', false);
        break;
      case 0x6e:
        value = this.#readWord('null', null);
        break;
      default:
        if (c === 0x2d || (c >= 0x30 && c <= 0x39)) value = this.#readNumber();
        else this.#fail('INVALID_JSON', `expected a value, found ${this.#found()}`, this.#valueHint(c));
    }
    if (node !== undefined) {
      node.end = this.#at;
      if (node.entries === undefined && node.items === undefined) node.style = 'json';
    }
    return value;
  }

  #readMap(node: PlaceNode | undefined): DocumentValue {
    this.#enter();
    const map: DocumentMap = {};
    if (node !== undefined) node.entries = new Map();
    this.#at++;
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === 0x7d) this.#at++;
    else {
      for (;;) {
        const keyStart = this.#at;
        if (this.#text.charCodeAt(keyStart) !== QUOTE) {
          this.#fail('INVALID_JSON', `expected a key in double quotes, found ${this.#found()}`, this.#commaHint());
        }
        const key = this.#readString();
        const keyEnd = this.#at;
        // No value is undefined; what every object inherits is.
        if (map[key] !== undefined && Object.hasOwn(map, key)) {
          this.faults.push({
            code: 'DUPLICATE_KEY',
            message: `the key ${quoteText(key)} is given twice in this map`,
            start: keyStart,
            end: keyEnd,
            hint: 'remove one of the two, or rename it',
          });
        }
        this.#skipSpace();
        if (this.#text.charCodeAt(this.#at) !== 0x3a) {
          this.#fail('INVALID_JSON', `expected ":" after the key ${quoteText(key)}, found ${this.#found()}`);
        }
        this.#at++;
        this.#skipSpace();
        const child = node === undefined ? undefined : newNode(this.#at);
        setKey(map, key, this.#readValue(child));
        this.floats.place(map, key);
        if (child !== undefined) node!.entries!.set(key, { start: keyStart, end: keyEnd, value: child });
        this.#skipSpace();
        const c = this.#text.charCodeAt(this.#at);
        if (c === 0x7d) {
          this.#at++;
          break;
        }
        if (c !== 0x2c) this.#fail('INVALID_JSON', `expected "," or "}" in this map, found ${this.#found()}`);
        this.#at++;
        this.#skipSpace();
      }
    }
    this.#depth--;
    return map;
  }

  #readList(node: PlaceNode | undefined): DocumentValue {
    this.#enter();
    const list: DocumentValue[] = [];
    if (node !== undefined) node.items = [];
    this.#at++;
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === 0x5d) this.#at++;
    else {
      for (;;) {
        const child = node === undefined ? undefined : newNode(this.#at);
        list.push(this.#readValue(child));
        this.floats.place(list, list.length - 1);
        if (child !== undefined) node!.items!.push(child);
        this.#skipSpace();
        const c = this.#text.charCodeAt(this.#at);
        if (c === 0x5d) {
          this.#at++;
          break;
        }
        if (c !== 0x2c) this.#fail('INVALID_JSON', `expected "," or "]" in this list, found ${this.#found()}`);
        this.#at++;
        this.#skipSpace();
      }
    }
    this.#depth--;
    return list;
  }

  #readString(): string {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let pieceStart = at;
    let decoded = '';
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === QUOTE) break;
      if (c === BACKSLASH) {
        decoded += text.slice(pieceStart, at);
        this.#at = at;
        decoded += this.#readEscape();
        at = this.#at;
        pieceStart = at;
      } else if (c >= 0x20) {
        at++;
      } else {
        this.#at = at;
        if (at >= text.length) {
          throw new ReadFailure({
            code: 'INVALID_JSON',
            message: 'this string has no closing quote',
            start,
            end: Math.min(start + 1, text.length),
          });
        }
        this.#fail(
          'INVALID_JSON',
          `a control character (U+${hex(c)}) stands in a string`,
          c === 0x0a ? 'write \\n for a new line' : `write \\u${hex(c)}`,
        );
      }
    }
    this.#at = at + 1;
    return decoded + text.slice(pieceStart, at);
  }

  #readEscape(): string {
    const c = this.#text[this.#at + 1];
    const simple = c === undefined ? undefined : ESCAPES[c];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    if (c === 'u') {
      let code = 0;
      for (let i = 2; i < 6; i++) {
        const digit = hexDigit(this.#text.charCodeAt(this.#at + i));
        if (digit < 0) this.#fail('INVALID_JSON', '\\u must be followed by four hexadecimal digits');
        code = code * 16 + digit;
      }
      this.#at += 6;
      return String.fromCharCode(code);
    }
    return this.#fail(
      'INVALID_JSON',
      `"\\${escapeUnshowable(c ?? '')}" is no escape sequence of JSON`,
      'write \\\\ for a backslash',
    );
  }

  #readNumber(): number | bigint {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    if (text.charCodeAt(at) === 0x2d) at++;
    const first = text.charCodeAt(at);
    if (!isDigit(first)) this.#fail('INVALID_JSON', 'a number must have a digit after the minus sign');
    at++;
    if (first === 0x30) {
      if (isDigit(text.charCodeAt(at))) {
        this.#fail('INVALID_JSON', 'a number must not start with 0', 'remove the leading zero, or quote the number');
      }
    } else {
      while (isDigit(text.charCodeAt(at))) at++;
    }
    let whole = true;
    if (text.charCodeAt(at) === 0x2e) {
      whole = false;
      at++;
      if (!isDigit(text.charCodeAt(at))) this.#fail('INVALID_JSON', 'a number must have a digit after the point');
      while (isDigit(text.charCodeAt(at))) at++;
    }
    const e = text.charCodeAt(at);
    if (e === 0x65 || e === 0x45) {
      whole = false;
      at++;
      const sign = text.charCodeAt(at);
      if (sign === 0x2b || sign === 0x2d) at++;
      if (!isDigit(text.charCodeAt(at))) this.#fail('INVALID_JSON', 'a number must have a digit in its exponent');
      while (isDigit(text.charCodeAt(at))) at++;
    }
    this.#at = at;
    const digits = text.slice(start, at);
    if (whole) return digits === '-0' ? 0 : exactInteger(digits);
    const number = Number(digits);
    if (Number.isInteger(number)) this.floats.note();
    return number;
  }

  #readWord<T extends DocumentValue>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at) || isWordCharacter(this.#text.charCodeAt(this.#at + word.length))) {
      this.#fail('INVALID_JSON', `expected a value, found ${this.#found()}`, 'put text in double quotes');
    }
    this.#at += word.length;
    return value;
  }

  #enter(): void {
    if (++this.#depth > this.#nesting) {
      this.#fail('DOCUMENT_TOO_DEEP', `lists and maps are nested deeper than ${this.#nesting}`);
    }
  }

  #skipSpace(): void {
    const text = this.#text;
    let at = this.#at;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
      at++;
    }
    this.#at = at;
  }

  #found(): string {
    if (this.#at >= this.#text.length) return 'the end of the text';
    return quoteText(String.fromCodePoint(this.#text.codePointAt(this.#at)!));
  }

  #valueHint(c: number): string | undefined {
    if (c === 0x7d || c === 0x5d) return 'remove the comma before it';
    if (c === 0x27) return 'JSON has double quotes only';
    return isWordCharacter(c) ? 'put text in double quotes' : undefined;
  }

  #commaHint(): string | undefined {
    return this.#text.charCodeAt(this.#at) === 0x7d ? 'remove the comma before it' : undefined;
  }

  #fail(code: ReadFault['code'], message: string, hint?: string): never {
    throw new ReadFailure({
      code,
      message,
      start: this.#at,
      end: Math.min(this.#at + 1, this.#text.length),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function newNode(start: number): PlaceNode {
  return { start, end: start };
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

function isWordCharacter(c: number): boolean {
  return isDigit(c) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === 0x5f;
}

function hexDigit(c: number): number {
  if (isDigit(c)) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function hex(c: number): string {
  return c.toString(16).toUpperCase().padStart(4, '0');
}
