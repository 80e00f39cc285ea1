import { part } from '../values/code-points.js';
import type { TextSearch } from '../values/text-search.js';
import { isWhitespace } from '../values/whitespace.js';

/*
 * str.split and str.rsplit. `max` is the most splits to make; below 0 there is no limit.
 */

/** Where the next run of characters that are no whitespace begins, from `from` on. */
function wordStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWhitespace(text.charCodeAt(at))) at++;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWhitespace(text.charCodeAt(at))) at++;
  return at;
}

/** How many runs of characters that are no whitespace there are. */
export function countWords(text: string): number {
  let count = 0;
  for (let at = wordStart(text, 0); at < text.length; at = wordStart(text, wordEnd(text, at))) count++;
  return count;
}

/** The runs of characters that are no whitespace. @spec EL-2.2.4-split-whitespace */
export function splitWhitespace(text: string): string[] {
  const parts: string[] = [];
  let end = 0;
  for (let at = wordStart(text, 0); at < text.length; at = wordStart(text, end)) {
    end = wordEnd(text, at);
    parts.push(part(text, at, end));
  }
  return parts;
}

/** @spec EL-2.2.4-split EL-2.2.4-split-empty */
export function splitAt(text: string, separator: string, max: number, search: TextSearch): string[] {
  const parts: string[] = [];
  let start = 0;
  while (max < 0 || parts.length < max) {
    const end = search.first(text, start);
    if (end < 0) break;
    parts.push(part(text, start, end));
    start = end + separator.length;
  }
  parts.push(part(text, start));
  return parts;
}

/** Splits from the right, which matters for a limit and for separators that overlap. */
export function rightSplitAt(text: string, separator: string, max: number, search: TextSearch): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (max < 0 || parts.length < max) {
    const start = search.last(text, end);
    if (start < 0) break;
    parts.push(part(text, start + separator.length, end));
    end = start;
  }
  parts.push(part(text, 0, end));
  return parts.reverse();
}
