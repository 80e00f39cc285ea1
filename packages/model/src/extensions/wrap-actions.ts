import { WRAP_ACTIONS as WRAP_ACTIONS_DIALECT } from '../dialect/wrap-actions.js';
import { optional, reference } from '../schema/description.js';
import type { Extension } from './extension.js';

const hooks = ['onWrapEnvEnter', 'onWrapTaskRun', 'onWrapEnvExit'];

/** RFC 0008: an environment runs the actions of what is inside it. The rules read the dialect's table. */
export const WRAP_ACTIONS: Extension = {
  name: 'WRAP_ACTIONS',
  rfcs: ['0008'],
  // @spec TS-1.1-required-extensions TS-4.3-expr-prerequisite RFC0008-needs-expr
  requires: ['EXPR'],
  fields: {
    // @spec TS-4.3-extension RFC0008-extension
    EnvironmentActions: {
      onWrapEnvEnter: optional(reference('Action'), 'Runs in place of the onEnter of each inner environment.'),
      onWrapTaskRun: optional(reference('Action'), 'Runs in place of the onRun of each task.'),
      onWrapEnvExit: optional(reference('Action'), 'Runs in place of the onExit of each inner environment.'),
    },
  },
  // RFC 0008, "Schema modifications": the complete set of hooks is enough.
  // @spec RFC0008-hooks-suffice
  atLeastOneOf: { EnvironmentActions: hooks },
  wrapDialect: WRAP_ACTIONS_DIALECT,
};
