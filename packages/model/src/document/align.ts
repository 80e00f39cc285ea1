import type { ScalarStyle } from './place.js';

/**
 * Where each character of a scalar's value stands in the text: `offsets[i]` is the place of `value[i]`, and the last
 * entry is the place after the last character. Undefined where the two do not fit together.
 *
 * The walk goes over value and text side by side. Line folding, indentation and escapes make them differ; each is a
 * place where the text has more characters than the value, so that one step of the value is some steps of the text.
 */
export function alignScalar(
  text: string,
  start: number,
  end: number,
  style: ScalarStyle,
  value: string,
): Int32Array | undefined {
  const offsets = new Int32Array(value.length + 1);
  const walk = new Walk(text, firstCharacter(text, start, style), end, style);
  for (let i = 0; i < value.length; ) {
    const units = walk.step(value, i, offsets);
    if (units === 0) return undefined;
    i += units;
  }
  offsets[value.length] = walk.at;
  return offsets;
}

function firstCharacter(text: string, start: number, style: ScalarStyle): number {
  switch (style) {
    case 'plain':
      return start;
    case 'single-quoted':
    case 'double-quoted':
    case 'json':
      return start + 1;
    default: {
      const lineEnd = text.indexOf('\n', start);
      return lineEnd < 0 ? text.length : lineEnd + 1;
    }
  }
}

class Walk {
  at: number;
  readonly #text: string;
  readonly #end: number;
  readonly #style: ScalarStyle;
  /** Of a block scalar: the spaces in front of its lines. */
  readonly #indent: number;

  constructor(text: string, at: number, end: number, style: ScalarStyle) {
    this.#text = text;
    this.at = at;
    this.#end = end;
    this.#style = style;
    this.#indent = style === 'literal' || style === 'folded' ? this.#blockIndent() : 0;
    this.#skipIndent();
  }

  /** Places the character at `value[i]` (two code units for an escaped astral one); answers how many, 0 for none. */
  step(value: string, i: number, offsets: Int32Array): number {
    const c = value[i]!;
    const escapes = this.#style === 'double-quoted' || this.#style === 'json';
    if (escapes && this.#style === 'double-quoted') this.#skipEscapedLineEnds();
    if (this.at >= this.#end) {
      // The line end that a `|` or `>` block has in the end, where the text ends without one.
      if (c !== '\n' || i < value.length - 1) return 0;
      offsets[i] = this.#end;
      return 1;
    }
    if (escapes && this.#text[this.at] === '\\') {
      const length = escapeLength(this.#text, this.at);
      const units = length === 10 && isHighSurrogate(c) ? 2 : 1;
      for (let unit = 0; unit < units; unit++) offsets[i + unit] = this.at;
      this.at += length;
      return units;
    }
    offsets[i] = this.at;
    if (this.#style === 'single-quoted' && c === "'" && this.#text.startsWith("''", this.at)) {
      this.at += 2;
      return 1;
    }
    if (c === '\n') return this.#stepLineEnd(value, i, offsets);
    if (this.#text[this.at] === c && !(c === ' ' && this.#onlySpaceToLineEnd())) {
      this.at++;
      return 1;
    }
    return c === ' ' ? this.#stepFold(i, offsets) : 0;
  }

  /** A line end of the value: in folded text it stands for an empty line. */
  #stepLineEnd(value: string, i: number, offsets: Int32Array): number {
    const folds = this.#style !== 'literal';
    const lineEnd = this.#text.indexOf('\n', this.at);
    if (lineEnd < 0 || lineEnd >= this.#end) return 0;
    offsets[i] = lineEnd;
    this.at = lineEnd + 1;
    if (!folds) {
      this.#skipIndent();
    } else if (this.#style === 'folded') {
      const next = value[i + 1];
      if (next !== '\n' && next !== ' ' && next !== '\t') this.#skipLineSpace();
      else this.#skipIndent();
    } else if (value[i + 1] !== '\n') {
      this.#skipLineSpace();
    }
    return 1;
  }

  /** A space of the value that stands for a line end of the text. */
  #stepFold(i: number, offsets: Int32Array): number {
    const lineEnd = this.#text.indexOf('\n', this.at);
    if (lineEnd < 0 || lineEnd >= this.#end) return 0;
    offsets[i] = lineEnd;
    this.at = lineEnd + 1;
    this.#skipLineSpace();
    return 1;
  }

  #onlySpaceToLineEnd(): boolean {
    if (this.#style === 'literal' || this.#style === 'json' || this.#style === 'folded') return false;
    let at = this.at;
    while (this.#text[at] === ' ' || this.#text[at] === '\t') at++;
    return this.#text[at] === '\n' || this.#text[at] === '\r';
  }

  #skipEscapedLineEnds(): void {
    while (this.#text[this.at] === '\\' && (this.#text[this.at + 1] === '\n' || this.#text[this.at + 1] === '\r')) {
      this.at = this.#text.indexOf('\n', this.at) + 1;
      while (this.#text[this.at] === ' ' || this.#text[this.at] === '\t') this.at++;
    }
  }

  #skipLineSpace(): void {
    while (this.at < this.#end && isSpace(this.#text.charCodeAt(this.at))) this.at++;
  }

  #skipIndent(): void {
    for (let i = 0; i < this.#indent && this.#text[this.at] === ' '; i++) this.at++;
  }

  #blockIndent(): number {
    let at = this.at;
    while (at < this.#end) {
      let spaces = 0;
      while (this.#text[at + spaces] === ' ') spaces++;
      const c = this.#text[at + spaces];
      if (c !== '\n' && c !== '\r' && c !== undefined) return spaces;
      const lineEnd = this.#text.indexOf('\n', at);
      if (lineEnd < 0) return 0;
      at = lineEnd + 1;
    }
    return 0;
  }
}

function escapeLength(text: string, at: number): number {
  switch (text[at + 1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d;
}

function isHighSurrogate(c: string): boolean {
  const code = c.charCodeAt(0);
  return code >= 0xd800 && code <= 0xdbff;
}
