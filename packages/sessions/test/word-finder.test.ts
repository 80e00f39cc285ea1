import { afterEach, describe, expect, test, vi } from 'vitest';
import { Automaton } from '../src/action/automaton.js';
import { WordFinder } from '../src/action/word-finder.js';

const key = (i: number): string => `s${i}-wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY${i}`;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Adds up the lengths of the words that automata were built of. */
function countBuilding(): { length: number; most: number } {
  const counted = { length: 0, most: 0 };
  const build = Automaton.build.bind(Automaton);
  vi.spyOn(Automaton, 'build').mockImplementation(function* (words) {
    for (const word of words) counted.length += word.length;
    return yield* build(words);
  });
  return counted;
}

function steps(work: Iterator<void>): number {
  let count = 0;
  while (work.next().done !== true) count++;
  return count;
}

describe('finding words', () => {
  test('builds nothing as long as no text is read, and then once', () => {
    const counted = countBuilding();
    const finder = new WordFinder();
    let length = 0;
    for (let i = 0; i < 5_000; i++) {
      finder.add(key(i));
      length += key(i).length;
    }
    expect(counted.length).toBe(0);
    steps(finder.prepare());
    expect(finder.find(`x${key(4_999)}`)).toEqual([[1, 1 + key(4_999).length]]);
    expect(counted.length).toBe(length);
    expect(finder.isDue).toBe(false);
  });

  test('where words and texts alternate, builds each word a few times and not with every new one', () => {
    const counted = countBuilding();
    const finder = new WordFinder();
    let length = 0;
    for (let i = 0; i < 5_000; i++) {
      finder.add(key(i));
      length += key(i).length;
      steps(finder.prepare());
      expect(finder.find(key(i)).length).toBe(1);
    }
    expect(counted.length).toBeLessThan(Math.log2(5_000) * length);
    for (let i = 0; i < 5_000; i++) if (finder.find(key(i)).length !== 1) throw new Error(`${key(i)} is lost`);
  });

  test('has one automaton when nothing new has come for long', () => {
    const finder = new WordFinder();
    for (let i = 0; i < 100; i++) {
      finder.add(key(i));
      steps(finder.prepare());
      finder.find('some text');
    }
    finder.find('x'.repeat(100_000));
    steps(finder.prepare());
    const find = vi.spyOn(Automaton.prototype, 'find');
    expect(finder.find(`${key(0)}${key(99)}`)).toEqual([[0, key(0).length + key(99).length]]);
    expect(find).toHaveBeenCalledTimes(1);
  });

  test('works in many short steps, and texts may come between them', () => {
    const finder = new WordFinder();
    for (let i = 0; i < 2_000; i++) finder.add(key(i));
    const work = finder.prepare();
    let count = 0;
    while (work.next().done !== true) {
      count++;
      finder.add(`late ${count}`);
      expect(finder.find(`${key(1_999)}, late ${count}`)).toHaveLength(2);
    }
    expect(count).toBeGreaterThan(50);
    for (let i = 0; i < 2_000; i++) expect(finder.find(key(i))).toHaveLength(1);
    for (let i = 1; i <= count; i++) expect(finder.find(`late ${i}`)).toHaveLength(1);
  });

  test('of 400 overlapping words at each place tells one interval', () => {
    const finder = new WordFinder();
    for (let i = 1; i <= 400; i++) finder.add('a'.repeat(i));
    expect(finder.find(`b${'a'.repeat(100_000)}b`)).toEqual([[1, 100_001]]);
  });

  test('finds words with each character of Unicode, and no others', () => {
    const finder = new WordFinder();
    for (let code = 1; code < 0x10000; code += 7) finder.add(String.fromCharCode(code, code));
    for (let code = 1; code < 0x10000; code += 7) {
      if (finder.find(`-${String.fromCharCode(code, code)}-`).length !== 1) throw new Error(`${code} is not found`);
      if (finder.find(String.fromCharCode(code)).length > 0) throw new Error(`${code} is found`);
    }
  });
});
