import { ExprFloat } from '../values/float.js';
import { intFromBigInt, intFromWhole } from '../values/int.js';
import type { Int } from '../values/value.js';
import { reserveText } from './costs.js';
import { exactParts } from './exact-float.js';
import type { CallContext } from './row.js';

/** No float has more decimals than this. */
export const MAX_DECIMALS = 1074;

/** `numerator / denominator` to the nearest integer, ties to even. The denominator is positive. */
function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const quotient = size / denominator;
  const twice = (size % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/** `value * 10 ** digits` to the nearest integer, ties of the exact value to even. */
function scaledByTen(value: number, digits: number): bigint {
  const { mantissa, exponent } = exactParts(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (digits >= 0) numerator *= 10n ** BigInt(digits);
  else denominator *= 10n ** BigInt(-digits);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  return divideHalfEven(numerator, denominator);
}

/** To the nearest int, ties to even. Spec: Expression Language 2.2.2. @spec EL-2.2.2-round */
export function roundToInt(value: number): Int {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return intFromWhole(floor);
  return intFromWhole(rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor);
}

/** To a multiple of `10 ** -digits` for `digits` of 0 or less. */
export function roundFloatToTens(value: number, digits: Int): Int {
  // Half of 10 ** 309 is more than any float.
  if (digits < -309) return 0;
  const places = -Number(digits);
  return intFromBigInt(scaledByTen(value, -places) * 10n ** BigInt(places));
}

/** To a multiple of `10 ** -digits`; the same int for `digits` of 0 or more. @spec EL-2.2.2-round-int */
export function roundIntToTens(value: Int, digits: Int): Int {
  if (digits >= 0) return value;
  // Half of 10 ** 20 is more than any int.
  if (digits < -20) return 0;
  const unit = 10n ** BigInt(-Number(digits));
  return intFromBigInt(divideHalfEven(BigInt(value), unit) * unit);
}

/**
 * To `digits` decimals, more than none. The text keeps them all, zeros included: `round(3.5, 2)` prints as `3.50`.
 * The exact value of the float decides, as in Python: `round(2.675, 2)` is 2.67. Spec: 2.2.2.
 * @spec EL-2.2.2-round-zeros
 */
export function roundToDecimals(context: CallContext, value: number, digits: Int): ExprFloat {
  const decimals = Number(digits);
  reserveText(context, decimals + 310);
  const exact = Math.min(decimals, MAX_DECIMALS);
  const scaled = scaledByTen(value, exact);
  const size = String(scaled < 0n ? -scaled : scaled).padStart(exact + 1, '0');
  const text = `${scaled < 0n ? '-' : ''}${size.slice(0, -exact)}.${size.slice(-exact)}`;
  return new ExprFloat(Number(text) + 0, text.padEnd(text.length + decimals - exact, '0'));
}
