import type { PathSegment } from '@openjd/expr';
import type { Action as ActionTemplate } from '../schema/generated/template-types.js';
import { type CreationScopes, createFields } from './create-fields.js';
import type { Action } from './job.js';
import type { TemplateReader } from './template-reader.js';

/**
 * Makes an action of a template's. Numbers are resolved now, except those of hooks. Spec: 2023-09, 5. `object`: its
 * description. Default: `Action`.
 */
export function createAction(
  template: ActionTemplate,
  scopes: CreationScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
  object = 'Action',
): Action {
  const { command, args = [], ...limits } = createFields(object, template, scopes, path, reader) as Fields;
  return { command, args, ...limitsOf(limits), ...runOnHost(template), place: reader.place(path) };
}

type Fields = Pick<Action, 'command' | 'timeout' | 'cancelation'> & Partial<Pick<Action, 'args'>>;

/** `timeout` and `cancelation`, which an action and a simple action both have. */
export function limitsOf({ timeout, cancelation }: Pick<Action, 'timeout' | 'cancelation'>) {
  return { ...(timeout === undefined ? {} : { timeout }), ...(cancelation === undefined ? {} : { cancelation }) };
}

/** Whether the action passes all wrap hooks by. The field is in no accepted schema; where a draft has it, it is a bool. */
export function runOnHost(template: object): { readonly runOnHost?: true } {
  return 'runOnHost' in template && template.runOnHost === true ? { runOnHost: true } : {};
}
