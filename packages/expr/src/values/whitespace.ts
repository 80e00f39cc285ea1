/*
 * Whitespace as Python's `str.isspace` and `str.strip` know it: category Zs, Zl, Zp or bidirectional class WS, B, S.
 * JavaScript's own set has U+FEFF and lacks U+001C to U+001F and U+0085.
 */

/** For use inside a regular expression's brackets. */
export const WHITESPACE_CLASS = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const OTHER_WHITESPACE: ReadonlySet<number> = new Set([
  0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028,
  0x2029, 0x202f, 0x205f, 0x3000,
]);

/** @spec RFC0006-unicode-classes */
export function isWhitespace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  return OTHER_WHITESPACE.has(unit);
}

export function stripWhitespaceStart(text: string): string {
  let start = 0;
  while (start < text.length && isWhitespace(text.charCodeAt(start))) start++;
  return text.slice(start);
}

export function stripWhitespaceEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWhitespace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

export function stripWhitespace(text: string): string {
  return stripWhitespaceEnd(stripWhitespaceStart(text));
}
