import type { Action } from '../job/job.js';
import type { Profile } from '../schema/profile.js';
import { type Evaluation, invalidValue } from './evaluate.js';
import { evaluateFields } from './evaluate-fields.js';

/**
 * Seconds until an exit action without a timeout is canceled, its hook included. Spec: 2023-09, 5.
 * @spec TS-4.3-onExit-timeout
 */
export const EXIT_TIMEOUT_SECONDS = 300;

/**
 * Notify period where none is declared, in seconds: of a step's `onRun`, and of every other action. Spec: 2023-09, 5.3.2.
 * @spec TS-5.3.2-notifyPeriodInSeconds
 */
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
  /** The object that describes it, and where. */
  readonly object: string;
  readonly profile: Profile;
}

interface EvaluatedFields {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly timeout?: number;
  readonly cancelation?: { readonly mode?: ResolvedCancelation['mode']; readonly notifyPeriodInSeconds?: number };
}

/** Resolves an action with the symbols that it sees. Spec: 2023-09, 5. Throws ResolutionFault. */
export function resolveFields(action: Action, place: ActionPlace, evaluation: Evaluation): DeclaredAction {
  const { object, subject, profile, isOnRun } = place;
  const fields: EvaluatedFields = evaluateFields(object, action, subject, profile, evaluation);
  const { command, args = [], timeout, cancelation } = fields;
  if (command === undefined) throw invalidValue(action.command.place, `"command" of ${subject} must not be null`);
  return {
    command,
    args,
    timeout,
    cancelation: cancelation && resolveCancelation(cancelation, action, subject, isOnRun),
  };
}

/** The action's own timeout in seconds; undefined: it names none. Throws ResolutionFault. */
export function resolveTimeout({ timeout }: Action, place: ActionPlace, evaluation: Evaluation): number | undefined {
  const { object, subject, profile } = place;
  const fields: EvaluatedFields = evaluateFields(object, { timeout }, subject, profile, evaluation);
  return fields.timeout;
}

/**
 * The declared way to cancel; undefined where there is none, which includes a `mode` that resolves to null. A resolved
 * mode makes the object one of the two forms, and only NOTIFY_THEN_TERMINATE has a period. Spec: 2023-09, 5.3.
 *
 * The period's default follows the text by its letters: 120 seconds for the `onRun` of a step, 30 for everything else,
 * and so for a hook that stands in for an `onRun`. A hook that wants the wrapped action's period forwards it, and the
 * forwarded value has the wrapped action's default in it already.
 * @spec TS-5.3-resolved-form TS-4.3.1-notify-period RFC0008-notify-defaults RFC0008-cancelation-forwarding
 */
function resolveCancelation(
  { mode, notifyPeriodInSeconds: period }: NonNullable<EvaluatedFields['cancelation']>,
  { cancelation, place }: Action,
  subject: string,
  isOnRun: boolean,
): ResolvedCancelation | undefined {
  // @spec TS-5.3-resolved-null
  if (mode === undefined) return undefined;
  if (mode === 'TERMINATE') {
    if (period === undefined) return { mode, notifyPeriodInSeconds: 0 };
    const field = cancelation?.notifyPeriodInSeconds;
    const message = `"notifyPeriodInSeconds" of ${subject} must not be given when the mode is TERMINATE, but it is ${period}`;
    throw invalidValue(typeof field === 'object' ? field.place : place, message);
  }
  return { mode, notifyPeriodInSeconds: period ?? (isOnRun ? NOTIFY_PERIOD_OF_ON_RUN : NOTIFY_PERIOD_OF_OTHERS) };
}
