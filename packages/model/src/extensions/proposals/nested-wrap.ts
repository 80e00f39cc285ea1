import type { Proposal } from '../proposal.js';

/** Several environments of one session wrap what is inside of each. RFC 0008, "Nested wrap composition". */
export const NESTED_WRAP: Proposal = {
  name: 'nested-wrap',
  summary: 'several wrapping environments in one session, the innermost first',
  extension: {
    name: 'NESTED_WRAP',
    rfcs: ['0008'],
    requires: ['WRAP_ACTIONS'],
    wrapDialectChanges: { maximumLayers: Number.POSITIVE_INFINITY },
  },
};
