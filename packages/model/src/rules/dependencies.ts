import { NameIndex, quoteText } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import type { JobTemplate, StepTemplate } from '../schema/generated/template-types.js';
import { buildStepGraph } from '../scopes/step-graph.js';
import type { RuleContext } from './context.js';

/**
 * Steps have different names; a dependency is another step of the template, named once; no step waits for itself by way
 * of others. Spec: 2023-09, 3 and 3.2.
 */
export function checkSteps(template: JobTemplate, context: RuleContext): void {
  const seen = new Set<string>();
  const names = new StepNames(context);
  for (const [index, step] of itemsOf(template.steps)) {
    // @spec TS-3-unique-names HJC-unique-step-names
    if (seen.has(step.name)) {
      context.add({
        code: 'DUPLICATE_NAME',
        message: `Two steps have the name ${quoteText(step.name)}`,
        path: ['steps', index, 'name'],
        requirement: 'TS-3-unique-names',
      });
    }
    seen.add(step.name);
    checkDependencies(step, index, names, context);
  }
  checkCycles(template, context);
}

function checkDependencies(step: StepTemplate, index: number, names: StepNames, context: RuleContext): void {
  const seen = new Set<string>();
  for (const [i, { dependsOn }] of itemsOf(step.dependencies)) {
    const path = ['steps', index, 'dependencies', i, 'dependsOn'];
    if (dependsOn === step.name) {
      const message = `The step ${quoteText(step.name)} depends on itself`;
      context.add({ code: 'DEPENDENCY_CYCLE', message, path, requirement: 'TS-3.2-no-cycle' });
    } else if (!names.has(dependsOn)) {
      // @spec TS-3.2-known-step HJC-dependency-by-name
      const close = names.nearest(dependsOn);
      context.add({
        code: 'UNKNOWN_STEP',
        message: `No step of this template has the name ${quoteText(dependsOn)}`,
        path,
        requirement: 'TS-3.2-known-step',
        hint: close === undefined ? undefined : `did you mean ${quoteText(close)}?`,
      });
    } else if (seen.has(dependsOn)) {
      const message = `The step ${quoteText(step.name)} names the dependency ${quoteText(dependsOn)} twice`;
      context.add({ code: 'DUPLICATE_NAME', message, path, requirement: 'TS-3.2-unique-dependencies' });
    }
    seen.add(dependsOn);
  }
}

/** The names of all steps, of the faulty ones too; looked up where a step depends on another. */
class StepNames {
  readonly #context: RuleContext;
  #all: ReadonlySet<string> | undefined;
  #index: NameIndex | undefined;

  constructor(context: RuleContext) {
    this.#context = context;
  }

  has(name: string): boolean {
    return this.#names().has(name);
  }

  nearest(name: string): string | undefined {
    this.#index ??= new NameIndex(this.#names());
    return this.#index.nearest(name)?.name;
  }

  #names(): ReadonlySet<string> {
    this.#all ??= new Set(this.#context.names.at(['steps']).map(({ name }) => name));
    return this.#all;
  }
}

/** @spec TS-3.2-no-cycle */
function checkCycles(template: JobTemplate, context: RuleContext): void {
  if (template.steps.every((step) => step?.dependencies === undefined)) return;
  // That two steps have one name is told of above; the first of them counts.
  const known = new Set<string>();
  const steps = itemsOf(template.steps).filter(([, { name }]) => !known.has(name) && known.add(name));
  const graph = buildStepGraph(
    steps.map(([, step]) => ({
      name: step.name,
      // What is no step, or the step itself, is told of above.
      dependencies: [...itemsOf(step.dependencies)]
        .map(([, { dependsOn }]) => dependsOn)
        .filter((name) => known.has(name) && name !== step.name),
    })),
  );
  if (graph.ok) return;
  for (const problem of graph.problems) {
    if (problem.code !== 'DEPENDENCY_CYCLE') continue;
    const at = steps[problem.path[1] as number]?.[0] ?? 0;
    context.add({
      code: 'DEPENDENCY_CYCLE',
      message: problem.message,
      path: ['steps', at, 'dependencies'],
      part: 'key',
      requirement: 'TS-3.2-no-cycle',
      hint: 'remove one of these dependencies',
    });
  }
}
