import type { PathSegment } from '@openjd/expr';
import { types } from '@openjd/expr';
import type { DocumentValue } from '../document/value.js';
import { itemsOf } from '../schema/prune.js';
import type { EnvironmentTemplate, JobTemplate } from '../template/generated/template-types.js';
import type { TemplateLimits } from '../template/limits.js';
import type { RuleContext } from './context.js';
import { checkSteps } from './dependencies.js';
import { checkEnvironment, checkEnvironmentNames } from './environments.js';
import { checkEnvironmentLimit, checkJobLimits } from './limits.js';
import { checkParameterDefinitions } from './parameters.js';
import { jobScopes } from './scopes.js';
import { checkStep, type StepNames } from './steps.js';
import { checkWrapLayers } from './wrap.js';

/**
 * Every rule that a schema cannot say, on a job template whose shape was checked. `document` is the template with all
 * its faults: it tells which names its author defined.
 */
export function checkJobTemplate(
  template: JobTemplate,
  document: DocumentValue,
  limits: TemplateLimits,
  context: RuleContext,
): void {
  checkJobLimits(template, limits, context);
  checkParameterDefinitions(template.parameterDefinitions, context);
  const job = jobScopes(context.profile, namesAt(document, ['parameterDefinitions']));
  if (template.name !== undefined) context.checkText(template.name, job.name, ['name'], types.string);
  checkEnvironmentNames(template, context);
  for (const [index, environment] of itemsOf(template.jobEnvironments)) {
    checkEnvironment(environment, job, undefined, ['jobEnvironments', index], context);
  }
  const stepNames = new Set(namesAt(document, ['steps']).map(({ name }) => name));
  checkSteps(template, stepNames, context);
  for (const [index, step] of itemsOf(template.steps)) {
    const path = ['steps', index];
    const names: StepNames = {
      taskParameters: namesAt(document, [...path, 'parameterSpace', 'taskParameterDefinitions']),
      files: namesAt(document, [...path, 'script', 'embeddedFiles']).map(({ name }) => name),
    };
    checkStep(step, names, job, path, context);
  }
  checkWrapLayers(template, context);
}

/** As `checkJobTemplate`, for an environment template. */
export function checkEnvironmentTemplate(
  template: EnvironmentTemplate,
  document: DocumentValue,
  limits: TemplateLimits,
  context: RuleContext,
): void {
  checkParameterDefinitions(template.parameterDefinitions, context);
  if (template.environment === undefined) return;
  checkEnvironmentLimit(template.environment, ['environment'], limits, context);
  const job = jobScopes(context.profile, namesAt(document, ['parameterDefinitions']));
  checkEnvironment(template.environment, job, undefined, ['environment'], context);
}

/** `name` and `type` of the maps in the list at `path`, whatever else is wrong with them. */
function namesAt(document: DocumentValue, path: readonly PathSegment[]): { name: string; type: string }[] {
  let value: DocumentValue | undefined = document;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return [];
    value = (value as Readonly<Record<PathSegment, DocumentValue>>)[segment];
  }
  if (!Array.isArray(value)) return [];
  const names: { name: string; type: string }[] = [];
  for (const item of value as readonly DocumentValue[]) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
    const { name, type } = item as { readonly [key: string]: DocumentValue };
    if (typeof name === 'string') names.push({ name, type: typeof type === 'string' ? type : '' });
  }
  return names;
}
