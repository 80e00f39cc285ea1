import { types } from '@openjd/expr';
import type { WrapPhase } from '../../dialect/dialect.js';
import type { Proposal } from '../proposal.js';
import { FORWARDING_HOOK, hookField } from './shared/hooks.js';
import { PAST_HOOKS } from './shared/past-hooks.js';

const TASK: readonly WrapPhase[] = ['taskRun'];

/** Draft 0 of wrapping: tasks alone are wrapped, by `onWrapTaskRun`. */
export const WRAP_TASK_RUN_0: Proposal = {
  name: 'wrap-task-run-0',
  summary: 'draft 0 of wrapping: one hook, for tasks',
  extension: {
    name: 'WRAP_TASK_RUN',
    rfcs: ['0008'],
    excludes: ['WRAP_ACTIONS'],
    derivedObjects: FORWARDING_HOOK,
    ...PAST_HOOKS,
    fields: {
      ...PAST_HOOKS.fields,
      EnvironmentActions: { onWrapTaskRun: hookField('taskRun') },
    },
    atLeastOneOf: { EnvironmentActions: ['onWrapTaskRun'] },
    wrapDialect: {
      name: 'wrap-task-run-0',
      forms: [{ fields: { taskRun: 'onWrapTaskRun' }, allOrNothing: false }],
      maximumLayers: 1,
      symbolsInEmbeddedFiles: true,
      hooksNeedExpressions: true,
      ownTimeoutSymbol: 'Env.Action.Timeout',
      symbols: [
        { name: 'Task.Command', type: types.string, phases: TASK, fact: 'command' },
        { name: 'Task.Args', type: types.list(types.string), phases: TASK, fact: 'args' },
        { name: 'Task.Environment', type: types.list(types.string), phases: TASK, fact: 'environment' },
        { name: 'Env.Action.Timeout', type: types.optional(types.int), phases: TASK, fact: 'timeout' },
      ],
    },
  },
};
