import { type PathSegment, type Scope, types } from '@openjd/expr';
import { ownValue } from '../document/own-value.js';
import { itemsOf } from '../document/prune.js';
import { choice, integer } from '../schema/description.js';
import type { Action, CancelationMethod, EmbeddedFile } from '../schema/generated/template-types.js';
import { BASE_LIMITS } from '../schema/limits.js';
import type { RuleContext } from './context.js';

const ARGUMENT = types.union(types.optional(types.string), types.list(types.string));
const SECONDS = types.optional(types.int);
const MODE = types.optional(types.string);

const TIMEOUT = integer({ min: 1 });
const CANCELATION_MODE = choice('TERMINATE', 'NOTIFY_THEN_TERMINATE');
const NOTIFY_PERIOD = integer({ min: 1, max: BASE_LIMITS.notifyPeriod });

/** The scopes of one action's fields. Spec: 2023-09, 5 and 7.4. */
export interface ActionScopes {
  /** `command` and `args`, resolved on the host. */
  readonly host: Scope;
  /** `timeout` and `notifyPeriodInSeconds`, resolved when the job is created. */
  readonly create: Scope;
}

/** Checks the format strings of an action. */
export function checkAction(
  action: Pick<Action, 'args' | 'timeout' | 'cancelation'> & { readonly command?: string | undefined },
  scopes: ActionScopes,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  if (action.command !== undefined) context.checkText(action.command, scopes.host, [...path, 'command'], types.string);
  for (const [index, argument] of itemsOf(action.args)) {
    if (argument.includes('{{')) context.checkText(argument, scopes.host, [...path, 'args', index], ARGUMENT);
  }
  if (typeof action.timeout === 'string') {
    context.checkNumber(action.timeout, scopes.create, [...path, 'timeout'], SECONDS, TIMEOUT);
  }
  if (action.cancelation !== undefined) {
    checkCancelation(action.cancelation, scopes, [...path, 'cancelation'], context);
  }
}

function checkCancelation(
  cancelation: CancelationMethod,
  scopes: ActionScopes,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  // Resolved when the action is about to run (5.3), so that it sees what the host knows.
  context.checkText(cancelation.mode, scopes.host, [...path, 'mode'], MODE, CANCELATION_MODE);
  if ('notifyPeriodInSeconds' in cancelation) {
    const place = [...path, 'notifyPeriodInSeconds'];
    context.checkNumber(cancelation.notifyPeriodInSeconds, scopes.create, place, SECONDS, NOTIFY_PERIOD);
  }
}

/** Checks the embedded files of one script: their names differ, and what they hold. Spec: 2023-09, 6. */
export function checkEmbeddedFiles(
  files: readonly EmbeddedFile[] | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  if (files === undefined) return;
  const seen = new Map<string, number>();
  for (const [index, file] of itemsOf(files)) {
    const first = seen.get(file.name);
    if (first === undefined) seen.set(file.name, index);
    else {
      context.add({
        code: 'DUPLICATE_NAME',
        message: `two embedded files of this script have the name "${file.name}"`,
        path: [...path, index, 'name'],
        requirement: 'TS-6.1-unique-names',
        hint: 'format strings refer to a file by its name, so that each needs its own',
      });
    }
    ownValue(context.profile.fileKinds, file.type)?.check(file.data, scope, [...path, index, 'data'], context);
  }
}
