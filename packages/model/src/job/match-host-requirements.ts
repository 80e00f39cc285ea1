import type { AmountRange, Proposal } from '../extensions/proposal.js';
import { PROPOSALS, proposalsNamed } from '../extensions/registry.js';
import type { HostRequirements } from './job.js';

/** What a host, a render manager or a fleet advertises. Names and values are compared without regard to case. */
export interface Capabilities {
  /**
   * By name, such as `amount.worker.vcpu`: a number, or an object where a draft proposal that is on reads it. A name that
   * is missing: there is nothing of it, 0.
   */
  readonly amounts?: Readonly<Record<string, number | object>>;
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
 * and at most `max`, where they are given; where a draft proposal reads several, one of them has to be such an amount. Amounts are compared exactly, as the
 * numbers that they are. Of an attribute, the host has to have all values of `allOf` and one of `anyOf`.
 * Spec: 2023-09, 3.3. Without requirements every host will do.
 *
 * Throws a RangeError for capabilities that make no sense: an amount that is negative, from more to less, or no number and
 * nothing that a proposal of `enableProposals` reads; one name twice.
 */
export function matchHostRequirements(
  requirements: HostRequirements | undefined,
  capabilities: Capabilities,
  options: { readonly enableProposals?: readonly string[] } = {},
): HostMatch {
  const { ranges, proposals } = readAmounts(capabilities, proposalsNamed(options.enableProposals ?? []));
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
  return { satisfied: unmet.length === 0, unmet, amounts, proposals };
}

/** What is advertised, by name in lower case, and the names of the proposals that read some of it. */
function readAmounts(
  { amounts = {} }: Capabilities,
  enabled: readonly Proposal[],
): { readonly ranges: ReadonlyMap<string, AmountRange>; readonly proposals: readonly string[] } {
  const ranges = new Map<string, AmountRange>();
  const proposals = new Set<string>();
  for (const [name, amount] of byName('amount', amounts)) {
    const { range, reader } = typeof amount === 'number' ? single(amount) : readBy(enabled, name, amount);
    if (reader !== undefined) proposals.add(reader);
    if (!(range.min >= 0 && range.max >= range.min)) {
      throw new RangeError(`The amount ${name} is advertised as ${range.min} to ${range.max}, which is no amount`);
    }
    ranges.set(name, range);
  }
  return { ranges, proposals: [...proposals] };
}

interface ReadAmount {
  readonly range: AmountRange;
  /** The proposal that read it. */
  readonly reader?: string;
}

function single(amount: number): ReadAmount {
  return { range: { min: amount, max: amount } };
}

/** Asks the proposals that are on for an amount that is no number. Where none reads it, those are named that would. */
function readBy(enabled: readonly Proposal[], name: string, advertised: unknown): ReadAmount {
  for (const { name: reader, readAmount } of enabled) {
    const range = readAmount?.(advertised);
    if (range !== undefined) return { range, reader };
  }
  const would = PROPOSALS.filter(({ readAmount }) => readAmount?.(advertised) !== undefined).map((known) => known.name);
  const hint = would.length === 0 ? 'give a number' : `switch on the draft proposal ${would.join(' or ')}`;
  throw new RangeError(`The amount ${name} is advertised as what is no number: ${hint}`);
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
