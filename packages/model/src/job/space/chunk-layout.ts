import { ExprRange, type Int } from '@openjd/expr';
import type { RangeConstraint } from '../parameter-space.js';
import { add, divide, divideUp, lastThat, least, multiply, subtract } from './exact.js';

/** Values that are divided evenly: `chunks` chunks for `values` values, after so many of both. */
interface Piece {
  readonly chunksBefore: Int;
  readonly valuesBefore: Int;
  readonly chunks: Int;
  readonly values: Int;
}

/**
 * How the values of a range fall into chunks of a fixed size, without holding the chunks. A CONTIGUOUS chunk never
 * crosses a gap, so each run of consecutive integers is divided by itself; NONCONTIGUOUS divides the range as a whole.
 * Either division makes as few chunks as the size allows and makes them as even as possible (12 values at a size of 5
 * give 4, 4, 4), as the specification's conformance suite expects. Spec: 2023-09, 3.4.1.5.
 * @spec TS-3.4.1.5-task-count TS-3.4.1.5-contiguous RFC0001-default-task-count
 */
export class ChunkLayout {
  readonly count: Int;
  readonly #range: ExprRange;
  readonly #constraint: RangeConstraint;
  readonly #pieces: readonly Piece[];

  constructor(range: ExprRange, taskCount: Int, constraint: RangeConstraint) {
    this.#range = range;
    this.#constraint = constraint;
    const pieces: Piece[] = [];
    let chunksBefore: Int = 0;
    let valuesBefore: Int = 0;
    // @spec RFC0001-contiguous
    for (const { values, isRun } of constraint === 'CONTIGUOUS'
      ? runs(range)
      : [{ values: range.count, isRun: true }]) {
      const chunks = isRun ? divideUp(values, taskCount) : values;
      pieces.push({ chunksBefore, valuesBefore, chunks, values });
      chunksBefore = add(chunksBefore, chunks);
      valuesBefore = add(valuesBefore, values);
    }
    this.#pieces = pieces;
    this.count = chunksBefore;
  }

  /** The chunk at an index from 0 to `count - 1`. */
  at(index: Int): ExprRange {
    const start = this.#start(index);
    return makeChunk(this.#range, start, this.#start(add(index, 1)), this.#constraint);
  }

  /** Index of the chunk that has the range's value at `offset`. */
  indexOf(offset: Int): Int {
    return lastThat(0, subtract(this.count, 1), (index) => this.#start(index) <= offset);
  }

  /** How many of the range's values lie before the chunk. */
  #start(index: Int): Int {
    if (index >= this.count) return this.#range.count;
    const last = Number(lastThat(0, this.#pieces.length - 1, (i) => this.#pieces[Number(i)]!.chunksBefore <= index));
    const { chunksBefore, valuesBefore, chunks, values } = this.#pieces[last]!;
    return add(valuesBefore, divideUp(multiply(subtract(index, chunksBefore), values), chunks));
  }
}

/**
 * The chunk of the range's values from offset `start` up to before `end`.
 * @spec TS-3.4.1.5-noncontiguous TS-3.4.1.5-two-integers
 */
export function makeChunk(range: ExprRange, start: Int, end: Int, constraint: RangeConstraint): ExprRange {
  // @spec RFC0001-noncontiguous
  if (constraint === 'NONCONTIGUOUS') return range.slice(start, end, 1);
  const segment = { start: range.at(start)!, end: range.at(subtract(end, 1))!, step: 1, count: subtract(end, start) };
  // Always `first-last`, `5-5` included.
  // @spec RFC0001-contiguous-single
  return new ExprRange([segment], `${segment.start}-${segment.end}`);
}

/** Consecutive integers (a run), or values of which no two are neighbours. */
interface Stretch {
  readonly isRun: boolean;
  readonly first: Int;
  readonly last: Int;
  readonly values: Int;
}

/**
 * The range as runs of consecutive integers. A stepped segment is not taken apart, so 10^12 odd numbers stay one
 * stretch; only its two ends can touch a neighbouring segment.
 */
function runs(range: ExprRange): Stretch[] {
  const stretches: Stretch[] = [];
  const addRun = (start: Int, last: Int) => {
    const before = stretches.at(-1);
    const continues = before?.isRun === true && add(before.last, 1) === start;
    if (continues) stretches.pop();
    const first = continues ? before.first : start;
    stretches.push({ isRun: true, first, last, values: add(subtract(last, first), 1) });
  };
  for (const { start, end, step, count } of range.segments) {
    if (step === 1) {
      addRun(start, end);
      continue;
    }
    addRun(start, start);
    if (count > 2) {
      stretches.push({
        isRun: false,
        first: add(start, step),
        last: subtract(end, step),
        values: subtract(count, 2),
      });
    }
    addRun(end, end);
  }
  return stretches;
}

/** Offset of a value in the range, or undefined where it is none of its values. */
export function offsetIn(range: ExprRange, value: Int): Int | undefined {
  let before: Int = 0;
  for (const { start, end, step, count } of range.segments) {
    if (value < start) return undefined;
    if (value <= end) {
      const distance = subtract(value, start);
      const steps = divide(distance, step);
      return multiply(steps, step) === distance ? add(before, steps) : undefined;
    }
    before = add(before, count);
  }
  return undefined;
}

/** Whether every value of `part` is one of `whole`. Takes time with the segments, not with the values. */
export function isSubset(part: ExprRange, whole: ExprRange): boolean {
  let i = 0;
  for (const { start, end, step, count } of part.segments) {
    let covered: Int = 0;
    while (i < whole.segments.length && whole.segments[i]!.end < start) i++;
    for (let j = i; j < whole.segments.length && whole.segments[j]!.start <= end; j++) {
      const segment = whole.segments[j]!;
      // The values of this part that lie between the segment's ends: every one must be on the segment's steps.
      const first =
        segment.start <= start ? start : add(start, multiply(divideUp(subtract(segment.start, start), step), step));
      const limit = least(segment.end, end);
      if (first > limit) continue;
      const inside = add(divide(subtract(limit, first), step), 1);
      if (!whole.has(first) || (inside > 1 && multiply(divide(step, segment.step), segment.step) !== step))
        return false;
      covered = add(covered, inside);
    }
    if (covered !== count) return false;
  }
  return true;
}
