import { types } from '../types/index.js';
import { codePointIndex, codePointLength } from '../values/code-points.js';
import type { ExprFloat } from '../values/float.js';
import { formatValue } from '../values/format.js';
import { type ExprList, exprList, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { STRING_OVERHEAD_BYTES, stringBytes } from '../values/size.js';
import type { Int } from '../values/value.js';
import { stripWhitespace, stripWhitespaceEnd, stripWhitespaceStart } from '../values/whitespace.js';
import * as is from './character-class.js';
import { costOfText, elementCount, reserveText, textOperations, textUnits } from './costs.js';
import { definer } from './define.js';
import { capitalize, titleCase } from './letter-case.js';
import { type CallContext, type Cost, EvaluationFailure, type LibraryFunction } from './row.js';
import { rightSplitAt, splitAt, splitWhitespace } from './split.js';

const row = definer('string', '2.2.4');

const COST_OF_S = costOfText(0);

function requireText(text: string, what: string): void {
  if (text === '') throw new EvaluationFailure('INVALID_ARGUMENT', `${what} must not be empty`);
}

/** One argument, one answer. */
function simple(name: string, doc: string, answer: (s: string) => string | boolean): LibraryFunction {
  const result = typeof answer('') === 'string' ? 'string' : 'bool';
  return row(`${name}(s: string) -> ${result}`, { doc, cost: COST_OF_S, call: (_, s: string) => answer(s) });
}

function stripCharacters(text: string, chars: string, fromStart: boolean, fromEnd: boolean): string {
  const set = new Set(chars);
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (fromStart && start < end && set.has(characters[start]!)) start++;
  while (fromEnd && end > start && set.has(characters[end - 1]!)) end--;
  return characters.slice(start, end).join('');
}

function stripRows(): LibraryFunction[] {
  const variants = [
    { name: 'strip', where: 'at both ends', white: stripWhitespace, start: true, end: true },
    { name: 'lstrip', where: 'at the start', white: stripWhitespaceStart, start: true, end: false },
    { name: 'rstrip', where: 'at the end', white: stripWhitespaceEnd, start: false, end: true },
  ];
  return variants.flatMap(({ name, where, white, start, end }) => [
    simple(name, `The text without whitespace ${where}`, white),
    row(`${name}(s: string, chars: string) -> string`, {
      doc: `The text without any of the characters of \`chars\` ${where}`,
      cost: COST_OF_S,
      call: (_, s: string, chars: string) => stripCharacters(s, chars, start, end),
    }),
  ]);
}

/** The code point index of a UTF-16 offset; -1 stays. */
function foundIndex(s: string, offset: number): number {
  return offset < 0 ? -1 : codePointIndex(s, offset);
}

function countOf(s: string, sub: string): number {
  let count = 0;
  for (let at = s.indexOf(sub); at >= 0; at = s.indexOf(sub, at + sub.length)) count++;
  return count;
}

function mustBeFound(index: number, s: string, sub: string): number {
  if (index < 0)
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      `${JSON.stringify(sub)} is not in ${JSON.stringify(shortened(s))}`,
      'Use find(), which answers -1',
    );
  return index;
}

/** Enough of a text to know it by. */
function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function searchRows(): LibraryFunction[] {
  const variants: readonly [name: string, doc: string, find: (s: string, sub: string) => number][] = [
    ['count', 'How often `sub` occurs, without overlaps', countOf],
    ['find', 'Lowest index of `sub`, or -1', (s, sub) => foundIndex(s, s.indexOf(sub))],
    ['rfind', 'Highest index of `sub`, or -1', (s, sub) => foundIndex(s, s.lastIndexOf(sub))],
    [
      'index',
      'Lowest index of `sub`; an error if it is not there',
      (s, sub) => mustBeFound(foundIndex(s, s.indexOf(sub)), s, sub),
    ],
    [
      'rindex',
      'Highest index of `sub`; an error if it is not there',
      (s, sub) => mustBeFound(foundIndex(s, s.lastIndexOf(sub)), s, sub),
    ],
  ];
  return variants.map(([name, doc, find]) =>
    row(`${name}(s: string, sub: string) -> int`, {
      doc,
      cost: COST_OF_S,
      call: (_, s: string, sub: string) => {
        requireText(sub, `The text that ${name}() looks for`);
        return find(s, sub);
      },
    }),
  );
}

