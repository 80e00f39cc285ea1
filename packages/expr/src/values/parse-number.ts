import { quoteText } from '../quote.js';
import { EvaluationFailure } from './failure.js';
import { ExprFloat } from './float.js';
import { floatText } from './float-text.js';
import { INT_MAX, INT_MIN, intFromWhole, narrow } from './int.js';
import type { Int } from './value.js';
import { stripWhitespace } from './whitespace.js';

/*
 * Numbers from texts, as Python's int() and float() read base ten: whitespace around, a sign, decimal digits of any
 * script. Underscores belong to literals only. Spec: Expression Language 1.1.6, 1.2.3, 1.3.4, 2.2.1.
 */

const INT = /^[+-]?[0-9]+$/;
const FLOAT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const NOT_FINITE = /^[+-]?(?:inf(?:inity)?|nan)$/i;
/** More digits than any number needs; longer texts are refused before they are read. */
const MAX_DIGITS = 4300;

/** Without whitespace around, and with the decimal digits of all scripts as 0 to 9. */
function plainNumber(text: string): string {
  const trimmed = stripWhitespace(text);
  if (/^[\x00-\x7f]*$/.test(trimmed)) return trimmed;
  return trimmed.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0)!)));
}

/** Scripts have their digits in runs of ten, or in several runs one after the other. */
function digitValue(codePoint: number): number {
  let first = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (codePoint - first) % 10;
}

/**
 * The int that a text says. Throws CONVERSION_FAILED, or INTEGER_OVERFLOW beyond 64 bits.
 * @spec EL-1.2.3-exact EL-2.2.1-int
 */
export function parseIntText(text: string): Int {
  const plain = plainNumber(text);
  if (!INT.test(plain) || plain.length > MAX_DIGITS) {
    throw new EvaluationFailure(
      'CONVERSION_FAILED',
      `Cannot convert ${quoteText(text)} to int: it is not an integer in base 10`,
      FLOAT.test(plain) ? 'Use floor(), ceil() or round() on float(...) to drop the fraction' : undefined,
    );
  }
  const value = BigInt(plain.replace('+', ''));
  if (value < INT_MIN || value > INT_MAX) {
    throw new EvaluationFailure(
      'INTEGER_OVERFLOW',
      `Cannot convert ${quoteText(text)} to int: it does not fit in 64 bits`,
    );
  }
  return narrow(value);
}

/** The float that a text says. Throws CONVERSION_FAILED, or FLOAT_NOT_FINITE for `inf`, `nan` and what is too large. */
export function parseFloatText(text: string): ExprFloat {
  const plain = plainNumber(text);
  // @spec EL-1.3.4-texts
  if (NOT_FINITE.test(plain)) {
    throw new EvaluationFailure(
      'FLOAT_NOT_FINITE',
      `Cannot convert ${quoteText(text)} to float: infinity and NaN are not allowed`,
    );
  }
  if (!FLOAT.test(plain) || plain.length > MAX_DIGITS) {
    throw new EvaluationFailure('CONVERSION_FAILED', `Cannot convert ${quoteText(text)} to float: it is not a number`);
  }
  const value = Number(plain);
  if (!Number.isFinite(value)) {
    throw new EvaluationFailure('FLOAT_NOT_FINITE', `Cannot convert ${quoteText(text)} to float: it is too large`);
  }
  return new ExprFloat(value + 0);
}

/**
 * A float as the int that it is exactly. Throws CONVERSION_FAILED for a fraction, INTEGER_OVERFLOW beyond 64 bits.
 * @spec EL-1.2.3-exact EL-2.2.1-int
 */
export function intFromFloat(float: ExprFloat): Int {
  if (!Number.isInteger(float.value)) {
    throw new EvaluationFailure(
      'CONVERSION_FAILED',
      `Cannot convert ${floatText(float)} to int: it is not a whole number`,
      'Use floor(), ceil() or round()',
    );
  }
  return intFromWhole(float.value);
}
