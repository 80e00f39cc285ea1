import {
  compareValues,
  formatValue,
  isExprFloat,
  isExprList,
  shortenText,
  type Value,
  valuesEqual,
} from '@openjd/expr';
import { BASE_LIMITS } from '../schema/limits.js';
import type { JobParameterInput, JobParameterType } from '../schema/parameter-types.js';
import { elementTypeOf, readValue, shown } from './read-value.js';

/**
 * What a job parameter's definition says about its values. Lengths count characters of a string, a path and a range
 * expression, and items of a list. Spec: 2023-09, 2.1 to 2.16.
 */
export interface Constraints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: Value;
  readonly maxValue?: Value;
  readonly allowedValues?: readonly Value[];
  /** For each item of a list. */
  readonly item?: Constraints;
}

/** The fields of a definition, or of its `item`, that constrain values. */
export interface ConstraintFields {
  readonly minLength?: number | bigint | string | undefined;
  readonly maxLength?: number | bigint | string | undefined;
  readonly minValue?: JobParameterInput | undefined;
  readonly maxValue?: JobParameterInput | undefined;
  readonly allowedValues?: readonly JobParameterInput[] | undefined;
  readonly item?: ConstraintFields | undefined;
}

/** The constraints of a checked definition. */
export function readConstraints(type: JobParameterType, fields: ConstraintFields): Constraints {
  const element = elementTypeOf(type);
  const maxLength = fields.maxLength ?? (type === 'RANGE_EXPR' ? BASE_LIMITS.rangeExprParameterLength : undefined);
  return {
    ...(fields.minLength === undefined ? {} : { minLength: Number(fields.minLength) }),
    ...(maxLength === undefined ? {} : { maxLength: Number(maxLength) }),
    ...(fields.minValue === undefined ? {} : { minValue: readValue(type, fields.minValue) }),
    ...(fields.maxValue === undefined ? {} : { maxValue: readValue(type, fields.maxValue) }),
    ...(fields.allowedValues === undefined
      ? {}
      : { allowedValues: fields.allowedValues.map((value) => readValue(type, value)) }),
    ...(fields.item === undefined || element === undefined ? {} : { item: readConstraints(element, fields.item) }),
  };
}

/** Constraints that a value must meet to meet both. Spec: 2023-09, 1.2.1. @spec TS-1.2.1-constraints */
export function mergeConstraints(a: Constraints, b: Constraints): Constraints {
  const minLength = choose(a.minLength, b.minLength, Math.max);
  const maxLength = choose(a.maxLength, b.maxLength, Math.min);
  const minValue = choose(a.minValue, b.minValue, (x, y) => (compareValues(x, y)! < 0 ? y : x));
  const maxValue = choose(a.maxValue, b.maxValue, (x, y) => (compareValues(x, y)! > 0 ? y : x));
  const allowedValues = choose(a.allowedValues, b.allowedValues, (x, y) => x.filter((value) => isOneOf(value, y)));
  const item = choose(a.item, b.item, mergeConstraints);
  return {
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(minValue === undefined ? {} : { minValue }),
    ...(maxValue === undefined ? {} : { maxValue }),
    ...(allowedValues === undefined ? {} : { allowedValues }),
    ...(item === undefined ? {} : { item }),
  };
}

function choose<T>(a: T | undefined, b: T | undefined, both: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : both(a, b);
}

/** So many values are compared one by one sooner than looked up. */
const FEW = 16;

/** The values of a list that are no lists, by `keyOf`: a list of thousands is asked for each item of another. */
const sets = new WeakMap<readonly Value[], ReadonlySet<unknown>>();

function isOneOf(value: Value, values: readonly Value[]): boolean {
  const key = values.length > FEW ? keyOf(value) : undefined;
  if (key === undefined) return values.some((other) => valuesEqual(value, other));
  let keys = sets.get(values);
  if (keys === undefined) {
    keys = new Set(values.map(keyOf));
    sets.set(values, keys);
  }
  return keys.has(key);
}

