import { formatValue, parseRangeExpr, rangeFromInts } from '@openjd/expr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParameterSpace, TaskParameterSet } from '../src/job/parameter-space.js';
import { buildParameterSpace, type TaskParameter } from '../src/job/space/build.js';
import { parseCombination } from '../src/scopes/combination.js';

function range(text: string) {
  const parsed = parseRangeExpr(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

function space(parameters: readonly TaskParameter[], combination?: string): ParameterSpace {
  const parsed = combination === undefined ? undefined : parseCombination(combination);
  if (parsed?.ok === false) throw new Error(parsed.problems[0]?.message);
  const built = buildParameterSpace(parameters, parsed && { text: combination!, expression: parsed.value });
  if (!built.ok) throw new Error(built.problems[0]?.message);
  return built.value;
}

function shown(task: TaskParameterSet): string {
  return [...task].map(([name, { value }]) => `${name}=${formatValue(value)}`).join(',');
}

function textsOf(task: TaskParameterSet): Map<string, string> {
  return new Map([...task].map(([name, { value }]) => [name, formatValue(value)]));
}

const A: TaskParameter = { name: 'A', type: 'INT', range: [1, 2, 3] };
const B: TaskParameter = { name: 'B', type: 'INT', range: [10, 11, 12] };
const C: TaskParameter = { name: 'C', type: 'INT', range: [20, 21] };
const D: TaskParameter = { name: 'D', type: 'STRING', range: ['a', 'b', 'c'] };

function chunked(
  text: string,
  taskCount: number,
  rangeConstraint: 'CONTIGUOUS' | 'NONCONTIGUOUS',
  seconds = 0,
): TaskParameter {
  const chunks = { defaultTaskCount: taskCount, targetRuntimeSeconds: seconds, rangeConstraint };
  return { name: 'F', type: 'CHUNK[INT]', range: range(text), chunks };
}

describe('3.4.3: examples of combinations', () => {
  it('A * B is every combination, the last parameter fastest', () => {
    const tasks = [...space([A, B], 'A * B')].map(shown);
    expect(tasks.slice(0, 5)).toEqual(['A=1,B=10', 'A=1,B=11', 'A=1,B=12', 'A=2,B=10', 'A=2,B=11']);
    expect(tasks).toHaveLength(9);
  });

  it('(A,B) pairs the values', () => {
    expect([...space([A, B], '(A,B)')].map(shown)).toEqual(['A=1,B=10', 'A=2,B=11', 'A=3,B=12']);
  });

  it('(A,B) * C multiplies the pairs', () => {
    expect([...space([A, B, C], '(A,B) * C')].map(shown).slice(0, 4)).toEqual([
      'A=1,B=10,C=20',
      'A=1,B=10,C=21',
      'A=2,B=11,C=20',
      'A=2,B=11,C=21',
    ]);
  });

  it('(A,B,D) pairs three', () => {
    expect([...space([A, B, D], '(A,B,D)')].map(shown)).toEqual(['A=1,B=10,D=a', 'A=2,B=11,D=b', 'A=3,B=12,D=c']);
  });

  it('(A,C) has a length mismatch', () => {
    const parsed = parseCombination('(A, C)');
    if (!parsed.ok) throw new Error('unexpected');
    const built = buildParameterSpace([A, C], { text: '(A, C)', expression: parsed.value });
    expect(built).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'LENGTH_MISMATCH',
          message: '"A" has 3 values and "C" has 2, but an association pairs them one to one',
          range: { start: { offset: 4 }, end: { offset: 5 } },
        },
      ],
    });
  });

  it('no combination is the product of all in the order of definition', () => {
    expect([...space([C, D])].map(shown).slice(0, 4)).toEqual(['C=20,D=a', 'C=20,D=b', 'C=20,D=c', 'C=21,D=a']);
  });

  it('gives names in the order of definition whatever the combination says', () => {
    expect(shown(space([A, B], 'B * A').at(1))).toBe('A=2,B=10');
  });

  it('associates products of equal size', () => {
    const four: TaskParameter = { name: 'E', type: 'INT', range: range('1-6') };
    expect([...space([A, C, four], '(A * C, E)')].map(shown)).toEqual([
      'A=1,C=20,E=1',
      'A=1,C=21,E=2',
      'A=2,C=20,E=3',
      'A=2,C=21,E=4',
      'A=3,C=20,E=5',
      'A=3,C=21,E=6',
    ]);
  });
});

