import type { PlaceFinder, ScalarStyle } from './place.js';
import { type PlaceNode, PlaceTree } from './place-tree.js';
import { Declined, decline, doubleQuoted, plainScalar, singleQuoted, startsAsPlain } from './simple-scalars.js';
import { type DocumentMap, type DocumentValue, setKey } from './value.js';
import { WrittenFloats } from './written-floats.js';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;
const DASH = 0x2d;
const COLON = 0x3a;
const COMMA = 0x2c;
const AMPERSAND = 0x26;
const ASTERISK = 0x2a;

/** Values that one document may get from aliases here; where there are more, the library counts them. */
const ALIASED_VALUES = 10_000;

/** Longest key of a map by indentation, in UTF-16 code units. Spec: YAML 1.2, 8.2.2, at most 1,024 characters. */
const LONGEST_KEY = 1024;

/**
 * Reads YAML as templates are usually written: maps and lists by indentation, lists and maps in brackets, quoted and
 * plain texts of one line, `|` and `>` blocks, comments, anchors of whole blocks and their aliases. For anything else,
 * and for every fault, it answers undefined, and the `yaml` package reads the text: that one decides what YAML is and tells
 * of faults, this one is ten times as fast.
 * test/document/simple-yaml.test.ts holds the two to the same values.
 */
