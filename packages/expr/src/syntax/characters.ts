const NAME_START = 1;
const NAME_PART = 2;
const DIGIT = 4;
const SPACE = 8;

/** What each ASCII character may be part of. */
const CLASSES = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const letter = (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === 0x5f;
  const digit = c >= 0x30 && c <= 0x39;
  const space = c === 0x20 || (c >= 0x09 && c <= 0x0d && c !== 0x0b);
  CLASSES[c] = (letter ? NAME_START | NAME_PART : 0) | (digit ? DIGIT | NAME_PART : 0) | (space ? SPACE : 0);
}

/** A letter or underscore. `c` is a UTF-16 code unit; NaN at the end of a text is none. */
export function isNameStart(c: number): boolean {
  return c < 128 && (CLASSES[c]! & NAME_START) !== 0;
}

/** A letter, digit or underscore. */
export function isNamePart(c: number): boolean {
  return c < 128 && (CLASSES[c]! & NAME_PART) !== 0;
}

export function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

/**
 * A space, tab, line end or form feed: what Python skips between tokens within brackets. Spec: 1.1.7.
 * @spec EL-1.1.7-lines
 */
export function isSpace(c: number): boolean {
  return c < 128 && (CLASSES[c]! & SPACE) !== 0;
}