describe('combination texts', () => {
  it.each([
    ['A B', 'Expected "*" or the end but found "B"', 2],
    ['(A', 'This "(" is not closed', 0],
    ['A)', 'Expected "*" or the end but found ")"', 1],
    ['A, B', 'Expected "*" or the end but found ","', 1],
    ['A *', 'Expected a parameter\'s name or "(" but the combination ends', 3],
    ['', 'Expected a parameter\'s name or "(" but the combination ends', 0],
    ['(A, )', 'Expected a parameter\'s name or "(" but found ")"', 4],
    ['A + B', 'Unexpected "+" in the combination', 2],
    ['A\t* B', 'Unexpected "\\t" in the combination', 1],
  ])('%j: %s', (text, message, offset) => {
    const parsed = parseCombination(text);
    expect(parsed).toMatchObject({ ok: false, problems: [{ code: 'INVALID_COMBINATION', message }] });
    expect(parsed.ok ? undefined : parsed.problems[0]?.range?.start.offset).toBe(offset);
  });

  it('reads 200,000 parentheses without a deep stack', () => {
    const depth = 200_000;
    const parsed = parseCombination(`${'('.repeat(depth)}A${')'.repeat(depth)}`);
    expect(parsed).toMatchObject({ ok: true, value: { kind: 'parameter', name: 'A' } });
    expect(parseCombination('('.repeat(depth))).toMatchObject({ ok: false });
  });
});

