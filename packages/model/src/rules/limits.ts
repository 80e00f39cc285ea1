import type { PathSegment } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import type { DocumentValue } from '../document/value.js';
import { characterCount } from '../schema/characters.js';
import type { EmbeddedFile, Environment, JobTemplate } from '../schema/generated/template-types.js';
import { stepBodyOf } from '../schema/step-body.js';
import type { RuleContext } from './context.js';
import type { TemplateLimits } from './template-limits.js';

/** The caller's bounds on a job template. */
export function checkJobLimits(template: JobTemplate, limits: TemplateLimits, context: RuleContext): void {
  if (template.steps.length > limits.steps) {
    tooMany('steps', template.steps.length, limits.steps, ['steps'], context);
  }
  checkEnvironmentList(template.jobEnvironments, ['jobEnvironments'], limits, context);
  if (limits.environments === Number.POSITIVE_INFINITY && limits.scriptLength === Number.POSITIVE_INFINITY) return;
  for (const [index, step] of itemsOf(template.steps)) {
    checkEnvironmentList(step.stepEnvironments, ['steps', index, 'stepEnvironments'], limits, context);
    const body = stepBodyOf(step, context.profile);
    if (body?.kind === 'script') {
      checkFiles(body.script.embeddedFiles, ['steps', index, 'script', 'embeddedFiles'], limits, context);
    } else if (body !== undefined) {
      const { textField } = body.short;
      checkScript(body.action[textField] as string, ['steps', index, ...body.path, textField], limits, context);
    }
  }
}

/** The caller's bounds on one environment. */
export function checkEnvironmentLimit(
  environment: Environment,
  path: readonly PathSegment[],
  limits: TemplateLimits,
  context: RuleContext,
): void {
  checkFiles(environment.script?.embeddedFiles, [...path, 'script', 'embeddedFiles'], limits, context);
}

function checkEnvironmentList(
  environments: readonly Environment[] | undefined,
  path: readonly PathSegment[],
  limits: TemplateLimits,
  context: RuleContext,
): void {
  if (environments === undefined) return;
  if (environments.length > limits.environments) {
    tooMany('environments', environments.length, limits.environments, path, context);
  }
  for (const [index, environment] of itemsOf(environments)) {
    checkEnvironmentLimit(environment, [...path, index], limits, context);
  }
}

function checkFiles(
  files: readonly EmbeddedFile[] | undefined,
  path: readonly PathSegment[],
  limits: TemplateLimits,
  context: RuleContext,
): void {
  for (const [index, file] of itemsOf(files)) checkScript(textOf(file.data), [...path, index, 'data'], limits, context);
}

/** A structure counts as its compact JSON. */
function textOf(data: DocumentValue): string {
  if (typeof data === 'string') return data;
  return JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}

function checkScript(text: string, path: readonly PathSegment[], limits: TemplateLimits, context: RuleContext): void {
  if (text.length <= limits.scriptLength || characterCount(text) <= limits.scriptLength) return;
  context.add({
    code: 'LIMIT_EXCEEDED',
    message: `The text has ${characterCount(text)} characters; at most ${limits.scriptLength} are allowed here`,
    path,
    part: 'key',
  });
}

function tooMany(what: string, count: number, most: number, path: readonly PathSegment[], context: RuleContext): void {
  context.add({
    code: 'LIMIT_EXCEEDED',
    message: `The template has ${count} ${what}; at most ${most} are allowed here`,
    path,
    part: 'key',
  });
}
