import { type CoercionRules, coercionTo, types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { EvaluationFailure } from './failure.js';
import { ExprFloat, exprFloat } from './float.js';
import { formatValue } from './format.js';
import { intToNumber } from './int.js';
import { ExprList, exprList, LIST_OVERHEAD_BYTES, LIST_SLOT_BYTES } from './list.js';
import { intFromFloat, parseFloatText, parseIntText } from './parse-number.js';
import { exprPath } from './path.js';
import { ExprRange } from './range-expr.js';
import { OBJECT_BYTES, STEPS_PER_NUMBER, STEPS_PER_SEGMENT } from './size.js';
import { typeOf } from './type-of.js';
import type { Int, PathFormat, Value } from './value.js';

/**
 * Gives the value as one of the target's types, without loss, by the implicit conversions of 1.2.3 and no others.
 * Throws WRONG_TYPE where there is no conversion, CONVERSION_FAILED where this value does not convert (`"3.1"` to int).
 * `pathFormat` is for strings that become paths.
 * @spec EL-1.3.2-no-coercion-error
 */
export function coerce(value: Value, target: Type, pathFormat: PathFormat, rules: CoercionRules = 'value'): Value {
  const from = typeOf(value);
  const { to, how } = coercionTo(from, target, rules);
  if (how === 'same') return value;
  if (how === 'no') throw new EvaluationFailure('WRONG_TYPE', `Cannot convert ${from.name} to ${target.name}`);
  if (to.kind === 'list') return coerceList(value, to.element, pathFormat, rules);
  return coerceScalar(value, to, pathFormat);
}

/** @spec EL-1.2.3-single-scalar */
function coerceScalar(value: Value, to: Type, pathFormat: PathFormat): Value {
  switch (to) {
    case types.string:
      return formatValue(value);
    case types.path:
      return exprPath(value as string, pathFormat);
    case types.int:
      return value instanceof ExprFloat ? intFromFloat(value) : parseIntText(value as string);
    case types.float:
      return typeof value === 'string' ? parseFloatText(value) : exprFloat(intToNumber(value as Int));
    default:
      throw new EvaluationFailure('WRONG_TYPE', `Cannot convert ${typeOf(value).name} to ${to.name}`);
  }
}

/** What a conversion does besides making its value: how it counts its work and what it is about to take. */
export interface ConversionAccount {
  readonly pathFormat: PathFormat;
  countOperations(n: number): void;
  countSteps(n: number): void;
  reserveMemory(bytes: number): void;
}

/** Bytes for an item of a list that is converted, besides what it held before. */
const CONVERTED_ITEM_BYTES = LIST_SLOT_BYTES + OBJECT_BYTES;

/**
 * As `coerce`, with its work and memory counted before it is done: a range is unrolled, and a list copied, only within
 * the limits. Each element counts as an operation (1.3.10); a text's length as steps.
 */
export function coerceCounted(account: ConversionAccount, value: Value, target: Type, rules?: CoercionRules): Value {
  if (typeof value === 'object' && value !== null) {
    const { to, how } = coercionTo(typeOf(value), target, rules);
    if (how === 'same') return value;
    if (to.kind === 'list') countItems(account, value);
    else if (value instanceof ExprRange) account.countSteps(value.segments.length * STEPS_PER_SEGMENT);
    else if (value instanceof ExprFloat) account.countSteps(STEPS_PER_NUMBER);
  } else if (typeof value === 'string') account.countSteps(value.length);
  return coerce(value, target, account.pathFormat, rules);
}

/** @spec EL-1.3.10-elements */
function countItems(account: ConversionAccount, value: Value): void {
  if (value instanceof ExprRange) {
    const count = Number(value.count);
    account.countOperations(count);
    account.reserveMemory(LIST_OVERHEAD_BYTES + count * LIST_SLOT_BYTES);
  } else if (value instanceof ExprList) {
    account.countOperations(value.items.length);
    account.reserveMemory(LIST_OVERHEAD_BYTES + value.items.length * CONVERTED_ITEM_BYTES);
    for (const item of value.items) {
      if (item instanceof ExprList || item instanceof ExprRange) countItems(account, item);
      else if (typeof item === 'string') account.countSteps(item.length);
      else account.countSteps(STEPS_PER_NUMBER);
    }
  }
}

/** @spec EL-1.2.3-list-elements */
function coerceList(value: Value, element: Type, pathFormat: PathFormat, rules: CoercionRules): ExprList {
  if (value instanceof ExprRange) return exprList(types.int, [...value]);
  const items = (value as ExprList).items;
  return exprList(
    element,
    items.map((item) => coerce(item, element, pathFormat, rules)),
  );
}