describe('3.4.1.5: chunks', () => {
  const chunksOf = (parameter: TaskParameter) =>
    [...space([parameter])].map((task) => formatValue(task.get('F')!.value));

  it.each([
    ['1-12', 5, ['1-4', '5-8', '9-12']],
    ['1-10', 10, ['1-10']],
    ['1-3', 1, ['1-1', '2-2', '3-3']],
    ['1,10-12,18-50', 10, ['1-1', '10-12', '18-26', '27-34', '35-42', '43-50']],
    ['1-9:2', 3, ['1-1', '3-3', '5-5', '7-7', '9-9']],
    ['1-5:2,6-8', 3, ['1-1', '3-3', '5-6', '7-8']],
    ['-3-2', 4, ['-3--1', '0-2']],
  ])('contiguous %s in chunks of %i', (text, taskCount, chunks) => {
    expect(chunksOf(chunked(text, taskCount, 'CONTIGUOUS'))).toEqual(chunks);
  });

  it.each([
    ['1-10', 5, ['1-5', '6-10']],
    ['1-8', 3, ['1-3', '4-6', '7,8']],
    ['1-60:2', 10, ['1-19:2', '21-39:2', '41-59:2']],
    ['1,3,7-10', 4, ['1,3,7', '8-10']],
  ])('noncontiguous %s in chunks of %i', (text, taskCount, chunks) => {
    expect(chunksOf(chunked(text, taskCount, 'NONCONTIGUOUS'))).toEqual(chunks);
  });

  it('tells its settings', () => {
    expect(space([A, chunked('1-4', 2, 'CONTIGUOUS', 9)]).chunks).toEqual({
      parameter: 'F',
      defaultTaskCount: 2,
      targetRuntimeSeconds: 9,
      rangeConstraint: 'CONTIGUOUS',
    });
  });

  it('takes chunks of the size that the caller says, as in the example of the text', () => {
    const a: TaskParameter = { ...chunked('1-3', 1, 'CONTIGUOUS', 60), name: 'A' };
    const tasks = space([a, B], 'A * B').takeTasks();
    const sizes = [1, 1, 1, 2, 2, 3];
    expect(sizes.map((size) => shown(tasks.next(size)!))).toEqual([
      'A=1-1,B=10',
      'A=2-2,B=10',
      'A=3-3,B=10',
      'A=1-2,B=11',
      'A=3-3,B=11',
      'A=1-3,B=12',
    ]);
    expect(tasks.next(1)).toBeUndefined();
    expect(() => tasks.next(0)).toThrow(RangeError);
  });

  it('ends an adaptive contiguous chunk before a gap', () => {
    const tasks = space([chunked('1-3,7,9-20', 2, 'CONTIGUOUS', 60)]).takeTasks();
    expect([10, 10, 5, undefined, 100].map((size) => shown(tasks.next(size)!))).toEqual([
      'F=1-3',
      'F=7-7',
      'F=9-13',
      'F=14-15',
      'F=16-20',
    ]);
    expect(tasks.next()).toBeUndefined();
  });

  it('knows which chunks are in the space', () => {
    const has = (parameter: TaskParameter, text: string) => space([parameter]).contains(new Map([['F', text]]));
    const fixed = chunked('1-12', 5, 'CONTIGUOUS');
    expect(['1-4', '5-8', '5,6,7,8'].map((text) => has(fixed, text))).toEqual([true, true, true]);
    expect(['1-5', '5', '13-14', 'x', '1-4,9'].map((text) => has(fixed, text))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    const adaptive = chunked('1-12,20', 5, 'CONTIGUOUS', 60);
    expect(['3-4', '12', '20-20', '1-12'].map((text) => has(adaptive, text))).toEqual([true, true, true, true]);
    expect(['11-13', '12,20', '1,3'].map((text) => has(adaptive, text))).toEqual([false, false, false]);
    const found = (text: string) =>
      formatValue(
        space([adaptive])
          .find(new Map([['F', text]]))!
          .get('F')!.value,
      );
    expect(['12', '3,4,5'].map(found)).toEqual(['12-12', '3-5']);
    const scattered = chunked('1-99:2', 5, 'NONCONTIGUOUS', 60);
    expect(['1-5:4', '97,99'].map((text) => has(scattered, text))).toEqual([true, true]);
    expect(['1-5', '2-6:2', '99-101:2'].map((text) => has(scattered, text))).toEqual([false, false, false]);
  });
});

describe('large spaces', () => {
  const frames: TaskParameter = { name: 'Frame', type: 'INT', range: range('1-1000000000000') };
  const cameras: TaskParameter = { name: 'Camera', type: 'STRING', range: ['left', 'right'] };

  it('counts and picks in 2 * 10^24 tasks without holding them', () => {
    const huge = space([frames, { ...frames, name: 'Other' }, cameras]);
    expect(huge.count).toBe(2n * 10n ** 24n);
    expect(shown(huge.at(huge.count - 1n))).toBe('Frame=1000000000000,Other=1000000000000,Camera=right');
    expect(shown(huge.at(10n ** 12n * 2n + 5n))).toBe('Frame=2,Other=3,Camera=right');
    expect(shown(huge.at(2 ** 70))).toBe(shown(huge.at(2n ** 70n)));
    expect(
      huge.contains(
        new Map([
          ['Frame', '5'],
          ['Other', '999999999999'],
          ['Camera', 'left'],
        ]),
      ),
    ).toBe(true);
    expect(
      huge.contains(
        new Map([
          ['Frame', '0'],
          ['Other', '1'],
          ['Camera', 'left'],
        ]),
      ),
    ).toBe(false);
  });

  it('has its first task at once', () => {
    const big = space([frames]);
    for (const task of big) {
      expect(shown(task)).toBe('Frame=1');
      break;
    }
  });

  it('chunks 10^12 values without holding the chunks', () => {
    const text = '1-1000000000000,2000000000001-3999999999999:2';
    for (const constraint of ['CONTIGUOUS', 'NONCONTIGUOUS'] as const) {
      const big = space([chunked(text, 1000, constraint)]);
      expect(big.count).toBe(constraint === 'CONTIGUOUS' ? 10n ** 9n + 10n ** 12n : 2n * 10n ** 9n);
      expect(formatValue(big.at(5n).get('F')!.value)).toBe('5001-6000');
      expect(big.contains(textsOf(big.at(big.count - 1n)))).toBe(true);
    }
  });

  it('throws RangeError outside', () => {
    const small = space([A]);
    for (const index of [-1, 3, 0.5, 3n, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => small.at(index)).toThrow(RangeError);
  });

  it('has one task where there are no parameters', () => {
    const single = space([]);
    expect(single.count).toBe(1n);
    expect([...single].map(shown)).toEqual(['']);
    expect(single.contains(new Map())).toBe(true);
  });
});

describe('values by their texts', () => {
  it('finds the task with its own values', () => {
    const found = space([A, chunked('1-12', 5, 'CONTIGUOUS')]).find(
      new Map([
        ['F', '5,6,7,8'],
        ['A', '03'],
      ]),
    );
    expect(found && shown(found)).toBe('A=3,F=5-8');
    expect([...(found ?? [])].map(([, { type }]) => type)).toEqual(['INT', 'CHUNK[INT]']);
  });

  it('knows equal numbers in other spellings, and duplicates in associations', () => {
    const floats: TaskParameter = { name: 'X', type: 'INT', range: [1, 1, 2] };
    const names: TaskParameter = { name: 'N', type: 'STRING', range: ['a', 'b', 'c'] };
    const both = space([floats, names], '(X, N)');
    const has = (x: string, n: string) =>
      both.contains(
        new Map([
          ['X', x],
          ['N', n],
        ]),
      );
    expect([has('1', 'a'), has('01', 'b'), has('2', 'c'), has('2', 'a'), has('1', 'c')]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(both.contains(new Map([['X', '1']]))).toBe(false);
    expect(
      both.contains(
        new Map([
          ['X', '1'],
          ['Y', 'a'],
        ]),
      ),
    ).toBe(false);
  });
});

/** A random combination of all parameters, with the same written as lists of points. */
interface Naive {
  readonly text: string;
  readonly points: readonly Readonly<Record<string, string>>[];
}

function naiveProduct(parts: readonly Naive[]): Naive {
  const points = parts.reduce<readonly Readonly<Record<string, string>>[]>(
    (all, part) => all.flatMap((point) => part.points.map((more) => ({ ...point, ...more }))),
    [{}],
  );
  return { text: parts.map((part) => part.text).join(' * '), points };
}

function naiveAssociation(parts: readonly Naive[]): Naive {
  const points = parts[0]!.points.map((_, i) => Object.assign({}, ...parts.map((part) => part.points[i])));
  return { text: `(${parts.map((part) => part.text).join(', ')})`, points };
}

describe('against a naive enumeration', () => {
  const values = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 5 });
  const axes = fc.array(fc.record({ values, asRange: fc.boolean() }), { minLength: 1, maxLength: 6 });
  const shape = fc.infiniteStream(fc.nat(3));

  it('has the same tasks in the same order, finds them by index and by value', () => {
    fc.assert(
      fc.property(axes, shape, (given, choices) => {
        const parameters = given.map(
          (axis, i): TaskParameter => ({
            name: `P${i}`,
            type: 'INT',
            range: axis.asRange ? rangeFromInts(axis.values) : axis.values,
          }),
        );
        const next = choices[Symbol.iterator]();
        const pick = () => next.next().value as number;
        let parts: Naive[] = parameters.map(({ name, range: list }) => ({
          text: name,
          points: [...(list as Iterable<number>)].map((value) => ({ [name]: String(value) })),
        }));
        // Fold random neighbours into products and, where the lengths allow, associations.
        while (parts.length > 1) {
          const at = pick() % (parts.length - 1);
          const [a, b] = [parts[at]!, parts[at + 1]!];
          const joined =
            a.points.length === b.points.length && pick() > 0 ? naiveAssociation([a, b]) : naiveProduct([a, b]);
          const grouped = joined.text.startsWith('(') ? joined : { ...joined, text: `(${joined.text})` };
          parts = [...parts.slice(0, at), grouped, ...parts.slice(at + 2)];
        }
        const { text, points } = parts[0]!;
        const lazy = space(parameters, text);
        const expected = points.map((point) => parameters.map(({ name }) => `${name}=${point[name]}`).join(','));
        expect(lazy.count).toBe(BigInt(points.length));
        expect([...lazy].map(shown)).toEqual(expected);
        const index = pick() % points.length;
        expect(shown(lazy.at(index))).toBe(expected[index]);
        expect(lazy.contains(textsOf(lazy.at(index)))).toBe(true);
        const strange = new Map(parameters.map(({ name }) => [name, String(pick() * 7 - 10)]));
        const isThere = expected.includes(parameters.map(({ name }) => `${name}=${strange.get(name)}`).join(','));
        expect(lazy.contains(strange)).toBe(isThere);
      }),
      { numRuns: 300 },
    );
  });

  it('chunks cover the range once, in order, within the size and the constraint', () => {
    const constraint = fc.constantFrom('CONTIGUOUS' as const, 'NONCONTIGUOUS' as const);
    const many = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 12 }), constraint, (ints, size, rangeConstraint) => {
        const chunks = { defaultTaskCount: size, targetRuntimeSeconds: 0, rangeConstraint };
        const lazy = space([{ name: 'F', type: 'CHUNK[INT]', range: ints, chunks }]);
        const taken = [...lazy].map((task) => formatValue(task.get('F')!.value));
        const expanded = taken.map((text) => [...range(text)].map(Number));
        expect(expanded.flat()).toEqual([...ints].sort((a, b) => a - b));
        for (const chunk of expanded) {
          expect(chunk.length).toBeLessThanOrEqual(size);
          if (rangeConstraint === 'CONTIGUOUS') expect(chunk.at(-1)! - chunk[0]! + 1).toBe(chunk.length);
        }
        // As few chunks as possible: one run of consecutive integers needs its length divided by the size, rounded up.
        const sorted = [...ints].sort((a, b) => a - b);
        const runs = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]! + 1).length;
        if (rangeConstraint === 'NONCONTIGUOUS') expect(taken.length).toBe(Math.ceil(ints.length / size));
        else expect(taken.length).toBeGreaterThanOrEqual(runs);
        for (const text of taken) expect(lazy.contains(new Map([['F', text]]))).toBe(true);
        const source = lazy.takeTasks();
        const adaptive: number[] = [];
        for (let task = source.next(size); task !== undefined; task = source.next(size)) {
          adaptive.push(...[...range(formatValue(task.get('F')!.value))].map(Number));
        }
        expect(adaptive).toEqual(sorted);
      }),
      { numRuns: 300 },
    );
  });
});

describe('speed', () => {
  it('iterates 10^6 tasks of three parameters', () => {
    const big = space([
      { name: 'Frame', type: 'INT', range: range('1-100000') },
      { name: 'Eye', type: 'STRING', range: ['left', 'right'] },
      { name: 'Pass', type: 'INT', range: range('1-5') },
    ]);
    const start = performance.now();
    let count = 0;
    for (const _ of big) count++;
    const seconds = (performance.now() - start) / 1000;
    expect(count).toBe(1_000_000);
    // The goal is one second on an idle machine; this bound only tells a slip of an order of magnitude.
    expect(seconds).toBeLessThan(10);
  });
});
