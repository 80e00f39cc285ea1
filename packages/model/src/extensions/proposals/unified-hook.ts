import { types } from '@openjd/expr';
import { WRAP_PHASES as ALL } from '../../dialect/dialect.js';
import type { Proposal } from '../proposal.js';
import { hookField, PHASES } from './shared/hooks.js';

/** One hook in place of the three, with the accepted names. RFC 0008, "Single unified onWrapAction shorthand". */
export const UNIFIED_HOOK: Proposal = {
  name: 'unified-hook',
  summary: 'one onWrapAction in place of the three hooks',
  words: Object.values(PHASES),
  extension: {
    name: 'UNIFIED_HOOK',
    rfcs: ['0008'],
    requires: ['WRAP_ACTIONS'],
    fields: { EnvironmentActions: { onWrapAction: hookField('all', 'Action') } },
    atLeastOneOf: { EnvironmentActions: ['onWrapAction'] },
    wrapDialectChanges: {
      forms: [
        {
          fields: { envEnter: 'onWrapAction', taskRun: 'onWrapAction', envExit: 'onWrapAction' },
          allOrNothing: false,
        },
      ],
      symbols: [{ name: 'WrappedAction.Type', type: types.string, phases: ALL, fact: 'phase', spelling: PHASES }],
    },
  },
};
