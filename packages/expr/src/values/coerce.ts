import { type CoercionRules, coercionTo, types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { EvaluationFailure } from './failure.js';
import { ExprFloat, exprFloat } from './float.js';
import { formatValue } from './format.js';
import { intToNumber } from './int.js';
import { type ExprList, exprList } from './list.js';
import { intFromFloat, parseFloatText, parseIntText } from './parse-number.js';
import { exprPath } from './path.js';
import { ExprRange } from './range-expr.js';
import { typeOf } from './type-of.js';
import type { Int, PathFormat, Value } from './value.js';

/**
 * Gives the value as one of the target's types, without loss, by the implicit conversions of 1.2.3 and no others.
 * Throws WRONG_TYPE where there is no conversion, CONVERSION_FAILED where this value does not convert (`"3.1"` to int).
 * `pathFormat` is for strings that become paths.
 */
export function coerce(value: Value, target: Type, pathFormat: PathFormat, rules: CoercionRules = 'value'): Value {
  const from = typeOf(value);
  const { to, how } = coercionTo(from, target, rules);
  if (how === 'same') return value;
  if (how === 'no') throw new EvaluationFailure('WRONG_TYPE', `Cannot convert ${from.name} to ${target.name}`);
  if (to.kind === 'list') return coerceList(value, to.element, pathFormat, rules);
  return coerceScalar(value, to, pathFormat);
}

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

function coerceList(value: Value, element: Type, pathFormat: PathFormat, rules: CoercionRules): ExprList {
  if (value instanceof ExprRange) return exprList(types.int, [...value]);
  const items = (value as ExprList).items;
  return exprList(
    element,
    items.map((item) => coerce(item, element, pathFormat, rules)),
  );
}
