import type { Fact } from '../../schema/fact.js';
import type { Proposal } from '../proposal.js';

/** The exit status by which a hook says that it failed itself, as `docker run` has it where the engine itself fails. */
const WRAPPER_FAILED = 125;

const WRAPPER: Fact = { name: 'cause', value: 'wrapper', label: 'the wrapper failed, not the action' };
const WRAPPED: Fact = { name: 'cause', value: 'wrapped', label: 'the action failed, not the wrapper' };

/** A hook says by its exit status that it failed itself. RFC 0008, "Distinguishing wrapper failures from workload failures". */
export const WRAP_STATUS: Proposal = {
  name: 'wrap-status',
  summary: 'a hook says by its exit status that the wrapper failed, and not what it wraps',
  words: [WRAPPER.label, WRAPPED.label, 'FailureCause', 'wrapperFailure', 'failed in its wrapper'],
  extension: {
    name: 'WRAP_STATUS',
    rfcs: ['0008'],
    requires: ['WRAP_ACTIONS'],
    failureFacts: ({ started, exitCode }) => {
      // What could not be started is the hook. Of a signal nobody can say whose it was.
      if (!started || exitCode === WRAPPER_FAILED) return [WRAPPER];
      return exitCode === undefined || exitCode === 0 ? [] : [WRAPPED];
    },
  },
};
