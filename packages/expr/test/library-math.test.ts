import { describe, expect, it } from 'vitest';
import { ExprFloat } from '../src/values/float.js';
import { shortestFloatText } from '../src/values/float-text.js';
import { askPython, call, callValues, failure, float, pick, printed, random, range } from './library-support.js';

const MAX = 9223372036854775807n;
const MIN = -9223372036854775808n;

describe('2.2.2 math functions', () => {
  it('abs, min, max', () => {
    expect(call('abs', -5)).toBe(5);
    expect(printed('abs', float(-2.5))).toBe('2.5');
    expect(failure('abs', MIN)).toBe('INTEGER_OVERFLOW');
    expect(call('min', 3, 1)).toBe(1);
    expect(printed('min', 3, float(4.5))).toBe('3.0');
    expect(call('max', 1, 3, 2)).toBe(3);
    expect(call('max', [1, 5, MAX])).toBe(MAX);
    expect(printed('min', [1.5, 0.5])).toBe('0.5');
    expect(call('min', range('5-9,1-2'))).toBe(1);
    expect(call('max', range('5-9,1-2'))).toBe(9);
    expect(failure('min', [])).toBe('INVALID_ARGUMENT');
    expect(() => call('min', [])).toThrow('min() requires a non-empty list');
    expect(() => call('max', [])).toThrow('max() requires a non-empty list');
    expect(failure('min', 'a', 'b')).toBe('WRONG_TYPE');
  });

  it('sum', () => {
    expect(call('sum', [])).toBe(0);
    expect(call('sum', [1, 2, 3])).toBe(6);
    expect(printed('sum', [0.1, 0.2])).toBe('0.30000000000000004');
    expect(call('sum', [MAX, 1, -1])).toBe(MAX);
    expect(failure('sum', [MAX, 1])).toBe('INTEGER_OVERFLOW');
    expect(failure('sum', [1e308, 1e308])).toBe('FLOAT_NOT_FINITE');
    expect(call('sum', range('1-1000000'))).toBe(500000500000);
    expect(call('sum', range('1-5:2,10'))).toBe(19);
    expect(failure('sum', range('1-1000000000000'))).toBe('INTEGER_OVERFLOW');
  });

  it('floor, ceil, round', () => {
    expect(call('floor', -2.5)).toBe(-3);
    expect(call('ceil', -2.5)).toBe(-2);
    expect(call('floor', 7)).toBe(7);
    expect(call('ceil', -0.5)).toBe(0);
    expect(Object.is(call('ceil', -0.5), 0)).toBe(true);
    expect([0.5, 1.5, 2.5, -0.5, -1.5].map((x) => call('round', x))).toEqual([0, 2, 2, 0, -2]);
    expect(failure('floor', 1e19)).toBe('INTEGER_OVERFLOW');
    // There is no round(int): an int becomes a float, as every argument of a float parameter.
    expect(call('round', 5)).toBe(5);
    expect(call('round', 9007199254740993n)).toBe(9007199254740992n);
    expect(printed('round', 3.5, 2)).toBe('3.50');
    expect(printed('round', 1234.5, -1)).toBe('1230');
    expect(printed('round', float(3), 1)).toBe('3.0');
    expect(printed('round', -0.001, 2)).toBe('0.00');
    expect(call('round', 1250, -2)).toBe(1200);
    expect(call('round', 1350, -2)).toBe(1400);
    expect(call('round', 5, 3)).toBe(5);
    expect(call('round', MAX, -30)).toBe(0);
    expect(failure('round', MAX, -1)).toBe('INTEGER_OVERFLOW');
    expect(call('round', 1.5e10, -400)).toBe(0);
    expect(printed('round', 0.1, 1100)).toHaveLength(1102);
    expect(failure('round', 0.1, 10 ** 12)).toBe('MEMORY_LIMIT_EXCEEDED');
  });
});

