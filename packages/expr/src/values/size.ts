import { ExprFloat } from './float.js';
import { ExprList } from './list.js';
import { ExprPath } from './path.js';
import { ExprRange } from './range-expr.js';
import type { Value } from './value.js';

/*
 * What values count for against the memory limit. Spec: Expression Language 1.3.9 leaves this to implementations and
 * asks for a close match to what is really taken. A number, bool or null lives in the slot that holds it.
 */

/** A string counts two bytes a UTF-16 unit, which JavaScript engines never exceed. */
export const STRING_OVERHEAD_BYTES = 24;
export const STRING_UNIT_BYTES = 2;

/** The object around a float or a path, and one segment of a range expression. */
export const OBJECT_BYTES = 56;
const RANGE_SEGMENT_BYTES = 64;
const BIGINT_BYTES = 24;

/** Steps to write or read a number as text, and to write one segment of a range. See `STEPS_PER_OPERATION`. */
export const STEPS_PER_NUMBER = 50;
export const STEPS_PER_SEGMENT = 100;

/** Bytes of a string of `units` UTF-16 units. */
export function stringBytes(units: number): number {
  return STRING_OVERHEAD_BYTES + units * STRING_UNIT_BYTES;
}

/** Bytes that a value counts for against the memory limit. Takes the same short time for every value. Spec: 1.3.9. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return stringBytes(value.length);
  if (typeof value === 'bigint') return BIGINT_BYTES;
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof ExprList) return value.bytes;
  if (value instanceof ExprFloat) return OBJECT_BYTES + (value.text === undefined ? 0 : stringBytes(value.text.length));
  if (value instanceof ExprPath) return OBJECT_BYTES + stringBytes(value.text.length);
  if (value instanceof ExprRange) return OBJECT_BYTES + value.segments.length * RANGE_SEGMENT_BYTES;
  return 0;
}
