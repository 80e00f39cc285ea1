import type { PathSegment } from '@openjd/expr';
import { type Fact, NO_FACTS } from '../schema/fact.js';
import type { Action as ActionTemplate } from '../schema/generated/template-types.js';
import type { Profile } from '../schema/profile.js';
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
  const fields = createFields(object, template, scopes, path, reader);
  const { command, args = [], ...limits } = fields as Fields;
  return { command, args, ...limitsOf(limits), facts: factsOf(fields, reader.profile), place: reader.place(path) };
}

type Fields = Readonly<Record<string, unknown>> &
  Pick<Action, 'command' | 'timeout' | 'cancelation'> &
  Partial<Pick<Action, 'args'>>;

/** `timeout` and `cancelation`, which an action and a simple action both have. */
export function limitsOf({ timeout, cancelation }: Pick<Action, 'timeout' | 'cancelation'>) {
  return { ...(timeout === undefined ? {} : { timeout }), ...(cancelation === undefined ? {} : { cancelation }) };
}

/** What extensions bring to an action with these fields, in the order in which they say it. */
export function factsOf(fields: Readonly<Record<string, unknown>>, { actionFacts }: Profile): readonly Fact[] {
  if (actionFacts.size === 0) return NO_FACTS;
  return [...actionFacts].flatMap(([name, label]) => {
    const value = fields[name];
    return isFactValue(value) && value !== false ? [{ name, value, label }] : [];
  });
}

function isFactValue(value: unknown): value is Fact['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
