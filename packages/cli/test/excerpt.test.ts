import type { Problem, SourceRange } from '@openjd/expr';
import { describe, expect, test } from 'vitest';
import { excerptOf } from '../src/output/excerpt.js';
import { renderCount, renderProblems } from '../src/output/problems.js';
import { paintFor, plain, wantsColour } from '../src/output/terminal.js';

/** The range of the first occurrence of `part` in `text`. */
function rangeOf(text: string, part: string): SourceRange {
  const at = (offset: number) => {
    const before = text.slice(0, offset).split(/\r\n|\n|\r/);
    return { offset, line: before.length, column: before.at(-1)!.length + 1 };
  };
  const start = text.indexOf(part);
  return { start: at(start), end: at(start + part.length) };
}

function drawn(text: string, part: string, columns = 80): string {
  const { text: line, indent, width } = excerptOf(text, rangeOf(text, part), columns);
  return `${line}\n${' '.repeat(indent)}${'^'.repeat(width)}`;
}

function problem(text: string, part: string): Problem {
  return {
    code: 'UNKNOWN_FIELD',
    phase: 'schema',
    message: 'unknown field "comand"',
    path: ['steps', 0, 'script', 'actions', 'onRun'],
    range: rangeOf(text, part),
    source: 'job.yaml',
    hint: 'did you mean "command"?',
  };
}

describe('the excerpt', () => {
  test('marks the part of the line', () => {
    expect(drawn('a: 1\nb: here\nc: 3\n', 'here')).toBe('b: here\n   ^^^^');
  });
  test('expands tabs to the next stop', () => {
    expect(drawn('a:\thi\tx', 'x')).toBe('a:  hi  x\n        ^');
  });
  test('counts a wide character as two columns', () => {
    expect(drawn('名前: 値 oops', 'oops')).toBe('名前: 値 oops\n         ^^^^');
  });
  test('counts a flag and a family as two columns each, a combining accent as none', () => {
    expect(drawn('🇩🇪👨‍👩‍👧e\u0301 oops', 'oops')).toBe('🇩🇪👨‍👩‍👧e\u0301 oops\n      ^^^^');
  });
  test('marks a point with one caret, also at the end of the text', () => {
    const range = { start: { offset: 4, line: 1, column: 5 }, end: { offset: 4, line: 1, column: 5 } };
    expect(excerptOf('a: b', range, 80)).toEqual({ line: 1, text: 'a: b', indent: 4, width: 1 });
  });
  test('marks only the first line of a range over several', () => {
    expect(drawn('a: [\n 1,\n 2]\n', '[\n 1,\n 2]')).toBe('a: [\n   ^');
  });
  test('ends a line at CR LF', () => {
    expect(drawn('a: b\r\nc: d\r\n', 'd')).toBe('c: d\n   ^');
  });
  test('looks at no more of a long line than it may show, plain or not', () => {
    for (const letter of ['x', 'é', '名', '\t']) {
      const text = `${letter.repeat(1_000_000)}oops${letter.repeat(1_000_000)}`;
      const start = { offset: 1_000_000, line: 1, column: 1_000_001 };
      const range = { start, end: { offset: 1_000_004, line: 1, column: 1_000_005 } };
      const looked: number[] = [];
      const slice = String.prototype.slice;
      String.prototype.slice = function (from, to) {
        const piece = slice.call(this, from, to);
        looked.push(piece.length);
        return piece;
      };
      try {
        for (let i = 0; i < 100; i++) excerptOf(text, range, 80);
      } finally {
        String.prototype.slice = slice;
      }
      expect(looked.reduce((sum, length) => sum + length, 0) / 100, letter).toBeLessThan(20_000);
      const shown = excerptOf(text, range, 80);
      expect(shown.text).toContain('oops');
    }
  });
  test('cuts a long line around the mark, within the columns', () => {
    const text = `{"a":"${'x'.repeat(5000)}","oops":1,"b":"${'y'.repeat(5000)}"}`;
    const shown = drawn(text, '"oops"', 40);
    expect(shown).toBe(`…${'x'.repeat(17)}","oops":1,"b":"${'y'.repeat(5)}…\n${' '.repeat(20)}^^^^^^`);
  });
  test('cuts a mark that is longer than the columns', () => {
    const { text, indent, width } = excerptOf('x'.repeat(500), rangeOf('x'.repeat(500), 'x'.repeat(500)), 40);
    expect({ length: text.length, indent, width }).toEqual({ length: 40, indent: 0, width: 40 });
  });
  test('shows control characters as escapes, with the mark in its place', () => {
    expect(drawn('a: \u001b[31m oops', 'oops')).toBe('a: \\u001b[31m oops\n              ^^^^');
    expect(drawn('a: \u202e\u0085\toops\u0007', 'oops\u0007')).toBe(
      'a: \\u202e\\u0085 oops\\u0007\n                ^^^^^^^^^^',
    );
  });
});

describe('a problem', () => {
  test('has its place, message, excerpt, path and hint', () => {
    const text = 'steps:\n  - script:\n      comand: echo\n';
    expect(
      renderProblems([problem(text, 'comand')], new Map([['job.yaml', text]]), { paint: plain, columns: 80 }),
    ).toBe(
      [
        'job.yaml:3:7: error: Unknown field "comand"',
        '  3 |       comand: echo',
        '    |       ^^^^^^',
        '  in steps[0] -> script -> actions -> onRun',
        '  hint: Did you mean "command"?',
        '',
      ].join('\n'),
    );
  });
  test('without a text has no excerpt', () => {
    const shown = renderProblems([problem('comand', 'comand')], new Map(), { paint: plain, columns: 80 });
    expect(shown).toBe(
      'job.yaml:1:1: error: Unknown field "comand"\n  in steps[0] -> script -> actions -> onRun\n  hint: Did you mean "command"?\n',
    );
  });
  test('cannot steer the terminal through its message', () => {
    const evil: Problem = { code: 'X', phase: 'schema', message: 'bad \u001b]0;title\u0007', path: [] };
    expect(renderProblems([evil], new Map(), { paint: plain, columns: 80 })).toBe(
      'error: Bad \\u001b]0;title\\u0007\n',
    );
  });
});

test('the count says how many files have problems', () => {
  const one = problem('comand', 'comand');
  expect(renderCount([one], 1)).toBe('1 problem\n');
  expect(renderCount([one, { ...one, source: 'b.yaml' }, one], 5)).toBe('3 problems in 2 of 5 files\n');
});

test('what is painted is escaped, with colour and without', () => {
  expect(plain('bold', 'a\u001b[2Jb')).toBe('a\\u001b[2Jb');
  expect(paintFor({}, { FORCE_COLOR: '1' })('bold', 'a\nb')).toBe('\u001b[1ma\\nb\u001b[22m');
});

test('colour follows the terminal, NO_COLOR and FORCE_COLOR', () => {
  const terminal = { isTTY: true };
  expect(wantsColour(terminal, {})).toBe(true);
  expect(wantsColour({}, {})).toBe(false);
  expect(wantsColour(terminal, { TERM: 'dumb' })).toBe(false);
  expect(wantsColour(terminal, { NO_COLOR: '1' })).toBe(false);
  expect(wantsColour(terminal, { NO_COLOR: '' })).toBe(true);
  expect(wantsColour({}, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
  expect(wantsColour(terminal, { FORCE_COLOR: '0' })).toBe(false);
});
