/*
 * Strings by code points, as Python counts them, on JavaScript's strings of UTF-16 units. A string without surrogates,
 * which is nearly every string, needs no table.
 */

const SURROGATE = /[\ud800-\udfff]/;

/** Where each code point of a text starts, and at last the text's length; undefined where units are code points. */
type Offsets = Uint32Array | undefined;

/** The last text asked for is remembered, so that going through a long string index by index stays linear. */
const REMEMBERED_LENGTH = 32;
let rememberedText = '';
let rememberedOffsets: Offsets;

function offsetsOf(text: string): Offsets {
  if (text.length < REMEMBERED_LENGTH) return SURROGATE.test(text) ? findOffsets(text) : undefined;
  if (text !== rememberedText) {
    rememberedOffsets = SURROGATE.test(text) ? findOffsets(text) : undefined;
    rememberedText = text;
  }
  return rememberedOffsets;
}

function findOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; count++) {
    offsets[count] = unit;
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  }
  offsets[count] = text.length;
  return offsets.subarray(0, count + 1);
}

/** Number of code points. */
export function codePointLength(text: string): number {
  const offsets = offsetsOf(text);
  return offsets === undefined ? text.length : offsets.length - 1;
}

/** The code point at an index from 0 to the length less 1, as a string. */
export function codePointAt(text: string, index: number): string {
  const offsets = offsetsOf(text);
  return offsets === undefined ? text.charAt(index) : part(text, offsets[index]!, offsets[index + 1]);
}

/** The code points from `start` to before `stop`, both from 0 to the length. */
export function codePointSlice(text: string, start: number, stop: number): string {
  const offsets = offsetsOf(text);
  return offsets === undefined ? part(text, start, stop) : part(text, offsets[start]!, offsets[stop]);
}

/** How many code points lie before a UTF-16 offset. */
export function codePointIndex(text: string, offset: number): number {
  const offsets = offsetsOf(text);
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
