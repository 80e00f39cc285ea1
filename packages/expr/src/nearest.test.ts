import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NameIndex, nearestName } from './nearest.js';

/** Insertions, deletions, replacements and swaps of neighbours, by the whole table. */
function distanceOf(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const row = table[i]!;
      const before = table[i - 1]!;
      row[j] = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, table[i - 2]![j - 2]! + 1);
      }
    }
  }
  return table[a.length]![b.length]!;
}

/** A name that counts how often one of its letters is looked at. */
const LETTERS = { looked: 0 };
const charCodeAt = String.prototype.charCodeAt;
function counting<T>(call: () => T): T {
  LETTERS.looked = 0;
  String.prototype.charCodeAt = function (index) {
    LETTERS.looked++;
    return charCodeAt.call(this, index);
  };
  try {
    return call();
  } finally {
    String.prototype.charCodeAt = charCodeAt;
  }
}

describe('the name that was meant', () => {
  test.each([
    ['Frmae', ['Name', 'Frame', 'Farm'], 'Frame'],
    ['frame', ['Frame'], 'Frame'],
    ['Fram', ['Frame', 'Frames'], 'Frame'],
    ['ab', ['ac', 'xy'], 'ac'],
    ['ab', ['xy'], undefined],
    ['Colour', ['Size', 'Speed'], undefined],
    ['Same', ['Same'], undefined],
    ['', [], undefined],
    ['x'.repeat(201), ['x'.repeat(200)], undefined],
  ])('%s', (name, candidates, expected) => {
    expect(nearestName(name, candidates)).toBe(expected);
  });

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 14 });

  test('is the closest of a few, the first of several', () => {
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (name, names) => {
        const most = Math.max(1, Math.floor(name.length / 3));
        let least = most + 1;
        let expected: string | undefined;
        for (const candidate of names) {
          const distance = distanceOf(name, candidate);
          if (candidate === name || distance >= least) continue;
          least = distance;
          expected = candidate;
        }
        expect(new NameIndex(names).nearest(name)).toEqual(
          expected === undefined ? undefined : { name: expected, distance: least },
        );
      }),
      { numRuns: 5000 },
    );
  });

  const many = Array.from(
    { length: 20_000 },
    (_, i) => `step_${i.toString(36).padStart(4, '0')}_${i % 4 ? 'sim' : 'render'}`,
  );

  test('is found among many, wherever the slip is, but for one in twenty', () => {
    const index = new NameIndex(many);
    let missed = 0;
    for (let i = 0; i < 2000; i++) {
      const name = many[(i * 7919) % many.length]!;
      const at = i % name.length;
      const slips = [name.slice(0, at) + name.slice(at + 1), `${name.slice(0, at)}#${name.slice(at)}`];
      for (const slip of slips) if ((index.nearest(slip)?.distance ?? 9) > 1) missed++;
    }
    expect(missed).toBeLessThan(200);
  });

  test('costs the same among a hundred names and among many', () => {
    const cost = (names: readonly string[]) => {
      const index = new NameIndex(names);
      index.nearest('step_0000_rendr');
      return counting(() => {
        for (let i = 0; i < 100; i++) index.nearest(`step_${i}_rendering`);
        return LETTERS.looked;
      });
    };
    expect(cost(many)).toBeLessThan(2 * cost(many.slice(0, 100)));
  });

  test('costs little for names of any length', () => {
    const names = Array.from({ length: 64 }, (_, i) => 'ab'.repeat(90) + 'c'.repeat(i));
    const index = new NameIndex(names);
    expect(counting(() => index.nearest('ba'.repeat(95)) && LETTERS.looked)).toBeUndefined();
    expect(LETTERS.looked).toBeLessThan(300_000);
  });

  test('names that begin so', () => {
    expect(new NameIndex(['Param.A', 'Job.Name', 'Param.B']).startingWith('Param.', 5)).toEqual(['Param.A', 'Param.B']);
    expect(new NameIndex(many).startingWith('step_00', 3)).toEqual([
      'step_0000_render',
      'step_0001_sim',
      'step_0002_sim',
    ]);
    expect(new NameIndex(many).startingWith('stop', 3)).toEqual([]);
  });
});
