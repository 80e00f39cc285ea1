import { commonType, types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { charactersOf } from '../values/code-points.js';
import { coerce } from '../values/coerce.js';
import { valuesEqual } from '../values/compare.js';
import { ExprFloat } from '../values/float.js';
import { narrow, plus } from '../values/int.js';
import { type ExprList, exprList, LIST_OVERHEAD_BYTES, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprRange } from '../values/range-expr.js';
import { OBJECT_BYTES, STEPS_PER_NUMBER } from '../values/size.js';
import { searchBytes, TextSearch } from '../values/text-search.js';
import type { Int, Value } from '../values/value.js';
import {
  costOfElements,
  costOfText,
  elementCount,
  reserveList,
  reserveText,
  SEARCH_COST,
  SHORT_TEXT,
  STEPS_PER_ESCAPED_CHARACTER,
  segmentSteps,
  stepsIn,
  textOperations,
} from './costs.js';
import { definer } from './define.js';
import type { CallContext, LibraryFunction } from './row.js';
import { itemIndex, sliceBounds } from './slicing.js';

const string = definer('operators', '2.1.2');
const list = definer('operators', '2.1.3');
const subscript = definer('operators', '2.1.7');
const slice = definer('operators', '2.1.8');

function includes(context: CallContext, text: string, sub: string): boolean {
  if (sub === '') return true;
  context.reserveMemory(searchBytes(sub.length));
  return new TextSearch(sub).first(text) >= 0;
}

function concatenate(context: CallContext, a: string, b: string): string {
  reserveText(context, a.length + b.length);
  return a + b;
}

/** How often a sequence is repeated: never for a negative number. */
function repetitions(n: Int): number {
  return n > 0 ? Number(n) : 0;
}

/** Section 2.1.2. */
const STRING_OPERATORS: readonly LibraryFunction[] = [
  string('__add__(a: string, b: string) -> string', {
    doc: '`a + b` concatenation',
    cost: costOfText(0, 1),
    call: (context, a: string, b: string) => concatenate(context, a, b),
  }),
  // @spec EL-2.1.2-range
  string('__add__(a: string, b: range_expr) -> string', {
    doc: '`a + b` concatenation with the canonical text of the range',
    cost: { ...costOfText(0), steps: ([, range]) => segmentSteps(range!) },
    call: (context, a: string, b: ExprRange) => concatenate(context, a, b.text),
  }),
  // @spec EL-2.1.2-range
  string('__add__(a: range_expr, b: string) -> string', {
    doc: '`a + b` concatenation with the canonical text of the range',
    cost: { ...costOfText(1), steps: ([range]) => segmentSteps(range!) },
    call: (context, a: ExprRange, b: string) => concatenate(context, a.text, b),
  }),
  string('__mul__(s: string, n: int) -> string', {
    doc: '`s * n` repetition',
    cost: {
      text: 'length of the result / 256',
      operations: ([s, n]) => textOperations((s as string).length * repetitions(n as Int)),
    },
    call: (context, s: string, n: Int) => {
      reserveText(context, s.length * repetitions(n));
      return s === '' ? '' : s.repeat(repetitions(n));
    },
  }),
  string('__contains__(a: string, b: string) -> bool', {
    doc: '`b in a` substring test',
    cost: SEARCH_COST,
    call: includes,
  }),
  // @spec EL-2.1.2-not-contains
  string('__not_contains__(a: string, b: string) -> bool', {
    doc: '`b not in a` substring test',
    cost: SEARCH_COST,
    call: (context, a: string, b: string) => !includes(context, a, b),
  }),
];

/** @spec EL-2.1.3-range */
function elementOf(type: Type): Type {
  return type === types.rangeExpr ? types.int : type.kind === 'list' ? type.element : types.any;
}

/** The list type that two lists or ranges make together. Spec: 2.1.3. @spec EL-2.1.3-incompatible */
function concatenatedType(args: readonly Type[]): Type | undefined {
  const [a, b] = args.map((type) => (type.kind === 'unresolved' ? type.constraint : type));
  const common = commonType(types.list(elementOf(a!)), types.list(elementOf(b!)));
  return common;
}

/** @spec EL-2.1.3-range */
function itemsAs(value: ExprList | ExprRange, element: Type, context: CallContext): Iterable<Value> {
  if (value instanceof ExprRange)
    return element === types.int ? value : [...value].map((item) => coerce(item, element, context.pathFormat));
  if (value.elementType === element) return value.items;
  return value.items.map((item) => coerce(item, element, context.pathFormat));
}

function concatenateLists(context: CallContext, a: ExprList | ExprRange, b: ExprList | ExprRange): ExprList {
  const elementType = (value: ExprList | ExprRange) =>
    types.list(value instanceof ExprRange ? types.int : value.elementType);
  const joined = commonType(elementType(a), elementType(b));
  const element = joined?.kind === 'list' ? joined.element : types.any;
  reserveList(context, lengthOf(a) + lengthOf(b));
  for (const value of [a, b]) reserveConversion(context, value, element);
  return exprList(element, [...itemsAs(a, element, context), ...itemsAs(b, element, context)]);
}

/** What the items of a list count for besides their slots. */
function itemBytes(list: ExprList): number {
  return list.bytes - LIST_OVERHEAD_BYTES - list.items.length * LIST_SLOT_BYTES;
}

/** Items that become others take room of their own; those that do not are shared, but count for what they hold. */
function reserveConversion(context: CallContext, value: ExprList | ExprRange, element: Type): void {
  const isConverted = value instanceof ExprRange ? element !== types.int : value.elementType !== element;
  if (isConverted) context.countSteps(lengthOf(value) * STEPS_PER_NUMBER);
  const bytes = isConverted ? lengthOf(value) * OBJECT_BYTES : 0;
  context.reserveMemory(bytes + (value instanceof ExprRange ? 0 : itemBytes(value)));
}

function lengthOf(value: ExprList | ExprRange): number {
  return value instanceof ExprRange ? Number(value.count) : value.items.length;
}

function holds(context: CallContext, values: ExprList, item: Value): boolean {
  // A number or a short text is compared in no time to speak of, whatever it is compared with.
  const isShort = typeof item !== 'object' && (typeof item !== 'string' || item.length <= SHORT_TEXT);
  const onSteps = isShort ? undefined : stepsIn(context);
  for (const other of values.items) if (valuesEqual(other, item, onSteps)) return true;
  return false;
}

/** A range holds ints, and a float that is one of them is equal to it. */
function rangeHolds(range: ExprRange, item: Value): boolean {
  if (typeof item === 'number' || typeof item === 'bigint') return range.has(item);
  return item instanceof ExprFloat && Number.isInteger(item.value) && range.has(narrow(BigInt(item.value)));
}

function repeatList(context: CallContext, values: ExprList, n: Int): ExprList {
  const times = repetitions(n);
  reserveList(context, values.items.length * times);
  context.reserveMemory(itemBytes(values) * times);
  if (values.items.length === 0 || times === 0) return exprList(values.elementType, []);
  const items: Value[] = [];
  for (let i = 0; i < times; i++) for (const item of values.items) items.push(item);
  // The items are shared with the list that is repeated, but each slot counts for what it holds.
  return exprList(values.elementType, items);
}

/** Section 2.1.3. */
const LIST_OPERATORS: readonly LibraryFunction[] = [
  list('__add__(a: list[T1], b: list[T2]) -> list[T3]', {
    doc: '`a + b` concatenation; items become the type that both lists have in common',
    cost: costOfElements(0, 1),
    resultFor: concatenatedType,
    call: concatenateLists,
  }),
  list('__add__(a: range_expr, b: list[T1]) -> list[T2]', {
    doc: '`a + b` concatenation, the range taken as list[int]',
    cost: costOfElements(0, 1),
    resultFor: concatenatedType,
    call: concatenateLists,
  }),
  list('__add__(a: list[T1], b: range_expr) -> list[T2]', {
    doc: '`a + b` concatenation, the range taken as list[int]',
    cost: costOfElements(0, 1),
    resultFor: concatenatedType,
    call: concatenateLists,
  }),
  list('__add__(a: range_expr, b: range_expr) -> list[int]', {
    doc: '`a + b` concatenation of the ranges as lists',
    cost: costOfElements(0, 1),
    call: concatenateLists,
  }),
  list('__mul__(a: list[T], n: int) -> list[T]', {
    doc: '`a * n` repetition',
    cost: {
      text: 'number of elements of the result',
      operations: ([a, n]) => elementCount(a!) * repetitions(n as Int),
    },
    call: repeatList,
  }),
  // @spec EL-2.1.3-contains
  list('__contains__(list: list[T1], item: T2) -> bool', {
    doc: '`item in list` membership test by `==`',
    cost: costOfElements(0),
    call: holds,
  }),
  // @spec EL-2.1.3-contains-range
  list('__contains__(r: range_expr, item: T) -> bool', {
    doc: '`item in r` membership test',
    call: (_, range: ExprRange, item: Value) => rangeHolds(range, item),
  }),
  list('__not_contains__(list: list[T1], item: T2) -> bool', {
    doc: '`item not in list` membership test by `==`',
    cost: costOfElements(0),
    call: (context, values: ExprList, item: Value) => !holds(context, values, item),
  }),
  list('__not_contains__(r: range_expr, item: T) -> bool', {
    doc: '`item not in r` membership test',
    call: (_, range: ExprRange, item: Value) => !rangeHolds(range, item),
  }),
];

/** Section 2.1.7. */
const SUBSCRIPTS: readonly LibraryFunction[] = [
  subscript('__getitem__(list: list[T], index: int) -> T', {
    doc: '`list[index]` the item at an index; negative ones count from the end',
    call: (_, values: ExprList, index: Int) => values.items[Number(itemIndex(index, values.items.length, 'list'))]!,
  }),
  // @spec EL-2.1.7-range
  subscript('__getitem__(r: range_expr, index: int) -> int', {
    doc: '`r[index]` the value at an index; negative ones count from the end',
    call: (_, range: ExprRange, index: Int) => range.at(itemIndex(index, range.count, 'range_expr'))!,
  }),
  // @spec EL-2.1.7-string
  subscript('__getitem__(s: string, index: int) -> string', {
    doc: '`s[index]` the character at an index; negative ones count from the end',
    call: (context, s: string, index: Int) => {
      const characters = charactersOf(context, s);
      return characters.at(Number(itemIndex(index, characters.length, 'string')));
    },
  }),
];

type SliceArguments = readonly [start: Int | null, stop: Int | null, step: Int | null];

function sliceCount(length: Int, args: readonly Value[]): number {
  const [, start, stop, step] = args as readonly [Value, ...SliceArguments];
  return Number(sliceBounds(length, start, stop, step).count);
}

function sliceList(
  context: CallContext,
  values: ExprList,
  start: Int | null,
  stop: Int | null,
  step: Int | null,
): ExprList {
  const bounds = sliceBounds(values.items.length, start, stop, step);
  const count = Number(bounds.count);
  reserveList(context, count);
  if (bounds.step === 1)
    return exprList(values.elementType, values.items.slice(Number(bounds.start), Number(bounds.start) + count));
  const items: Value[] = [];
  for (let i = 0, at = Number(bounds.start); i < count; i++, at += Number(bounds.step)) items.push(values.items[at]!);
  return exprList(values.elementType, items);
}

/**
 * A range for a positive step; backwards there is no range, so a list.
 * @spec EL-2.1.8-range-forward EL-2.1.8-range-backward
 */
function sliceRange(
  context: CallContext,
  range: ExprRange,
  start: Int | null,
  stop: Int | null,
  step: Int | null,
): Value {
  const bounds = sliceBounds(range.count, start, stop, step);
  if (bounds.step > 0) return range.slice(bounds.start, bounds.stop, bounds.step);
  reserveList(context, Number(bounds.count));
  const items: Int[] = [];
  for (let i = 0, at = bounds.start; i < bounds.count; i++, at = plus(at, bounds.step)) items.push(range.at(at)!);
  return exprList(types.int, items);
}

function sliceString(context: CallContext, s: string, start: Int | null, stop: Int | null, step: Int | null): string {
  const characters = charactersOf(context, s);
  const bounds = sliceBounds(characters.length, start, stop, step);
  const [from, count, stride] = [Number(bounds.start), Number(bounds.count), Number(bounds.step)];
  context.countOperations(textOperations(count));
  reserveText(context, count);
  if (stride === 1) return characters.slice(from, from + count);
  context.countSteps(count * STEPS_PER_ESCAPED_CHARACTER);
  context.reserveMemory(count * LIST_SLOT_BYTES);
  const picked: string[] = [];
  for (let i = 0, at = from; i < count; i++, at += stride) picked.push(characters.at(at));
  return picked.join('');
}

/** Section 2.1.8. */
const SLICES: readonly LibraryFunction[] = [
  slice('__getitem__(list: list[T], start: int?, stop: int?, step: int?) -> list[T]', {
    doc: '`list[start:stop:step]` every `step`th item from `start` to before `stop`',
    cost: {
      text: 'elements of the result',
      operations: (args) => sliceCount((args[0] as ExprList).items.length, args),
    },
    call: sliceList,
  }),
  slice('__getitem__(r: range_expr, start: int?, stop: int?, step: int?) -> range_expr | list[int]', {
    doc: '`r[start:stop:step]` a range for a positive step, a list for a negative one',
    cost: {
      text: 'elements of the result where it is a list',
      steps: ([range]) => segmentSteps(range!),
      operations: (args) => (((args[3] ?? 1) as Int) > 0 ? 0 : sliceCount((args[0] as ExprRange).count, args)),
    },
    call: sliceRange,
  }),
  slice('__getitem__(s: string, start: int?, stop: int?, step: int?) -> string', {
    doc: '`s[start:stop:step]` every `step`th character from `start` to before `stop`',
    // Counted by the call, which knows how many characters the string has.
    cost: { text: 'length of the result / 256', operations: () => 0 },
    call: sliceString,
  }),
];

/** Sections 2.1.2, 2.1.3, 2.1.7 and 2.1.8. */
export const SEQUENCE_OPERATORS: readonly LibraryFunction[] = [
  ...STRING_OPERATORS,
  ...LIST_OPERATORS,
  ...SUBSCRIPTS,
  ...SLICES,
];
