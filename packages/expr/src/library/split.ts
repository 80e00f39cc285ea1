import { isWhitespace } from '../values/whitespace.js';

/*
 * str.split and str.rsplit. `max` is the most splits to make; below 0 there is no limit.
 */

/** The runs of characters that are no whitespace. */
export function splitWhitespace(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isWhitespace(text.charCodeAt(at))) at++;
    if (at === text.length) return parts;
    const start = at;
    while (at < text.length && !isWhitespace(text.charCodeAt(at))) at++;
    parts.push(text.slice(start, at));
  }
}

export function splitAt(text: string, separator: string, max: number): string[] {
  if (max < 0) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  while (parts.length < max) {
    const end = text.indexOf(separator, start);
    if (end < 0) break;
    parts.push(text.slice(start, end));
    start = end + separator.length;
  }
  parts.push(text.slice(start));
  return parts;
}

/** Splits from the right, which matters for a limit and for separators that overlap. */
export function rightSplitAt(text: string, separator: string, max: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (max < 0 || parts.length < max) {
    const start = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (start < 0) break;
    parts.push(text.slice(start + separator.length, end));
    end = start;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}
