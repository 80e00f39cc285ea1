import { types } from '../types/index.js';
import { charactersOf } from '../values/code-points.js';
import { ExprFloat, exprFloat } from '../values/float.js';
import { formatValue } from '../values/format.js';
import { fitInt, intToNumber } from '../values/int.js';
import { parseBoolText } from '../values/js.js';
import { type ExprList, exprList } from '../values/list.js';
import { intFromFloat, parseFloatText, parseIntText } from '../values/parse-number.js';
import type { ExprPath } from '../values/path.js';
import { ExprRange, rangeFromInts } from '../values/range-expr.js';
import { exprRange } from '../values/range-expr-parse.js';
import { STEPS_PER_NUMBER, STEPS_PER_SEGMENT } from '../values/size.js';
import type { Int, Value } from '../values/value.js';
import {
  costOfCharacters,
  costOfElements,
  costOfText,
  reserveList,
  reserveText,
  STEPS_PER_COMPARISON,
  sortingSteps,
  textUnits,
  WRITING_COST,
} from './costs.js';
import { definer } from './define.js';
import { type CallContext, type Cost, EvaluationFailure, type LibraryFunction } from './row.js';

const row = definer('general', '2.2.1');

/** @spec EL-2.2.1-bool-refused */
function refuse(what: string): never {
  throw new EvaluationFailure(
    'WRONG_TYPE',
    `Cannot convert ${what} to bool`,
    'Compare it with a value instead, for example with == or len()',
  );
}

function toInt(value: Int | ExprFloat | string): Int {
  if (typeof value === 'string') return parseIntText(value);
  return value instanceof ExprFloat ? intFromFloat(value) : value;
}

function toFloat(value: Int | ExprFloat | string): ExprFloat {
  if (typeof value === 'string') return parseFloatText(value);
  return exprFloat(value instanceof ExprFloat ? value.value : intToNumber(value));
}

function listOfRange(context: CallContext, range: ExprRange): ExprList {
  reserveList(context, Number(range.count));
  return exprList(types.int, [...range]);
}

function listText(context: CallContext, values: ExprList): string {
  const least = textUnits(values);
  reserveText(context, least);
  const text = formatValue(values);
  reserveText(context, text.length - least);
  return text;
}

/** For a number that is read or written, and for a text that is read as one. */
const NUMBER_COST: Cost = {
  ...costOfText(0),
  steps: ([value]) => {
    if (value instanceof ExprRange) return value.segments.length * STEPS_PER_SEGMENT;
    return typeof value === 'string' ? STEPS_PER_NUMBER + value.length * 2 : STEPS_PER_NUMBER;
  },
};

/** Steps for a character of a range's text, and bytes of what stands for it while it is read: elements and segments. */
const STEPS_PER_RANGE_CHARACTER = 60;
const BYTES_PER_RANGE_CHARACTER = 100;
/** Bytes for each int that becomes part of a range: sorted, and at worst a segment of its own. */
const BYTES_PER_RANGE_ITEM = 120;

/** Section 2.2.1. */
export const GENERAL: readonly LibraryFunction[] = [
  row('len(list: list[T]) -> int', { doc: 'Number of items', call: (_, list: ExprList) => list.items.length }),
  row('len(s: string) -> int', {
    doc: 'Number of Unicode code points',
    call: (context, s: string) => charactersOf(context, s).length,
  }),
  row('len(p: path) -> int', {
    doc: "Number of Unicode code points of the path's text",
    call: (context, p: ExprPath) => charactersOf(context, p.text).length,
  }),
  row('len(r: range_expr) -> int', { doc: 'Number of values', call: (_, r: ExprRange) => fitInt(r.count) }),
  row('bool(value: bool) -> bool', { doc: 'The same value', call: (_, value: boolean) => value }),
  row('bool(value: nulltype) -> bool', { doc: 'False', call: () => false }),
  row('bool(value: int) -> bool', { doc: 'False for 0', call: (_, value: Int) => value !== 0 }),
  row('bool(value: float) -> bool', { doc: 'False for 0.0', call: (_, value: ExprFloat) => value.value !== 0 }),
  row('bool(value: string) -> bool', {
    doc: 'True for 1, true, on, yes; false for 0, false, off, no; in any case of letters',
    cost: costOfCharacters(0),
    call: (_, value: string) => parseBoolText(value),
  }),
  row('bool(value: path) -> noreturn', { doc: 'An error: a path is no bool', call: () => refuse('path') }),
  row('bool(value: list[T]) -> noreturn', { doc: 'An error: a list is no bool', call: () => refuse('list') }),
  // @spec EL-2.2.1-string
  row('string(value: bool | int | float | string | path | range_expr | nulltype) -> string', {
    doc: 'The text that a format string prints; `null` for null',
    cost: NUMBER_COST,
    call: (_, value: Value) => formatValue(value),
  }),
  // @spec EL-2.2.1-string-of-list
  row('string(value: list[T]) -> string', {
    doc: 'The list as JSON',
    cost: WRITING_COST,
    call: listText,
  }),
  // @spec EL-2.2.1-int
  row('int(value: int | float | string) -> int', {
    doc: 'The same number as an int; an error where it is not whole',
    cost: NUMBER_COST,
    call: (_, value: Int | ExprFloat | string) => toInt(value),
  }),
  row('float(value: int | float | string) -> float', {
    doc: 'The nearest float',
    cost: NUMBER_COST,
    call: (_, value: Int | ExprFloat | string) => toFloat(value),
  }),
  // @spec TS-2.10-list
  row('list(value: range_expr) -> list[int]', {
    doc: 'The values of the range, in order',
    cost: costOfElements(0),
    call: listOfRange,
  }),
  // @spec EL-2.2.1-range-expr
  row('range_expr(s: string) -> range_expr', {
    doc: 'Reads a range such as `1-10` or `1,3,5-7:2`',
    cost: { ...costOfText(0), steps: ([s]) => textUnits(s!) * STEPS_PER_RANGE_CHARACTER },
    call: (context, s: string) => {
      context.reserveMemory(s.length * BYTES_PER_RANGE_CHARACTER);
      return exprRange(s);
    },
  }),
  // @spec EL-2.2.1-range-expr-of-list
  row('range_expr(l: list[int]) -> range_expr', {
    doc: 'The range of these ints; duplicates count once',
    cost: costOfElements(0),
    call: (context, l: ExprList) => {
      context.reserveMemory(l.items.length * BYTES_PER_RANGE_ITEM);
      context.countSteps(sortingSteps(l.items.length) * STEPS_PER_COMPARISON);
      return rangeFromInts(l.items as readonly Int[]);
    },
  }),
  // @spec EL-2.2.1-fail RFC0006-fail
  row('fail(message: string) -> noreturn', {
    doc: 'Ends the evaluation with this error',
    call: (_, message: string): Value => {
      throw new EvaluationFailure(
        'FAILED_BY_TEMPLATE',
        message === '' ? 'The template failed without a message' : message,
      );
    },
  }),
];
