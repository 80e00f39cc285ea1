import { type ExprFloat, exprFloat } from '../values/float.js';
import { fitInt, intToNumber, times } from '../values/int.js';
import type { Int } from '../values/value.js';
import { EvaluationFailure } from './row.js';

function powerOfZero(): EvaluationFailure {
  return new EvaluationFailure('DIVISION_BY_ZERO', 'Zero cannot be raised to a negative power');
}

/** `a ** b`: an int for `b >= 0`, else a float. Spec: Expression Language 2.1.1. @spec EL-2.1.1-power */
export function powerOfInt(a: Int, b: Int): Int | ExprFloat {
  if (b < 0) return exprFloat(powerOfFloat(intToNumber(a), intToNumber(b)));
  if (a === 0 || a === 1) return b === 0 ? 1 : a;
  if (a === -1) return BigInt(b) % 2n === 0n ? 1 : -1;
  let power: Int = 1;
  // A magnitude of 2 or more leaves 64 bits by its 64th power, so the loop is short.
  for (let i = 0; i < b; i++) power = fitInt(times(power, a));
  return power;
}

/** `a ** b` for floats. Throws for zero to a negative power and for a negative number to a fraction. Spec: 2.1.1. */
export function powerOfFloat(a: number, b: number): number {
  // @spec EL-2.1.1-zero-to-negative
  if (a === 0 && b < 0) throw powerOfZero();
  // @spec EL-2.1.1-fractional-power
  if (a < 0 && !Number.isInteger(b)) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      'A negative number cannot be raised to a fractional power: the result is not a real number',
    );
  }
  return a ** b;
}
