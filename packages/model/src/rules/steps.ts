import type { PathSegment, Scope } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import type { StepScript, StepTemplate } from '../schema/generated/template-types.js';
import { type StepBody, stepBodyOf } from '../schema/step-body.js';
import { type JobScopes, type StepScopes, stepScopes } from '../scopes/scopes.js';
import type { RuleContext } from './context.js';
import { checkEmbeddedFiles } from './embedded-files.js';
import { checkEnvironment } from './environments.js';
import { checkFields } from './fields.js';
import { checkHostRequirements } from './host-requirements.js';
import { checkLet } from './let.js';
import { checkParameterSpace } from './parameter-space.js';

/** Everything inside one step. Spec: 2023-09, 3. */
export function checkStep(
  step: StepTemplate,
  job: JobScopes,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const parts = {
    profile: context.profile,
    taskParameters: () => context.names.at([...path, 'parameterSpace', 'taskParameterDefinitions']),
    files: () => context.names.at([...path, 'script', 'embeddedFiles']).map(({ name }) => name),
  };
  const outer = stepScopes(job, parts);
  // @spec TS-3.6.2-step-let
  const scopes =
    step.let === undefined
      ? outer
      : stepScopes(job, { ...parts, bindings: checkLet(step.let, outer.create, [...path, 'let'], context) });
  for (const [index, environment] of itemsOf(step.stepEnvironments)) {
    checkEnvironment(environment, job, scopes, [...path, 'stepEnvironments', index], context);
  }
  if (step.hostRequirements !== undefined) {
    checkHostRequirements(step.hostRequirements, scopes.create, [...path, 'hostRequirements'], context);
  }
  if (step.parameterSpace !== undefined) {
    const parameters = parts.taskParameters().map(({ name }) => name);
    checkParameterSpace(step.parameterSpace, parameters, scopes.create, [...path, 'parameterSpace'], context);
  }
  const body = stepBodyOf(step, context.profile);
  if (body?.kind === 'script') checkScript(body.script, scopes, [...path, 'script'], context);
  if (body?.kind === 'short') {
    const outerLet = checkLet(body.outerLet, scopes.task, [...path, 'script', 'let'], context);
    const task = body.outerLet === undefined ? scopes.task : scopes.task.child(outerLet);
    checkShortAction(body, task, scopes.create, [...path, ...body.path], context);
    // @spec TS-3.5-incompatible
    if (body.path.length > 1 && step.script?.embeddedFiles !== undefined) {
      context.problems.add({
        code: 'INCOMPATIBLE_FIELDS',
        phase: 'schema',
        message: `"embeddedFiles" and "${body.field}" cannot be given together`,
        path: [...path, 'script', 'embeddedFiles'],
        part: 'key',
        requirement: 'TS-3.5-incompatible',
      });
    }
  }
}

function checkScript(script: StepScript, scopes: StepScopes, path: readonly PathSegment[], context: RuleContext): void {
  // @spec TS-3.6.2-script-let
  const bindings = checkLet(script.let, scopes.task, [...path, 'let'], context);
  // @spec TS-3.5-let-scope TS-3.5-scope-let TS-3.6.2-script-names
  const host = script.let === undefined ? scopes.task : scopes.task.child(bindings);
  if (script.actions !== undefined) {
    checkFields(
      'Action',
      script.actions.onRun,
      { host, create: scopes.create },
      [...path, 'actions', 'onRun'],
      context,
    );
  }
  checkEmbeddedFiles(script.embeddedFiles, host, [...path, 'embeddedFiles'], context);
}

/** Spec: 2023-09, 8. @spec TS-8-let-scope */
function checkShortAction(
  { action, short }: Extract<StepBody, { kind: 'short' }>,
  task: Scope,
  create: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  // @spec TS-3.6.2-simple-action-let
  const bindings = checkLet(action.let, task, [...path, 'let'], context);
  // @spec TS-3.6.2-simple-action-names
  const host = action.let === undefined ? task : task.child(bindings);
  checkFields(short.object, action, { host, create }, path, context);
}
