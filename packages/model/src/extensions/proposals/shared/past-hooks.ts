import { boolean, optional } from '../../../schema/description.js';
import type { Extension } from '../../extension.js';

const FIELD = 'runOnHost';

const runOnHost = optional(
  boolean(),
  'Whether the action runs on the host, past all wrap hooks around it. Default: false.',
);

/** `runOnHost`, a field of every action (a simple action is one too), and what it does: the action passes all hooks by. */
export const PAST_HOOKS = {
  fields: { Action: { [FIELD]: runOnHost }, SimpleAction: { [FIELD]: runOnHost } },
  actionFacts: { [FIELD]: { label: 'runs on the host, past all wrap hooks' } },
  passesHooks: (facts) => facts.some(({ name, value }) => name === FIELD && value === true),
} satisfies Partial<Extension>;
