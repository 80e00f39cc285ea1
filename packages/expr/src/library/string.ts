import { STEPS_PER_OPERATION } from '../limits.js';
import { quoteText } from '../quote.js';
import { types } from '../types/index.js';
import { charactersOf, part } from '../values/code-points.js';
import type { ExprFloat } from '../values/float.js';
import { formatValue } from '../values/format.js';
import { type ExprList, exprList, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { STEPS_PER_NUMBER } from '../values/size.js';
import { searchBytes, TextSearch } from '../values/text-search.js';
import type { Int } from '../values/value.js';
import { stripWhitespace, stripWhitespaceEnd, stripWhitespaceStart } from '../values/whitespace.js';
import * as is from './character-class.js';
import {
  costOfCharacters,
  elementCount,
  reserveParts,
  reserveText,
  SEARCH_COST,
  textOperations,
  textUnits,
} from './costs.js';
import { definer } from './define.js';
import { capitalize, titleCase } from './letter-case.js';
import { type CallContext, type Cost, EvaluationFailure, type LibraryFunction } from './row.js';
import { countWords, rightSplitAt, splitAt, splitWhitespace } from './split.js';

const row = definer('string', '2.2.4');

const COST_OF_S = costOfCharacters(0);

/** Title case of what is not ASCII is found character by character. */
const TITLE_COST: Cost = { ...COST_OF_S, steps: ([s]) => textUnits(s!) * STEPS_PER_TITLE_CHARACTER };
const STEPS_PER_TITLE_CHARACTER = 40;

function requireText(text: string, what: string): void {
  if (text === '') throw new EvaluationFailure('INVALID_ARGUMENT', `${what} must not be empty`);
}

/** One argument, one answer. */
function simple(name: string, doc: string, answer: (s: string) => string | boolean, cost = COST_OF_S): LibraryFunction {
  const result = typeof answer('') === 'string' ? 'string' : 'bool';
  return row(`${name}(s: string) -> ${result}`, { doc, cost, call: (_, s: string) => answer(s) });
}

/** The code point that ends at an offset beyond the first. */
function codePointBefore(text: string, offset: number): number {
  const unit = text.charCodeAt(offset - 1);
  const pair = unit >= 0xdc00 && unit <= 0xdfff && offset > 1 ? text.codePointAt(offset - 2)! : unit;
  return pair > 0xffff ? pair : unit;
}

function unitsOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

/** @spec EL-2.2.4-strip */
function stripCharacters(text: string, chars: string, fromStart: boolean, fromEnd: boolean): string {
  const set = new Set<number>();
  for (const character of chars) set.add(character.codePointAt(0)!);
  let start = 0;
  let end = text.length;
  for (let next = text.codePointAt(0); fromStart && start < end && set.has(next!); next = text.codePointAt(start)) {
    start += unitsOf(next!);
  }
  while (fromEnd && end > start && set.has(codePointBefore(text, end))) end -= unitsOf(codePointBefore(text, end));
  return part(text, start, end);
}

/** Steps to ask a set for a character. */
const STEPS_PER_LOOKUP = 5;

/** What is removed is a set, which takes a while to make. */
const STRIP_COST: Cost = {
  ...COST_OF_S,
  steps: ([s, chars]) => textUnits(s!) * STEPS_PER_LOOKUP + textUnits(chars!) * STEPS_PER_OPERATION,
};

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
      cost: STRIP_COST,
      call: (_, s: string, chars: string) => stripCharacters(s, chars, start, end),
    }),
  ]);
}

/** The code point index of a UTF-16 offset; -1 stays. */
function foundIndex(context: CallContext, s: string, offset: number): number {
  return offset < 0 ? -1 : charactersOf(context, s).indexOf(offset);
}

/** How often `sub` occurs, each time an operation. */
function countOf(context: CallContext, s: string, search: TextSearch, sub: string): number {
  let count = 0;
  for (let at = search.first(s); at >= 0; at = search.first(s, at + sub.length)) {
    count++;
    context.countOperations(1);
  }
  return count;
}

/**
 * A search for a text that must not be empty, with what it takes.
 * @spec EL-2.2.4-empty-sub EL-2.2.4-empty-old EL-2.2.4-empty-separator
 */
