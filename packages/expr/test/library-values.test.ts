import { describe, expect, it } from 'vitest';
import { parseType, types } from '../src/types/index.js';
import type { Type } from '../src/types/type.js';
import { Characters } from '../src/values/code-points.js';
import {
  coerce,
  EvaluationFailure,
  ExprFloat,
  exprFloat,
  exprList,
  formatValue,
  int,
  isExprFloat,
  isExprList,
  isExprPath,
  isExprRange,
  isInt,
  type JsValue,
  sizeOf,
  typeOf,
  type Value,
  valueFromJs,
  valueToJs,
} from '../src/values/index.js';
import { floorDivide, floorModulo, minus, plus, times } from '../src/values/int.js';
import { float, pick, posix, random, range } from './library-support.js';

const type = (text: string): Type => parseType(text)!;

function code(action: () => unknown): string {
  try {
    return `ok: ${formatValue(action() as Value)}`;
  } catch (error) {
    if (error instanceof EvaluationFailure) return error.code;
    throw error;
  }
}

describe('values', () => {
  it('tell their type', () => {
    const cases: [Value, string][] = [
      [null, 'nulltype'],
      [true, 'bool'],
      [5, 'int'],
      [9223372036854775807n, 'int'],
      ['a', 'string'],
      [float(1), 'float'],
      [posix('/a'), 'path'],
      [range('1-2'), 'range_expr'],
      [exprList(types.int, [1]), 'list[int]'],
      [exprList(types.nulltype, []), 'list[nulltype]'],
    ];
    for (const [value, name] of cases) expect(typeOf(value).name).toBe(name);
  });

  it('have guards', () => {
    expect([
      isExprFloat(float(1)),
      isExprPath(posix('a')),
      isExprRange(range('1')),
      isExprList(exprList(types.int, [])),
    ]).toEqual(Array(4).fill(true));
    expect([isExprFloat(1), isExprPath('a'), isExprRange('1'), isExprList([])]).toEqual(Array(4).fill(false));
    expect([
      isInt(5),
      isInt(9223372036854775807n),
      isInt(9223372036854775808n),
      isInt(2 ** 53),
      isInt(0.5),
      isInt('5'),
    ]).toEqual([true, true, false, false, false, false]);
  });

  it('are normal when made', () => {
    expect(int(5n)).toBe(5);
    expect(int(2 ** 60)).toBe(2n ** 60n);
    expect(code(() => int(2n ** 63n))).toBe('INTEGER_OVERFLOW');
    expect(code(() => int(0.5))).toBe('CONVERSION_FAILED');
    expect(Object.is(exprFloat(-0).value, 0)).toBe(true);
    expect(code(() => exprFloat(Number.NaN))).toBe('FLOAT_NOT_FINITE');
    expect(code(() => exprFloat(Number.POSITIVE_INFINITY))).toBe('FLOAT_NOT_FINITE');
  });

  it('know their size without looking inside', () => {
    expect(sizeOf(5)).toBe(0);
    expect(sizeOf('ab') - sizeOf('')).toBe(4);
    const list = exprList(types.string, ['a', 'bc']);
    expect(sizeOf(list)).toBe(list.bytes);
    expect(list.bytes).toBeGreaterThan(sizeOf('a') + sizeOf('bc'));
    expect(sizeOf(range('1-1000000000000'))).toBe(sizeOf(range('1-10')));
  });
});

describe('1.2.3 implicit conversions', () => {
  const list = (element: Type, ...items: Value[]) => exprList(element, items);

  it.each<[Value, string, string]>([
    [5, 'float', '5.0'],
    [5, 'int | float', '5'],
    [posix('/a'), 'string', '/a'],
    [range('1,2,3'), 'string', '1-3'],
    [range('1-3'), 'list[int]', '[1, 2, 3]'],
    [range('1-3'), 'range_expr | list[int]', '1-3'],
    [list(types.path, posix('/a')), 'list[string]', '["/a"]'],
    [list(types.nulltype), 'list[path]', '[]'],
    [true, 'string', 'true'],
    [5, 'string', '5'],
    [float(3.5, '3.500'), 'string', '3.500'],
    ['/a/./b', 'path', '/a/b'],
    [float(5), 'int', '5'],
    ['5', 'int', '5'],
    ['3.50', 'float', '3.5'],
    [5, 'string?', '5'],
    [null, 'string?', 'null'],
    [5, 'string? | list[string]', '5'],
    [list(types.int, 1, 2), 'list[string]', '["1", "2"]'],
    [list(types.list(types.int), list(types.int, 1)), 'list[list[float]]', '[[1.0]]'],
    [list(types.string, '1'), 'list[int]', '[1]'],
  ])('value %# converts', (value, target, expected) => {
    expect(formatValue(coerce(value, type(target), 'posix'))).toBe(expected);
  });

  it.each<[Value, string, string]>(
    [
      [3.75 as never, 'int', 'ok: 3.75'],
      [float(3.75), 'int', 'CONVERSION_FAILED'],
      ['', 'int', 'CONVERSION_FAILED'],
      ['3.1', 'int', 'CONVERSION_FAILED'],
      ['', 'float', 'CONVERSION_FAILED'],
      ['nothing', 'float', 'CONVERSION_FAILED'],
      ['true', 'bool', 'WRONG_TYPE'],
      [1, 'bool', 'WRONG_TYPE'],
      [null, 'string', 'WRONG_TYPE'],
      [5, 'path', 'WRONG_TYPE'],
      ['1-5', 'range_expr', 'WRONG_TYPE'],
      [list(types.int, 1), 'string', 'WRONG_TYPE'],
      [5, 'list[int]', 'WRONG_TYPE'],
      [float(2.5), 'int | string', 'WRONG_TYPE'],
      [float(1e300), 'int', 'INTEGER_OVERFLOW'],
      [list(types.string, '1', 'x'), 'list[int]', 'CONVERSION_FAILED'],
    ].slice(1) as [Value, string, string][],
  )('value %# does not convert', (value, target, expected) => {
    expect(code(() => coerce(value, type(target), 'posix'))).toBe(expected);
  });
});

