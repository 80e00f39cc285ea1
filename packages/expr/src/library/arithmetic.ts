import { ExprFloat, exprFloat } from '../values/float.js';
import { fitInt, floorDivide, floorModulo, intFromWhole, minus, plus, times } from '../values/int.js';
import type { Int, Value } from '../values/value.js';
import { definer } from './define.js';
import { divideExactly } from './exact-float.js';
import { powerOfFloat, powerOfInt } from './power.js';
import { EvaluationFailure, type LibraryFunction } from './row.js';

const row = definer('operators', '2.1.1');

/** @spec EL-1.3.11-division-by-zero */
function divisionByZero(): EvaluationFailure {
  return new EvaluationFailure('DIVISION_BY_ZERO', 'Division by zero');
}

/**
 * Quotient towards negative infinity and remainder of the divisor's sign, step by step as Python's `divmod` of floats.
 * @spec EL-2.1.1-floored
 */
function floatDivmod(a: number, b: number): readonly [quotient: number, remainder: number] {
  if (b === 0) throw divisionByZero();
  let remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder !== 0 && remainder < 0 !== b < 0) {
    remainder += b;
    quotient -= 1;
  }
  const floor = Math.floor(quotient);
  return [quotient - floor > 0.5 ? floor + 1 : floor, remainder];
}

/**
 * Section 2.1.1. An int beside a float becomes a float; the rows of floats are tried second.
 * @spec EL-2.1.1-promotion
 */
export const ARITHMETIC: readonly LibraryFunction[] = [
  row('__add__(a: int, b: int) -> int', { doc: '`a + b` addition', call: (_, a: Int, b: Int) => fitInt(plus(a, b)) }),
  row('__add__(a: float, b: float) -> float', {
    doc: '`a + b` addition',
    call: (_, a: ExprFloat, b: ExprFloat) => exprFloat(a.value + b.value),
  }),
  row('__sub__(a: int, b: int) -> int', {
    doc: '`a - b` subtraction',
    call: (_, a: Int, b: Int) => fitInt(minus(a, b)),
  }),
  row('__sub__(a: float, b: float) -> float', {
    doc: '`a - b` subtraction',
    call: (_, a: ExprFloat, b: ExprFloat) => exprFloat(a.value - b.value),
  }),
  row('__mul__(a: int, b: int) -> int', {
    doc: '`a * b` multiplication',
    call: (_, a: Int, b: Int) => fitInt(times(a, b)),
  }),
  row('__mul__(a: float, b: float) -> float', {
    doc: '`a * b` multiplication',
    call: (_, a: ExprFloat, b: ExprFloat) => exprFloat(a.value * b.value),
  }),
  row('__truediv__(a: int, b: int) -> float', {
    doc: '`a / b` division',
    call: (_, a: Int, b: Int) => {
      if (b === 0) throw divisionByZero();
      return exprFloat(divideExactly(a, b));
    },
  }),
  row('__truediv__(a: float, b: float) -> float', {
    doc: '`a / b` division',
    call: (_, a: ExprFloat, b: ExprFloat) => {
      if (b.value === 0) throw divisionByZero();
      return exprFloat(a.value / b.value);
    },
  }),
  row('__floordiv__(a: int, b: int) -> int', {
    doc: '`a // b` division rounded towards negative infinity',
    call: (_, a: Int, b: Int) => {
      if (b === 0) throw divisionByZero();
      return fitInt(floorDivide(a, b));
    },
  }),
  row('__floordiv__(a: float, b: float) -> int', {
    doc: '`a // b` division rounded towards negative infinity',
    call: (_, a: ExprFloat, b: ExprFloat) => intFromWhole(floatDivmod(a.value, b.value)[0]),
  }),
  row('__mod__(a: int, b: int) -> int', {
    doc: '`a % b` remainder with the sign of `b`',
    call: (_, a: Int, b: Int) => {
      if (b === 0) throw divisionByZero();
      return floorModulo(a, b);
    },
  }),
  row('__mod__(a: float, b: float) -> float', {
    doc: '`a % b` remainder with the sign of `b`',
    call: (_, a: ExprFloat, b: ExprFloat) => exprFloat(floatDivmod(a.value, b.value)[1]),
  }),
  row('__pow__(a: int, b: int) -> float | int', {
    doc: '`a ** b` power: an int, or a float where `b` is negative',
    call: (_, a: Int, b: Int): Value => powerOfInt(a, b),
  }),
  row('__pow__(a: float, b: float) -> float', {
    doc: '`a ** b` power',
    call: (_, a: ExprFloat, b: ExprFloat) => exprFloat(powerOfFloat(a.value, b.value)),
  }),
  row('__neg__(a: int) -> int', { doc: '`-a` negation', call: (_, a: Int) => fitInt(minus(0, a)) }),
  row('__neg__(a: float) -> float', { doc: '`-a` negation', call: (_, a: ExprFloat) => exprFloat(-a.value) }),
  row('__pos__(a: int) -> int', { doc: '`+a` the same value', call: (_, a: Int) => a }),
  row('__pos__(a: float) -> float', { doc: '`+a` the same value', call: (_, a: ExprFloat) => new ExprFloat(a.value) }),
];
