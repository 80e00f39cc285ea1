import { describe, expect, it } from 'vitest';
import { contiguousRange, rangeFromInts } from '../src/values/range-expr.js';
import { exprRange, parseRangeExpr } from '../src/values/range-expr-parse.js';
import { pick, random } from './library-support.js';

const values = (text: string) => [...exprRange(text)];

describe('Template Schemas 3.4.1.1.1: the examples of the text', () => {
  it.each([
    ['1 - 5', [1, 2, 3, 4, 5]],
    ['1 - -1', [1]],
    ['-1 - 1', [-1, 0, 1]],
    ['1-5:2', [1, 3, 5]],
    ['10-15:2,1-5', [1, 2, 3, 4, 5, 10, 12, 14]],
    ['1-10:4', [1, 5, 9]],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('overlaps', () => {
    const parsed = parseRangeExpr('1-10:4,10-15');
    expect(parsed).toMatchObject({ ok: false, fault: { start: 7, end: 12 } });
    expect(() => exprRange('1-10:4,10-15')).toThrow('The ranges "1-10:4" and "10-15" overlap');
  });
});

describe('<IntRangeExpr>', () => {
  it.each([
    ['5', '5'],
    ['-5', '-5'],
    ['-5--3', '-5--3'],
    [' \t1\t-\t3\t:\t1 , 5 ', '1-3,5'],
    ['10-1:-3', '1-10:3'],
    ['10-1', '10'],
    ['1-10:-2', '1'],
    ['1-1:5', '1'],
    ['1-5:2,2', undefined],
    ['1,2,3', '1-3'],
    ['1-3,4-6', '1-6'],
    ['4-6,1-3', '1-6'],
    ['1-3:2,5-7:2', '1-7:2'],
    ['1,3,5', '1,3,5'],
    ['1-2', '1,2'],
    ['1-9:3', '1-7:3'],
    ['007', '7'],
    ['9223372036854775807', '9223372036854775807'],
  ])('reads "%s" as %s', (text, canonical) => {
    const parsed = parseRangeExpr(text);
    expect(parsed.ok ? parsed.value.text : undefined).toBe(canonical);
  });

  it.each([
    ['', 0],
    [' ', 0],
    ['a', 0],
    ['1,', 2],
    [',1', 0],
    ['1-', 2],
    ['1-2:', 4],
    ['1-2:0', 4],
    ['1-2:x', 4],
    ['1-2-3', 3],
    ['1 2', 2],
    ['1\n', 1],
    ['+1', 0],
    ['- 1', 0],
    ['1.5', 1],
    ['1-5,3', 4],
    ['3,1-5', 2],
    ['1,1', 2],
    ['9223372036854775808', 0],
    ['1:2', 1],
  ])('refuses "%s" at offset %i', (text, start) => {
    const parsed = parseRangeExpr(text);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.fault.start).toBe(start);
    expect(!parsed.ok && parsed.fault.end).toBeGreaterThanOrEqual(start);
  });

  it('never expands', () => {
    const huge = exprRange('1-1000000000000,2000000000000-9000000000000000000:7');
    expect(huge.count).toBe(1285715000000000001n);
    expect(huge.at(999_999_999_999)).toBe(1000000000000);
    expect(huge.at(1000000000000)).toBe(2000000000000);
    expect(huge.at(huge.count)).toBeUndefined();
    expect(huge.at(-1)).toBeUndefined();
    expect(huge.has(2000000000007)).toBe(true);
    expect(huge.has(2000000000008)).toBe(false);
    expect(huge.slice(999_999_999_999, 1_000_000_000_002, 2).text).toBe('1000000000000,2000000000007');
  });

  it('prints a chunk that must be contiguous as two integers', () => {
    expect(contiguousRange(5, 5).text).toBe('5-5');
    expect(contiguousRange(1, 10).text).toBe('1-10');
    expect([...contiguousRange(1, 3)]).toEqual([1, 2, 3]);
  });

  it('reads its own canonical text back, and finds, counts and cuts as a list does', () => {
    const next = random(34);
    for (let round = 0; round < 2000; round++) {
      const members = new Set(
        Array.from({ length: 1 + Math.floor(next() * 12) }, () => Math.floor(next() * pick(next, [5, 30, 1000])) - 10),
      );
      const list = [...members].sort((a, b) => a - b);
      const range = rangeFromInts([...members]);
      expect([...range]).toEqual(list);
      expect(range.count).toBe(list.length);
      expect([...exprRange(range.text)]).toEqual(list);
      expect(list.every((value, i) => range.at(i) === value && range.has(value))).toBe(true);
      for (let value = -12; value < 40; value++) expect(range.has(value)).toBe(members.has(value));
      const [start, stop, step] = [
        Math.floor(next() * list.length),
        Math.floor(next() * (list.length + 1)),
        1 + Math.floor(next() * 4),
      ];
      const cut = list.filter((_, i) => i >= start && i < stop && (i - start) % step === 0);
      expect([...range.slice(start, stop, step)]).toEqual(cut);
    }
  });
});
