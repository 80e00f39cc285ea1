import { membersOf, types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { compareValues, valuesEqual } from '../values/compare.js';
import { typeOf } from '../values/type-of.js';
import type { Value } from '../values/value.js';
import { elementCount, stepsIn, textOperations } from './costs.js';
import { definer } from './define.js';
import { type CallContext, type Cost, EvaluationFailure, type LibraryFunction } from './row.js';

const row = definer('operators', '2.1.4');
const logical = definer('operators', '2.1.6');

/** Strings are read as far as the shorter one goes, lists and ranges too. */
const COST: Cost = {
  text: 'number of elements, or length of the text / 256',
  operations: ([a, b]) => {
    if (typeof a === 'string' && typeof b === 'string') return textOperations(Math.min(a.length, b.length));
    return Math.min(elementCount(a!), elementCount(b!));
  },
};

/** @spec EL-2.1.4-order */
const ORDERED: ReadonlySet<Type> = new Set([types.bool, types.int, types.float, types.string, types.path]);
const NUMBERS: ReadonlySet<Type> = new Set([types.int, types.float]);
const TEXTS: ReadonlySet<Type> = new Set([types.string, types.path]);

/**
 * Whether values of two types have an order: the same ordered type, int and float, string and path, lists of these.
 * @spec EL-2.1.4-pairs
 */
function haveOrder(a: Type, b: Type): boolean {
  if (a === types.any || b === types.any) return true;
  if (a.kind === 'list' && b.kind === 'list') {
    return a.element === types.nulltype || b.element === types.nulltype || haveOrder(a.element, b.element);
  }
  return (a === b && ORDERED.has(a)) || (NUMBERS.has(a) && NUMBERS.has(b)) || (TEXTS.has(a) && TEXTS.has(b));
}

/**
 * `bool` where some members of the two types have an order. Spec: 2.1.4.
 * @spec EL-2.1.4-cross-type RFC0005-cross-type-order
 */
function ordering(args: readonly Type[]): Type | undefined {
  const [a = types.noreturn, b = types.noreturn] = args;
  return membersOf(a).some((x) => membersOf(b).some((y) => haveOrder(x, y))) ? types.bool : undefined;
}

/** @spec EL-2.1.4-cross-type RFC0005-cross-type-order */
function compare(context: CallContext, a: Value, b: Value): number {
  const order = compareValues(a, b, stepsIn(context));
  if (order === undefined) {
    throw new EvaluationFailure('WRONG_TYPE', `${typeOf(a).name} and ${typeOf(b).name} have no order`);
  }
  return order;
}

/** Sections 2.1.4 and 2.1.6. `and` and `or` choose which operand to evaluate, so they are no functions. */
export const COMPARISON: readonly LibraryFunction[] = [
  // @spec EL-2.1.4-equality
  row('__eq__(a: T1, b: T2) -> bool', {
    doc: '`a == b` equal; values of different types are equal only as 1.2.5 says',
    cost: COST,
    call: (context, a: Value, b: Value) => valuesEqual(a, b, stepsIn(context)),
  }),
  // @spec EL-2.1.4-equality
  row('__ne__(a: T1, b: T2) -> bool', {
    doc: '`a != b` not equal',
    cost: COST,
    call: (context, a: Value, b: Value) => !valuesEqual(a, b, stepsIn(context)),
  }),
  row('__lt__(a: T1, b: T2) -> bool', {
    doc: '`a < b` less than',
    cost: COST,
    resultFor: ordering,
    call: (context, a: Value, b: Value) => compare(context, a, b) < 0,
  }),
  row('__gt__(a: T1, b: T2) -> bool', {
    doc: '`a > b` greater than',
    cost: COST,
    resultFor: ordering,
    call: (context, a: Value, b: Value) => compare(context, a, b) > 0,
  }),
  row('__le__(a: T1, b: T2) -> bool', {
    doc: '`a <= b` less than or equal',
    cost: COST,
    resultFor: ordering,
    call: (context, a: Value, b: Value) => compare(context, a, b) <= 0,
  }),
  row('__ge__(a: T1, b: T2) -> bool', {
    doc: '`a >= b` greater than or equal',
    cost: COST,
    resultFor: ordering,
    call: (context, a: Value, b: Value) => compare(context, a, b) >= 0,
  }),
  // @spec EL-2.1.6-not
  logical('__not__(a: bool) -> bool', { doc: '`not a` logical NOT', call: (_, a: boolean) => !a }),
];