describe('2.1.1 arithmetic', () => {
  it('stays within 64 bits, at their edges too', () => {
    expect(call('__add__', MAX, -1)).toBe(9223372036854775806n);
    expect(failure('__add__', MAX, 1)).toBe('INTEGER_OVERFLOW');
    expect(failure('__sub__', MIN, 1)).toBe('INTEGER_OVERFLOW');
    expect(failure('__mul__', MAX, 2)).toBe('INTEGER_OVERFLOW');
    expect(failure('__neg__', MIN)).toBe('INTEGER_OVERFLOW');
    expect(failure('__floordiv__', MIN, -1)).toBe('INTEGER_OVERFLOW');
    expect(call('__mod__', MIN, -1)).toBe(0);
    expect(call('__pow__', 2, 62)).toBe(4611686018427387904n);
    expect(failure('__pow__', 2, 63)).toBe('INTEGER_OVERFLOW');
    expect(call('__pow__', -2, 63)).toBe(MIN);
    expect(call('__pow__', 1, MAX)).toBe(1);
    expect(call('__pow__', -1, MAX)).toBe(-1);
    expect(call('__pow__', 0, 0)).toBe(1);
    expect(failure('__pow__', 10, MAX)).toBe('INTEGER_OVERFLOW');
    expect(Object.is(call('__mul__', 0, -5), 0)).toBe(true);
    expect(Object.is(call('__mod__', -4, 2), 0)).toBe(true);
    expect(Object.is(call('__neg__', 0), 0)).toBe(true);
  });

  it('divides with rounding down, as the text says', () => {
    expect(call('__mod__', -7, 3)).toBe(2);
    expect(call('__floordiv__', -7, 3)).toBe(-3);
    expect(call('__pow__', 2, 3)).toBe(8);
    expect(printed('__pow__', 2, -3)).toBe('0.125');
  });

  it('refuses what has no result', () => {
    for (const name of ['__truediv__', '__floordiv__', '__mod__']) {
      expect(failure(name, 1, 0)).toBe('DIVISION_BY_ZERO');
      expect(failure(name, 1.5, float(0))).toBe('DIVISION_BY_ZERO');
      expect(failure(name, float(0), float(0))).toBe('DIVISION_BY_ZERO');
    }
    expect(failure('__pow__', 0, -1)).toBe('DIVISION_BY_ZERO');
    expect(failure('__pow__', float(0), float(-1))).toBe('DIVISION_BY_ZERO');
    expect(failure('__pow__', float(-2), 0.5)).toBe('INVALID_ARGUMENT');
    expect(failure('__mul__', 1e300, 1e300)).toBe('FLOAT_NOT_FINITE');
    expect(failure('__pow__', 1e300, float(2))).toBe('FLOAT_NOT_FINITE');
    expect(failure('__floordiv__', 1e300, 0.5)).toBe('INTEGER_OVERFLOW');
    expect(failure('__add__', 1, 'a')).toBe('WRONG_TYPE');
  });

  it('has no negative zero', () => {
    const zero = callValues('__mul__', [float(0), float(-1)]);
    expect(Object.is((zero as ExprFloat).value, 0)).toBe(true);
    expect(printed('__neg__', float(0))).toBe('0.0');
  });

  it('forgets the source text of what it computes with', () => {
    expect(printed('__add__', float(3.5, '3.500'), 1)).toBe('4.5');
    expect(printed('__pos__', float(3.5, '3.500'))).toBe('3.5');
  });
});

/** Floats of every size, whole ones, and ones at the edges of what text and rounding do. */
function randomFloat(next: () => number): number {
  const kind = next();
  if (kind < 0.3) return Math.round((next() - 0.5) * 2e6) / pick(next, [1, 2, 4, 8, 10, 100, 1000]);
  if (kind < 0.4)
    return pick(
      next,
      [
        0, 1, -1, 0.5, 2.675, 1e16, 1e15, 9999999999999998, 1e-4, 9.9e-5, 1e22, 1e23, 5e-324, 1.7976931348623157e308,
        2.2250738585072014e-308,
      ],
    );
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, Math.floor(next() * 2 ** 32));
  bits.setUint32(4, Math.floor(next() * 2 ** 32));
  const value = bits.getFloat64(0);
  return Number.isFinite(value) ? value + 0 : 0.1;
}

/** What a call gives: its text, or the code of its failure. */
function outcome(name: string, ...args: (number | bigint | ExprFloat)[]): string {
  const result = failure(name, ...args);
  return result.startsWith('ok: ') ? result.slice(4) : result;
}

