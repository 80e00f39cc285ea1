import { floorDivide, minus, plus } from '../values/int.js';
import type { Int } from '../values/value.js';
import { EvaluationFailure } from './row.js';

/** A slice's first index, the bound that it does not reach, its step and how many indices it has. */
export interface SliceBounds {
  readonly start: Int;
  readonly stop: Int;
  readonly step: Int;
  readonly count: Int;
}

/** @spec EL-2.1.8-clamped */
function clamp(value: Int, low: Int, high: Int): Int {
  return value < low ? low : value > high ? high : value;
}

/**
 * The bounds where all numbers are plain ones, which nearly all are.
 * @spec EL-1.3.8-defaults EL-1.3.8-negative EL-2.1.8-clamped
 */
function plainBounds(length: number, start: number | null, stop: number | null, step: number): SliceBounds {
  const backwards = step < 0;
  const low = backwards ? -1 : 0;
  const high = backwards ? length - 1 : length;
  let from = start ?? (backwards ? high : low);
  if (start !== null) from = Math.min(Math.max(start < 0 ? start + length : start, low), high);
  let to = stop ?? (backwards ? low : high);
  if (stop !== null) to = Math.min(Math.max(stop < 0 ? stop + length : stop, low), high);
  const span = backwards ? from - to : to - from;
  return { start: from, stop: to, step, count: span <= 0 ? 0 : Math.floor((span - 1) / Math.abs(step)) + 1 };
}

function isPlain(value: Int | null): value is number | null {
  return typeof value !== 'bigint';
}

/**
 * The indices that `[start:stop:step]` takes of `length` items, as Python's `slice.indices`. Spec: 1.3.8, 2.1.8.
 * @spec EL-1.3.8-slice EL-1.3.8-defaults EL-1.3.8-negative EL-2.1.8-python
 */
export function sliceBounds(length: Int, start: Int | null, stop: Int | null, step: Int | null): SliceBounds {
  const stride = step ?? 1;
  // @spec EL-2.1.8-step-zero
  if (stride === 0) throw new EvaluationFailure('INVALID_ARGUMENT', 'The step of a slice must not be 0');
  if (isPlain(start) && isPlain(stop) && typeof length === 'number' && typeof stride === 'number') {
    return plainBounds(length, start, stop, stride);
  }
  const backwards = stride < 0;
  const low = backwards ? -1 : 0;
  const high = backwards ? minus(length, 1) : length;
  const bound = (given: Int) => clamp(given < 0 ? plus(given, length) : given, low, high);
  const from = start === null ? (backwards ? high : low) : bound(start);
  const to = stop === null ? (backwards ? low : high) : bound(stop);
  const span = backwards ? minus(from, to) : minus(to, from);
  if (span <= 0) return { start: from, stop: to, step: stride, count: 0 };
  const size = backwards ? minus(0, stride) : stride;
  return { start: from, stop: to, step: stride, count: plus(floorDivide(minus(span, 1), size), 1) };
}

/**
 * The index from 0 on for one that may count from the end. Throws INDEX_OUT_OF_BOUNDS. Spec: 2.1.7.
 * @spec EL-1.3.11-index EL-2.1.7-negative EL-2.1.7-bounds
 */
export function itemIndex(index: Int, length: Int, what: string): Int {
  const from = index < 0 ? plus(index, length) : index;
  if (from < 0 || from >= length) {
    throw new EvaluationFailure(
      'INDEX_OUT_OF_BOUNDS',
      `Index ${index} is out of bounds for a ${what} of length ${length}`,
    );
  }
  return from;
}
