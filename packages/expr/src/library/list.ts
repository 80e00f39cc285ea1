import { types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { compareTexts, compareValues, type OnSteps } from '../values/compare.js';
import { ExprFloat } from '../values/float.js';
import { shortestFloatText } from '../values/float-text.js';
import { formatValue } from '../values/format.js';
import { floorDivide, minus, plus } from '../values/int.js';
import { ExprList, exprList } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { ExprRange } from '../values/range-expr.js';
import type { Int, Value } from '../values/value.js';
import { costOfElements, reserveList, STEPS_PER_COMPARISON, sortingSteps, textUnits, WRITING_COST } from './costs.js';
import { definer } from './define.js';
import { type CallContext, type Cost, EvaluationFailure, type LibraryFunction } from './row.js';

const row = definer('list', '2.2.3');

/** How many values `range(start, stop, step)` has. @spec EL-2.2.3-range */
function rangeCount(start: Int, stop: Int, step: Int): Int {
  if (step === 0) throw new EvaluationFailure('INVALID_ARGUMENT', 'The step of range() must not be 0');
  const span = step > 0 ? minus(stop, start) : minus(start, stop);
  if (span <= 0) return 0;
  return plus(floorDivide(minus(span, 1), step > 0 ? step : minus(0, step)), 1);
}

/** @spec EL-2.2.3-range */
function range(context: CallContext, start: Int, stop: Int, step: Int): ExprList {
  const count = Number(rangeCount(start, stop, step));
  reserveList(context, count);
  const items: Int[] = new Array(count);
  for (let i = 0, value = start; i < count; i++) {
    items[i] = value;
    if (i + 1 < count) value = plus(value, step);
  }
  return exprList(types.int, items);
}

/** The cost of a `range` whose start, stop and step these are. */
function rangeCost(bounds: (args: readonly Int[]) => readonly [start: Int, stop: Int, step: Int]): Cost {
  return {
    text: 'number of values',
    operations: (args) => Number(rangeCount(...bounds(args as readonly Int[]))),
  };
}

function flatten(context: CallContext, lists: ExprList): ExprList {
  const element: Type = lists.elementType.kind === 'list' ? lists.elementType.element : lists.elementType;
  const inner = lists.items as readonly ExprList[];
  reserveList(
    context,
    inner.reduce((sum, list) => sum + list.items.length, 0),
  );
  const items: Value[] = [];
  for (const list of inner) for (const item of list.items) items.push(item);
  return exprList(element, items);
}

function sorted(context: CallContext, values: ExprList): ExprList {
  reserveList(context, values.items.length);
  return exprList(
    values.elementType,
    sortedItems(values, (steps) => context.countSteps(steps)),
  );
}

/** From this many numbers on a typed array sorts them faster. */
const LONG_LIST = 64;

/** @spec EL-2.2.3-sorted */
function sortedItems(values: ExprList, onSteps: OnSteps): Value[] {
  const { items, elementType } = values;
  if (elementType === types.int && items.every((item) => typeof item === 'number')) {
    const numbers = items as readonly number[];
    // Making a typed array costs more than it gives for a short list.
    if (numbers.length > LONG_LIST) return Array.from(Float64Array.from(numbers).sort());
    return [...numbers].sort((a, b) => a - b);
  }
  if (elementType === types.string)
    return [...(items as readonly string[])].sort((a, b) => compareTexts(a, b, onSteps));
  return [...items].sort((a, b) => {
    const order = compareValues(a, b, onSteps);
    if (order === undefined) throw noOrder(elementType);
    return order;
  });
}

function noOrder(element: Type): EvaluationFailure {
  return new EvaluationFailure('WRONG_TYPE', `sorted() cannot order values of type ${element.name}`);
}

/** A text or number that two items of one list share just where they are equal. */
function identity(item: Value): unknown {
  if (item instanceof ExprFloat) return item.value;
  if (item instanceof ExprPath || item instanceof ExprRange) return item.text;
  return item instanceof ExprList ? formatValue(withoutFloatTexts(item)) : item;
}

function withoutFloatTexts(list: ExprList): ExprList {
  if (list.elementType !== types.float) return list;
  return exprList(
    types.string,
    (list.items as readonly ExprFloat[]).map((item) => shortestFloatText(item.value)),
  );
}

/** Up to this length an engine tells apart all texts by their hashes; of longer ones V8 takes the length for a hash. */
const LONGEST_HASHED = 10_000;

/** Which of the items it has seen. A long text is known by its pieces, so that finding it takes time with its length. */
class Seen {
  readonly #identities = new Set<unknown>();
  readonly #pieces = new Map<string, number>();
  readonly #longTexts = new Set<string>();

  /** Whether the item is new; it is seen from then on. */
  add(item: Value): boolean {
    const key = identity(item);
    const isLong = typeof key === 'string' && key.length > LONGEST_HASHED;
    return isLong ? isNewIn(this.#longTexts, this.#piecesOf(key)) : isNewIn(this.#identities, key);
  }

  #piecesOf(text: string): string {
    const numbers: number[] = [];
    for (let i = 0; i < text.length; i += LONGEST_HASHED) {
      const piece = text.slice(i, i + LONGEST_HASHED);
      if (!this.#pieces.has(piece)) this.#pieces.set(piece, this.#pieces.size);
      numbers.push(this.#pieces.get(piece)!);
    }
    return numbers.join();
  }
}

function isNewIn<T>(seen: Set<T>, key: T): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** Bytes for what an item is known by. */
const IDENTITY_BYTES = 40;

/** @spec EL-2.2.3-unique */
function unique(context: CallContext, values: ExprList): ExprList {
  context.reserveMemory(values.items.length * IDENTITY_BYTES);
  if (values.elementType.kind === 'list') context.reserveMemory(values.bytes);
  const seen = new Seen();
  const items = values.items.filter((item) => seen.add(item));
  return exprList(values.elementType, items);
}

/** Items are looked up by their texts; lists are written as texts for that. */
const UNIQUE_STEPS: Cost['steps'] = ([values]) =>
  (values as ExprList).elementType.kind === 'list'
    ? WRITING_COST.steps!([values!])
    : (values as ExprList).items.length * 20 + textUnits(values!);

/** Section 2.2.3. */
export const LIST: readonly LibraryFunction[] = [
  row('range(stop: int) -> list[int]', {
    doc: 'Integers from 0 to before `stop`',
    cost: rangeCost(([stop]) => [0, stop!, 1]),
    call: (context, stop: Int) => range(context, 0, stop, 1),
  }),
  row('range(start: int, stop: int) -> list[int]', {
    doc: 'Integers from `start` to before `stop`',
    cost: rangeCost(([start, stop]) => [start!, stop!, 1]),
    call: (context, start: Int, stop: Int) => range(context, start, stop, 1),
  }),
  row('range(start: int, stop: int, step: int) -> list[int]', {
    doc: 'Integers from `start` to before `stop` by `step`',
    cost: rangeCost(([start, stop, step]) => [start!, stop!, step!]),
    call: range,
  }),
  row('flatten(lists: list[list[T]]) -> list[T]', {
    doc: 'The items of the inner lists, one after the other',
    cost: costOfElements(0),
    call: flatten,
  }),
  row('flatten(values: list[T]) -> list[T]', {
    doc: 'A list without inner lists, as it is',
    cost: costOfElements(0),
    call: (_, values: ExprList) => values,
  }),
  row('flatten(values: list[nulltype]) -> list[nulltype]', {
    doc: 'The empty list, as it is',
    call: (_, values: ExprList) => values,
  }),
  row('sorted(values: list[T]) -> list[T]', {
    doc: 'The items in ascending order',
    cost: {
      ...costOfElements(0),
      steps: ([values]) => sortingSteps((values as ExprList).items.length) * STEPS_PER_COMPARISON,
    },
    call: sorted,
  }),
  // @spec EL-2.2.3-reversed
  row('reversed(values: list[T]) -> list[T]', {
    doc: 'The items in reverse order',
    cost: costOfElements(0),
    call: (context, values: ExprList) => {
      reserveList(context, values.items.length);
      return exprList(values.elementType, values.items.toReversed());
    },
  }),
  row('unique(values: list[T]) -> list[T]', {
    doc: 'The items without duplicates, each where it came first',
    cost: { ...costOfElements(0), steps: UNIQUE_STEPS },
    call: unique,
  }),
  // @spec EL-2.2.3-any RFC0006-empty-any-all
  row('any(values: list[bool]) -> bool', {
    doc: 'True if an item is true; false for the empty list',
    cost: costOfElements(0),
    call: (_, values: ExprList) => values.items.includes(true),
  }),
  // @spec EL-2.2.3-all RFC0006-empty-any-all
  row('all(values: list[bool]) -> bool', {
    doc: 'True if every item is true; true for the empty list',
    cost: costOfElements(0),
    call: (_, values: ExprList) => !values.items.includes(false),
  }),
];