export function readSimpleYaml(
  text: string,
  limits: { readonly nesting: number },
): { readonly value: DocumentValue; readonly floats: WrittenFloats } | undefined {
  if (text.includes('\r')) return undefined;
  const reader = new SimpleYamlReader(text, limits.nesting);
  try {
    return { value: reader.readDocument(), floats: reader.floats };
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

/** The places of a text that `readSimpleYaml` took, which is read again for them. */
export function simpleYamlPlaces(text: string, limits: { readonly nesting: number }): PlaceFinder {
  return new PlaceTree(() => {
    const reader = new SimpleYamlReader(text, limits.nesting, true);
    reader.readDocument();
    return reader.last!;
  });
}

class SimpleYamlReader {
  /** The place of the value that was read last. Only where places are recorded. */
  last: PlaceNode | undefined;
  readonly floats = new WrittenFloats();
  readonly #text: string;
  readonly #nesting: number;
  readonly #record: boolean;
  #depth = 0;
  /** Start of the first line that is not read. */
  #next = 0;
  /** The line that is looked at: where its content starts, and in which column. -1: the text has ended. */
  #at = 0;
  #indent = 0;
  /** Undefined: the value is still being read. */
  readonly #anchors = new Map<string, DocumentValue | undefined>();
  readonly #anchoredPlaces = new Map<string, PlaceNode>();
  #aliasedValues = 0;

  constructor(text: string, nesting: number, record = false) {
    this.#text = text;
    this.#nesting = nesting;
    this.#record = record;
  }

  readDocument(): DocumentValue {
    if (this.#text.startsWith('---\n')) this.#next = 4;
    this.#look();
    if (this.#at < 0 || this.#indent !== 0) decline();
    const value = this.#readBlock();
    if (this.#at >= 0) decline();
    return value;
  }

  /** Goes to the next line that has content. */
  #look(): void {
    const text = this.#text;
    let start = this.#next;
    for (;;) {
      if (start >= text.length) {
        this.#at = -1;
        this.#indent = -1;
        return;
      }
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const c = text.charCodeAt(at);
      if (c !== NEWLINE && c !== HASH && at < text.length) {
        if (c === TAB) decline();
        this.#at = at;
        this.#indent = at - start;
        return;
      }
      const end = c === NEWLINE ? at : text.indexOf('\n', at);
      start = end < 0 ? text.length : end + 1;
    }
  }

  /** Ends the line at `at`, after which only a comment may follow, and looks at the next. */
  #endLine(at: number): void {
    const text = this.#text;
    const from = at;
    while (text.charCodeAt(at) === SPACE) at++;
    const c = text.charCodeAt(at);
    if (c === HASH ? at === from : at < text.length && c !== NEWLINE) decline();
    const end = c === NEWLINE ? at : text.indexOf('\n', at);
    this.#next = end < 0 ? text.length : end + 1;
    this.#look();
  }

  /** A map or list whose first line is looked at. */
  #readBlock(): DocumentValue {
    if (++this.#depth > this.#nesting) decline();
    const value = this.#isItem(this.#at) ? this.#readList(this.#indent) : this.#readMap(this.#indent);
    this.#depth--;
    return value;
  }

  #isItem(at: number): boolean {
    if (this.#text.charCodeAt(at) !== DASH) return false;
    const next = this.#text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || at + 1 >= this.#text.length;
  }

  #readList(indent: number): DocumentValue {
    const list: DocumentValue[] = [];
    const text = this.#text;
    const node = this.#node(this.#at);
    if (node !== undefined) node.items = [];
    while (this.#indent === indent && this.#at >= 0 && this.#isItem(this.#at)) {
      let at = this.#at + 1;
      if (this.#record) this.last = { start: at, end: at, style: 'plain' };
      while (text.charCodeAt(at) === SPACE) at++;
      const c = text.charCodeAt(at);
      if (at >= text.length || c === NEWLINE || c === HASH) {
        this.#endLine(at);
        list.push(this.#indent > indent ? this.#readBlock() : null);
      } else if (this.#isItem(at) || keyEnd(text, at) > 0) {
        // "- name: x": the map starts in the column of its first key.
        this.#indent += at - this.#at;
        this.#at = at;
        list.push(this.#readBlock());
      } else {
        list.push(this.#readInline(at, indent));
        this.floats.place(list, list.length - 1);
      }
      this.#addItem(node);
    }
    if (this.#indent > indent) decline();
    this.last = node;
    return list;
  }

  #readMap(indent: number): DocumentValue {
    const map: DocumentMap = {};
    const text = this.#text;
    const node = this.#node(this.#at);
    if (node !== undefined) node.entries = new Map();
    while (this.#indent === indent && this.#at >= 0) {
      const start = this.#at;
      const end = keyEnd(text, this.#at);
      if (end < 0) {
        // Items of a list in the column of its key end the map around it.
        if (this.#isItem(this.#at)) break;
        decline();
      }
      const key = text.slice(this.#at, end);
      if (key.length > LONGEST_KEY || Object.hasOwn(map, key) || isNoText(key)) decline();
      if (this.#record) this.last = { start: end, end, style: 'plain' };
      let at = end + 1;
      while (text.charCodeAt(at) === SPACE) at++;
      const c = text.charCodeAt(at);
      if (at >= text.length || c === NEWLINE || c === HASH) {
        if (c === HASH && at === end + 1) decline();
        this.#endLine(at);
        if (this.#indent > indent) setKey(map, key, this.#readBlock());
        else if (this.#indent === indent && this.#isItem(this.#at)) setKey(map, key, this.#readDeeper(indent));
        else setKey(map, key, null);
      } else if (c === AMPERSAND) {
        setKey(map, key, this.#readAnchored(at + 1, indent));
      } else if (c === ASTERISK) {
        setKey(map, key, this.#readAlias(at + 1, indent));
      } else {
        setKey(map, key, this.#readInline(at, indent));
        this.floats.place(map, key);
      }
      this.#addEntry(node, key, start, end);
    }
    if (this.#indent > indent) decline();
    this.last = node;
    return map;
  }

  /** A block with a name, which starts on the next line. */
  #readAnchored(at: number, indent: number): DocumentValue {
    const end = wordEnd(this.#text, at);
    const name = this.#text.slice(at, end);
    if (end === at || this.#anchors.has(name)) decline();
    this.#endLine(end);
    if (this.#indent <= indent) decline();
    this.#anchors.set(name, undefined);
    const value = this.#readBlock();
    this.#anchors.set(name, value);
    if (this.last !== undefined) this.#anchoredPlaces.set(name, this.last);
    return value;
  }

  /** A copy of the value with that name. */
  #readAlias(at: number, indent: number): DocumentValue {
    const end = wordEnd(this.#text, at);
    const name = this.#text.slice(at, end);
    const value = this.#anchors.get(name);
    if (value === undefined) decline();
    const copy = this.#copy(value);
    // What is inside the value stands where its anchor is.
    if (this.#record) this.last = { ...this.#anchoredPlaces.get(name), start: at - 1, end };
    this.#endLine(end);
    if (this.#indent > indent) decline();
    return copy;
  }

  #copy(value: DocumentValue): DocumentValue {
    if (++this.#aliasedValues > ALIASED_VALUES) decline();
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const list: DocumentValue[] = [];
      for (const item of value as readonly DocumentValue[]) {
        list.push(this.#copy(item));
        this.floats.copy(value, list, list.length - 1);
      }
      return list;
    }
    const map: DocumentMap = {};
    for (const [key, inner] of Object.entries(value)) {
      setKey(map, key, this.#copy(inner));
      this.floats.copy(value, map, key);
    }
    return map;
  }

  #readDeeper(indent: number): DocumentValue {
    if (++this.#depth > this.#nesting) decline();
    const value = this.#readList(indent);
    this.#depth--;
    return value;
  }

  /** A value that starts in its line, inside a map or list of this indentation. */
  #readInline(at: number, indent: number): DocumentValue {
    const text = this.#text;
    let value: DocumentValue;
    let end: number;
    let style: ScalarStyle = 'plain';
    switch (text[at]) {
      case '"':
        ({ value, end } = doubleQuoted(text, at));
        style = 'double-quoted';
        break;
      case "'":
        ({ value, end } = singleQuoted(text, at));
        style = 'single-quoted';
        break;
      case '|':
      case '>':
        return this.#readBlockText(at + 1, indent, text[at] === '>');
      case '[':
      case '{': {
        const flow = this.#readFlow(at, indent);
        this.#endLine(flow.end);
        if (this.#indent > indent) decline();
        return flow.value;
      }
      default:
        if (!startsAsPlain(text, at)) decline();
        end = plainEnd(text, at);
        value = this.#plain(text.slice(at, end));
    }
    if (this.#record) this.last = { start: at, end, style };
    this.#endLine(end);
    // A line that is indented deeper would go on with the text.
    if (this.#indent > indent) decline();
    return value;
  }

  #plain(written: string): DocumentValue {
    const value = plainScalar(written);
    if (typeof value === 'number' && Number.isInteger(value) && /[.eE]/.test(written)) this.floats.note();
    return value;
  }

  /** A `|` or `>` block. Its lines are those that are indented as far as the first one. */
  #readBlockText(at: number, indent: number, folds: boolean): DocumentValue {
    const text = this.#text;
    const indicator = at - 1;
    const chomp = text[at];
    if (chomp === '-' || chomp === '+') at++;
    if (text.charCodeAt(at) !== NEWLINE) decline();
    const first = at + 1;
    let start = first;
    while (text.charCodeAt(start) === NEWLINE) start++;
    let column = 0;
    while (text.charCodeAt(start + column) === SPACE) column++;
    // Spaces alone before the first line, and a block without lines, are rare.
    if (column <= indent || text.charCodeAt(start + column) === NEWLINE || start + column >= text.length) decline();
    if (folds && start > first) decline();
    let contentEnd = start;
    let value = '\n'.repeat(start - first);
    let blank = '';
    for (;;) {
      const lineEnd = text.indexOf('\n', start);
      if (lineEnd < 0) decline();
      let spaces = 0;
      while (spaces < column && text.charCodeAt(start + spaces) === SPACE) spaces++;
      if (start + spaces === lineEnd) {
        blank += '\n';
      } else if (spaces < column) {
        if (spaces > indent || text.charCodeAt(start + spaces) === TAB) decline();
        break;
      } else {
        const line = text.slice(start + column, lineEnd);
        if (folds) {
          // Lines that are indented deeper keep their ends, which is rare.
          if (line.charCodeAt(0) === SPACE || line.charCodeAt(0) === TAB) decline();
          if (value !== '') value += blank === '' ? ' ' : blank;
          value += line;
        } else {
          value += `${blank}${line}\n`;
        }
        blank = '';
        contentEnd = lineEnd + 1;
      }
      start = lineEnd + 1;
      if (start >= text.length) break;
    }
    if (this.#record) {
      const end = chomp === '+' ? start : contentEnd;
      this.last = { start: indicator, end, style: folds ? 'folded' : 'literal' };
    }
    this.#next = start;
    this.#look();
    if (this.#indent > indent) decline();
    if (folds) value += '\n';
    if (chomp === '-') return value.slice(0, -1);
    return chomp === '+' ? value + blank : value;
  }

  /** A list or map in brackets. */
  #readFlow(at: number, indent: number): { value: DocumentValue; end: number } {
    if (++this.#depth > this.#nesting) decline();
    const isList = this.#text[at] === '[';
    const list: DocumentValue[] = [];
    const map: DocumentMap = {};
    const close = isList ? ']' : '}';
    const node = this.#node(at);
    if (node !== undefined) {
      if (isList) node.items = [];
      else node.entries = new Map();
    }
    let here = this.#skipFlowSpace(at + 1, indent);
    while (this.#text[here] !== close) {
      if (isList) {
        const item = this.#readFlowValue(here, indent);
        list.push(item.value);
        this.floats.place(list, list.length - 1);
        this.#addItem(node);
        here = item.end;
      } else {
        here = this.#readFlowPair(here, indent, map, node);
      }
      here = this.#skipFlowSpace(here, indent);
      if (this.#text.charCodeAt(here) === COMMA) here = this.#skipFlowSpace(here + 1, indent);
      else if (this.#text[here] !== close) decline();
    }
    this.#depth--;
    if (node !== undefined) node.end = here + 1;
    this.last = node;
    return { value: isList ? list : map, end: here + 1 };
  }

  #readFlowPair(at: number, indent: number, map: DocumentMap, node: PlaceNode | undefined): number {
    const text = this.#text;
    let key: string;
    let end: number;
    if (text[at] === '"') ({ value: key, end } = doubleQuoted(text, at));
    else if (text[at] === "'") ({ value: key, end } = singleQuoted(text, at));
    else {
      end = keyEnd(text, at);
      if (end < 0) decline();
      key = text.slice(at, end);
      if (isNoText(key)) decline();
    }
    if (text.charCodeAt(end) !== COLON || Object.hasOwn(map, key)) decline();
    const valueStart = this.#skipFlowSpace(end + 1, indent);
    if (valueStart === end + 1) decline();
    const value = this.#readFlowValue(valueStart, indent);
    setKey(map, key, value.value);
    this.floats.place(map, key);
    this.#addEntry(node, key, at, end);
    return value.end;
  }

  #readFlowValue(at: number, indent: number): { value: DocumentValue; end: number } {
    const text = this.#text;
    switch (text[at]) {
      case '"':
        return this.#scalar(at, 'double-quoted', doubleQuoted(text, at));
      case "'":
        return this.#scalar(at, 'single-quoted', singleQuoted(text, at));
      case '[':
      case '{':
        return this.#readFlow(at, indent);
    }
    if (!startsAsPlain(text, at)) decline();
    let end = at;
    for (;;) {
      const c = text[end];
      if (c === ',' || c === ']' || c === '}') break;
      // A line end ends it only in front of a comma or bracket, which the caller looks for.
      if (c === '\n') break;
      if (c === undefined || c === '\t' || c === ':' || c === '#' || c === '[' || c === '{') decline();
      end++;
    }
    let last = end;
    while (text.charCodeAt(last - 1) === SPACE) last--;
    if (this.#record) this.last = { start: at, end: last, style: 'plain' };
    return { value: this.#plain(text.slice(at, last)), end };
  }

  #scalar<T extends { readonly end: number }>(start: number, style: ScalarStyle, scalar: T): T {
    if (this.#record) this.last = { start, end: scalar.end, style };
    return scalar;
  }

  #node(start: number): PlaceNode | undefined {
    return this.#record ? { start, end: start } : undefined;
  }

  /** The value that was read last is the next item of the list. */
  #addItem(node: PlaceNode | undefined): void {
    if (node === undefined || this.last === undefined) return;
    node.items?.push(this.last);
    node.end = this.last.end;
  }

  /** The value that was read last belongs to this key of the map. */
  #addEntry(node: PlaceNode | undefined, key: string, start: number, end: number): void {
    if (node === undefined || this.last === undefined) return;
    node.entries?.set(key, { start, end, value: this.last });
    node.end = Math.max(this.last.end, end + 1);
  }

  /** Lines inside brackets must be indented deeper than what is around them. */
  #skipFlowSpace(at: number, indent: number): number {
    const text = this.#text;
    for (;;) {
      while (text.charCodeAt(at) === SPACE) at++;
      if (text.charCodeAt(at) !== NEWLINE) return at;
      const start = at + 1;
      at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      if (at - start <= indent && text.charCodeAt(at) !== NEWLINE) decline();
    }
  }
}

/** The place after the letters, digits, `_` and `-` of a name. */
function wordEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const c = text.charCodeAt(at);
    const isLetter = (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);
    if (isLetter || (c >= 0x30 && c <= 0x39) || c === 0x5f || c === DASH) at++;
    else return at;
  }
}

/** The place of the `:` after a key of letters, digits, `_`, `$`, `-` and `.`; -1 where there is none. */
function keyEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const c = text.charCodeAt(at);
    const isWord = (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || c === 0x5f || c === 0x24;
    if (isWord || (at > start && ((c >= 0x30 && c <= 0x39) || c === DASH || c === 0x2e))) at++;
    else break;
  }
  if (at === start || text.charCodeAt(at) !== COLON) return -1;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || next === NEWLINE || at + 1 >= text.length ? at : -1;
}

/** Words that are no text: as keys they are left to the library. */
function isNoText(key: string): boolean {
  return typeof plainScalar(key) !== 'string';
}

/** The place after the last character of a plain text of one line. */
function plainEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  if (end < 0) end = text.length;
  for (let at = start + 1; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SPACE || next === TAB || at + 1 >= end) decline();
    } else if (c === TAB) {
      decline();
    } else if (c === HASH && text.charCodeAt(at - 1) === SPACE) {
      end = at;
    }
  }
  while (text.charCodeAt(end - 1) === SPACE) end--;
  return end;
}
