import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileExpression,
  ProblemError,
  parseExpression,
  Scope,
  SymbolTable,
  types,
  type Value,
} from '../src/index.js';
import { outcome } from './helpers.js';

/*
 * The quick code of the compiler and the rows of the library against BigInt, around every edge: 0, 2^31, 2^53, 2^63.
 */

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

const edges = [0n, 1n, 2n, 3n, 7n, 10n, 255n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 10n ** 18n, 2n ** 62n, 2n ** 63n];
const int: fc.Arbitrary<bigint> = fc
  .oneof(
    fc.constantFrom(...edges.flatMap((edge) => [edge, -edge])).chain((edge) => fc.bigInt(-3n, 3n).map((d) => edge + d)),
    fc.bigInt(MIN, MAX),
    fc.bigInt(-1000n, 1000n),
  )
  .filter((value) => value >= MIN && value <= MAX);

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** What Python's unbounded ints give; undefined for a division by zero. */
const operators: Readonly<Record<string, (a: bigint, b: bigint) => bigint | boolean | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '//': (a, b) => (b === 0n ? undefined : floorDivide(a, b)),
  '%': (a, b) => (b === 0n ? undefined : a - floorDivide(a, b) * b),
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

function toInt(value: bigint): Value {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const scope = new Scope({ a: types.int, b: types.int, x: types.float, y: types.float });

function compiled(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new ProblemError(parsed.problems);
  const result = compileExpression(parsed.value, scope);
  if (!result.ok) throw new ProblemError(result.problems);
  return result.value;
}

function run(evaluate: () => Value): Value | string {
  try {
    return evaluate();
  } catch (error) {
    return (error as ProblemError).problems[0]!.code;
  }
}

describe.each(Object.entries(operators))('%s of ints', (operator, model) => {
  const evaluator = compiled(`a ${operator} b`);

  test('is exact or overflows', () => {
    fc.assert(
      fc.property(int, int, (a, b) => {
        const wanted = model(a, b);
        const expected =
          wanted === undefined
            ? 'DIVISION_BY_ZERO'
            : typeof wanted === 'boolean'
              ? wanted
              : wanted < MIN || wanted > MAX
                ? 'INTEGER_OVERFLOW'
                : toInt(wanted);
        const symbols = new SymbolTable({ a: toInt(a), b: toInt(b) });
        expect(run(() => evaluator.evaluate(symbols))).toBe(expected);
      }),
      { numRuns: 1500 },
    );
  });
});

test('the value of a literal is the value of its digits', () => {
  fc.assert(
    fc.property(int, (value) => {
      expect(outcome(String(value))).toBe(`int: ${value}`);
      expect(outcome(`(${value}) + 0`)).toBe(`int: ${value}`);
      if (value >= 0n)
        for (const radix of [2, 8, 16] as const) {
          const prefix = { 2: '0b', 8: '0o', 16: '0x' }[radix];
          expect(outcome(prefix + value.toString(radix))).toBe(`int: ${value}`);
        }
    }),
    { numRuns: 500 },
  );
});

test('floats compute as IEEE 754 doubles, without negative zero, infinity and NaN', () => {
  const evaluators = { '+': compiled('x + y'), '-': compiled('x - y'), '*': compiled('x * y') };
  const models = {
    '+': (x: number, y: number) => x + y,
    '-': (x: number, y: number) => x - y,
    '*': (x: number, y: number) => x * y,
  };
  const float = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(float, float, fc.constantFrom('+', '-', '*'), (x, y, operator) => {
      const result = run(() =>
        evaluators[operator].evaluate(SymbolTable.fromJs({ x, y }, { x: types.float, y: types.float })),
      );
      const wanted = models[operator](x, y);
      if (!Number.isFinite(wanted)) expect(result).toBe('FLOAT_NOT_FINITE');
      else expect(Object.is((result as { value: number }).value, wanted + 0)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('an item of a list is found from either end or not at all', () => {
  const parsed = parseExpression('list[i]');
  const result = parsed.ok
    ? compileExpression(parsed.value, new Scope({ list: types.list(types.int), i: types.int }))
    : undefined;
  if (!result?.ok) throw new Error('does not compile');
  const { value: evaluator } = result;
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 5 }), fc.integer({ min: -8, max: 8 }), (list, i) => {
      const symbols = SymbolTable.fromJs({ list, i }, { list: types.list(types.int) });
      expect(run(() => evaluator.evaluate(symbols))).toBe(list.at(i) ?? 'INDEX_OUT_OF_BOUNDS');
    }),
  );
});
