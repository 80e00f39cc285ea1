import { describe, expect, it } from 'vitest';
import { formatValue, listOf } from '../src/values/index.js';
import { call, callValues, failure, float, posix, printed, range } from './library-support.js';

describe('2.2.3 list functions', () => {
  it('range', () => {
    expect(call('range', 5)).toEqual([0, 1, 2, 3, 4]);
    expect(call('range', 1, 5)).toEqual([1, 2, 3, 4]);
    expect(call('range', 0, 10, 2)).toEqual([0, 2, 4, 6, 8]);
    expect(call('range', 5, 0, -1)).toEqual([5, 4, 3, 2, 1]);
    expect(call('range', 0)).toEqual([]);
    expect(call('range', 3, 3)).toEqual([]);
    expect(call('range', 9223372036854775805n, 9223372036854775807n)).toEqual([
      9223372036854775805n,
      9223372036854775806n,
    ]);
    expect(failure('range', 0, 5, 0)).toBe('INVALID_ARGUMENT');
    expect(failure('range', 10 ** 12)).toBe('MEMORY_LIMIT_EXCEEDED');
  });

  it('flatten', () => {
    expect(call('flatten', [[1, 2], [3]])).toEqual([1, 2, 3]);
    expect(call('flatten', [1, 2])).toEqual([1, 2]);
    expect(call('flatten', [])).toEqual([]);
    expect(
      call('flatten', [
        ['-e', 'A=1'],
        ['-e', 'B=2'],
      ]),
    ).toEqual(['-e', 'A=1', '-e', 'B=2']);
  });

  it('sorted', () => {
    expect(call('sorted', [3, 1, 2])).toEqual([1, 2, 3]);
    expect(call('sorted', ['b', 'a', 'c'])).toEqual(['a', 'b', 'c']);
    expect(call('sorted', ['\u{1f600}', '\uffff', 'a'])).toEqual(['a', '\uffff', '\u{1f600}']);
    expect(call('sorted', [9223372036854775807n, 1, -5])).toEqual([-5, 1, 9223372036854775807n]);
    expect(call('sorted', [1.5, 0.5])).toEqual([0.5, 1.5]);
    expect(call('sorted', [true, false])).toEqual([false, true]);
    expect(call('sorted', [[2, 1], [1, 5], [1]])).toEqual([[1], [1, 5], [2, 1]]);
    expect(call('sorted', [posix('/b'), posix('/a')])).toEqual(['/a', '/b']);
    expect(call('sorted', [])).toEqual([]);
    expect(failure('sorted', [range('1-2'), range('1-3')])).toBe('WRONG_TYPE');
  });

  it('reversed and unique', () => {
    expect(call('reversed', [1, 2, 3])).toEqual([3, 2, 1]);
    expect(call('unique', [3, 1, 3, 2, 1])).toEqual([3, 1, 2]);
    expect(call('unique', ['a', 'b', 'a'])).toEqual(['a', 'b']);
    expect(printed('unique', [float(3.5, '3.50'), float(3.5)])).toBe('[3.50]');
    expect(call('unique', [[1], [2], [1]])).toEqual([[1], [2]]);
    const ranges = listOf([range('1-3'), range('4-6'), range('1,2,3')], 'posix');
    expect(formatValue(callValues('unique', [ranges]))).toBe('["1-3", "4-6"]');
    expect(printed('unique', [[float(1, '1.00')], [float(1)]])).toBe('[[1.00]]');
  });

  it('any and all', () => {
    expect(call('any', [false, true])).toBe(true);
    expect(call('any', [])).toBe(false);
    expect(call('all', [])).toBe(true);
    expect(call('all', [true, false])).toBe(false);
    expect(failure('any', [1])).toBe('WRONG_TYPE');
  });
});
