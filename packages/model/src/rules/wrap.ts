import type { PathSegment } from '@openjd/expr';
import { joinAnd } from '../schema/describe-value.js';
import { itemsOf } from '../schema/prune.js';
import type { Environment, EnvironmentActions, JobTemplate } from '../template/generated/template-types.js';
import type { RuleContext } from './context.js';

/** Fields of the dialect's hooks that an environment's actions define. */
function definedHooks(actions: EnvironmentActions | undefined, context: RuleContext): string[] {
  const dialect = context.profile.wrapDialect;
  if (dialect === undefined || actions === undefined) return [];
  const fields = new Set(Object.values(dialect.fields));
  return [...fields].filter((field) => Object.hasOwn(actions, field));
}

/** All hooks or none, where the dialect says so. Spec: 2023-09, 4.3, constraint 1. */
export function checkHooks(actions: EnvironmentActions, path: readonly PathSegment[], context: RuleContext): void {
  const dialect = context.profile.wrapDialect;
  const defined = definedHooks(actions, context);
  if (dialect === undefined || !dialect.allOrNothing || defined.length === 0) return;
  const missing = [...new Set(Object.values(dialect.fields))].filter((field) => !defined.includes(field));
  if (missing.length === 0) return;
  context.add({
    code: 'INCOMPLETE_WRAP_HOOKS',
    message: `${quoted(defined)} ${defined.length === 1 ? 'is' : 'are'} defined without ${quoted(missing)}; wrap hooks come all together`,
    path: [...path, defined[0]!],
    part: 'key',
    requirement: 'TS-4.3-all-or-nothing',
    hint: 'a hook with nothing to do of its own can run the wrapped action as it is',
  });
}

function quoted(fields: readonly string[]): string {
  return joinAnd(fields.map((field) => `"${field}"`));
}

/**
 * At most as many environments with hooks as the dialect allows, in each stack that a session of this job can have:
 * the job's environments with those of one step. Spec: 2023-09, 4.3, constraint 2.
 */
export function checkWrapLayers(template: JobTemplate, context: RuleContext): void {
  const dialect = context.profile.wrapDialect;
  if (dialect === undefined) return;
  const wraps = (environment: Environment) => definedHooks(environment.script?.actions, context).length > 0;
  const report = (path: readonly PathSegment[], other: string) =>
    context.add({
      code: 'SEVERAL_WRAP_LAYERS',
      message: `this environment wraps what is inside it, and so does "${other}" around it; a session can have ${dialect.maximumLayers === 1 ? 'one such environment' : `${dialect.maximumLayers} such environments`}`,
      path: [...path, 'name'],
      requirement: 'TS-4.3-single-layer',
      hint: 'remove the hooks from one of the two',
    });
  const around: string[] = [];
  for (const [index, environment] of itemsOf(template.jobEnvironments)) {
    if (!wraps(environment)) continue;
    if (around.length >= dialect.maximumLayers) report(['jobEnvironments', index], around.at(-1)!);
    else around.push(environment.name);
  }
  for (const [stepIndex, step] of itemsOf(template.steps)) {
    const inStep = [...around];
    for (const [index, environment] of itemsOf(step.stepEnvironments)) {
      if (!wraps(environment)) continue;
      if (inStep.length >= dialect.maximumLayers)
        report(['steps', stepIndex, 'stepEnvironments', index], inStep.at(-1)!);
      else inStep.push(environment.name);
    }
  }
}
