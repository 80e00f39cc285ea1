import { escapeUnshowable, type SourceRange } from '@openjd/expr';
import { textWidth } from './text-width.js';

/** A tab reaches to the next multiple of this many columns. */
const TAB_STOP = 4;
/** More UTF-16 code units than what is shown in a column is made of, but for characters piled upon each other. */
const UNITS_A_COLUMN = 8;

/** One column a character. */
const PLAIN = /^[ -~]*$/;

/** One line of a source with the place of a range in it, in terminal columns. */
export interface Excerpt {
  readonly line: number;
  /** Tabs expanded, control characters escaped, cut to the width where it is longer. */
  readonly text: string;
  /** Columns before the marked part. */
  readonly indent: number;
  /** Columns of the marked part, at least 1. */
  readonly width: number;
}

/** The line of `source` where `range` starts, to be shown in `columns` columns. */
export function excerptOf(source: string, range: SourceRange, columns: number): Excerpt {
  const { start, end } = range;
  const lineStart = start.offset - (start.column - 1);
  // A text of one line has as many problems as one of many: what is far away is not looked at for each of them.
  const near = columns * UNITS_A_COLUMN;
  const isOneLine = end.line === start.line;
  const markEnd = isOneLine ? Math.min(Math.max(end.offset, start.offset), start.offset + near) : start.offset;
  const lineEnd = endOfLine(source, markEnd, near);
  const to = isOneLine ? markEnd : lineEnd;
  const from = Math.max(lineStart, start.offset - near);
  const parts = [source.slice(from, start.offset), source.slice(start.offset, to), source.slice(to, lineEnd)] as const;
  return cut(start.line, expand(parts), columns);
}

/** Where the line ends that goes on at `from`; of a long one a place that is `most` away. */
function endOfLine(source: string, from: number, most: number): number {
  const last = Math.min(source.length, from + most);
  let end = from;
  while (end < last && source[end] !== '\n' && source[end] !== '\r') end++;
  return end;
}

/** Expands tabs by the column that they stand in, part after part. */
function expand(parts: readonly [string, string, string]): readonly [string, string, string] {
  let column = 0;
  const [before, marked, after] = parts.map((part) => {
    if (PLAIN.test(part)) {
      column += part.length;
      return part;
    }
    let text = '';
    for (const piece of part.split(/(\t)/)) {
      const shown = piece === '\t' ? ' '.repeat(TAB_STOP - (column % TAB_STOP)) : escapeUnshowable(piece);
      text += shown;
      column += textWidth(shown);
    }
    return text;
  });
  return [before!, marked!, after!];
}

/** Cuts a long line around the marked part, which always stays in sight. */
function cut(line: number, [before, marked, after]: readonly [string, string, string], columns: number): Excerpt {
  const width = textWidth(marked);
  if (textWidth(before) + width + textWidth(after) <= columns) {
    return { line, text: before + marked + after, indent: textWidth(before), width: Math.max(1, width) };
  }
  const shownBefore = tail(before, Math.floor(columns / 2));
  const shownMarked = head(marked, columns - textWidth(shownBefore));
  const shownAfter = head(after, columns - textWidth(shownBefore) - textWidth(shownMarked));
  return {
    line,
    text: shownBefore + shownMarked + shownAfter,
    indent: textWidth(shownBefore),
    width: Math.max(1, textWidth(shownMarked)),
  };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function head(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (PLAIN.test(text)) return columns > 0 ? `${text.slice(0, columns - 1)}…` : '';
  let shown = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text.slice(0, columns * 4))) {
    used += textWidth(segment);
    if (used > columns) break;
    shown += segment;
  }
  return columns > 0 ? `${shown}…` : '';
}

function tail(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (PLAIN.test(text)) return `…${columns > 1 ? text.slice(1 - columns) : ''}`;
  const segments = [...graphemes.segment(text.slice(-columns * 4))].map(({ segment }) => segment);
  let shown = '';
  let used = 1;
  for (let i = segments.length - 1; i >= 0; i--) {
    used += textWidth(segments[i]!);
    if (used > columns) break;
    shown = segments[i]! + shown;
  }
  return `…${shown}`;
}
