import { describe, expect, it } from 'vitest';
import { lookup } from '../src/library/index.js';
import { types } from '../src/types/index.js';
import type { JsValue } from '../src/values/js.js';
import { exprList } from '../src/values/list.js';
import type { Int } from '../src/values/value.js';
import {
  askPython,
  call,
  callValues,
  failure,
  float,
  pick,
  posix,
  printed,
  random,
  range,
  windows,
} from './library-support.js';

describe('2.1.2 string operators', () => {
  it('concatenates, repeats and finds', () => {
    expect(call('__add__', 'a', 'b')).toBe('ab');
    expect(call('__add__', 'f', range('1-3'))).toBe('f1-3');
    expect(call('__add__', range('1-3'), 'f')).toBe('1-3f');
    expect(call('__mul__', 'ab', 3)).toBe('ababab');
    expect(call('__mul__', 'ab', -1)).toBe('');
    expect(call('__mul__', '', 10 ** 15)).toBe('');
    expect(failure('__mul__', 'ab', 10 ** 15)).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(call('__contains__', 'hello', 'ell')).toBe(true);
    expect(call('__not_contains__', 'hello', 'ell')).toBe(false);
  });
});

describe('2.1.3 list operators', () => {
  it('concatenates lists of one type and of types that have one in common', () => {
    expect(call('__add__', [1], [2])).toEqual([1, 2]);
    expect(printed('__add__', [1], [2.5])).toBe('[1.0, 2.5]');
    expect(printed('__add__', [posix('/a')], ['b'])).toBe('["/a", "b"]');
    expect(call('__add__', [], ['b'])).toEqual(['b']);
    expect(call('__add__', [1], range('2-3'))).toEqual([1, 2, 3]);
    expect(call('__add__', range('2-3'), [1])).toEqual([2, 3, 1]);
    expect(printed('__add__', range('2-3'), [0.5])).toBe('[2.0, 3.0, 0.5]');
    expect(call('__add__', range('1-2'), range('2-3'))).toEqual([1, 2, 2, 3]);
    expect(call('__add__', [[1]], [[2]])).toEqual([[1], [2]]);
    expect(printed('__add__', [[1]], [[0.5]])).toBe('[[1.0], [0.5]]');
    expect(failure('__add__', ['a'], [1])).toBe('WRONG_TYPE');
    expect(failure('__add__', range('1-2'), ['a'])).toBe('WRONG_TYPE');
    expect(failure('__add__', range('1-1000000000000'), [1])).toBe('MEMORY_LIMIT_EXCEEDED');
  });

  it('knows the type of a concatenation before it runs', () => {
    const [, , , , , lists] = lookup('__add__');
    expect(lists!.resultFor!([types.list(types.int), types.list(types.float)])).toBe(types.list(types.float));
    expect(lists!.resultFor!([types.list(types.int), types.list(types.string)])).toBeUndefined();
    expect(lists!.resultFor!([types.emptyList, types.list(types.path)])).toBe(types.list(types.path));
  });

  it('repeats', () => {
    expect(call('__mul__', [1, 2], 2)).toEqual([1, 2, 1, 2]);
    expect(call('__mul__', [1, 2], 0)).toEqual([]);
    expect(call('__mul__', [1, 2], -3)).toEqual([]);
    expect(call('__mul__', [], 10 ** 15)).toEqual([]);
    expect(failure('__mul__', [1], 10 ** 15)).toBe('MEMORY_LIMIT_EXCEEDED');
  });

  it('tests membership by ==', () => {
    expect(call('__contains__', [1, 2, 3], 2)).toBe(true);
    expect(call('__contains__', [1, 2, 3], float(2))).toBe(true);
    expect(call('__contains__', [1, 2, 3], '2')).toBe(false);
    expect(call('__not_contains__', [1, 2, 3], 5)).toBe(true);
    expect(call('__contains__', [], 5)).toBe(false);
    expect(call('__contains__', ['/a'], posix('/a'))).toBe(true);
    expect(call('__contains__', [[1, 2]], range('1-2'))).toBe(true);
    expect(call('__contains__', range('1-10:3'), 4)).toBe(true);
    expect(call('__contains__', range('1-10:3'), 5)).toBe(false);
    expect(call('__contains__', range('1-10:3'), float(4))).toBe(true);
    expect(call('__contains__', range('1-10:3'), float(4.5))).toBe(false);
    expect(call('__contains__', range('1-10'), '1')).toBe(false);
    expect(call('__not_contains__', range('1-1000000000000'), 0)).toBe(true);
  });
});

