import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../src/case.js';
import { journalDifference, journalLine, parseJournal } from '../src/journal.js';

const entry = (ran: string, at = 'host'): JournalEntry => ({ ran, at });

describe('parseJournal', () => {
  test('reads records with and without a hook and variables', () => {
    const text = 'A.onEnter\u001fhost\u001f\u001f/s\u001e\nB\u001fbox\u001fA.hook\u001f/s\u001fX=a=b\u001fY=\u001e\n';
    expect(parseJournal(text)).toEqual([
      { ran: 'A.onEnter', at: 'host', directory: '/s' },
      { ran: 'B', at: 'box', via: 'A.hook', directory: '/s', saw: { X: 'a=b', Y: '' } },
    ]);
  });

  test('an empty journal has no records', () => {
    expect(parseJournal('')).toEqual([]);
  });

  test.each([
    ['a\u001fhost\u001f\u001f/s', 'cut off'],
    ['hello\u001e\n', 'not a record'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseJournal(text)).toThrow(reason);
  });
});

describe('journalLine', () => {
  test('names the action, the place, the hook and what it saw, or that it was not set', () => {
    expect(journalLine({ ran: 'B.onRun', at: 'box', via: 'A.hook', saw: { Z: 'a "b"', A: '1', NOT: null } })).toBe(
      'B.onRun at box via A.hook A="1" NOT unset Z="a \\"b\\""',
    );
  });
});

describe('journalDifference', () => {
  test('is empty for equal journals', () => {
    expect(journalDifference([entry('a'), entry('b')], [entry('a'), entry('b')])).toEqual([]);
    expect(journalDifference([], [])).toEqual([]);
    const unset = { ...entry('a'), saw: { COLOR: null } };
    expect(journalDifference([unset], [entry('a')])).toEqual([]);
    expect(journalDifference([unset], [{ ...entry('a'), saw: { COLOR: 'red' } }])).toEqual([
      ...['- a at host COLOR unset', '+ a at host COLOR="red"'],
    ]);
  });

  test('shows a swap between what is equal before and after', () => {
    expect(
      journalDifference(
        ['a', 'b', 'c', 'd'].map((x) => entry(x)),
        ['a', 'c', 'b', 'd'].map((x) => entry(x)),
      ),
    ).toEqual(['  a at host', '- b at host', '- c at host', '+ c at host', '+ b at host', '  d at host']);
  });

  test('shows what is missing, what is too much, and another place', () => {
    expect(journalDifference([entry('a'), entry('b')], [entry('a')])).toEqual(['  a at host', '- b at host']);
    expect(journalDifference([entry('a')], [entry('a'), entry('a')])).toEqual(['  a at host', '+ a at host']);
    expect(journalDifference([entry('a', 'box')], [entry('a')])).toEqual(['- a at box', '+ a at host']);
    expect(journalDifference([], [entry('a')])).toEqual(['+ a at host']);
  });

  test('names the variable that must not be set', () => {
    const wanted = { ...entry('a'), saw: { COLOR: null } };
    expect(journalDifference([wanted], [entry('a')])).toEqual([]);
    expect(journalDifference([wanted], [{ ...entry('a'), saw: { COLOR: 'red' } }])).toEqual([
      '- a at host COLOR unset',
      '+ a at host COLOR="red"',
    ]);
  });
});
