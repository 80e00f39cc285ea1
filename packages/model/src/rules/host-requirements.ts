import { formatValue, isExprList, type PathSegment, quoteText, type Scope, type Value } from '@openjd/expr';
import { joinOr } from '../document/describe-value.js';
import { itemsOf } from '../document/edits.js';
import { jsonPointer } from '../faults/paths.js';
import type { HostRequirements } from '../schema/generated/template-types.js';
import { parseFloatText } from '../schema/numbers.js';
import type { RuleContext } from './context.js';
import { checkFields } from './fields.js';

/** Amounts that the specification defines. Spec: 2023-09, 3.3.1.1. */
const STANDARD_AMOUNTS: ReadonlySet<string> = new Set([
  'amount.worker.vcpu',
  'amount.worker.memory',
  'amount.worker.gpu',
  'amount.worker.gpu.memory',
  'amount.worker.disk.scratch',
]);

/**
 * Attributes that the specification defines, with their values; a host has one of them. Spec: 2023-09, 3.3.2.1.
 * @spec TS-3.3.2.1-standard-values
 */
const STANDARD_ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['attr.worker.os.family', ['linux', 'windows', 'macos']],
  ['attr.worker.cpu.arch', ['x86_64', 'arm64']],
]);

/**
 * First names that only the specification may use. Spec: 2023-09, 3.3.1.1 and 3.3.2.1.
 * @spec TS-3.3.1.1-reserved TS-3.3.2.1-reserved
 */
const RESERVED: ReadonlySet<string> = new Set(['worker', 'job', 'step', 'task']);

/** Spec: 2023-09, 3.3. */
export function checkHostRequirements(
  requirements: HostRequirements,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const count = (requirements.amounts?.length ?? 0) + (requirements.attributes?.length ?? 0);
  const most = context.profile.limits.hostRequirements;
  // @spec TS-3.3-count
  if (count > most) {
    context.add({
      code: 'LIMIT_EXCEEDED',
      message: `"amounts" and "attributes" have ${count} items together; at most ${most} are allowed`,
      path,
      part: 'key',
      requirement: 'TS-3.3-count',
    });
  }
  const known = new Map<string, Value>();
  const onKnown = (place: readonly PathSegment[], value: Value) => known.set(jsonPointer(place), value);
  checkFields('HostRequirements', requirements, { create: scope, host: scope, onKnown }, path, context);
  checkAmounts(requirements.amounts, [...path, 'amounts'], context);
  checkAttributes(requirements.attributes, known, [...path, 'attributes'], context);
}

function checkAmounts(amounts: HostRequirements['amounts'], path: readonly PathSegment[], context: RuleContext): void {
  const seen = new Set<string>();
  for (const [index, amount] of itemsOf(amounts)) {
    const place = [...path, index];
    checkName(amount.name, seen, 'amounts', STANDARD_AMOUNTS.has(amount.name.toLowerCase()), place, context);
    const min = numberOf(amount.min);
    const max = numberOf(amount.max);
    // @spec TS-3.3.1-min-max
    if (min !== undefined && max !== undefined && min > max) {
      context.add({
        code: 'INCONSISTENT_CONSTRAINTS',
        message: `"min" is ${min}, which is greater than "max", ${max}`,
        path: [...place, 'min'],
        requirement: 'TS-3.3.1-min-max',
        hint: 'no host can meet both',
      });
    }
  }
}

function checkAttributes(
  attributes: HostRequirements['attributes'],
  /** Values of format strings that are known already, by their places. */
  known: ReadonlyMap<string, Value>,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const seen = new Set<string>();
  for (const [index, attribute] of itemsOf(attributes)) {
    const place = [...path, index];
    const standard = STANDARD_ATTRIBUTES.get(attribute.name.toLowerCase());
    checkName(attribute.name, seen, 'attributes', standard !== undefined, place, context);
    for (const field of ['anyOf', 'allOf'] as const) {
      for (const [valueIndex, value] of itemsOf(attribute[field])) {
        const valuePlace = [...place, field, valueIndex];
        if (standard === undefined) continue;
        for (const text of value.includes('{{') ? textsOf(known.get(jsonPointer(valuePlace))) : [value]) {
          // @spec TS-3.3.2.1-standard-values
          if (standard.includes(text.toLowerCase())) continue;
          context.add({
            code: 'UNKNOWN_VALUE',
            message: `${quoteText(attribute.name)} must be ${joinOr(standard)}, not ${quoteText(text)}`,
            path: valuePlace,
            requirement: 'TS-3.3.2.1-standard-values',
          });
        }
      }
    }
    // One that is an expression may give nothing, or the same.
    // @spec TS-3.3.2.1-one-value
    const literals = attribute.allOf?.filter((value) => !value?.includes('{{')).map((value) => value.toLowerCase());
    if (standard !== undefined && new Set(literals).size > 1) {
      context.add({
        code: 'INCONSISTENT_CONSTRAINTS',
        message: `A host has one value of ${quoteText(attribute.name)}, so that it cannot have all of these`,
        path: [...place, 'allOf'],
        part: 'key',
        requirement: 'TS-3.3.2.1-one-value',
        hint: 'use "anyOf"',
      });
    }
  }
}

/**
 * Names differ, whatever their case, and a reserved one is one that the specification defines. A name that is a format
 * string is checked once more when it is resolved.
 */
function checkName(
  name: string,
  seen: Set<string>,
  list: 'amounts' | 'attributes',
  isStandard: boolean,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  // An expression is not the same in another case.
  const isLiteral = !name.includes('{{');
  // @spec TS-3.3.1.1-case TS-3.3.2.1-case
  const key = isLiteral ? name.toLowerCase() : name;
  // @spec TS-3.3-unique-amounts TS-3.3-unique-attributes
  if (seen.has(key)) {
    context.add({
      code: 'DUPLICATE_NAME',
      message: `Two of "${list}" have the name ${quoteText(name)}`,
      path: [...path, 'name'],
      requirement: `TS-3.3-unique-${list}`,
      hint: 'names are compared without regard to case; put the two into one',
    });
  }
  seen.add(key);
  if (!isLiteral) return;
  const first = key.slice(key.indexOf(':') + 1).split('.')[1];
  // @spec TS-3.3.1.1-reserved TS-3.3.2.1-reserved
  if (isStandard || first === undefined || !RESERVED.has(first)) return;
  const known = list === 'amounts' ? [...STANDARD_AMOUNTS] : [...STANDARD_ATTRIBUTES.keys()];
  context.add({
    code: 'RESERVED_CAPABILITY',
    message: `${quoteText(name)} is not a capability of the specification, which keeps the names under ${quoteText(first)} for itself`,
    path: [...path, 'name'],
    requirement: list === 'amounts' ? 'TS-3.3.1.1-reserved' : 'TS-3.3.2.1-reserved',
    hint: `use one of ${known.join(', ')}, or a name of your own that does not start with ${quoteText(first)}`,
  });
}

function numberOf(value: number | bigint | string | undefined): number | undefined {
  if (typeof value === 'string') return parseFloatText(value);
  return value === undefined ? undefined : Number(value);
}

/** The texts that a value gives which is known: none for null, several for a list. */
function textsOf(value: Value | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (isExprList(value) ? [...value.items] : [value]).map(formatValue);
}