describe('1.2.5 and 2.1.4 comparison', () => {
  it.each<[JsValue, JsValue, boolean]>([
    [5, float(5), true],
    [9007199254740993n, float(9007199254740992), false],
    ['5', 5, false],
    [true, 1, false],
    [true, true, true],
    [1, [1], false],
    ['/a', posix('/a'), true],
    [posix('/a'), windows('/a'), false],
    [null, null, true],
    [null, false, false],
    [[5], [float(5)], true],
    [[[5]], [[float(5)]], true],
    [[1, 2], [1], false],
    [[], [], true],
    [[1, 2, 3], range('1-3'), true],
    [range('1-3'), [1, 2, 3], true],
    [range('1-3'), [1, 2, 4], false],
    [[float(1), float(2)], range('1-2'), true],
    [range('1,3,5'), range('1-5:2'), true],
    [range('1,3,5-1000000000001:2'), range('1-1000000000001:2'), true],
    [range('1,3,5-1000000000001:2'), range('1,3,6-1000000000002:2'), false],
    [range('1-2'), '1,2', false],
    [['a'], [posix('a')], true],
  ])('pair %# is equal or not', (a, b, expected) => {
    expect(call('__eq__', a, b)).toBe(expected);
    expect(call('__eq__', b, a)).toBe(expected);
    expect(call('__ne__', a, b)).toBe(!expected);
  });

  it('orders numbers, texts, bools and lists', () => {
    expect(call('__lt__', 1, float(1.5))).toBe(true);
    expect(call('__lt__', 9007199254740992n, 9007199254740993n)).toBe(true);
    expect(call('__gt__', 9007199254740993n, float(9007199254740992))).toBe(true);
    expect(call('__le__', 'a', posix('b'))).toBe(true);
    expect(call('__ge__', false, true)).toBe(false);
    expect(call('__lt__', '\uffff', '\u{10000}')).toBe(true);
    expect(call('__lt__', [1, 2], [1, 2, 0])).toBe(true);
    expect(call('__lt__', [1, 3], [1, 2, 0])).toBe(false);
    expect(call('__lt__', [[1], [2]], [[1], [3]])).toBe(true);
    expect(call('__le__', [], [1])).toBe(true);
    expect(call('__not__', false)).toBe(true);
  });

  it.each<[JsValue, JsValue]>([
    [1, 'a'],
    [true, 1],
    [null, 1],
    [[1], ['a']],
    [[1], 1],
    [range('1-2'), range('1-3')],
  ])('pair %# has no order', (a, b) => {
    for (const name of ['__lt__', '__le__', '__gt__', '__ge__']) expect(failure(name, a, b)).toBe('WRONG_TYPE');
  });
});

describe('2.1.7 subscripts', () => {
  it('counts from either end', () => {
    expect(call('__getitem__', [1, 2, 3], 0)).toBe(1);
    expect(call('__getitem__', [1, 2, 3], -1)).toBe(3);
    expect(call('__getitem__', range('1-10:2'), -1)).toBe(9);
    expect(call('__getitem__', range('1-1000000000000'), 999999999999)).toBe(1000000000000);
    expect(call('__getitem__', 'a\u{1f600}b', 1)).toBe('\u{1f600}');
    expect(call('__getitem__', 'a\u{1f600}b', -1)).toBe('b');
  });

  it.each<[JsValue]>([[[1, 2]], [range('1-2')], ['ab'], ['\u{1f600}b']])(
    'refuses indices outside of value %#',
    (value) => {
      for (const index of [2, -3, 9223372036854775807n, -9223372036854775808n]) {
        expect(failure('__getitem__', value, index)).toBe('INDEX_OUT_OF_BOUNDS');
      }
    },
  );

  it('has none for paths', () => {
    expect(failure('__getitem__', [posix('/a')], 0)).toBe('ok: /a');
    expect(lookup('__getitem__').some((row) => row.parameters[0]!.type === types.path)).toBe(false);
  });
});

