import { type ExprFloat, exprFloat } from '../values/float.js';
import { fitInt, greatest, intFromWhole, least, minus, plus, times } from '../values/int.js';
import type { ExprList } from '../values/list.js';
import type { ExprRange } from '../values/range-expr.js';
import type { Int, Value } from '../values/value.js';
import { costOfElements } from './costs.js';
import { definer } from './define.js';
import { MAX_DECIMALS, roundFloatToTens, roundIntToTens, roundToDecimals, roundToInt } from './rounding.js';
import { type Cost, EvaluationFailure, type LibraryFunction } from './row.js';

const row = definer('math', '2.2.2');

/** Which of two is taken: the first one where they are equal. */
interface Choice {
  readonly name: 'min' | 'max';
  readonly what: string;
  readonly ints: (a: Int, b: Int) => Int;
  readonly floats: (a: ExprFloat, b: ExprFloat) => ExprFloat;
  readonly range: (r: ExprRange) => Int | undefined;
}

const MIN: Choice = {
  name: 'min',
  what: 'Least',
  ints: least,
  floats: (a, b) => (b.value < a.value ? b : a),
  range: (r) => r.segments.at(0)?.start,
};

const MAX: Choice = {
  name: 'max',
  what: 'Greatest',
  ints: greatest,
  floats: (a, b) => (b.value > a.value ? b : a),
  range: (r) => r.segments.at(-1)?.end,
};

/** @spec EL-2.2.2-min-max */
function choose<T extends Value>(name: string, items: readonly T[], choose: (a: T, b: T) => T): T {
  if (items.length === 0) throw emptyFailure(name, 'list');
  return items.reduce((best, item) => choose(best, item));
}

/** @spec EL-2.2.2-empty */
function emptyFailure(name: string, what: string): EvaluationFailure {
  return new EvaluationFailure('INVALID_ARGUMENT', `${name}() requires a non-empty ${what}`);
}

/** @spec EL-2.2.2-min-max */
function choiceRows({ name, what, ints, floats, range }: Choice): LibraryFunction[] {
  return [
    row(`${name}(a: int, b: int) -> int`, { doc: `${what} of two values`, call: (_, a: Int, b: Int) => ints(a, b) }),
    row(`${name}(a: float, b: float) -> float`, {
      doc: `${what} of two values`,
      call: (_, a: ExprFloat, b: ExprFloat) => floats(a, b),
    }),
    row(`${name}(a: int, b: int, c: int) -> int`, {
      doc: `${what} of three values`,
      call: (_, a: Int, b: Int, c: Int) => ints(ints(a, b), c),
    }),
    row(`${name}(a: float, b: float, c: float) -> float`, {
      doc: `${what} of three values`,
      call: (_, a: ExprFloat, b: ExprFloat, c: ExprFloat) => floats(floats(a, b), c),
    }),
    row(`${name}(values: list[int]) -> int`, {
      doc: `${what} of a list; an error for the empty list`,
      cost: costOfElements(0),
      call: (_, values: ExprList) => choose(name, values.items as readonly Int[], ints),
    }),
    row(`${name}(values: list[float]) -> float`, {
      doc: `${what} of a list; an error for the empty list`,
      cost: costOfElements(0),
      call: (_, values: ExprList) => choose(name, values.items as readonly ExprFloat[], floats),
    }),
    row(`${name}(values: list[nulltype]) -> noreturn`, {
      doc: 'An error: the list is empty',
      call: (): Value => {
        throw emptyFailure(name, 'list');
      },
    }),
    row(`${name}(r: range_expr) -> int`, {
      doc: `${what} value of a range; an error for an empty one`,
      call: (_, r: ExprRange) => {
        const found = range(r);
        if (found === undefined) throw emptyFailure(name, 'range_expr');
        return found;
      },
    }),
  ];
}

