import { PROPOSALS, proposalsNamed } from '../extensions/registry.js';
import type { HostRequirements } from './job.js';

/** An amount that a fleet can provide: any from `min` to `max`, both included. Draft proposal range-capability-matching. */
export interface AmountRange {
  readonly min: number;
  readonly max: number;
}

/** What a host, a render manager or a fleet advertises. Names and values are compared without regard to case. */
export interface Capabilities {
  /** By name, such as `amount.worker.vcpu`. A name that is missing: there is nothing of it, 0. */
  readonly amounts?: Readonly<Record<string, number | AmountRange>>;
  /** By name, such as `attr.worker.os.family`; a host may have several values. A name that is missing: no value. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/** A requirement that is not met. */
export interface UnmetRequirement {
  /** As the requirement writes it. */
  readonly name: string;
  /** For people: what is asked for and what there is. */
  readonly reason: string;
}

export interface HostMatch {
  readonly satisfied: boolean;
  /** All that is not met, in the order of the requirements. */
  readonly unmet: readonly UnmetRequirement[];
  /**
   * By name: from which to which amount a host may have that meets the requirement. A fleet that advertises a range
   * should provide a host of these. Of requirements that are met only.
   */
  readonly amounts: ReadonlyMap<string, AmountRange>;
  /** Draft proposals that the answer rests on. */
  readonly proposals: readonly string[];
}

/** The least of a capability that a requirement without `min` asks for, where it is not 0. Spec: 2023-09, 3.3.1.1. */
const MINIMUM_AMOUNTS: ReadonlyMap<string, number> = new Map([['amount.worker.vcpu', 1]]);

/**
 * Whether a host that advertises these capabilities meets what a step asks for. A single amount has to be at least `min`
 * and at most `max`, where they are given; a range has to have such an amount in it. Amounts are compared exactly, as the
 * numbers that they are. Of an attribute, the host has to have all values of `allOf` and one of `anyOf`.
 * Spec: 2023-09, 3.3. Without requirements every host will do.
 *
 * Throws a RangeError for capabilities that make no sense: an amount that is negative or no number, a range whose `min` is
 * above its `max`, one name twice; and for a range where no proposal that brings ranges is in `enableProposals`.
 */
export function matchHostRequirements(
  requirements: HostRequirements | undefined,
  capabilities: Capabilities,
  options: { readonly enableProposals?: readonly string[] } = {},
): HostMatch {
  const ranging = proposalsNamed(options.enableProposals ?? []).filter((proposal) => proposal.amountRanges);
  const { ranges, hasRange } = readAmounts(capabilities, ranging.length > 0);
  const attributes = byName('attribute', capabilities.attributes ?? {});
  const unmet: UnmetRequirement[] = [];
  const amounts = new Map<string, AmountRange>();
  for (const { name, min = MINIMUM_AMOUNTS.get(name.toLowerCase()) ?? 0, max } of requirements?.amounts ?? []) {
    const advertised = ranges.get(name.toLowerCase()) ?? { min: 0, max: 0 };
    // @spec TS-3.3.1-min-max
    const usable = {
      min: Math.max(min, advertised.min),
      max: Math.min(max ?? Number.POSITIVE_INFINITY, advertised.max),
    };
    if (usable.min <= usable.max) amounts.set(name, usable);
    else unmet.push({ name, reason: `${asked({ min, max })}, and there ${offered(advertised)}` });
  }
  for (const { name, anyOf, allOf } of requirements?.attributes ?? []) {
    const values = new Set(attributes.get(name.toLowerCase())?.map((value) => value.toLowerCase()));
    const has = (value: string) => values.has(value.toLowerCase());
    const there = values.size === 0 ? 'there is none' : `there is ${[...values].join(', ')}`;
    // @spec TS-3.3.2-anyOf
    if (anyOf !== undefined && !anyOf.some(has))
      unmet.push({ name, reason: `one of ${anyOf.join(', ')} is needed, and ${there}` });
    // @spec TS-3.3.2-allOf
    const lacking = (allOf ?? []).filter((value) => !has(value));
    if (lacking.length > 0) unmet.push({ name, reason: `${lacking.join(', ')} is needed, and ${there}` });
  }
  return { satisfied: unmet.length === 0, unmet, amounts, proposals: hasRange ? ranging.map(({ name }) => name) : [] };
}

function readAmounts(
  { amounts = {} }: Capabilities,
  mayRange: boolean,
): { readonly ranges: ReadonlyMap<string, AmountRange>; readonly hasRange: boolean } {
  const ranges = new Map<string, AmountRange>();
  let hasRange = false;
  for (const [name, amount] of byName('amount', amounts)) {
    const range = typeof amount === 'number' ? { min: amount, max: amount } : amount;
    if (typeof amount !== 'number') {
      hasRange = true;
      if (!mayRange) {
        const names = PROPOSALS.filter((proposal) => proposal.amountRanges).map((proposal) => proposal.name);
        const hint = names.length === 0 ? 'give one amount' : `switch on the draft proposal ${names.join(' or ')}`;
        throw new RangeError(`The amount ${name} is advertised as a range: ${hint}`);
      }
    }
    if (!(range.min >= 0 && range.max >= range.min)) {
      throw new RangeError(`The amount ${name} is advertised as ${range.min} to ${range.max}, which is no amount`);
    }
    ranges.set(name, range);
  }
  return { ranges, hasRange };
}

/** By the name in lower case. @spec TS-3.3.1.1-case TS-3.3.2.1-case */
function byName<T>(what: string, named: Readonly<Record<string, T>>): Map<string, T> {
  const found = new Map<string, T>();
  for (const [name, value] of Object.entries(named)) {
    const key = name.toLowerCase();
    if (found.has(key)) throw new RangeError(`The ${what} ${name} is advertised twice`);
    found.set(key, value);
  }
  return found;
}

function asked({ min, max }: { readonly min: number; readonly max: number | undefined }): string {
  if (max === undefined) return `at least ${min} is needed`;
  return min === max ? `${min} is needed` : `from ${min} to ${max} is needed`;
}

function offered({ min, max }: AmountRange): string {
  return min === max ? `is ${min}` : `can be ${min} to ${max}`;
}
