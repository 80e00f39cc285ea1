import { type PathSegment, quoteText } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import type { Environment, EnvironmentActions, JobTemplate } from '../schema/generated/template-types.js';
import { actionObject } from '../schema/profile.js';
import {
  environmentActionScopes,
  environmentFileScope,
  environmentScopes,
  type JobScopes,
  type StepScopes,
} from '../scopes/scopes.js';
import type { RuleContext } from './context.js';
import { checkEmbeddedFiles } from './embedded-files.js';
import { checkFields } from './fields.js';
import { checkLet } from './let.js';
import { checkFilesOfHooks, checkHooks } from './wrap.js';

/** Checks one environment. Spec: 2023-09, 4. */
export function checkEnvironment(
  environment: Environment,
  job: JobScopes,
  step: StepScopes | undefined,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const { script } = environment;
  const files = context.names.at([...path, 'script', 'embeddedFiles']).map(({ name }) => name);
  const scopes = environmentScopes(job, step, files);
  checkFields('Environment', environment, { create: scopes.create, host: scopes.variables }, path, context);
  if (script === undefined) return;
  const scriptPath = [...path, 'script'];
  const bindings = checkLet(script.let, scopes.let, [...scriptPath, 'let'], context);
  // @spec TS-3.6.2-environment-names
  const host = script.let === undefined ? scopes.script : scopes.script.child(bindings);
  const dialect = context.profile.wrapDialect;
  checkHooks(script.actions, [...scriptPath, 'actions'], context);
  for (const [name, action] of Object.entries(script.actions as Record<string, EnvironmentActions['onEnter']>)) {
    if (action === undefined) continue;
    const actionScopes = environmentActionScopes(name, host, scopes.create, dialect);
    checkFields(actionObject(context.profile, name), action, actionScopes, [...scriptPath, 'actions', name], context);
  }
  const fileScope = environmentFileScope(host, dialect);
  checkEmbeddedFiles(script.embeddedFiles, fileScope, [...scriptPath, 'embeddedFiles'], context);
  checkFilesOfHooks(script, [...scriptPath, 'embeddedFiles'], context);
}

/**
 * Names of environments: within `jobEnvironments`, within each step's environments, and between the two. Those of two
 * steps may be equal. Spec: 2023-09, 1.1 and 3.
 * @spec TS-1.1-job-environment-names TS-3-step-environment-names
 */
export function checkEnvironmentNames(template: JobTemplate, context: RuleContext): void {
  const ofJob = new Map<string, string>();
  for (const [index, environment] of itemsOf(template.jobEnvironments)) {
    const path: PathSegment[] = ['jobEnvironments', index];
    checkName(environment.name, ofJob, undefined, [...path, 'name'], context);
    ofJob.set(environment.name, 'another job environment');
  }
  for (const [stepIndex, step] of itemsOf(template.steps)) {
    const ofStep = new Map<string, string>();
    for (const [index, environment] of itemsOf(step.stepEnvironments)) {
      const path: PathSegment[] = ['steps', stepIndex, 'stepEnvironments', index, 'name'];
      checkName(environment.name, ofStep, ofJob, path, context);
      ofStep.set(environment.name, 'another environment of this step');
    }
  }
}

function checkName(
  name: string,
  near: ReadonlyMap<string, string>,
  job: ReadonlyMap<string, string> | undefined,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const other = near.get(name) ?? (job?.has(name) ? 'a job environment' : undefined);
  if (other === undefined) return;
  context.add({
    code: 'DUPLICATE_NAME',
    message: `${other} has the name ${quoteText(name)} too`,
    path,
    requirement: job === undefined ? 'TS-1.1-job-environment-names' : 'TS-3-step-environment-names',
    hint: 'give this environment another name',
  });
}