describe('floats as Python has them', () => {
  it('prints and rounds thousands alike', () => {
    const next = random(2);
    const values = Array.from({ length: 5000 }, () => randomFloat(next));
    const cases = values.map((value) => [shortestFloatText(value), Math.floor(next() * 12) - 5]);
    const answers = askPython(
      `
from decimal import Decimal
import math
def answer(case):
    x, n = float(case[0]), case[1]
    rounded = round(x, n) if n > 0 else int(round(Decimal(x).scaleb(n)).__int__() * 10 ** -n)
    text = f"{Decimal(x).quantize(Decimal(1).scaleb(-n)) if abs(x) < 1e10 else Decimal(x):.{n}f}" if n > 0 else str(rounded)
    return [repr(x), float(text).hex() if n > 0 else text, text, str(round(x)), str(math.floor(x)), str(math.ceil(x))]
`,
      cases,
    ) as [string, string, string, string, string, string][];
    for (const [i, value] of values.entries()) {
      const [repr, , text, round, floor, ceil] = answers[i]!;
      expect(shortestFloatText(value)).toBe(repr);
      expect(Number(repr)).toBe(value);
      const fits = (result: string) =>
        BigInt(result) < 2n ** 63n && BigInt(result) >= -(2n ** 63n) ? result : 'INTEGER_OVERFLOW';
      const digits = cases[i]![1] as number;
      expect([value, digits, outcome('round', float(value), digits)]).toEqual([
        value,
        digits,
        digits > 0 ? text.replace(/^-(0\.0+)$/, '$1') : fits(text),
      ]);
      expect(outcome('round', float(value))).toBe(fits(round));
      expect(outcome('floor', float(value))).toBe(fits(floor));
      expect(outcome('ceil', float(value))).toBe(fits(ceil));
    }
  });

  it('computes thousands alike', () => {
    const next = random(3);
    const operators = ['__add__', '__sub__', '__mul__', '__truediv__', '__floordiv__', '__mod__'];
    const int = () =>
      pick(next, [
        0,
        1,
        -1,
        2,
        -2,
        7,
        -7,
        63,
        2 ** 31,
        2 ** 53,
        -(2 ** 53),
        MAX,
        MIN,
        BigInt(Math.floor(next() * 2 ** 53)) * 1000n,
      ]);
    const cases = Array.from({ length: 6000 }, () => {
      const operator = next() < 0.15 ? '__pow__' : pick(next, operators);
      const operand = () => (next() < 0.5 ? { int: String(int()) } : { float: shortestFloatText(randomFloat(next)) });
      return [
        operator,
        operand(),
        operator === '__pow__' ? { int: String(Math.floor(next() * 40) - 20) } : operand(),
      ] as const;
    });
    const answers = askPython(
      `
import math
def read(operand):
    return int(operand["int"]) if "int" in operand else float(operand["float"])
def answer(case):
    name, a, b = case[0], read(case[1]), read(case[2])
    if isinstance(a, float) or isinstance(b, float):
        a, b = float(a), float(b)
        if name == "__floordiv__" and b != 0 and abs(a / b) < 2 ** 62:
            return str(int(a // b))
    result = getattr(a, name)(b)
    if isinstance(result, float) and not math.isfinite(result):
        return "FLOAT_NOT_FINITE" if name != "__floordiv__" else "INTEGER_OVERFLOW"
    if name == "__floordiv__":
        result = int(result)
    return str(result) if isinstance(result, int) and -2 ** 63 <= result < 2 ** 63 else repr(result + 0) if isinstance(result, float) else "INTEGER_OVERFLOW"
`,
      cases,
    );
    for (const [i, [name, a, b]] of cases.entries()) {
      const read = (operand: object) =>
        'int' in operand ? BigInt(operand.int as string) : new ExprFloat(Number((operand as { float: string }).float));
      const answer = answers[i];
      const errors: Record<string, string> = {
        ZeroDivisionError: 'DIVISION_BY_ZERO',
        OverflowError: name === '__floordiv__' ? 'INTEGER_OVERFLOW' : 'FLOAT_NOT_FINITE',
      };
      const expected = typeof answer === 'object' ? errors[(answer as { error: string }).error] : answer;
      expect([name, a, b, outcome(name, read(a), read(b))]).toEqual([name, a, b, expected]);
    }
  });

  it('raises to fractional powers as closely as Python', () => {
    const next = random(5);
    const cases = Array.from({ length: 2000 }, () => [next() * 100, (next() - 0.5) * 20]);
    const answers = askPython('def answer(case):\n    return repr(case[0] ** case[1])', cases);
    for (const [i, [a, b]] of cases.entries()) {
      const ours = Number(printed('__pow__', float(a!), float(b!)));
      const theirs = Number(answers[i]);
      expect(Math.abs(ours - theirs) / theirs).toBeLessThan(2 ** -51);
    }
  });
});
