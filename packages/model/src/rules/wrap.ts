import { type PathSegment, quoteText } from '@openjd/expr';
import { actionSymbolNames, dialectSymbolNames, fieldsOf, usesSymbol } from '../dialect/dialect.js';
import { joinAnd } from '../document/describe-value.js';
import { itemsOf } from '../document/edits.js';
import { ownValue } from '../document/own-value.js';
import type {
  Environment,
  EnvironmentActions,
  EnvironmentScript,
  JobTemplate,
} from '../schema/generated/template-types.js';
import type { RuleContext } from './context.js';

/** Fields of the dialect's hooks that an environment's actions define. */
function definedHooks(actions: EnvironmentActions | undefined, context: RuleContext): string[] {
  const dialect = context.profile.wrapDialect;
  if (dialect === undefined || actions === undefined) return [];
  return dialect.forms.flatMap(fieldsOf).filter((field) => Object.hasOwn(actions, field));
}

/**
 * Hooks of one form, and all of it or none where the dialect says so. Spec: 2023-09, 4.3, constraint 1.
 * @spec TS-4.3-all-or-nothing RFC0008-all-or-nothing
 */
export function checkHooks(actions: EnvironmentActions, path: readonly PathSegment[], context: RuleContext): void {
  const dialect = context.profile.wrapDialect;
  const defined = definedHooks(actions, context);
  const [first] = defined;
  if (dialect === undefined || first === undefined) return;
  if (dialect.hooksNeedExpressions && !context.profile.hasExpressions) {
    context.add({
      code: 'EXTENSION_REQUIRED',
      message: `the hook ${quoteText(first)} needs the extension EXPR: what it is told of the wrapped action are lists`,
      path: [...path, first],
      part: 'key',
      hint: 'add EXPR to "extensions"',
    });
  }
  const used = dialect.forms.filter((form) => fieldsOf(form).some((field) => defined.includes(field)));
  if (used.length > 1) {
    const second = fieldsOf(used[1]!).find((field) => defined.includes(field))!;
    context.add({
      code: 'INCOMPATIBLE_FIELDS',
      message: `${quoted(defined)} cannot be given together`,
      path: [...path, second],
      part: 'key',
      hint: used.map((form) => `keep ${quoted(fieldsOf(form))}`).join(', or '),
    });
    return;
  }
  const fields = fieldsOf(used[0]!);
  const missing = used[0]!.allOrNothing ? fields.filter((field) => !defined.includes(field)) : [];
  if (missing.length === 0) return;
  context.add({
    code: 'INCOMPLETE_WRAP_HOOKS',
    message: `${quoted(defined)} ${defined.length === 1 ? 'is' : 'are'} defined without ${quoted(missing)}; wrap hooks come all together`,
    path: [...path, first],
    part: 'key',
    requirement: 'TS-4.3-all-or-nothing',
    hint: 'a hook with nothing to do of its own can run the wrapped action as it is',
  });
}

function quoted(fields: readonly string[]): string {
  return joinAnd(fields.map((field) => `"${field}"`));
}

/**
 * A file that refers to what only hooks know is written for the hooks that know all of it. One that no action of the
 * environment could have is a mistake: a path to it would lead nowhere.
 */
export function checkFilesOfHooks(script: EnvironmentScript, path: readonly PathSegment[], context: RuleContext): void {
  const dialect = context.profile.wrapDialect;
  if (dialect?.symbolsInEmbeddedFiles !== true) return;
  const seen = Object.keys(script.actions).map((field) => actionSymbolNames(dialect, field));
  for (const [index, file] of itemsOf(script.embeddedFiles)) {
    const symbols =
      ownValue(context.profile.fileKinds, file.type)?.symbols(file.data, context.formatStrings) ?? new Set();
    const used = dialectSymbolNames(dialect).filter((name) => usesSymbol(symbols, name));
    if (used.length === 0 || seen.some((names) => used.every((name) => names.has(name)))) continue;
    context.add({
      code: 'UNKNOWN_SYMBOL',
      message: `the file ${quoteText(file.name)} refers to ${used.join(', ')}, and no action of this environment knows all of it`,
      path: [...path, index, 'data'],
      part: 'key',
      hint: 'a file is written for an action that knows every symbol in it: define that hook, or make a file for each',
    });
  }
}

/**
 * At most as many environments with hooks as the dialect allows, in each stack that a session of this job can have:
 * the job's environments with those of one step. Spec: 2023-09, 4.3, constraint 2.
 * @spec TS-4.3-single-layer RFC0008-single-layer
 */
export function checkWrapLayers(template: JobTemplate, context: RuleContext): void {
  const dialect = context.profile.wrapDialect;
  if (dialect === undefined) return;
  const wraps = (environment: Environment) => definedHooks(environment.script?.actions, context).length > 0;
  const report = (path: readonly PathSegment[], other: string) =>
    context.add({
      code: 'SEVERAL_WRAP_LAYERS',
      message: `this environment wraps what is inside it, and so does ${quoteText(other)} around it; a session can have ${dialect.maximumLayers === 1 ? 'one such environment' : `${dialect.maximumLayers} such environments`}`,
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
