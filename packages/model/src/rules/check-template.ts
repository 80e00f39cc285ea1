import { itemsOf } from '../document/edits.js';
import type { EnvironmentTemplate, JobTemplate } from '../schema/generated/template-types.js';
import { jobScopes } from '../scopes/scopes.js';
import type { RuleContext } from './context.js';
import { checkSteps } from './dependencies.js';
import { checkEnvironment, checkEnvironmentNames } from './environments.js';
import { checkFields } from './fields.js';
import { checkEnvironmentLimit, checkJobLimits } from './limits.js';
import { checkParameterDefinitions } from './parameters.js';
import { checkStep } from './steps.js';
import type { TemplateLimits } from './template-limits.js';
import { checkWrapLayers } from './wrap.js';

/** Every rule that a schema cannot say, on a job template whose shape was checked. */
export function checkJobTemplate(template: JobTemplate, limits: TemplateLimits, context: RuleContext): void {
  checkJobLimits(template, limits, context);
  checkParameterDefinitions(template.parameterDefinitions, context);
  const job = jobScopes(context.profile, context.names.at(['parameterDefinitions']));
  checkFields('JobTemplate', template, { create: job.name, host: job.host }, [], context);
  checkEnvironmentNames(template, context);
  for (const [index, environment] of itemsOf(template.jobEnvironments)) {
    checkEnvironment(environment, job, undefined, ['jobEnvironments', index], context);
  }
  checkSteps(template, context);
  for (const [index, step] of itemsOf(template.steps)) {
    checkStep(step, job, ['steps', index], context);
  }
  checkWrapLayers(template, context);
}

/** As `checkJobTemplate`, for an environment template. */
export function checkEnvironmentTemplate(
  template: EnvironmentTemplate,
  limits: TemplateLimits,
  context: RuleContext,
): void {
  checkParameterDefinitions(template.parameterDefinitions, context);
  if (template.environment === undefined) return;
  checkEnvironmentLimit(template.environment, ['environment'], limits, context);
  const job = jobScopes(context.profile, context.names.at(['parameterDefinitions']));
  checkEnvironment(template.environment, job, undefined, ['environment'], context);
}
