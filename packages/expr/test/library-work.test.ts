import { describe, expect, test } from 'vitest';
import { EvaluationFailure, LIBRARY, type LibraryFunction } from '../src/library/index.js';
import { countCost } from '../src/library/row.js';
import { DEFAULT_OPERATIONS, STEPS_PER_OPERATION } from '../src/limits.js';
import { types } from '../src/types/index.js';
import type { Type } from '../src/types/type.js';
import { ExprList, exprList } from '../src/values/list.js';
import { ExprPath } from '../src/values/path.js';
import { rangeFromInts } from '../src/values/range-expr.js';
import { sizeOf } from '../src/values/size.js';
import { typeOf } from '../src/values/type-of.js';
import type { Value } from '../src/values/value.js';
import { type Account, contextOf, float, posix, range, windows } from './library-support.js';

/*
 * Of every row of the library, with arguments as large as they may be: what a call makes is counted by its work and by
 * its memory, whatever the row says of its cost. Spec: 1.3.9, 1.3.10.
 */

const N = 20_000;

const texts = [
  '',
  'a',
  '.x',
  '1-5',
  'a'.repeat(N),
  "'\u0001".repeat(N),
  'a,'.repeat(N),
  '/a.b'.repeat(N),
  '\u{1f600}'.repeat(N),
];
const ints = [0, -1, 2, N, 9_223_372_036_854_775_807n];
const numbers = Array.from({ length: N }, (_, i) => (i * 7919) % N);

const VALUES: Readonly<Record<string, readonly Value[]>> = {
  int: ints,
  float: [float(0.1), float(-2.5), float(1e300)],
  string: texts,
  path: [posix('/a/b.c'), posix('/a.b'.repeat(N)), windows('\\a'.repeat(N))],
  range_expr: [range('1-10'), range('1-9223372036854775807'), rangeFromInts(numbers.map((i) => i * i))],
  bool: [true, false],
  nulltype: [null],
};

const LISTS: readonly ExprList[] = [
  exprList(types.nulltype, []),
  exprList(types.int, numbers),
  exprList(
    types.float,
    numbers.map((i) => float(i * 0.1)),
  ),
  exprList(
    types.string,
    numbers.map((i) => `x${i}`),
  ),
  exprList(types.string, ['a'.repeat(N), `${'a'.repeat(N)}b`]),
  exprList(
    types.path,
    numbers.map((i) => posix(`/a/${i}`)),
  ),
  exprList(
    types.bool,
    numbers.map((i) => i % 2 === 0),
  ),
  exprList(
    types.list(types.int),
    numbers.map((i) => exprList(types.int, [i, 1])),
  ),
];

function argumentsFor(type: Type): readonly Value[] {
  if (type.kind === 'union') return type.members.flatMap(argumentsFor);
  if (type.kind === 'list') return LISTS.filter(({ elementType }) => fitsElement(type.element, elementType));
  return VALUES[type.name] ?? [...Object.values(VALUES).flat(), ...LISTS];
}

function fitsElement(parameter: Type, element: Type): boolean {
  if (/^T\d?$/.test(parameter.name) || element === types.nulltype || parameter === element) return true;
  return parameter.kind === 'list' && element.kind === 'list' && fitsElement(parameter.element, element.element);
}

/** Every argument in turn large, the others each of a few. */
function* argumentLists(row: LibraryFunction): Generator<readonly Value[]> {
  const choices = row.parameters.map(({ type }) => argumentsFor(type));
  const most = Math.max(0, ...choices.map((values) => values.length));
  for (let shift = 0; shift < 5; shift++) {
    for (let i = 0; i < most; i++) yield choices.map((values, at) => values[(i + at * shift) % values.length]!);
  }
}

/** Units of the text in a value, and its items. What is an argument is not made. */
function made(value: Value, args: readonly Value[]): { units: number; items: number } {
  if (args.includes(value) || args.some((arg) => arg instanceof ExprList && arg.items.includes(value)))
    return { units: 0, items: 0 };
  if (typeof value === 'string') return { units: value.length, items: 0 };
  if (value instanceof ExprPath) return { units: value.text.length, items: 0 };
  return { units: 0, items: value instanceof ExprList ? value.items.length : 0 };
}

/** Characters that one step copies at most: so many as one operation counts, by the steps that it stands for. */
const CHARACTERS_PER_STEP = 256 / STEPS_PER_OPERATION;

const label = (row: LibraryFunction) => `${row.name}(${row.parameters.map(({ type }) => type.name).join(', ')})`;

function callOf(row: LibraryFunction, args: readonly Value[], account: Account): Value | undefined {
  const context = contextOf({}, account);
  context.countOperations(1);
  try {
    if (row.cost !== undefined) countCost(context, row.cost, args);
    // What the default limits refuse is not done.
    if (account.operations > DEFAULT_OPERATIONS) return undefined;
    return row.call(context, ...args);
  } catch (error) {
    if (error instanceof EvaluationFailure) return undefined;
    throw error;
  }
}

describe('what a call makes is counted', () => {
  test.each(LIBRARY.map((row) => [label(row), row] as const))('%s', (_, row) => {
    for (const args of argumentLists(row)) {
      if (row.resultFor !== undefined && row.resultFor(args.map(typeOf)) === undefined) continue;
      const account: Account = { operations: 0, bytes: 0, steps: 0 };
      const result = callOf(row, args, account);
      if (result === undefined) continue;
      const { units, items } = made(result, args);
      const work = account.operations * STEPS_PER_OPERATION + account.steps!;
      expect(work * CHARACTERS_PER_STEP).toBeGreaterThanOrEqual(units);
      expect(work).toBeGreaterThanOrEqual(items);
      // An item that is taken over from an argument is counted with it.
      const given = args.reduce((sum: number, arg) => sum + sizeOf(arg), 0);
      expect(account.bytes + given + 1000).toBeGreaterThanOrEqual(sizeOf(result));
    }
  });
});
