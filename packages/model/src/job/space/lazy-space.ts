import type { Int } from '@openjd/expr';
import type {
  ChunkSettings,
  ParameterSpace,
  TaskParameterSet,
  TaskParameterType,
  TaskParameterValue,
  TaskSource,
} from '../parameter-space.js';
import { possibleChunk } from './axis.js';
import { type ChunkedParameter, ChunkedTasks, nameValues, readWithChunk } from './chunked-tasks.js';
import { add, exact } from './exact.js';
import type { SpaceNode } from './node.js';

/** A parameter space over a tree of nodes: each question walks the tree once, and nothing is kept but the tree. */
export class LazySpace implements ParameterSpace {
  readonly parameters: ReadonlyMap<string, TaskParameterType>;
  readonly count: bigint;
  readonly chunks?: ChunkSettings & { readonly parameter: string };
  readonly #names: readonly string[];
  readonly #root: SpaceNode;
  readonly #chunked: ChunkedParameter | undefined;
  /** The root without the chunked parameter. */
  readonly #others: SpaceNode;

  constructor(
    parameters: ReadonlyMap<string, TaskParameterType>,
    root: SpaceNode,
    chunked: ChunkedParameter | undefined,
    others: SpaceNode,
  ) {
    this.parameters = parameters;
    this.count = BigInt(root.count);
    this.#names = [...parameters.keys()];
    this.#root = root;
    this.#chunked = chunked;
    this.#others = others;
    if (chunked !== undefined) this.chunks = { ...chunked.settings, parameter: chunked.name };
  }

  at(index: number | bigint): TaskParameterSet {
    if (typeof index === 'number' && !Number.isInteger(index))
      throw new RangeError(`A task index is a whole number, not ${index}`);
    if (index < 0 || index >= this.count) throw new RangeError(`There is no task ${index} among ${this.count}`);
    return this.#read(exact(index));
  }

  *[Symbol.iterator](): Generator<TaskParameterSet, void, undefined> {
    const { count } = this.#root;
    for (let index: Int = 0; index < count; index = add(index, 1)) {
      yield this.#read(index);
    }
  }

  find(values: ReadonlyMap<string, string>): TaskParameterSet | undefined {
    if (values.size !== this.#names.length) return undefined;
    const chunked = this.#chunked;
    if (chunked === undefined || chunked.settings.targetRuntimeSeconds === 0) {
      const [index] = this.#root.find(values);
      return index === undefined ? undefined : this.#read(index);
    }
    const chunk = possibleChunk(values.get(chunked.name), chunked.range, chunked.settings.rangeConstraint);
    const [point] = this.#others.find(values);
    if (chunk === undefined || point === undefined) return undefined;
    return readWithChunk(this.#names, this.#others, point, chunked, chunk);
  }

  contains(values: ReadonlyMap<string, string>): boolean {
    return this.find(values) !== undefined;
  }

  takeTasks(): TaskSource {
    const chunked = this.#chunked;
    // @spec RFC0001-session-runs-chunks
    if (chunked !== undefined) return new ChunkedTasks(this.#names, this.#others, chunked);
    const tasks = this[Symbol.iterator]();
    return { next: () => tasks.next().value ?? undefined };
  }

  #read(index: Int): TaskParameterSet {
    const slots: TaskParameterValue[] = new Array(this.#names.length);
    this.#root.read(index, slots);
    return nameValues(this.#names, slots);
  }
}
