import { describe, expect, it } from 'vitest';
import { shortestFloatText } from '../src/values/float-text.js';
import { askPython, call, failure, float, pick, posix, printed, random, range } from './library-support.js';

describe('2.2.1 len', () => {
  it('counts items, values and code points', () => {
    expect(call('len', [1, 2])).toBe(2);
    expect(call('len', [])).toBe(0);
    expect(call('len', 'a\u{1f600}')).toBe(2);
    expect(call('len', 'x'.repeat(100))).toBe(100);
    expect(call('len', posix('/a/b'))).toBe(4);
    expect(call('len', range('1-1000000000000'))).toBe(1000000000000);
    expect(failure('len', range('-9223372036854775808-9223372036854775807'))).toBe('INTEGER_OVERFLOW');
    expect(failure('len', 5)).toBe('WRONG_TYPE');
  });
});

describe('2.2.1 conversions', () => {
  it('bool', () => {
    expect(['1', 'true', 'on', 'yes', 'TRUE', 'On', 'yEs'].map((text) => call('bool', text))).toEqual(
      Array(7).fill(true),
    );
    expect(['0', 'false', 'off', 'no', 'FALSE', 'Off', 'nO'].map((text) => call('bool', text))).toEqual(
      Array(7).fill(false),
    );
    expect([
      call('bool', null),
      call('bool', 0),
      call('bool', float(0)),
      call('bool', 5),
      call('bool', 0.5),
      call('bool', true),
    ]).toEqual([false, false, false, true, true, true]);
    for (const text of ['', ' true', 'y', '2', 'null']) expect(failure('bool', text)).toBe('CONVERSION_FAILED');
    expect(() => call('bool', posix('/a'))).toThrow('Cannot convert path to bool');
    expect(() => call('bool', [1])).toThrow('Cannot convert list to bool');
    expect(() => call('bool', [])).toThrow('Cannot convert list to bool');
  });

  it('string', () => {
    expect(call('string', null)).toBe('null');
    expect(call('string', true)).toBe('true');
    expect(call('string', 5)).toBe('5');
    expect(call('string', 9223372036854775807n)).toBe('9223372036854775807');
    expect(call('string', float(3.5, '3.500'))).toBe('3.500');
    expect(call('string', float(5))).toBe('5.0');
    expect(call('string', posix('/a'))).toBe('/a');
    expect(call('string', range('3,1,2'))).toBe('1-3');
    expect(call('string', [1, 2])).toBe('[1, 2]');
    expect(call('string', ['a"b', 'é\n'])).toBe('["a\\"b", "é\\n"]');
    expect(call('string', [posix('/a')])).toBe('["/a"]');
    expect(call('string', [[1], [2, 3]])).toBe('[[1], [2, 3]]');
    expect(call('string', [true, false])).toBe('[true, false]');
    expect(call('string', [])).toBe('[]');
    expect(printed('string', [float(1), 2.5])).toBe('[1.0, 2.5]');
  });

  it('int', () => {
    expect(call('int', float(5))).toBe(5);
    expect(call('int', '42')).toBe(42);
    expect(call('int', ' -42\n')).toBe(-42);
    expect(call('int', '9223372036854775807')).toBe(9223372036854775807n);
    expect(failure('int', '9223372036854775808')).toBe('INTEGER_OVERFLOW');
    expect(failure('int', 1e300)).toBe('INTEGER_OVERFLOW');
    for (const text of ['', '3.1', '3.0', '0x10', '1e5', '1_0', '_1', '--1', 'abc', '١a'])
      expect(failure('int', text)).toBe('CONVERSION_FAILED');
    expect(failure('int', 3.75)).toBe('CONVERSION_FAILED');
    expect(failure('int', true)).toBe('WRONG_TYPE');
    expect(failure('int', null)).toBe('WRONG_TYPE');
  });

  it('float', () => {
    expect(printed('float', 5)).toBe('5.0');
    expect(printed('float', '3.500')).toBe('3.5');
    expect(printed('float', ' 1e5 ')).toBe('100000.0');
    for (const text of ['inf', 'nan', '-inf', 'Infinity', '1e400', '-1e400'])
      expect(failure('float', text)).toBe('FLOAT_NOT_FINITE');
    for (const text of ['', 'nothing', '1.2.3', '0x1p3', '1_', '1_0.5', '.', '1e'])
      expect(failure('float', text)).toBe('CONVERSION_FAILED');
    expect(printed('float', '-0.0')).toBe('0.0');
  });

  it('reads numbers as Python does, without underscores', () => {
    const next = random(9);
    const pieces = [
      '0',
      '1',
      '42',
      '9',
      '_',
      '.',
      'e',
      'E',
      '+',
      '-',
      ' ',
      '\t',
      '\u00a0',
      '٣',
      '５',
      'x',
      'inf',
      'nan',
      '\ufeff',
      '𝟗',
    ];
    const cases = Array.from({ length: 4000 }, () =>
      Array.from({ length: 1 + Math.floor(next() * 5) }, () => pick(next, pieces)).join(''),
    );
    const answers = askPython(
      `
import math
def attempt(kind, text):
    try:
        if "_" in text:
            return "!"
        value = kind(text)
    except ValueError:
        return "!"
    return "!" if isinstance(value, float) and not math.isfinite(value) else repr(value + 0)
def answer(case):
    return [attempt(int, case), attempt(float, case)]
`,
      cases,
    );
    const outcome = (name: string, text: string) => {
      const result = failure(name, text);
      return result.startsWith('ok: ') ? result.slice(4) : '!';
    };
    for (const [i, text] of cases.entries())
      expect([text, outcome('int', text), outcome('float', text)]).toEqual([text, ...(answers[i] as string[])]);
  });

  it('prints floats so that they read back the same', () => {
    for (const value of [
      1e16, 1e15, 123456789012345680, 1e-4, 1e-5, 1.5e-7, 5e-324, 1.7976931348623157e308, 0.1, -0.5, 100,
    ]) {
      expect(Number(shortestFloatText(value))).toBe(value);
    }
    expect(shortestFloatText(1e16)).toBe('1e+16');
    expect(shortestFloatText(1e-5)).toBe('1e-05');
    expect(shortestFloatText(1e10)).toBe('10000000000.0');
  });

  it('list, range_expr and fail', () => {
    expect(call('list', range('1-5:2,10'))).toEqual([1, 3, 5, 10]);
    expect(failure('list', range('1-1000000000000'))).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(failure('list', [1])).toBe('WRONG_TYPE');
    expect(call('range_expr', '1,3,5-7')).toBe('1,3,5-7');
    expect(call('range_expr', [1, 2, 3])).toBe('1-3');
    expect(call('range_expr', [5, 1, 3, 3])).toBe('1-5:2');
    for (const text of ['', ' ', 'a']) expect(failure('range_expr', text)).toBe('INVALID_RANGE_EXPR');
    expect(failure('range_expr', [])).toBe('INVALID_RANGE_EXPR');
    expect(failure('fail', 'Count must be positive')).toBe('FAILED_BY_TEMPLATE');
    expect(() => call('fail', 'Count must be positive')).toThrow('Count must be positive');
  });
});
