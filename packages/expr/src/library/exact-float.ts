import { type ExprFloat, exprFloat } from '../values/float.js';
import { fitInt, times } from '../values/int.js';
import type { Int } from '../values/value.js';
import { EvaluationFailure } from './row.js';

/*
 * Float results that are rounded once, from the exact value. Engines and platforms differ in the last digit of powers,
 * and a job must come out the same everywhere.
 */

/** A finite float as `mantissa * 2 ** exponent`, exactly. */
export function exactParts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: (biased === 0 ? 1 : biased) - 1075 };
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

/** The float nearest to `numerator / denominator`; ties go to even. The denominator is positive. */
export function nearestFloat(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  if (size === 0n) return 0;
  // Enough bits for the mantissa; below 2 ** -1074 floats have no bits, so two bits below that are the most that matter.
  const shift = Math.min(66 - (bitLength(size) - bitLength(denominator)), 1076);
  const scaled = shift >= 0 ? size << BigInt(shift) : size;
  const divisor = shift >= 0 ? denominator : denominator << BigInt(-shift);
  let quotient = scaled / divisor;
  // The lowest bit says whether anything is left below it.
  if (scaled % divisor !== 0n) quotient |= 1n;
  if (shift === 1076 && quotient < 1n << 54n) quotient = roundToFour(quotient);
  // Two steps, since 2 ** 1076 is beyond the floats' range.
  const half = Math.trunc(shift / 2);
  const result = Number(quotient) * 2 ** -half * 2 ** (half - shift);
  return negative ? -result : result;
}

/** To the nearest multiple of 4, ties to even: a subnormal's last bit is worth 4 here. */
function roundToFour(value: bigint): bigint {
  const rest = value & 3n;
  const down = value - rest;
  const up = rest === 3n || (rest === 2n && (down & 4n) !== 0n);
  return up ? down + 4n : down;
}

/** `a / b` rounded once. `b` is not 0. */
export function divideExactly(a: Int, b: Int): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const [x, y] = [BigInt(a), BigInt(b)];
  return y < 0n ? nearestFloat(-x, -y) : nearestFloat(x, y);
}

function powerOfZero(): EvaluationFailure {
  return new EvaluationFailure('DIVISION_BY_ZERO', 'Zero cannot be raised to a negative power');
}

/** `a ** b`: an int for `b >= 0`, else a float. Spec: Expression Language 2.1.1. */
export function powerOfInt(a: Int, b: Int): Int | ExprFloat {
  if (b < 0) {
    if (a === 0) throw powerOfZero();
    return exprFloat(a === 1 ? 1 : a === -1 ? (isOdd(b) ? -1 : 1) : inverseOfPower(BigInt(a), -Number(b)));
  }
  if (a === 0 || a === 1) return b === 0 ? 1 : a;
  if (a === -1) return isOdd(b) ? -1 : 1;
  let power: Int = 1;
  // A magnitude of 2 or more leaves 64 bits by its 64th power, so the loop is short.
  for (let i = 0; i < b; i++) power = fitInt(times(power, a));
  return power;
}

function isOdd(value: Int): boolean {
  return BigInt(value) % 2n !== 0n;
}

function inverseOfPower(base: bigint, exponent: number): number {
  if (exponent > 1080) return 0;
  const power = base ** BigInt(exponent);
  return power < 0n ? nearestFloat(-1n, -power) : nearestFloat(1n, power);
}

/** Largest whole exponent that is worked out exactly. */
const MAX_EXACT_EXPONENT = 256;

/** `a ** b` for floats. Throws for zero to a negative power and for a negative number to a fraction. Spec: 2.1.1. */
export function powerOfFloat(a: number, b: number): number {
  if (a === 0 && b < 0) throw powerOfZero();
  if (a < 0 && !Number.isInteger(b)) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      'A negative number cannot be raised to a fractional power: the result is not a real number',
    );
  }
  if (b === 0.5) return Math.sqrt(a);
  const estimate = a ** b;
  if (!Number.isInteger(b) || Math.abs(b) > MAX_EXACT_EXPONENT || !Number.isFinite(estimate) || a === 0)
    return estimate;
  const { mantissa, exponent } = exactParts(a);
  const times = BigInt(Math.abs(b));
  const power = mantissa ** times;
  const bits = exponent * Math.abs(b);
  const [numerator, denominator] = bits >= 0 ? [power << BigInt(bits), 1n] : [power, 1n << BigInt(-bits)];
  if (b > 0) return nearestFloat(numerator, denominator);
  return numerator < 0n ? nearestFloat(-denominator, -numerator) : nearestFloat(denominator, numerator);
}
