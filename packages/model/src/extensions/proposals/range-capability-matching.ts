import type { AmountRange, Proposal } from '../proposal.js';

/** A fleet advertises an amount as a range; any amount in it would do. Upstream's tracking issue 134. */
export const RANGE_CAPABILITY_MATCHING: Proposal = {
  name: 'range-capability-matching',
  summary: 'a fleet advertises an amount as a range, and matches where some amount in it would do',
  words: ['amountRanges'],
  readAmount: (advertised) => (isRange(advertised) ? advertised : undefined),
};

function isRange(advertised: unknown): advertised is AmountRange {
  if (typeof advertised !== 'object' || advertised === null) return false;
  const { min, max } = advertised as Partial<Record<keyof AmountRange, unknown>>;
  return typeof min === 'number' && typeof max === 'number';
}
