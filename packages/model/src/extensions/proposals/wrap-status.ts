import type { Proposal } from '../proposal.js';

/** A hook says by its exit status that it failed itself. RFC 0008, "Distinguishing wrapper failures from workload failures". */
export const WRAP_STATUS: Proposal = {
  name: 'wrap-status',
  summary: 'a hook says by its exit status that the wrapper failed, and not what it wraps',
  extension: {
    name: 'WRAP_STATUS',
    rfcs: ['0008'],
    requires: ['WRAP_ACTIONS'],
    // As `docker run` has it where the engine itself fails.
    wrapDialectChanges: { wrapperFailureStatus: 125 },
  },
};