function replace(context: CallContext, s: string, old: string, replacement: string): string {
  requireText(old, 'The text that replace() looks for');
  if (replacement.length > old.length)
    reserveText(context, s.length + countOf(s, old) * (replacement.length - old.length));
  return s.replaceAll(old, () => replacement);
}

/** Parts of a text as a list. A part takes at least a slot and a string's overhead. */
function partList(context: CallContext, s: string, parts: readonly string[]): ExprList {
  context.countOperations(parts.length);
  context.reserveMemory(stringBytes(s.length) + parts.length * (LIST_SLOT_BYTES + STRING_OVERHEAD_BYTES));
  return exprList(types.string, parts);
}

function maxSplits(maxsplit: Int): number {
  return maxsplit < 0 ? -1 : Number(maxsplit);
}

function splitRows(): LibraryFunction[] {
  const variants = [
    { name: 'split', from: '', cut: splitAt },
    { name: 'rsplit', from: ', from the right', cut: rightSplitAt },
  ];
  return variants.flatMap(({ name, from, cut }) => [
    row(`${name}(s: string) -> list[string]`, {
      doc: 'The parts between runs of whitespace',
      cost: COST_OF_S,
      call: (context, s: string) => partList(context, s, splitWhitespace(s)),
    }),
    row(`${name}(s: string, sep: string) -> list[string]`, {
      doc: `The parts between separators${from}`,
      cost: COST_OF_S,
      call: (context, s: string, sep: string) => {
        requireText(sep, `The separator of ${name}()`);
        return partList(context, s, cut(s, sep, -1));
      },
    }),
    row(`${name}(s: string, sep: string, maxsplit: int) -> list[string]`, {
      doc: `The parts between separators${from}, after at most \`maxsplit\` splits; a negative number is no limit`,
      cost: COST_OF_S,
      call: (context, s: string, sep: string, maxsplit: Int) => {
        requireText(sep, `The separator of ${name}()`);
        return partList(context, s, cut(s, sep, maxSplits(maxsplit)));
      },
    }),
  ]);
}

const JOIN_COST: Cost = {
  text: 'number of elements + length of the texts / 256',
  operations: ([items]) => elementCount(items!) + textOperations(textUnits(items!)),
};

function join(context: CallContext, items: ExprList, sep: string): string {
  reserveText(context, textUnits(items) + Math.max(items.items.length - 1, 0) * sep.length);
  return items.items.map((item) => (item instanceof ExprPath ? item.text : item)).join(sep);
}

/** How many characters of padding bring a text to a width. */
function padding(context: CallContext, s: string, width: Int): number {
  const missing = Math.max(Number(width) - codePointLength(s), 0);
  context.countOperations(textOperations(missing));
  reserveText(context, s.length + missing);
  return missing;
}

function center(context: CallContext, s: string, width: Int): string {
  const missing = padding(context, s, width);
  // An odd space goes to the left of a text of odd width, as in Python.
  const left = Math.floor(missing / 2) + (missing % 2 === 1 && Number(width) % 2 === 1 ? 1 : 0);
  return ' '.repeat(left) + s + ' '.repeat(missing - left);
}

function zfill(context: CallContext, s: string, width: Int): string {
  const zeros = '0'.repeat(padding(context, s, width));
  return s.startsWith('-') || s.startsWith('+') ? s.charAt(0) + zeros + s.slice(1) : zeros + s;
}