/** Sum of first to last of each segment, without going through the values. */
function sumOfRange(range: ExprRange): Int {
  let sum: Int = 0;
  for (const { start, step, count } of range.segments) {
    const pairs = BigInt(count) * (BigInt(count) - 1n);
    sum = plus(sum, plus(times(start, count), times(step, pairs / 2n)));
  }
  return fitInt(minus(sum, 0));
}

function sumOfInts(items: readonly Int[]): Int {
  let sum: Int = 0;
  for (const item of items) sum = plus(sum, item);
  return fitInt(sum);
}

/** Rounding is exact, by ints of as many digits as it takes: most for a float that is very small or large. */
const ROUND_COST: Cost = {
  text: 'nothing more',
  operations: () => 0,
  steps: ([, digits]) =>
    STEPS_TO_ROUND + Math.min(Math.abs(Number(digits)), MAX_DECIMALS) * STEPS_PER_DIGIT + Math.abs(Number(digits)) / 8,
};
const STEPS_TO_ROUND = 300;
const STEPS_PER_DIGIT = 10;

/** Section 2.2.2. */
export const MATH: readonly LibraryFunction[] = [
  // @spec EL-2.2.2-abs
  row('abs(x: int) -> int', { doc: 'Absolute value', call: (_, x: Int) => (x < 0 ? fitInt(minus(0, x)) : x) }),
  // @spec EL-2.2.2-abs
  row('abs(x: float) -> float', { doc: 'Absolute value', call: (_, x: ExprFloat) => exprFloat(Math.abs(x.value)) }),
  ...choiceRows(MIN),
  ...choiceRows(MAX),
  // @spec EL-2.2.2-sum
  row('sum(values: list[nulltype]) -> int', { doc: 'Sum of the empty list: 0', call: () => 0 }),
  row('sum(values: list[int]) -> int', {
    doc: 'Sum of ints',
    cost: costOfElements(0),
    call: (_, values: ExprList) => sumOfInts(values.items as readonly Int[]),
  }),
  row('sum(values: list[float]) -> float', {
    doc: 'Sum of floats, from the first to the last',
    cost: costOfElements(0),
    call: (_, values: ExprList) =>
      exprFloat((values.items as readonly ExprFloat[]).reduce((sum, item) => sum + item.value, 0)),
  }),
  row('sum(r: range_expr) -> int', {
    doc: 'Sum of all values of a range',
    cost: { text: 'number of segments', operations: ([r]) => (r as ExprRange).segments.length },
    call: (_, r: ExprRange) => sumOfRange(r),
  }),
  row('floor(x: int) -> int', { doc: 'The same int', call: (_, x: Int) => x }),
  // @spec EL-2.2.2-floor-ceil
  row('floor(x: float) -> int', {
    doc: 'Largest int that is not greater',
    call: (_, x: ExprFloat) => intFromWhole(Math.floor(x.value)),
  }),
  row('ceil(x: int) -> int', { doc: 'The same int', call: (_, x: Int) => x }),
  // @spec EL-2.2.2-floor-ceil
  row('ceil(x: float) -> int', {
    doc: 'Smallest int that is not less',
    call: (_, x: ExprFloat) => intFromWhole(Math.ceil(x.value)),
  }),
  row('round(x: float) -> int', {
    doc: 'Nearest int; ties go to the even one',
    call: (_, x: ExprFloat) => roundToInt(x.value),
  }),
  row('round(x: int, ndigits: int) -> int', {
    doc: 'Nearest multiple of 10 ** -ndigits; ties go to the even one',
    call: (_, x: Int, ndigits: Int) => roundIntToTens(x, ndigits),
  }),
  // @spec EL-2.2.2-round-digits
  row('round(x: float, ndigits: int) -> float | int', {
    doc: 'To `ndigits` decimals, all of which print; an int for `ndigits` of 0 or less',
    cost: ROUND_COST,
    call: (context, x: ExprFloat, ndigits: Int): Value =>
      ndigits > 0 ? roundToDecimals(context, x.value, ndigits) : roundFloatToTens(x.value, ndigits),
  }),
];