describe('2.1.8 slices', () => {
  it('gives the results of RFC 0006', () => {
    expect(call('__getitem__', [1, 2, 3, 4, 5], 1, 4, null)).toEqual([2, 3, 4]);
    expect(call('__getitem__', [1, 2, 3, 4, 5], null, null, -1)).toEqual([5, 4, 3, 2, 1]);
    expect(call('__getitem__', 'hello', 1, 4, null)).toBe('ell');
    expect(printed('__getitem__', range('1-10'), 1, 3, null)).toBe('2,3');
    expect(callValues('__getitem__', [range('1-3'), null, null, -1])).toEqual(exprList(types.int, [3, 2, 1]));
    expect(call('__getitem__', range('1-3'), 5, null, null)).toBe('');
  });

  it('refuses a step of 0', () => {
    for (const value of [[1], 'a', range('1-2')])
      expect(failure('__getitem__', value, null, null, 0)).toBe('INVALID_ARGUMENT');
  });

  it('cuts ranges that nobody could expand', () => {
    expect(printed('__getitem__', range('1-1000000000000'), 10, null, 1000)).toBe('11-999999999011:1000');
    expect(
      printed('__getitem__', range('-9223372036854775808-9223372036854775807'), null, null, 9223372036854775807n),
    ).toBe('-9223372036854775808-9223372036854775806:9223372036854775807');
    expect(printed('__getitem__', range('1-1000000000000'), -2, null, -500000000000)).toBe(
      '[999999999999, 499999999999]',
    );
    expect(failure('__getitem__', range('1-1000000000000'), null, null, -1)).toBe('MEMORY_LIMIT_EXCEEDED');
  });

  it('agrees with Python on thousands of lists, strings and ranges', () => {
    const next = random(8);
    const bound = (): Int | null =>
      pick<() => Int | null>(next, [
        () => null,
        () => Math.floor(next() * 30) - 15,
        () => pick(next, [9223372036854775807n, -9223372036854775808n]),
      ])();
    const text = 'añ\u{1f600}bc\u{10400}defg\n';
    const cases = Array.from({ length: 3000 }, () => {
      const length = Math.floor(next() * 12);
      const step = bound();
      return { length, start: bound(), stop: bound(), step: step === 0 ? 1 : step };
    });
    const answers = askPython(
      `
def answer(case):
    n = lambda x: None if x is None else int(x)
    cut = slice(n(case["start"]), n(case["stop"]), n(case["step"]))
    return [list(range(case["length"]))[cut], ${JSON.stringify(text)}[:case["length"]][cut], [1, 3, 5, 9, 10, 11, 12, 20, 23, 26, 30][: case["length"]][cut]]
`,
      cases.map((one) =>
        Object.fromEntries(
          Object.entries(one).map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]),
        ),
      ),
    ) as [number[], string, number[]][];
    for (const [i, { length, start, stop, step }] of cases.entries()) {
      const [list, string, values] = answers[i]!;
      const numbers = [1, 3, 5, 9, 10, 11, 12, 20, 23, 26, 30].slice(0, length);
      expect(
        call(
          '__getitem__',
          Array.from({ length }, (_, j) => j),
          start,
          stop,
          step,
        ),
      ).toEqual(list);
      expect(call('__getitem__', [...text].slice(0, length).join(''), start, stop, step)).toBe(string);
      if (length === 0) continue;
      const cut = callValues('__getitem__', [range(numbers.join(',')), start, stop, step]);
      expect(cut instanceof Object && 'segments' in cut ? [...cut] : (cut as { items: unknown }).items).toEqual(values);
    }
  });
});
