import type { ExprRange, Int } from '@openjd/expr';
import type { ChunkSettings, TaskParameterSet, TaskParameterValue, TaskSource } from '../parameter-space.js';
import type { AxisPlace } from './axis.js';
import { makeChunk } from './chunk-layout.js';
import { add, lastThat, least, subtract } from './exact.js';
import type { SpaceNode } from './node.js';

/** The chunked parameter of a space: where it stands and what it is divided from. */
export interface ChunkedParameter extends AxisPlace {
  readonly range: ExprRange;
  readonly settings: ChunkSettings;
}

/** Values in the order of their slots, by name. */
export function nameValues(names: readonly string[], slots: readonly TaskParameterValue[]): TaskParameterSet {
  const task = new Map<string, TaskParameterValue>();
  for (let i = 0; i < names.length; i++) task.set(names[i]!, slots[i]!);
  return task;
}

/** The task with this chunk at a point of the other parameters. @spec TS-3.4.1.5-single-values RFC0001-single-values */
export function readWithChunk(
  names: readonly string[],
  others: SpaceNode,
  point: Int,
  chunked: ChunkedParameter,
  chunk: ExprRange,
): TaskParameterSet {
  const slots: TaskParameterValue[] = new Array(names.length);
  others.read(point, slots);
  slots[chunked.slot] = { type: 'CHUNK[INT]', value: chunk };
  return nameValues(names, slots);
}

/** Takes chunks from the range for each point of the other parameters. Holds two counters and no tasks. */
export class ChunkedTasks implements TaskSource {
  readonly #names: readonly string[];
  readonly #others: SpaceNode;
  readonly #chunked: ChunkedParameter;
  #point: Int = 0;
  #offset: Int = 0;

  constructor(names: readonly string[], others: SpaceNode, chunked: ChunkedParameter) {
    this.#names = names;
    this.#others = others;
    this.#chunked = chunked;
  }

  /** @spec RFC0001-default-task-count */
  next(taskCount: number = this.#chunked.settings.defaultTaskCount): TaskParameterSet | undefined {
    if (!(Number.isInteger(taskCount) && taskCount > 0))
      throw new RangeError(`A chunk has at least one value, not ${taskCount}`);
    if (this.#point >= this.#others.count) return undefined;
    const { range, settings } = this.#chunked;
    const end = this.#endOfChunk(taskCount);
    const chunk = makeChunk(range, this.#offset, end, settings.rangeConstraint);
    const task = readWithChunk(this.#names, this.#others, this.#point, this.#chunked, chunk);
    this.#offset = end < range.count ? end : 0;
    if (this.#offset === 0) this.#point = add(this.#point, 1);
    return task;
  }

  /**
   * Offset behind the next chunk. A contiguous chunk also ends before a gap. @spec TS-3.4.1.5-contiguous
   * @spec RFC0001-contiguous
   */
  #endOfChunk(taskCount: number): Int {
    const { range, settings } = this.#chunked;
    const start = this.#offset;
    const wanted = add(start, taskCount);
    const end = least(wanted, range.count);
    if (settings.rangeConstraint === 'NONCONTIGUOUS') return end;
    const first = range.at(start)!;
    const last = lastThat(
      start,
      subtract(end, 1),
      (offset) => range.at(offset) === add(first, subtract(offset, start)),
    );
    return add(last, 1);
  }
}