/** Section 2.2.4. */
export const STRING: readonly LibraryFunction[] = [
  simple('upper', 'The text in upper case', (s) => s.toUpperCase()),
  simple('lower', 'The text in lower case', (s) => s.toLowerCase()),
  simple('capitalize', 'First character in upper case, the rest in lower case', capitalize),
  simple('title', 'First character of each word in upper case, the rest in lower case', titleCase),
  ...stripRows(),
  row('removeprefix(s: string, prefix: string) -> string', {
    doc: 'The text without the prefix, if it has it',
    cost: COST_OF_S,
    call: (_, s: string, prefix: string) => (s.startsWith(prefix) ? s.slice(prefix.length) : s),
  }),
  row('removesuffix(s: string, suffix: string) -> string', {
    doc: 'The text without the suffix, if it has it',
    cost: COST_OF_S,
    call: (_, s: string, suffix: string) => (s.endsWith(suffix) ? s.slice(0, s.length - suffix.length) : s),
  }),
  row('startswith(s: string, prefix: string) -> bool', {
    doc: 'True if the text starts with the prefix',
    cost: costOfText(1),
    call: (_, s: string, prefix: string) => s.startsWith(prefix),
  }),
  row('endswith(s: string, suffix: string) -> bool', {
    doc: 'True if the text ends with the suffix',
    cost: costOfText(1),
    call: (_, s: string, suffix: string) => s.endsWith(suffix),
  }),
  simple('isdigit', 'True if all characters are digits, and there is one', is.isDigits),
  simple('isalpha', 'True if all characters are letters, and there is one', is.isLetters),
  simple('isalnum', 'True if all characters are letters or numbers, and there is one', is.isLettersOrNumbers),
  simple('isspace', 'True if all characters are whitespace, and there is one', is.isSpaces),
  simple('isupper', 'True if all letters with case are upper case, and there is one', is.isUppercase),
  simple('islower', 'True if all letters with case are lower case, and there is one', is.isLowercase),
  simple('isascii', 'True if all characters are ASCII', is.isAscii),
  ...searchRows(),
  row('replace(s: string, old: string, new: string) -> string', {
    doc: 'The text with every `old` replaced by `new`',
    cost: COST_OF_S,
    call: replace,
  }),
  ...splitRows(),
  row('join(items: list[nulltype], sep: string) -> string', { doc: 'The empty string', call: () => '' }),
  row('join(items: list[string], sep: string) -> string', {
    doc: 'The items with the separator between',
    cost: JOIN_COST,
    call: join,
  }),
  row('join(items: list[path], sep: string) -> string', {
    doc: 'The paths with the separator between',
    cost: JOIN_COST,
    call: join,
  }),
  row('ljust(s: string, width: int) -> string', {
    doc: 'The text with spaces behind it up to a width',
    cost: COST_OF_S,
    call: (context, s: string, width: Int) => s + ' '.repeat(padding(context, s, width)),
  }),
  row('rjust(s: string, width: int) -> string', {
    doc: 'The text with spaces before it up to a width',
    cost: COST_OF_S,
    call: (context, s: string, width: Int) => ' '.repeat(padding(context, s, width)) + s,
  }),
  row('center(s: string, width: int) -> string', {
    doc: 'The text with spaces around it up to a width',
    cost: COST_OF_S,
    call: center,
  }),
  row('zfill(s: string, width: int) -> string', {
    doc: 'The text with zeros before it, but behind a sign, up to a width',
    cost: COST_OF_S,
    call: zfill,
  }),
  row('zfill(n: int, width: int) -> string', {
    doc: 'The int with zeros before it up to a width that counts its sign',
    call: (context, n: Int, width: Int) => zfill(context, String(n), width),
  }),
  row('zfill(x: float, width: int) -> string', {
    doc: 'The float with zeros before it up to a width that counts its sign',
    call: (context, x: ExprFloat, width: Int) => zfill(context, formatValue(x), width),
  }),
];
