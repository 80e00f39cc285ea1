import { type ExprRange, type Int, isExprRange, LineIndex, rangeFromInts, type Value } from '@openjd/expr';
import type { TaskParameterValue } from '../job.js';
import type {
  ChunkSettings,
  ParameterSpace,
  TaskParameterSet,
  TaskParameterType,
  TaskSource,
} from '../parameter-space.js';
import type { JobProblem, Result } from '../result.js';
import { type AxisPlace, ChunkAxis, ListAxis, possibleChunk, RangeAxis } from './axis.js';
import { ChunkLayout, makeChunk } from './chunk-layout.js';
import type { Combination } from './combination.js';
import { add, exact, lastThat, least, subtract } from './exact.js';
import { AssociationNode, ProductNode, type SpaceNode } from './node.js';

/** One task parameter with its resolved range. INT and `CHUNK[INT]` may have a range expression, which is never expanded. */
export interface TaskParameter {
  readonly name: string;
  readonly type: TaskParameterType;
  /** At least one value. */
  readonly range: readonly Value[] | ExprRange;
  /** For `CHUNK[INT]`, and only there. */
  readonly chunks?: ChunkSettings;
}

/** The chunked parameter of a space: where it stands and what it is divided from. */
interface ChunkedParameter extends AxisPlace {
  readonly range: ExprRange;
  readonly settings: ChunkSettings;
}

/**
 * Makes the parameter space of a step. No combination means the product of all parameters in the order of definition.
 * The combination names each parameter once (a rule of the template, checked before); its lengths are checked here,
 * because they are known only now. A problem's range is an offset range in `combinationText`. Spec: 2023-09, 3.4.
 */
export function buildParameterSpace(
  parameters: readonly TaskParameter[],
  combination?: { readonly text: string; readonly expression: Combination },
): Result<ParameterSpace> {
  const axes = new Map<string, SpaceNode>();
  let chunked: ChunkedParameter | undefined;
  for (const [slot, parameter] of parameters.entries()) {
    const place = { name: parameter.name, slot };
    if (parameter.chunks !== undefined) {
      chunked = { ...place, range: asRange(parameter.range), settings: parameter.chunks };
      const layout = new ChunkLayout(
        chunked.range,
        chunked.settings.defaultTaskCount,
        chunked.settings.rangeConstraint,
      );
      axes.set(parameter.name, new ChunkAxis(place, chunked.range, layout));
    } else if (isExprRange(parameter.range)) {
      axes.set(parameter.name, new RangeAxis(place, parameter.range));
    } else {
      axes.set(parameter.name, new ListAxis(place, parameter.type, parameter.range));
    }
  }
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  if (combination === undefined) {
    const others = [...axes].filter(([name]) => name !== chunked?.name).map(([, axis]) => axis);
    return ok(new Space(types, new ProductNode([...axes.values()]), chunked, new ProductNode(others)));
  }
  const builder = new NodeBuilder(axes, combination.text);
  const root = builder.node(combination.expression);
  if (builder.problems.length > 0) return { ok: false, problems: builder.problems };
  const others = chunked === undefined ? root : builder.node(combination.expression, chunked.name);
  return ok(new Space(types, root, chunked, others));
}

function ok(value: ParameterSpace): Result<ParameterSpace> {
  return { ok: true, value };
}

/** A chunk is a set of integers, so a list of them counts each once and in increasing order. */
function asRange(range: readonly Value[] | ExprRange): ExprRange {
  return isExprRange(range) ? range : rangeFromInts(range as readonly Int[]);
}

/** Turns a combination into nodes, leaving out one parameter where that is asked for. */
class NodeBuilder {
  readonly problems: JobProblem[] = [];
  readonly #axes: ReadonlyMap<string, SpaceNode>;
  readonly #text: string;

  constructor(axes: ReadonlyMap<string, SpaceNode>, text: string) {
    this.#axes = axes;
    this.#text = text;
  }

  node(expression: Combination, without?: string): SpaceNode {
    if (expression.kind === 'parameter') {
      return expression.name === without ? new ProductNode([]) : this.#axes.get(expression.name)!;
    }
    const nodes = expression.parts.map((part) => this.node(part, without));
    if (expression.kind === 'product') return new ProductNode(nodes);
    const differing = nodes.findIndex((node) => node.count !== nodes[0]!.count);
    if (differing > 0)
      this.#reportLengths(expression.parts[0]!, nodes[0]!, expression.parts[differing]!, nodes[differing]!);
    return new AssociationNode(nodes);
  }

  #reportLengths(a: Combination, nodeA: SpaceNode, b: Combination, nodeB: SpaceNode): void {
    const text = ({ start, end }: Combination) => this.#text.slice(start, end);
    this.problems.push({
      code: 'LENGTH_MISMATCH',
      phase: 'create',
      message: `"${text(a)}" has ${nodeA.count} values and "${text(b)}" has ${nodeB.count}, but an association pairs them one to one`,
      path: [],
      range: new LineIndex(this.#text).range(b.start, b.end),
      hint: 'give both the same number of values, or multiply them with "*" for every combination',
    });
  }
}

class Space implements ParameterSpace {
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
    for (let index: Int = 0; index < count; index = typeof index === 'number' ? index + 1 : add(index, 1)) {
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
    if (chunked !== undefined) return new ChunkedTasks(this.#names, this.#others, chunked);
    const tasks = this[Symbol.iterator]();
    return { next: () => tasks.next().value ?? undefined };
  }

  #read(index: Int): TaskParameterSet {
    const slots: TaskParameterValue[] = new Array(this.#names.length);
    this.#root.read(index, slots);
    return named(this.#names, slots);
  }
}

function named(names: readonly string[], slots: readonly TaskParameterValue[]): TaskParameterSet {
  const task = new Map<string, TaskParameterValue>();
  for (let i = 0; i < names.length; i++) task.set(names[i]!, slots[i]!);
  return task;
}

/** The task with this chunk at a point of the other parameters. */
function readWithChunk(
  names: readonly string[],
  others: SpaceNode,
  point: Int,
  chunked: ChunkedParameter,
  chunk: ExprRange,
): TaskParameterSet {
  const slots: TaskParameterValue[] = new Array(names.length);
  others.read(point, slots);
  slots[chunked.slot] = { type: 'CHUNK[INT]', value: chunk };
  return named(names, slots);
}

/** Takes chunks from the range for each point of the other parameters. Holds two counters and no tasks. */
class ChunkedTasks implements TaskSource {
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

  /** Offset behind the next chunk. A contiguous chunk also ends before a gap. */
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
