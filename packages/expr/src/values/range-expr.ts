import { EvaluationFailure } from './failure.js';
import { floorDivide, floorModulo, minus, plus, times } from './int.js';
import {
  mergeSegments,
  type RangeSegment,
  segment,
  segmentAt,
  segmentHas,
  segmentsOf,
  segmentText,
} from './range-segment.js';
import type { Int } from './value.js';

/**
 * A range expression: ints in increasing order, held as segments and never expanded, so that ten to the twelfth values
 * take no more room than two. Spec: Expression Language 1.2.1, Template Schemas 3.4.1.1.1.
 */
export class ExprRange {
  /** In increasing order; never empty overlap. */
  readonly segments: readonly RangeSegment[];
  /** Number of values. */
  readonly count: Int;
  /** How many values lie before each segment. */
  readonly #before: readonly Int[];
  #text: string | undefined;

  constructor(segments: readonly RangeSegment[], text?: string) {
    this.segments = segments;
    const before: Int[] = [];
    let count: Int = 0;
    for (const part of segments) {
      before.push(count);
      count = plus(count, part.count);
    }
    this.#before = before;
    this.count = count;
    this.#text = text;
  }

  /** Canonical text: `1-5,8,10-20:2`. */
  get text(): string {
    this.#text ??= this.segments.map(segmentText).join(',');
    return this.#text;
  }

  /** The value at an index from 0 to `count - 1`; undefined elsewhere. Takes time with the logarithm of the segments. */
  at(index: Int): Int | undefined {
    if (index < 0 || index >= this.count) return undefined;
    const i = lastAtMost(this.#before, index);
    return segmentAt(this.segments[i]!, minus(index, this.#before[i]!));
  }

  /** Whether the value is one of the range's. Takes time with the logarithm of the segments. */
  has(value: Int): boolean {
    let low = 0;
    let high = this.segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const part = this.segments[middle]!;
      if (value < part.start) high = middle - 1;
      else if (value > part.end) low = middle + 1;
      else return segmentHas(part, value);
    }
    return false;
  }

  /** All values in order, made one by one. */
  *[Symbol.iterator](): Generator<Int, void, undefined> {
    for (const { start, end, step } of this.segments) {
      if (typeof start === 'number' && typeof end === 'number' && typeof step === 'number') {
        for (let value = start; value <= end; value += step) yield value;
      } else {
        for (let value: Int = start; value <= end; value = plus(value, step)) yield value;
      }
    }
  }

  /**
   * The values at `start`, `start + step`, … before `stop`: indices within the range, a positive step. Takes time with
   * the number of segments, not of values.
   */
  slice(start: Int, stop: Int, step: Int): ExprRange {
    const parts: RangeSegment[] = [];
    for (const [i, part] of this.segments.entries()) {
      const before = this.#before[i]!;
      // First chosen index that is not before this segment, then how many of them lie inside it and before `stop`.
      const gap = before > start ? floorModulo(minus(start, before), step) : minus(start, before);
      const inside = stop < plus(before, part.count) ? minus(stop, before) : part.count;
      if (gap >= inside) continue;
      const count = plus(floorDivide(minus(minus(inside, gap), 1), step), 1);
      parts.push(segment(segmentAt(part, gap), times(part.step, step), count));
    }
    return new ExprRange(mergeSegments(parts));
  }
}

/** Index of the last entry that is not greater than `value`; the entries increase and the first is not greater. */
function lastAtMost(entries: readonly Int[], value: Int): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (entries[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function isExprRange(value: unknown): value is ExprRange {
  return value instanceof ExprRange;
}

function compareInts(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The range of the given ints, in any order; duplicates count once. Spec: 2.2.1. Throws INVALID_RANGE_EXPR for none.
 * @spec EL-2.2.1-range-expr-empty EL-2.2.1-range-expr-of-list
 */
export function rangeFromInts(values: readonly Int[]): ExprRange {
  if (values.length === 0) {
    throw new EvaluationFailure(
      'INVALID_RANGE_EXPR',
      'A range expression must contain at least one value; the list is empty',
    );
  }
  const sorted = [...values].sort(compareInts).filter((value, i, all) => i === 0 || value !== all[i - 1]);
  return new ExprRange(segmentsOf(sorted));
}

/**
 * A range of consecutive ints that always prints as `first-last`, `5-5` included: the form of a chunk with
 * `rangeConstraint: CONTIGUOUS`. Spec: Template Schemas 3.4.1.5.
 */
export function contiguousRange(first: Int, last: Int): ExprRange {
  return new ExprRange([segment(first, 1, plus(minus(last, first), 1))], `${first}-${last}`);
}
