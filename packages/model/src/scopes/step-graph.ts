import { quoteText } from '@openjd/expr';
import type { JobProblem, Result } from '../faults/job-result.js';

/** What the graph needs to know of a step: a job's `Step` is one. */
export interface GraphStep {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/** Which steps wait for which. Spec: 2023-09, 3.2. */
export interface StepGraph {
  /**
   * Every step after all that it depends on. Otherwise as in the template: steps that stand in a valid order keep it,
   * and a dependency that stands too late moves up to just before the first step that needs it.
   */
  readonly order: readonly string[];
  /** Steps that may run at the same time: each depends on a step of the level before it. Within a level by `order`. */
  readonly levels: readonly (readonly string[])[];
  /** Direct dependencies, in the order of the template. Empty for an unknown name. */
  dependenciesOf(step: string): readonly string[];
  /** Steps that directly depend on this one, in the order of the template. Empty for an unknown name. */
  dependentsOf(step: string): readonly string[];
  /** The step with everything that it needs, directly or not, in a valid order; the step itself is last. */
  withDependencies(step: string): readonly string[];
}

/**
 * Makes the graph. Equal names, unknown dependencies and cycles are problems; a cycle is told as a path.
 * Spec: 2023-09, 3 and 3.2.
 */
export function buildStepGraph(steps: readonly GraphStep[]): Result<StepGraph> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const problems = [...equalNames(steps, byName), ...unknownDependencies(steps, byName)];
  if (problems.length > 0) return { ok: false, problems };
  const order = sort(steps, byName);
  if ('names' in order) return { ok: true, value: new Graph(steps, byName, order.names) };
  const first = steps.findIndex((step) => step.name === order.cycle[0]);
  const problem: JobProblem = {
    code: 'DEPENDENCY_CYCLE',
    phase: 'check',
    message: `Steps depend on each other in a circle: ${describeCycle(order.cycle)}`,
    path: ['steps', first, 'dependencies'],
  };
  return { ok: false, problems: [problem] };
}

/** @spec TS-3-unique-names HJC-unique-step-names */
function* equalNames(steps: readonly GraphStep[], byName: ReadonlyMap<string, GraphStep>): Generator<JobProblem> {
  for (const [i, step] of steps.entries()) {
    if (byName.get(step.name) === step) continue;
    const message = `Two steps have the name ${quoteText(step.name)}`;
    yield { code: 'DUPLICATE_NAME', phase: 'check', message, path: ['steps', i, 'name'] };
  }
}

/** @spec TS-3.2-known-step HJC-dependency-by-name */
function* unknownDependencies(
  steps: readonly GraphStep[],
  byName: ReadonlyMap<string, GraphStep>,
): Generator<JobProblem> {
  for (const [i, step] of steps.entries()) {
    for (const [j, name] of step.dependencies.entries()) {
      if (byName.has(name)) continue;
      const message = `Step ${quoteText(step.name)} depends on ${quoteText(name)}, which is no step of this job`;
      yield { code: 'UNKNOWN_STEP', phase: 'check', message, path: ['steps', i, 'dependencies', j, 'dependsOn'] };
    }
  }
}

/** Names of a cycle that are shown from its beginning and from its end; of a longer one the others are counted. */
const CYCLE_HEAD = 6;
const CYCLE_TAIL = 3;

function describeCycle(cycle: readonly string[]): string {
  const left = cycle.length - CYCLE_HEAD - CYCLE_TAIL;
  const quoted = (names: readonly string[]) => names.map(quoteText);
  if (left <= 0) return quoted(cycle).join(' -> ');
  const shown = [...quoted(cycle.slice(0, CYCLE_HEAD)), `${left} more`, ...quoted(cycle.slice(-CYCLE_TAIL))];
  return shown.join(' -> ');
}

type Order = { readonly names: readonly string[] } | { readonly cycle: readonly string[] };

/**
 * Depth first with a stack of its own: a chain of 100,000 steps is no deeper than the heap.
 * @spec TS-3.2-no-cycle HJC-dependencies-order
 */
function sort(steps: readonly GraphStep[], byName: ReadonlyMap<string, GraphStep>): Order {
  const done = new Set<string>();
  const open = new Set<string>();
  const names: string[] = [];
  for (const start of steps) {
    const stack = done.has(start.name) ? [] : [visit(start, open)];
    while (stack.length > 0) {
      const { step, waiting } = stack.at(-1)!;
      const next = waiting.next();
      if (next.done === true) {
        stack.pop();
        open.delete(step.name);
        done.add(step.name);
        names.push(step.name);
      } else if (open.has(next.value)) {
        const path = stack.map((entry) => entry.step.name);
        return { cycle: [...path.slice(path.indexOf(next.value)), next.value] };
      } else if (!done.has(next.value)) {
        stack.push(visit(byName.get(next.value)!, open));
      }
    }
  }
  return { names };
}

function visit(step: GraphStep, open: Set<string>): { readonly step: GraphStep; readonly waiting: Iterator<string> } {
  open.add(step.name);
  return { step, waiting: step.dependencies[Symbol.iterator]() };
}

class Graph implements StepGraph {
  readonly order: readonly string[];
  readonly levels: readonly (readonly string[])[];
  readonly #byName: ReadonlyMap<string, GraphStep>;
  readonly #dependents: ReadonlyMap<string, readonly string[]>;

  constructor(steps: readonly GraphStep[], byName: ReadonlyMap<string, GraphStep>, order: readonly string[]) {
    this.order = order;
    this.#byName = byName;
    const dependents = new Map<string, string[]>(steps.map(({ name }) => [name, []]));
    for (const { name, dependencies } of steps) {
      for (const dependency of new Set(dependencies)) dependents.get(dependency)!.push(name);
    }
    this.#dependents = dependents;
    this.levels = this.#levels();
  }

  dependenciesOf(step: string): readonly string[] {
    return this.#byName.get(step)?.dependencies ?? [];
  }

  dependentsOf(step: string): readonly string[] {
    return this.#dependents.get(step) ?? [];
  }

  withDependencies(step: string): readonly string[] {
    if (!this.#byName.has(step)) return [];
    const needed = new Set([step]);
    for (const name of needed) for (const dependency of this.dependenciesOf(name)) needed.add(dependency);
    return this.order.filter((name) => needed.has(name));
  }

  #levels(): string[][] {
    const levels: string[][] = [];
    const levelOf = new Map<string, number>();
    for (const name of this.order) {
      const level = this.dependenciesOf(name).reduce((most, other) => Math.max(most, levelOf.get(other)! + 1), 0);
      levelOf.set(name, level);
      if (level === levels.length) levels.push([]);
      levels[level]!.push(name);
    }
    return levels;
  }
}