function searchFor(context: CallContext, sub: string, what: string): TextSearch {
  requireText(sub, what);
  context.reserveMemory(searchBytes(sub.length));
  return new TextSearch(sub);
}

/** @spec EL-2.2.4-index */
function mustBeFound(index: number, s: string, sub: string): number {
  if (index < 0)
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      `${quoteText(sub)} is not in ${quoteText(s)}`,
      'Use find(), which answers -1',
    );
  return index;
}

/** @spec EL-2.2.4-find */
function searchRows(): LibraryFunction[] {
  const first = (s: string, search: TextSearch) => search.first(s);
  const last = (s: string, search: TextSearch) => search.last(s);
  const variants: readonly [name: string, doc: string, find: (s: string, search: TextSearch) => number][] = [
    ['find', 'Lowest index of `sub`, or -1', first],
    ['rfind', 'Highest index of `sub`, or -1', last],
    ['index', 'Lowest index of `sub`; an error if it is not there', first],
    ['rindex', 'Highest index of `sub`; an error if it is not there', last],
  ];
  const finders = variants.map(([name, doc, find]) =>
    row(`${name}(s: string, sub: string) -> int`, {
      doc,
      cost: SEARCH_COST,
      call: (context, s: string, sub: string) => {
        const offset = find(s, searchFor(context, sub, `The text that ${name}() looks for`));
        const index = foundIndex(context, s, offset);
        return name.endsWith('index') ? mustBeFound(index, s, sub) : index;
      },
    }),
  );
  const count = row('count(s: string, sub: string) -> int', {
    doc: 'How often `sub` occurs, without overlaps',
    cost: SEARCH_COST,
    call: (context, s: string, sub: string) =>
      countOf(context, s, searchFor(context, sub, 'The text that count() looks for'), sub),
  });
  return [count, ...finders];
}

/** @spec EL-2.2.4-replace */
function replace(context: CallContext, s: string, old: string, replacement: string): string {
  // @spec EL-2.2.4-empty-old
  const search = searchFor(context, old, 'The text that replace() looks for');
  const count = countOf(context, s, search, old);
  if (count === 0) return s;
  const units = s.length + count * (replacement.length - old.length);
  context.countOperations(textOperations(Math.max(units - s.length, 0)));
  reserveText(context, units);
  if (search.isNative) return s.replaceAll(old, () => replacement);
  context.reserveMemory(count * LIST_SLOT_BYTES);
  return splitAt(s, old, -1, search).join(replacement);
}

/** Parts of a text as a list. How many there are is counted before they are made. */
function partList(
  context: CallContext,
  s: string,
  sep: string,
  max: number,
  cut: (text: string, separator: string, max: number, search: TextSearch) => string[],
  name: string,
): ExprList {
  // @spec EL-2.2.4-empty-separator
  const search = searchFor(context, sep, `The separator of ${name}()`);
  const count = countOf(context, s, search, sep);
  reserveParts(context, s.length, max < 0 ? count + 1 : Math.min(count, max) + 1);
  return exprList(types.string, cut(s, sep, max, search));
}

function wordList(context: CallContext, s: string): ExprList {
  const count = countWords(s);
  context.countOperations(count);
  reserveParts(context, s.length, count);
  return exprList(types.string, splitWhitespace(s));
}

function maxSplits(maxsplit: Int): number {
  return maxsplit < 0 ? -1 : Number(maxsplit);
}

/** @spec EL-2.2.4-split */
function splitRows(): LibraryFunction[] {
  const variants = [
    { name: 'split', from: '', cut: splitAt },
    { name: 'rsplit', from: ', from the right', cut: rightSplitAt },
  ];
  return variants.flatMap(({ name, from, cut }) => [
    row(`${name}(s: string) -> list[string]`, {
      doc: 'The parts between runs of whitespace',
      cost: COST_OF_S,
      call: wordList,
    }),
    row(`${name}(s: string, sep: string) -> list[string]`, {
      doc: `The parts between separators${from}`,
      cost: SEARCH_COST,
      call: (context, s: string, sep: string) => partList(context, s, sep, -1, cut, name),
    }),
    row(`${name}(s: string, sep: string, maxsplit: int) -> list[string]`, {
      doc: `The parts between separators${from}, after at most \`maxsplit\` splits; a negative number is no limit`,
      cost: SEARCH_COST,
      call: (context, s: string, sep: string, maxsplit: Int) =>
        partList(context, s, sep, maxSplits(maxsplit), cut, name),
    }),
  ]);
}

