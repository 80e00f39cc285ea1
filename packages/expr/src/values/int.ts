import { shortenText } from '../quote.js';
import { EvaluationFailure } from './failure.js';
import type { Int } from './value.js';

/** Least and greatest int. Spec: Expression Language 1.2.1. @spec EL-1.2.1-int-range RFC0005-int-range */
export const INT_MIN = -(2n ** 63n);
export const INT_MAX = 2n ** 63n - 1n;

/** 2^63 as a float: the first magnitude that no int reaches upwards. */
const TWO_TO_63 = 2 ** 63;

function overflow(): EvaluationFailure {
  return new EvaluationFailure(
    'INTEGER_OVERFLOW',
    'Integer overflow: the result is outside the 64-bit range -9223372036854775808 to 9223372036854775807',
  );
}

/** A bigint as a number where that is exact. Says nothing about 64 bits. */
export function narrow(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** A bigint as an int. Throws INTEGER_OVERFLOW outside 64 bits. @spec RFC0005-int-overflow */
export function intFromBigInt(value: bigint): Int {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value);
  if (value < INT_MIN || value > INT_MAX) throw overflow();
  return value;
}

/**
 * A whole float as an int. Throws INTEGER_OVERFLOW outside 64 bits. The caller has made sure that it is whole.
 * @spec RFC0005-int-overflow
 */
export function intFromWhole(value: number): Int {
  if (Number.isSafeInteger(value)) return value + 0;
  if (!(value >= -TWO_TO_63 && value < TWO_TO_63)) throw overflow();
  return BigInt(value);
}

/** True for a value that is an int: a safe integer, or a bigint of 64 bits. */
export function isInt(value: unknown): value is Int {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'bigint' && value >= INT_MIN && value <= INT_MAX;
}

/** An int from a JavaScript number or bigint. Throws INTEGER_OVERFLOW or CONVERSION_FAILED. */
export function int(value: number | bigint): Int {
  if (typeof value === 'bigint') return intFromBigInt(value);
  if (!Number.isInteger(value)) {
    throw new EvaluationFailure(
      'CONVERSION_FAILED',
      `Cannot convert ${shortenText(String(value))} to int: it is not a whole number`,
    );
  }
  return intFromWhole(value);
}

/*
 * Exact arithmetic without the 64-bit check, for counting and for ranges. A safe result of two safe operands is exact;
 * anything else takes the detour through bigint.
 */

export function plus(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    if (Number.isSafeInteger(r)) return r;
  }
  return narrow(BigInt(a) + BigInt(b));
}

export function minus(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    if (Number.isSafeInteger(r)) return r;
  }
  return narrow(BigInt(a) - BigInt(b));
}

export function times(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    // `+ 0` turns -0 into 0.
    if (Number.isSafeInteger(r)) return r + 0;
  }
  return narrow(BigInt(a) * BigInt(b));
}

/** Quotient rounded towards negative infinity. `b` is not 0. @spec EL-2.1.1-floored */
export function floorDivide(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    // The remainder is exact, so the quotient of what is left is exact too.
    let r = a % b;
    if (r !== 0 && r < 0 !== b < 0) r += b;
    const q = (a - r) / b;
    if (Number.isSafeInteger(a - r)) return q + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  const q = x / y;
  return narrow(x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q);
}

/** Remainder with the sign of the divisor. `b` is not 0. @spec EL-2.1.1-floored */
export function floorModulo(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a % b;
    return (r !== 0 && r < 0 !== b < 0 ? r + b : r) + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  const r = x % y;
  return narrow(r !== 0n && r < 0n !== y < 0n ? r + y : r);
}

/** The lesser of two ints, which Math.min cannot tell for bigints. */
export function least(a: Int, b: Int): Int {
  return a <= b ? a : b;
}

/** The greater of two ints. */
export function greatest(a: Int, b: Int): Int {
  return a >= b ? a : b;
}

/** Throws INTEGER_OVERFLOW when an exact result does not fitInt in 64 bits. @spec RFC0005-int-overflow */
export function fitInt(value: Int): Int {
  return typeof value === 'number' ? value : intFromBigInt(value);
}

/** Nearest float. Ints beyond 2^53 round half to even, as Python and IEEE 754 do. */
export function intToNumber(value: Int): number {
  return typeof value === 'number' ? value : Number(value);
}
