/*
 * Strings by code points, as Python counts them, on JavaScript's strings of UTF-16 units. A string without surrogates,
 * which is nearly every string, needs no table.
 */

const SURROGATE = /[\ud800-\udfff]/;

/** A text by its code points. Indices are from 0 to the length. */
export class Characters {
  readonly text: string;
  /** Where each code point starts, and at last the text's length; undefined where units are code points. */
  readonly #offsets: Uint32Array | undefined;

  constructor(text: string) {
    this.text = text;
    this.#offsets = SURROGATE.test(text) ? findOffsets(text) : undefined;
  }

  /** Number of code points. */
  get length(): number {
    return this.#offsets === undefined ? this.text.length : this.#offsets.length - 1;
  }

  /** Bytes that it takes besides the text. */
  get bytes(): number {
    return this.#offsets?.byteLength ?? 0;
  }

  /** The code point at an index, as a string. */
  at(index: number): string {
    const offsets = this.#offsets;
    return offsets === undefined ? this.text.charAt(index) : this.text.slice(offsets[index], offsets[index + 1]);
  }

  /** The code points from `start` to before `stop`. */
  slice(start: number, stop: number): string {
    const offsets = this.#offsets;
    return offsets === undefined ? part(this.text, start, stop) : part(this.text, offsets[start]!, offsets[stop]);
  }

  /** How many code points lie before a UTF-16 offset. */
  indexOf(offset: number): number {
    const offsets = this.#offsets;
    if (offsets === undefined) return offset;
    let low = 0;
    let high = offsets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (offsets[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function findOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; count++) {
    offsets[count] = unit;
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  }
  offsets[count] = text.length;
  return offsets.slice(0, count + 1);
}

/** Where the code points of the last long text are remembered, and what it took is counted. */
export interface CharactersAccount {
  characters: Characters | undefined;
  countSteps(n: number): void;
  reserveMemory(bytes: number): void;
}

/** Longest text whose code points are found so quickly that nothing counts or remembers them. */
const SHORT = 32;
/** Units that are looked through in the time of one step, and those that are compared with the remembered text's. */
const UNITS_PER_STEP = 4;
const UNITS_COMPARED_PER_STEP = 256;

/**
 * A text by its code points. The last long one is remembered, so that going through it index by index stays linear; it
 * is of the same evaluation, so that the steps of one do not depend on what was evaluated before.
 */
export function charactersOf(account: CharactersAccount, text: string): Characters {
  if (text.length < SHORT) return new Characters(text);
  if (account.characters?.text === text) {
    account.countSteps(text.length / UNITS_COMPARED_PER_STEP);
    return account.characters;
  }
  account.countSteps(text.length / UNITS_PER_STEP);
  account.characters = new Characters(text);
  account.reserveMemory(account.characters.bytes);
  return account.characters;
}

/** A part of a text that is less than this of it does not keep the whole text alive. */
const SMALL_PART = 1 / 2;
/** Up to this length it does not matter. */
const SHORT_TEXT = 128;

/**
 * `text.slice(start, end)`, without what engines do to save the copy: a slice that points into a long text keeps all of
 * it, while the memory account knows of the part only. Spec: Expression Language 1.3.9.
 */
export function part(text: string, start: number, end = text.length): string {
  const slice = text.slice(start, end);
  if (text.length <= SHORT_TEXT || slice.length >= text.length * SMALL_PART) return slice;
  // Joined and cut again, the text is that of a new string.
  return ` ${slice}`.slice(1);
}
