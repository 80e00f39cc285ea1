import type { WrapPhase } from '../../../dialect/dialect.js';
import { type FieldDescription, integer, optional, reference } from '../../../schema/description.js';
import { SECONDS } from '../../../schema/resolutions.js';
import type { Extension } from '../../extension.js';

/** Hooks as the drafts of wrapping write them. Each proposal stands for itself; what several share is in this folder. */

/** The object of a hook whose timeout can forward that of the wrapped action without FEATURE_BUNDLE_1. */
export const FORWARDING_HOOK: NonNullable<Extension['derivedObjects']> = {
  WrapHookAction: {
    of: 'Action',
    fields: {
      timeout: optional(
        integer({ min: 1, resolves: SECONDS }),
        'Seconds after which the hook is canceled and has failed. A format string that gives null is as no timeout.',
      ),
    },
  },
};

/** The phases, as one hook for all of them is told which it is. */
export const PHASES: Readonly<Record<WrapPhase, string>> = {
  envEnter: 'ENV_ENTER',
  taskRun: 'TASK_RUN',
  envExit: 'ENV_EXIT',
};

const INSTEAD_OF = {
  envEnter: 'the onEnter of each inner environment',
  taskRun: 'the onRun of each task',
  envExit: 'the onExit of each inner environment',
  all: 'each action of what is inside',
} as const;

/** A hook's field of `<EnvironmentActions>`. `object` describes its action. */
export function hookField(
  replaces: keyof typeof INSTEAD_OF,
  object: 'Action' | 'WrapHookAction' = 'WrapHookAction',
): FieldDescription {
  return optional(reference(object), `Runs in place of ${INSTEAD_OF[replaces]}.`);
}