describe('values from and to plain JavaScript', () => {
  it.each<[JsValue, string, string]>([
    [5, 'int', '5'],
    ['9007199254740993', 'int', '9007199254740993'],
    [3.5, 'float', '3.5'],
    [5, 'float', '5.0'],
    ['3.500', 'float', '3.500'],
    ['true', 'bool', 'true'],
    [true, 'bool', 'true'],
    ['x', 'string', 'x'],
    [null, 'nulltype', 'null'],
    [null, 'int?', 'null'],
    ['/a//b', 'path', '/a/b'],
    ['1, 2,3', 'range_expr', '1-3'],
    [[1, 2], 'list[float]', '[1.0, 2.0]'],
    [['/a'], 'list[path]', '["/a"]'],
    [[[1], []], 'list[list[int]]', '[[1], []]'],
    [[], 'list[int]', '[]'],
    [5, 'int | string', '5'],
    ['5', 'int | string', '5'],
  ])('reads value %#', (js, name, text) => {
    const value = valueFromJs(js, type(name));
    expect(formatValue(value)).toBe(text);
  });

  it('reads without a type', () => {
    expect(typeOf(valueFromJs([1, 2.5])).name).toBe('list[float]');
    expect(typeOf(valueFromJs([[1], []])).name).toBe('list[list[int]]');
    expect(typeOf(valueFromJs(3.14)).name).toBe('float');
    expect(typeOf(valueFromJs(2 ** 60)).name).toBe('float');
    expect(typeOf(valueFromJs([])).name).toBe('list[nulltype]');
    expect(typeOf(valueFromJs('5', type('string'))).name).toBe('string');
  });

  it.each<[JsValue, string | undefined, string]>([
    ['x', 'int', 'CONVERSION_FAILED'],
    [0.5, 'int', 'CONVERSION_FAILED'],
    ['9223372036854775808', 'int', 'INTEGER_OVERFLOW'],
    ['inf', 'float', 'FLOAT_NOT_FINITE'],
    ['maybe', 'bool', 'CONVERSION_FAILED'],
    [1, 'bool', 'WRONG_TYPE'],
    [5, 'string', 'WRONG_TYPE'],
    ['1-', 'range_expr', 'INVALID_RANGE_EXPR'],
    ['a', 'list[int]', 'WRONG_TYPE'],
    [null, 'int', 'WRONG_TYPE'],
    [[1, 'a'], undefined, 'WRONG_TYPE'],
    [[null], undefined, 'WRONG_TYPE'],
    [[[[1]]], undefined, 'WRONG_TYPE'],
  ])('refuses value %#', (js, name, expected) => {
    expect(code(() => valueFromJs(js, name === undefined ? undefined : type(name)))).toBe(expected);
  });

  it('writes what reads back the same', () => {
    for (const js of [null, true, 5, 9223372036854775807n, 'a', 2.5, [1, 2], [['a'], []]] as JsValue[])
      expect(valueToJs(valueFromJs(js))).toEqual(js);
    expect(valueToJs(posix('/a'))).toBe('/a');
    expect(valueToJs(range('1-3'))).toBe('1-3');
    expect(valueToJs(new ExprFloat(3.5, '3.500'))).toBe(3.5);
  });
});

describe('exact arithmetic', () => {
  it('agrees with bigint on thousands of pairs', () => {
    const next = random(64);
    const operand = () =>
      pick(next, [
        0n,
        1n,
        -1n,
        2n ** 53n - 1n,
        -(2n ** 53n) + 1n,
        2n ** 53n,
        2n ** 63n - 1n,
        -(2n ** 63n),
        BigInt(Math.floor(next() * 2 ** 53)) - 2n ** 52n,
        BigInt(Math.floor(next() * 100) - 50),
      ]);
    const narrowed = (value: bigint) =>
      BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [operand(), operand()];
      const [x, y] = [narrowed(a), narrowed(b)];
      expect(plus(x, y)).toBe(narrowed(a + b));
      expect(minus(x, y)).toBe(narrowed(a - b));
      expect(times(x, y)).toBe(narrowed(a * b));
      if (b === 0n) continue;
      const remainder = ((a % b) + b) % b;
      expect(floorModulo(x, y)).toBe(narrowed(remainder));
      expect(floorDivide(x, y)).toBe(narrowed((a - remainder) / b));
    }
  });
});

describe('code points', () => {
  it('count, find and cut as an array of characters does', () => {
    const next = random(16);
    for (let i = 0; i < 2000; i++) {
      const length = Math.floor(next() * 60);
      const text = Array.from({ length }, () => pick(next, ['a', 'é', '\u{1f600}', '\u{10ffff}', '\ud800'])).join('');
      const characters = [...text];
      const found = new Characters(text);
      expect(found.length).toBe(characters.length);
      const [start, stop] = [
        Math.floor(next() * (characters.length + 1)),
        Math.floor(next() * (characters.length + 1)),
      ];
      expect(found.slice(Math.min(start, stop), Math.max(start, stop))).toBe(
        characters.slice(Math.min(start, stop), Math.max(start, stop)).join(''),
      );
      if (characters.length > 0)
        expect(found.at(start % characters.length)).toBe(characters[start % characters.length]);
      expect(found.indexOf(characters.slice(0, start).join('').length)).toBe(start);
    }
  });
});
