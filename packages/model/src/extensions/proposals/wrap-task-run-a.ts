import { types } from '@openjd/expr';
import type { WrapPhase } from '../../dialect/dialect.js';
import type { Proposal } from '../proposal.js';
import { FORWARDING_HOOK, hookField } from './shared/hooks.js';
import { PAST_HOOKS } from './shared/past-hooks.js';

const TASK: readonly WrapPhase[] = ['taskRun'];
const ENVIRONMENT: readonly WrapPhase[] = ['envEnter', 'envExit'];

/** Draft A of wrapping: a hook for each phase, any subset of them, and symbols of two namespaces. */
export const WRAP_TASK_RUN_A: Proposal = {
  name: 'wrap-task-run-a',
  summary: 'draft A of wrapping: a hook for each phase, any subset of them',
  extension: {
    name: 'WRAP_TASK_RUN',
    rfcs: ['0008'],
    excludes: ['WRAP_ACTIONS'],
    derivedObjects: FORWARDING_HOOK,
    ...PAST_HOOKS,
    fields: {
      ...PAST_HOOKS.fields,
      EnvironmentActions: {
        onWrapEnter: hookField('envEnter'),
        onWrapTaskRun: hookField('taskRun'),
        onWrapExit: hookField('envExit'),
      },
    },
    atLeastOneOf: { EnvironmentActions: ['onWrapEnter', 'onWrapTaskRun', 'onWrapExit'] },
    wrapDialect: {
      name: 'wrap-task-run-a',
      forms: [
        {
          fields: { envEnter: 'onWrapEnter', taskRun: 'onWrapTaskRun', envExit: 'onWrapExit' },
          allOrNothing: false,
        },
      ],
      maximumLayers: 1,
      symbolsInEmbeddedFiles: true,
      hooksNeedExpressions: true,
      ownTimeoutSymbol: 'Env.Action.Timeout',
      symbols: [
        { name: 'Task.Command', type: types.string, phases: TASK, fact: 'command' },
        { name: 'Task.Args', type: types.list(types.string), phases: TASK, fact: 'args' },
        { name: 'Task.Environment', type: types.list(types.string), phases: TASK, fact: 'environment' },
        { name: 'Env.Action.Timeout', type: types.optional(types.int), phases: TASK, fact: 'timeout' },
        { name: 'Env.Wrapped.Name', type: types.string, phases: ENVIRONMENT, fact: 'environmentName' },
        { name: 'Env.Wrapped.Command', type: types.string, phases: ENVIRONMENT, fact: 'command' },
        { name: 'Env.Wrapped.Args', type: types.list(types.string), phases: ENVIRONMENT, fact: 'args' },
        { name: 'Env.Wrapped.Environment', type: types.list(types.string), phases: ENVIRONMENT, fact: 'environment' },
        { name: 'Env.Wrapped.Timeout', type: types.optional(types.int), phases: ENVIRONMENT, fact: 'timeout' },
      ],
    },
  },
};
