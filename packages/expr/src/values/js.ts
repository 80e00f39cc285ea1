import { quoteText, shortenText } from '../quote.js';
import { commonType, types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { coerce } from './coerce.js';
import { EvaluationFailure } from './failure.js';
import { ExprFloat, exprFloat } from './float.js';
import { int } from './int.js';
import { ExprList, exprList } from './list.js';
import { parseFloatText } from './parse-number.js';
import { ExprPath, exprPath } from './path.js';
import { ExprRange } from './range-expr.js';
import { exprRange } from './range-expr-parse.js';
import { typeOf } from './type-of.js';
import type { PathFormat, Value } from './value.js';

/** Plain JavaScript data, in or out. Instances of the value classes are values already and pass through. */
export type JsValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | ExprFloat
  | ExprPath
  | ExprRange
  | ExprList
  | readonly JsValue[];

function isValueObject(js: unknown): js is ExprFloat | ExprPath | ExprRange | ExprList {
  return js instanceof ExprFloat || js instanceof ExprPath || js instanceof ExprRange || js instanceof ExprList;
}

/**
 * Makes a value from plain JavaScript data. With a type: an int may be a number, bigint or decimal text; a float a
 * number or its source text, which then prints unchanged; paths and ranges are texts; lists are arrays; a bool may be a
 * text such as `true`. Without a type a number is an int where it is a safe integer and a float elsewhere, and a list takes the
 * type that its items have in common.
 * Throws EvaluationFailure with CONVERSION_FAILED, WRONG_TYPE, INTEGER_OVERFLOW, FLOAT_NOT_FINITE or INVALID_RANGE_EXPR.
 */
export function valueFromJs(js: JsValue, type?: Type, pathFormat: PathFormat = 'posix'): Value {
  if (type === undefined || type === types.any) return inferred(js, pathFormat);
  if (isValueObject(js)) return coerce(js, type, pathFormat);
  if (type.kind === 'union') return fromUnion(js, type.members, type, pathFormat);
  if (type.kind === 'list') {
    if (!Array.isArray(js)) throw mismatch(js, type);
    return exprList(
      type.element,
      js.map((item: JsValue) => valueFromJs(item, type.element, pathFormat)),
    );
  }
  return fromScalar(js, type, pathFormat);
}

function mismatch(js: unknown, type: Type): EvaluationFailure {
  const shown = typeof js === 'string' ? quoteText(js) : Array.isArray(js) ? 'a list' : shortenText(String(js));
  return new EvaluationFailure('WRONG_TYPE', `Expected a value of type ${type.name} but got ${shown}`);
}

function fromUnion(js: JsValue, members: readonly Type[], type: Type, pathFormat: PathFormat): Value {
  const natural = typeOf(inferred(js, pathFormat));
  if (members.includes(natural)) return valueFromJs(js, natural, pathFormat);
  for (const member of members) {
    if (member === types.nulltype) continue;
    try {
      return valueFromJs(js, member, pathFormat);
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
    }
  }
  throw mismatch(js, type);
}

function fromScalar(js: JsValue, type: Type, pathFormat: PathFormat): Value {
  switch (type) {
    case types.nulltype:
      if (js === null) return null;
      break;
    case types.bool:
      if (typeof js === 'boolean') return js;
      if (typeof js === 'string') return parseBoolText(js);
      break;
    case types.int:
      if (typeof js === 'number' || typeof js === 'bigint') return int(js);
      if (typeof js === 'string') return coerce(js, types.int, pathFormat);
      break;
    case types.float:
      if (typeof js === 'number' || typeof js === 'bigint') return exprFloat(Number(js));
      // @spec EL-1.3.4-original
      if (typeof js === 'string') return exprFloat(parseFloatText(js).value, js);
      break;
    case types.string:
      if (typeof js === 'string') return js;
      break;
    case types.path:
      if (typeof js === 'string') return exprPath(js, pathFormat);
      break;
    case types.rangeExpr:
      if (typeof js === 'string') return exprRange(js);
      break;
  }
  throw mismatch(js, type);
}

function inferred(js: JsValue, pathFormat: PathFormat): Value {
  if (js === null || typeof js === 'boolean' || typeof js === 'string' || isValueObject(js)) return js;
  if (typeof js === 'bigint') return int(js);
  if (typeof js === 'number') return Number.isSafeInteger(js) ? int(js) : exprFloat(js);
  const items = (js as readonly JsValue[]).map((item) => inferred(item, pathFormat));
  return listOf(items, pathFormat);
}

/**
 * The list of these values, of the type that they have in common. Spec: 1.2.6 without a target type. Throws WRONG_TYPE
 * for null items, items without a common type and a third level of lists.
 */
export function listOf(items: readonly Value[], pathFormat: PathFormat): ExprList {
  let element: Type = types.noreturn;
  for (const item of items) {
    // @spec EL-1.2.1-no-null-in-list EL-1.2.6-null
    if (item === null) throw new EvaluationFailure('WRONG_TYPE', 'A list cannot hold null');
    const next = typeOf(item);
    const common = commonType(element, next);
    // @spec EL-1.2.6-incompatible
    if (common === undefined) {
      throw new EvaluationFailure('WRONG_TYPE', `A list cannot hold both ${element.name} and ${next.name}`);
    }
    element = common;
  }
  // @spec EL-1.2.6-empty
  if (element === types.noreturn) return exprList(types.nulltype, []);
  // @spec EL-1.2.1-list-depth
  if (element.kind === 'list' && element.element.kind === 'list') {
    throw new EvaluationFailure('WRONG_TYPE', 'Lists nest at most two levels deep');
  }
  return exprList(
    element,
    items.map((item) => coerce(item, element, pathFormat)),
  );
}

const TRUE_TEXTS: ReadonlySet<string> = new Set(['1', 'true', 'on', 'yes']);
const FALSE_TEXTS: ReadonlySet<string> = new Set(['0', 'false', 'off', 'no']);

/** The bool that a text says, in any case. Spec: 2.2.1. Throws CONVERSION_FAILED. @spec EL-2.2.1-bool-texts */
export function parseBoolText(text: string): boolean {
  const lower = text.toLowerCase();
  if (TRUE_TEXTS.has(lower)) return true;
  if (FALSE_TEXTS.has(lower)) return false;
  throw new EvaluationFailure(
    'CONVERSION_FAILED',
    `Cannot convert ${quoteText(text)} to bool`,
    'Use one of 1, true, on, yes, 0, false, off, no',
  );
}

/**
 * Plain JavaScript data for a value: ints as numbers where that is exact and bigints elsewhere, floats as numbers, paths
 * and ranges as their texts, lists as arrays.
 */
export function valueToJs(value: Value): JsValue {
  if (value instanceof ExprFloat) return value.value;
  if (value instanceof ExprPath || value instanceof ExprRange) return value.text;
  if (value instanceof ExprList) return value.items.map(valueToJs);
  return value;
}
