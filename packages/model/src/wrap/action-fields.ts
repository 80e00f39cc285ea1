import { formatValue, isInt, type Value } from '@openjd/expr';
import type { TemplatePlace } from '../faults/place.js';
import type { Action, CancelationMethod, HostString } from '../job/job.js';
import { BASE_LIMITS } from '../schema/limits.js';
import { type Evaluation, evaluate, evaluateItem, evaluateText, invalidValue } from './evaluate.js';

/** Seconds until an exit action without a timeout is canceled, its hook included. Spec: 2023-09, 5. */
export const EXIT_TIMEOUT_SECONDS = 300;

/** Notify period where none is declared, in seconds: of a step's `onRun`, and of every other action. Spec: 2023-09, 5.3.2. */
const NOTIFY_PERIOD_OF_ON_RUN = 120;
const NOTIFY_PERIOD_OF_OTHERS = 30;

/** An action's fields with everything resolved that its author declared, and no default for what was not. */
export interface DeclaredAction {
  readonly command: string;
  readonly args: readonly string[];
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly cancelation: ResolvedCancelation | undefined;
}

export interface ResolvedCancelation {
  readonly mode: 'TERMINATE' | 'NOTIFY_THEN_TERMINATE';
  /** 0 for TERMINATE, which has none. */
  readonly notifyPeriodInSeconds: number;
}

/** Which action is resolved. */
export interface ActionPlace {
  /** As messages call it: `onRun of step "Render"`. */
  readonly subject: string;
  /** A step's own `onRun`; a hook that stands in for one is not. */
  readonly isOnRun: boolean;
}

/** Resolves an action with the symbols that it sees. Spec: 2023-09, 5. Throws ResolutionFault. */
export function resolveFields(
  action: Action,
  { subject, isOnRun }: ActionPlace,
  evaluation: Evaluation,
): DeclaredAction {
  const command = evaluateText(action.command, `The command of ${subject}`, evaluation);
  if (command === '') throw invalidValue(action.command.place, `The command of ${subject}`, 'is empty');
  const args = action.args.flatMap((arg, i) => evaluateItem(arg, `The argument args[${i}] of ${subject}`, evaluation));
  const timeout = resolveSeconds(action.timeout, action.place, `The timeout of ${subject}`, evaluation);
  const cancelation =
    action.cancelation && resolveCancelation(action.cancelation, action.place, subject, isOnRun, evaluation);
  return { command, args, timeout, cancelation };
}

/**
 * A number of whole seconds, at least 1. Null, which only a whole-field expression gives, is the same as no field.
 * Spec: 2023-09, 5 and 5.3.2. Throws ResolutionFault.
 */
export function resolveSeconds(
  field: number | HostString | undefined,
  place: TemplatePlace,
  subject: string,
  evaluation: Evaluation,
): number | undefined {
  if (field === undefined || typeof field === 'number') return field;
  const value = evaluate(field, subject, evaluation);
  if (value === null) return undefined;
  const seconds = wholeNumber(value);
  if (seconds !== undefined && seconds >= 1 && Number.isSafeInteger(seconds)) return seconds;
  throw invalidValue(
    field.place ?? place,
    subject,
    `must be a positive whole number of seconds, but it is ${told(value)}`,
  );
}

/** An int, or a text that is one: `"1{{Param.Zeros}}"` gives a text. */
function wholeNumber(value: Value): number | undefined {
  if (isInt(value)) return Number(value);
  return typeof value === 'string' && /^[+-]?[0-9]+$/.test(value) ? Number(value) : undefined;
}

/**
 * The declared way to cancel; undefined where there is none, which includes a `mode` that resolves to null. A resolved
 * mode makes the object one of the two forms, and only NOTIFY_THEN_TERMINATE has a period. Spec: 2023-09, 5.3.
 *
 * The period's default follows the text by its letters: 120 seconds for the `onRun` of a step, 30 for everything else,
 * and so for a hook that stands in for an `onRun`. A hook that wants the wrapped action's period forwards it, and the
 * forwarded value has the wrapped action's default in it already.
 */
function resolveCancelation(
  method: CancelationMethod,
  place: TemplatePlace,
  subject: string,
  isOnRun: boolean,
  evaluation: Evaluation,
): ResolvedCancelation | undefined {
  const mode = resolveMode(method.mode, subject, evaluation);
  if (mode === null) return undefined;
  const what = `The notifyPeriodInSeconds of ${subject}`;
  const period = resolveSeconds(method.notifyPeriodInSeconds, place, what, evaluation);
  const periodPlace = typeof method.notifyPeriodInSeconds === 'object' ? method.notifyPeriodInSeconds.place : place;
  if (mode === 'TERMINATE') {
    if (period === undefined) return { mode, notifyPeriodInSeconds: 0 };
    throw invalidValue(periodPlace, what, `must not be given when the mode is TERMINATE, but it is ${period}`);
  }
  if (period !== undefined && period > BASE_LIMITS.notifyPeriod) {
    throw invalidValue(periodPlace, what, `must be at most ${BASE_LIMITS.notifyPeriod}, but it is ${period}`);
  }
  return { mode, notifyPeriodInSeconds: period ?? (isOnRun ? NOTIFY_PERIOD_OF_ON_RUN : NOTIFY_PERIOD_OF_OTHERS) };
}

function resolveMode(
  mode: CancelationMethod['mode'],
  subject: string,
  evaluation: Evaluation,
): ResolvedCancelation['mode'] | null {
  if (typeof mode === 'string') return mode;
  const what = `The cancelation mode of ${subject}`;
  const value = evaluate(mode, what, evaluation);
  if (value === null || value === 'TERMINATE' || value === 'NOTIFY_THEN_TERMINATE') return value;
  throw invalidValue(mode.place, what, `must be TERMINATE or NOTIFY_THEN_TERMINATE, but it is ${told(value)}`);
}

function told(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : formatValue(value);
}
