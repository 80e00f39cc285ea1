import { describe, expect, it } from 'vitest';
import { types } from '../src/types/index.js';
import { exprList } from '../src/values/list.js';
import type { Value } from '../src/values/value.js';
import { type Account, callValues, posix, range } from './library-support.js';

/** What a call takes beyond the one operation of every call. */
function account(name: string, ...args: Value[]): Account {
  const taken = { operations: 0, bytes: 0 };
  callValues(name, args, {}, taken);
  return taken;
}

const ints = (count: number) =>
  exprList(
    types.int,
    Array.from({ length: count }, (_, i) => i),
  );
const texts = (count: number, text: string) => exprList(types.string, Array(count).fill(text));
const long = 'a'.repeat(1000);

describe('1.3.10 operations', () => {
  it.each<[number, string, ...Value[]]>([
    [0, '__add__', 1, 2],
    [0, 'len', long],
    [0, '__getitem__', long, 5],
    [0, '__getitem__', ints(100), 5],
    [4, 'upper', long],
    [1, 'upper', 'a'],
    [0, 'upper', ''],
    [5, '__add__', long, 'b'],
    [40, '__mul__', long, 10],
    [100, 'sum', ints(100)],
    [100, 'min', ints(100)],
    [100, 'sorted', ints(100)],
    [100, 'reversed', ints(100)],
    [150, '__add__', ints(100), ints(50)],
    [300, '__mul__', ints(100), 3],
    [1000, 'range', 1000],
    [34, 'range', 1, 101, 3],
    [100, 'list', range('1-100')],
    [100, '__contains__', ints(100), -1],
    [0, '__contains__', range('1-100'), 5],
    [50, '__eq__', ints(100), range('1-50')],
    [4, '__eq__', long, long],
    [14, 'join', texts(10, long.slice(0, 100)), ','],
    [14, 'repr_sh', texts(10, long.slice(0, 100))],
    [0, 'repr_py', range('1-1000000000000')],
    [50, '__getitem__', ints(100), 50, null, null],
    [0, '__getitem__', range('1-100'), 50, null, null],
    [50, '__getitem__', range('1-100'), 49, null, -1],
    [4, '__property_name__', posix(`/${long.slice(1)}`)],
  ])('%i for %s', (operations, name, ...args) => {
    expect(account(name, ...args).operations).toBe(operations);
  });

  it('counts the steps of a heavy pattern', () => {
    expect(account('re_search', 'a'.repeat(5000), '[ab]{1,500}c').steps).toBeGreaterThan(10_000_000);
    expect(account('re_search', 'hello world', 'wor').operations).toBe(1);
  });
});

describe('1.3.9 memory', () => {
  it('is reserved for what is larger than the arguments', () => {
    expect(account('__mul__', long, 10).bytes).toBeGreaterThanOrEqual(20_000);
    expect(account('range', 1000).bytes).toBeGreaterThanOrEqual(8000);
    expect(account('join', texts(10, 'ab'), long).bytes).toBeGreaterThanOrEqual(18_000);
    expect(account('split', long, 'a').bytes).toBeGreaterThanOrEqual(32_000);
    expect(account('replace', long, 'a', 'bcd').bytes).toBeGreaterThanOrEqual(6000);
    expect(account('re_sub', long, 'a', 'bcd').bytes).toBeGreaterThanOrEqual(6000);
    expect(account('list', range('1-1000')).bytes).toBeGreaterThanOrEqual(8000);
    expect(account('ljust', 'a', 1000).bytes).toBeGreaterThanOrEqual(2000);
    expect(account('repr_py', '\0'.repeat(1000)).bytes).toBeGreaterThanOrEqual(8000);
  });
});
