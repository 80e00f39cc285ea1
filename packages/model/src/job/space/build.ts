import { type ExprRange, type Int, isExprRange, LineIndex, quoteText, rangeFromInts, type Value } from '@openjd/expr';
import type { JobProblem, Result } from '../../faults/job-result.js';
import type { Combination } from '../../scopes/combination.js';
import type { ChunkSettings, ParameterSpace, TaskParameterType } from '../parameter-space.js';
import { ChunkAxis, ListAxis, RangeAxis } from './axis.js';
import { ChunkLayout } from './chunk-layout.js';
import type { ChunkedParameter } from './chunked-tasks.js';
import { LazySpace } from './lazy-space.js';
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
      // @spec RFC0001-single-values
      axes.set(parameter.name, new ChunkAxis(place, chunked.range, layout));
    } else if (isExprRange(parameter.range)) {
      axes.set(parameter.name, new RangeAxis(place, parameter.range));
    } else {
      axes.set(parameter.name, new ListAxis(place, parameter.type, parameter.range));
    }
  }
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  // @spec TS-3.4-default-combination TS-3.4.3-default-product
  if (combination === undefined) {
    const others = [...axes].filter(([name]) => name !== chunked?.name).map(([, axis]) => axis);
    return ok(new LazySpace(types, new ProductNode([...axes.values()]), chunked, new ProductNode(others)));
  }
  const builder = new NodeBuilder(axes, combination.text);
  const root = builder.node(combination.expression);
  if (builder.problems.length > 0) return { ok: false, problems: builder.problems };
  const others = chunked === undefined ? root : builder.node(combination.expression, chunked.name);
  return ok(new LazySpace(types, root, chunked, others));
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

  // @spec TS-3.4-combined
  node(expression: Combination, without?: string): SpaceNode {
    if (expression.kind === 'parameter') {
      return expression.name === without ? new ProductNode([]) : this.#axes.get(expression.name)!;
    }
    const nodes = expression.parts.map((part) => this.node(part, without));
    if (expression.kind === 'product') return new ProductNode(nodes);
    // @spec TS-3.4.3-equal-lengths
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
      message: `${quoteText(text(a))} has ${nodeA.count} values and ${quoteText(text(b))} has ${nodeB.count}, but an association pairs them one to one`,
      path: [],
      range: new LineIndex(this.#text).range(b.start, b.end),
      hint: 'give both the same number of values, or multiply them with "*" for every combination',
    });
  }
}
