/*
 * Where a text occurs in another one, in time that grows with the lengths of the two and not with their product.
 */

/**
 * Longest text that is left to the engine's own search. Its time for a longer one may grow with the product of the
 * lengths: V8 looks only at so many units when it works out how far it may go on.
 */
const LONGEST_NATIVE = 128;
/** The same for a search from the end, which engines do without any table. */
const LONGEST_NATIVE_BACKWARDS = 8;

/** For each unit of a text, how many of its first units end there again: the table of Knuth, Morris and Pratt. */
function overlapsOf(sub: string, unitAt: (text: string, i: number) => number): Int32Array {
  const overlaps = new Int32Array(sub.length);
  for (let i = 1, length = 0; i < sub.length; i++) {
    const unit = unitAt(sub, i);
    while (length > 0 && unit !== unitAt(sub, length)) length = overlaps[length - 1]!;
    if (unit === unitAt(sub, length)) length++;
    overlaps[i] = length;
  }
  return overlaps;
}

function forwards(text: string, i: number): number {
  return text.charCodeAt(i);
}

function backwards(text: string, i: number): number {
  return text.charCodeAt(text.length - 1 - i);
}

/** Bytes that a search for a text of so many units takes while it runs. */
export function searchBytes(units: number): number {
  return units > LONGEST_NATIVE_BACKWARDS ? units * Int32Array.BYTES_PER_ELEMENT : 0;
}

/** Looks for one text, which is not empty, in others. Offsets are those of UTF-16 units; -1 is none. */
export class TextSearch {
  readonly #sub: string;
  #forwards: Int32Array | undefined;
  #backwards: Int32Array | undefined;

  constructor(sub: string) {
    this.#sub = sub;
  }

  /** Whether the engine's own functions look for the text as well, from its start on. */
  get isNative(): boolean {
    return this.#sub.length <= LONGEST_NATIVE;
  }

  /** The first place from `from` on. */
  first(text: string, from = 0): number {
    if (this.#sub.length <= LONGEST_NATIVE) return text.indexOf(this.#sub, from);
    if (this.#sub.length > text.length - from) return -1;
    this.#forwards ??= overlapsOf(this.#sub, forwards);
    const end = this.#run(text, from, this.#forwards, forwards);
    return end < 0 ? -1 : end - this.#sub.length;
  }

  /** The last place that ends at or before `end`. */
  last(text: string, end = text.length): number {
    if (end < this.#sub.length) return -1;
    if (this.#sub.length <= LONGEST_NATIVE_BACKWARDS) return text.lastIndexOf(this.#sub, end - this.#sub.length);
    this.#backwards ??= overlapsOf(this.#sub, backwards);
    const read = this.#run(text, text.length - end, this.#backwards, backwards);
    return read < 0 ? -1 : text.length - read;
  }

  /** How many units are read when the first occurrence ends. */
  #run(text: string, from: number, overlaps: Int32Array, unitAt: typeof forwards): number {
    const sub = this.#sub;
    for (let i = from, length = 0; i < text.length; i++) {
      const unit = unitAt(text, i);
      while (length > 0 && unit !== unitAt(sub, length)) length = overlaps[length - 1]!;
      if (unit === unitAt(sub, length) && ++length === sub.length) return i + 1;
    }
    return -1;
  }
}
