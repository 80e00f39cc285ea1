import type { Proposal } from '../proposal.js';

/** A fleet advertises an amount as a range; any amount in it would do. Upstream's tracking issue 134. */
export const RANGE_CAPABILITY_MATCHING: Proposal = {
  name: 'range-capability-matching',
  summary: 'a fleet advertises an amount as a range, and matches where some amount in it would do',
  amountRanges: true,
};