const JOIN_COST: Cost = {
  text: 'number of elements + length of the texts / 256',
  operations: ([items]) => elementCount(items!) + textOperations(textUnits(items!)),
  steps: ([items, sep]) => textOperations(elementCount(items!) * textUnits(sep!)) * STEPS_PER_OPERATION,
};

function join(context: CallContext, items: ExprList, sep: string): string {
  reserveText(context, textUnits(items) + Math.max(items.items.length - 1, 0) * sep.length);
  context.reserveMemory(items.items.length * LIST_SLOT_BYTES);
  return items.items.map((item) => (item instanceof ExprPath ? item.text : item)).join(sep);
}

/** A number is written as text first. */
const COST_OF_NUMBER: Cost = { text: 'nothing more', operations: () => 0, steps: () => STEPS_PER_NUMBER };

/** How many characters of padding bring a text to a width. @spec EL-2.2.4-justify */
function padding(context: CallContext, s: string, width: Int): number {
  const missing = Math.max(Number(width) - charactersOf(context, s).length, 0);
  context.countOperations(textOperations(missing));
  reserveText(context, s.length + missing);
  return missing;
}

/** @spec EL-2.2.4-justify */
function center(context: CallContext, s: string, width: Int): string {
  const missing = padding(context, s, width);
  // An odd space goes to the left of a text of odd width, as in Python.
  const left = Math.floor(missing / 2) + (missing % 2 === 1 && Number(width) % 2 === 1 ? 1 : 0);
  return ' '.repeat(left) + s + ' '.repeat(missing - left);
}

/** @spec EL-2.2.4-zfill */
function zfill(context: CallContext, s: string, width: Int): string {
  const zeros = '0'.repeat(padding(context, s, width));
  return s.startsWith('-') || s.startsWith('+') ? s.charAt(0) + zeros + s.slice(1) : zeros + s;
}

/** Section 2.2.4. */
export const STRING: readonly LibraryFunction[] = [
  // @spec EL-2.2.4-case
  simple('upper', 'The text in upper case', (s) => s.toUpperCase()),
  simple('lower', 'The text in lower case', (s) => s.toLowerCase()),
  simple('capitalize', 'First character in upper case, the rest in lower case', capitalize, TITLE_COST),
  simple('title', 'First character of each word in upper case, the rest in lower case', titleCase, TITLE_COST),
  ...stripRows(),
  // @spec EL-2.2.4-affixes
  row('removeprefix(s: string, prefix: string) -> string', {
    doc: 'The text without the prefix, if it has it',
    cost: COST_OF_S,
    call: (_, s: string, prefix: string) => (s.startsWith(prefix) ? part(s, prefix.length) : s),
  }),
  // @spec EL-2.2.4-affixes
  row('removesuffix(s: string, suffix: string) -> string', {
    doc: 'The text without the suffix, if it has it',
    cost: COST_OF_S,
    call: (_, s: string, suffix: string) => (s.endsWith(suffix) ? part(s, 0, s.length - suffix.length) : s),
  }),
  row('startswith(s: string, prefix: string) -> bool', {
    doc: 'True if the text starts with the prefix',
    cost: costOfCharacters(1),
    call: (_, s: string, prefix: string) => s.startsWith(prefix),
  }),
  row('endswith(s: string, suffix: string) -> bool', {
    doc: 'True if the text ends with the suffix',
    cost: costOfCharacters(1),
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
    cost: SEARCH_COST,
    call: replace,
  }),
  ...splitRows(),
  row('join(items: list[nulltype], sep: string) -> string', { doc: 'The empty string', call: () => '' }),
  // @spec EL-2.2.4-join
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
  // @spec EL-2.2.4-justify
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
    cost: COST_OF_NUMBER,
    call: (context, n: Int, width: Int) => zfill(context, String(n), width),
  }),
  row('zfill(x: float, width: int) -> string', {
    doc: 'The float with zeros before it up to a width that counts its sign',
    cost: COST_OF_NUMBER,
    call: (context, x: ExprFloat, width: Int) => zfill(context, formatValue(x), width),
  }),
];
