import { floorDivide, floorModulo, minus, plus, times } from './int.js';
import type { Int } from './value.js';

/**
 * Evenly spaced ints in increasing order: `start`, `start + step`, … `end`. `step` is positive, `end` is a member, and a
 * single value has step 1.
 */
export interface RangeSegment {
  readonly start: Int;
  readonly end: Int;
  readonly step: Int;
  /** Number of values, at least 1. May exceed 64 bits' signed half. */
  readonly count: Int;
}

/** The segment of `count` values from `start` on, upwards. */
export function segment(start: Int, step: Int, count: Int): RangeSegment {
  if (count === 1) return { start, end: start, step: 1, count };
  return { start, end: plus(start, times(minus(count, 1), step)), step, count };
}

/**
 * The values of `first-last:step` in increasing order. `first` is always one of them. Spec: Template Schemas 3.4.1.1.1.
 * @spec TS-3.4.1.1.1-range-values TS-3.4.1.1.1-skip-values
 */
export function segmentBetween(first: Int, last: Int, step: Int): RangeSegment {
  const upwards = step > 0;
  const steps = upwards ? floorDivide(minus(last, first), step) : floorDivide(minus(first, last), minus(0, step));
  if (steps <= 0) return segment(first, 1, 1);
  const count = plus(steps, 1);
  return upwards ? segment(first, step, count) : segment(plus(first, times(steps, step)), minus(0, step), count);
}

export function segmentHas(part: RangeSegment, value: Int): boolean {
  return value >= part.start && value <= part.end && floorModulo(minus(value, part.start), part.step) === 0;
}

export function segmentAt(part: RangeSegment, index: Int): Int {
  return plus(part.start, times(index, part.step));
}

/** The segment without its first values, of which it has more than `taken`. */
export function withoutFirst(part: RangeSegment, taken: Int): RangeSegment {
  return segment(segmentAt(part, taken), part.step, minus(part.count, taken));
}

/** Canonical text of one segment: `5`, `5,7`, `5-9`, `5-9:2`. */
export function segmentText(part: RangeSegment): string {
  if (part.count === 1) return String(part.start);
  if (part.count === 2) return `${part.start},${part.end}`;
  return part.step === 1 ? `${part.start}-${part.end}` : `${part.start}-${part.end}:${part.step}`;
}

/** Joins neighbours that continue each other with the same step. The segments are in order and do not overlap. */
export function mergeSegments(sorted: readonly RangeSegment[]): RangeSegment[] {
  const merged: RangeSegment[] = [];
  for (const part of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && last.step === part.step && plus(last.end, last.step) === part.start) {
      merged[merged.length - 1] = segment(last.start, last.step, plus(last.count, part.count));
    } else {
      merged.push(part);
    }
  }
  return merged;
}

/** Segments for values in increasing order without duplicates: each takes as many evenly spaced values as it can. */
export function segmentsOf(sorted: readonly Int[]): RangeSegment[] {
  const parts: RangeSegment[] = [];
  let i = 0;
  while (i < sorted.length) {
    const start = sorted[i]!;
    let count = 1;
    let step: Int = 1;
    if (i + 1 < sorted.length) {
      step = minus(sorted[i + 1]!, start);
      while (i + count < sorted.length && minus(sorted[i + count]!, sorted[i + count - 1]!) === step) count++;
    }
    parts.push(segment(start, step, count));
    i += count;
  }
  return parts;
}
