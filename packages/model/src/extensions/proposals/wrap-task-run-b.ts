import { types } from '@openjd/expr';
import { WRAP_PHASES as ALL } from '../../dialect/dialect.js';
import type { Proposal } from '../proposal.js';
import { FORWARDING_HOOK, hookField, PHASES } from './shared/hooks.js';
import { PAST_HOOKS } from './shared/past-hooks.js';

/** Draft B of wrapping: one hook for all phases, which is told the phase. */
export const WRAP_TASK_RUN_B: Proposal = {
  name: 'wrap-task-run-b',
  summary: 'draft B of wrapping: one hook for all phases, which is told the phase',
  words: Object.values(PHASES),
  extension: {
    name: 'WRAP_TASK_RUN',
    rfcs: ['0008'],
    excludes: ['WRAP_ACTIONS'],
    derivedObjects: FORWARDING_HOOK,
    ...PAST_HOOKS,
    fields: {
      ...PAST_HOOKS.fields,
      EnvironmentActions: { onWrapAction: hookField('all') },
    },
    atLeastOneOf: { EnvironmentActions: ['onWrapAction'] },
    wrapDialect: {
      name: 'wrap-task-run-b',
      forms: [
        {
          fields: { envEnter: 'onWrapAction', taskRun: 'onWrapAction', envExit: 'onWrapAction' },
          allOrNothing: false,
        },
      ],
      maximumLayers: 1,
      symbolsInEmbeddedFiles: true,
      hooksNeedExpressions: true,
      ownTimeoutSymbol: 'Env.Action.Timeout',
      symbols: [
        { name: 'WrappedAction.Type', type: types.string, phases: ALL, fact: 'phase', spelling: PHASES },
        { name: 'WrappedAction.Name', type: types.optional(types.string), phases: ALL, fact: 'environmentName' },
        { name: 'WrappedAction.Command', type: types.string, phases: ALL, fact: 'command' },
        { name: 'WrappedAction.Args', type: types.list(types.string), phases: ALL, fact: 'args' },
        { name: 'WrappedAction.Environment', type: types.list(types.string), phases: ALL, fact: 'environment' },
        { name: 'WrappedAction.Timeout', type: types.optional(types.int), phases: ALL, fact: 'timeout' },
      ],
    },
  },
};