/** Equal for equal values of one type; undefined for a list and a range, which are compared one by one. */
function keyOf(value: Value): string | number | bigint | boolean | undefined {
  if (isExprFloat(value)) return value.value;
  if (typeof value === 'number') return BigInt(value);
  return typeof value === 'object' ? undefined : value;
}

/** Why no value can meet the constraints, as a sentence; undefined where one can. @spec TS-1.2.1-consistent */
export function findContradiction(constraints: Constraints, what = ''): string | undefined {
  const { minLength, maxLength, minValue, maxValue, allowedValues, item } = constraints;
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    return `${what}minLength ${minLength} is greater than ${what}maxLength ${maxLength}`;
  }
  if (minValue !== undefined && maxValue !== undefined && compareValues(minValue, maxValue)! > 0) {
    return `${what}minValue ${shortenText(formatValue(minValue))} is greater than ${what}maxValue ${shortenText(formatValue(maxValue))}`;
  }
  if (allowedValues?.length === 0) return `no value is in all ${what}allowedValues`;
  // An empty list meets whatever is asked of items.
  const mayBeEmpty = (minLength ?? 0) === 0;
  return item === undefined || mayBeEmpty ? undefined : findContradiction(item, `${what}item.`);
}

/**
 * Why a value does not meet the constraints, as the end of a sentence about it; undefined where it does. `input` is
 * what the value was read from: a range expression's length is that of its text as given.
 * @spec TS-2-enforced
 */
export function findViolation(value: Value, constraints: Constraints, input?: JobParameterInput): string | undefined {
  const { minLength, maxLength, minValue, maxValue, allowedValues, item } = constraints;
  // @spec TS-*-minLength TS-*-maxLength TS-*-minLength-maxLength
  if (minLength !== undefined || maxLength !== undefined) {
    const [length, unit] = lengthOf(value, input);
    if (minLength !== undefined && length < minLength)
      return `has ${count(length, unit)}; at least ${minLength} are required`;
    if (maxLength !== undefined && length > maxLength)
      return `has ${count(length, unit)}; at most ${maxLength} are allowed`;
  }
  // @spec TS-*-minValue
  if (minValue !== undefined && compareValues(value, minValue)! < 0) {
    return `is ${shortenText(formatValue(value))}, which is less than the minimum of ${shortenText(formatValue(minValue))}`;
  }
  // @spec TS-*-maxValue
  if (maxValue !== undefined && compareValues(value, maxValue)! > 0) {
    return `is ${shortenText(formatValue(value))}, which is more than the maximum of ${shortenText(formatValue(maxValue))}`;
  }
  // @spec TS-*-allowedValues
  if (allowedValues !== undefined && !isOneOf(value, allowedValues)) {
    return `is ${quoted(value)}, which is not allowed; allowed are ${listed(allowedValues)}`;
  }
  if (item === undefined || !isExprList(value)) return undefined;
  // @spec TS-*-item RFC0007-item-constraints RFC0007-item-values RFC0007-inner-length
  for (const [index, element] of value.items.entries()) {
    const violation = findViolation(element, item);
    if (violation !== undefined) return `has an item ${index} that ${violation}`;
  }
  return undefined;
}

/** @spec RFC0007-list-length RFC0007-inner-length */
function lengthOf(value: Value, input: JobParameterInput | undefined): [length: number, unit: string] {
  if (isExprList(value)) return [value.items.length, 'item'];
  // Characters are code points: an emoji is one.
  const text = typeof value === 'string' ? value : typeof input === 'string' ? input : formatValue(value);
  return [[...text].length, 'character'];
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

function quoted(value: Value): string {
  return typeof value === 'string' ? shown(value) : shortenText(formatValue(value));
}

function listed(values: readonly Value[]): string {
  const shownValues = values.slice(0, 10).map(quoted).join(', ');
  return values.length > 10 ? `${shownValues} and ${values.length - 10} more` : shownValues;
}
