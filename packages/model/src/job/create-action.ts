import { isInt, type PathSegment, type Scope, types, type Value } from '@openjd/expr';
import type {
  Action as ActionTemplate,
  CancelationMethod as CancelationTemplate,
} from '../schema/generated/template-types.js';
import { BASE_LIMITS } from '../schema/limits.js';
import type { Action, CancelationMethod, HostString } from './job.js';
import type { TemplateReader } from './template-reader.js';

/** An item of `args` may give no argument, one, or several. Spec: Expression Language 1.3.2. */
const ARGUMENT = types.union(types.optional(types.string), types.list(types.string));
const SECONDS = types.optional(types.int);
const MODE = types.optional(types.string);

/** The scopes of one action's fields. */
export interface ActionScopes {
  /** `command`, `args` and a `mode` that is a format string. */
  readonly host: Scope;
  /** `timeout` and `notifyPeriodInSeconds`. */
  readonly create: Scope;
  /** A hook's timeout and period may forward those of the wrapped action, which only the host knows. */
  readonly isHook: boolean;
}

/** Makes an action of a template's. Numbers are resolved now, except those of hooks. Spec: 2023-09, 5. */
export function createAction(
  template: ActionTemplate,
  scopes: ActionScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Action {
  const { command, args = [] } = template;
  return {
    command: reader.hostString(command, scopes.host, types.string, [...path, 'command']),
    args: createArguments(args, scopes, [...path, 'args'], reader),
    ...createLimits(template, scopes, path, reader),
    ...(runsOnHost(template) ? { runOnHost: true } : {}),
    place: reader.place(path),
  };
}

/** Whether the action passes all wrap hooks by. The field is in no accepted schema; where a draft has it, it is a bool. */
export function runsOnHost(template: object): boolean {
  return 'runOnHost' in template && template.runOnHost === true;
}

export function createArguments(
  args: readonly string[],
  scopes: ActionScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): HostString[] {
  return args.map((text, i) => reader.hostString(text, scopes.host, ARGUMENT, [...path, i]));
}

/** `timeout` and `cancelation`, which an action and a simple action both have. */
export function createLimits(
  template: Pick<ActionTemplate, 'timeout' | 'cancelation'>,
  scopes: ActionScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Pick<Action, 'timeout' | 'cancelation'> {
  const timeout = createSeconds(template.timeout, scopes, [...path, 'timeout'], reader);
  const cancelation =
    template.cancelation && createCancelation(template.cancelation, scopes, [...path, 'cancelation'], reader);
  return { ...(timeout === undefined ? {} : { timeout }), ...(cancelation === undefined ? {} : { cancelation }) };
}

function createCancelation(
  template: CancelationTemplate,
  scopes: ActionScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): CancelationMethod {
  const mode = createMode(template.mode, scopes, [...path, 'mode'], reader);
  const field = 'notifyPeriodInSeconds' in template ? template.notifyPeriodInSeconds : undefined;
  const periodPath = [...path, 'notifyPeriodInSeconds'];
  const notifyPeriodInSeconds = createSeconds(field, scopes, periodPath, reader);
  if (typeof notifyPeriodInSeconds === 'number' && notifyPeriodInSeconds > BASE_LIMITS.notifyPeriod) {
    reader.reportLimit(
      periodPath,
      `The notify period is ${notifyPeriodInSeconds} seconds; at most ${BASE_LIMITS.notifyPeriod} are allowed`,
    );
  }
  return { mode, ...(notifyPeriodInSeconds === undefined ? {} : { notifyPeriodInSeconds }) };
}

function createMode(
  text: string,
  scopes: ActionScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): CancelationMethod['mode'] {
  if (text === 'TERMINATE' || text === 'NOTIFY_THEN_TERMINATE') return text;
  return reader.hostString(text, scopes.host, MODE, path);
}

/** A positive number of seconds, now or on the host. Null is the same as no field. Spec: 2023-09, 5 and 5.3.2. */
function createSeconds(
  field: number | string | undefined,
  scopes: ActionScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): number | HostString | undefined {
  if (typeof field !== 'string') return field;
  if (scopes.isHook) return reader.hostString(field, scopes.create, SECONDS, path);
  const value = reader.resolve(field, scopes.create, SECONDS, path);
  if (value === undefined || value === null) return undefined;
  const seconds = wholeNumber(value);
  if (seconds === undefined || seconds < 1) {
    reader.reportInvalid(
      path,
      `${JSON.stringify(field)} must give a positive whole number of seconds, but gives ${tell(value)}`,
    );
    return undefined;
  }
  return seconds;
}

/** An int, or a text in base 10 that is one and that a number can hold. */
export function wholeNumber(value: Value): number | undefined {
  const number =
    typeof value === 'string' && /^[+-]?[0-9]+$/.test(value)
      ? Number(value)
      : isInt(value)
        ? Number(value)
        : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function tell(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
