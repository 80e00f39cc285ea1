import { boolean, type FieldDescription, integer, optional, reference } from '../schema/description.js';
import { SECONDS } from '../schema/resolutions.js';
import type { Extension } from './extension.js';

/** Fields that several draft proposals have. Each proposal stands for itself; what they share is here. */

const runOnHost = optional(
  boolean(),
  'Whether the action runs on the host, past all wrap hooks around it. Default: false.',
);

/** `runOnHost`, a field of every action; a simple action is one too. */
export const RUN_ON_HOST_FIELDS: NonNullable<Extension['fields']> = {
  Action: { runOnHost },
  SimpleAction: { runOnHost },
};

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
