import { describe, expect, it } from 'vitest';
import { lookup } from '../src/library/index.js';
import { askPython, call, contextOf, failure, float, pick, posix, printed, random } from './library-support.js';

describe('2.2.4 string functions: the examples of the text', () => {
  it('split and join', () => {
    expect(call('split', 'a,b,c', ',')).toEqual(['a', 'b', 'c']);
    expect(call('join', ['a', 'b', 'c'], ',')).toBe('a,b,c');
    expect(call('split', '', ',')).toEqual(['']);
    expect(call('join', [], ',')).toBe('');
    expect(call('join', [posix('/a'), posix('/b')], ':')).toBe('/a:/b');
  });

  it('zfill', () => {
    expect(call('zfill', 42, 5)).toBe('00042');
    expect(call('zfill', -1, 3)).toBe('-01');
    expect(call('zfill', '-10', 4)).toBe('-010');
    expect(call('zfill', '+10', 4)).toBe('+010');
    expect(call('zfill', 3.14, 8)).toBe('00003.14');
    expect(call('zfill', -3.5, 6)).toBe('-003.5');
    expect(printed('zfill', float(3.5, '3.50'), 6)).toBe('003.50');
    expect(call('zfill', 'abc', 2)).toBe('abc');
    expect(call('rjust', 'frame_', 10)).toBe('    frame_');
  });
});

describe('2.2.4 string functions: errors', () => {
  it.each(['count', 'find', 'rfind', 'index', 'rindex'])('%s wants a text to look for', (name) => {
    expect(failure(name, 'abc', '')).toBe('INVALID_ARGUMENT');
  });

  it('refuses empty separators and texts to replace, and what is not found', () => {
    expect(failure('split', 'abc', '')).toBe('INVALID_ARGUMENT');
    expect(failure('rsplit', 'abc', '')).toBe('INVALID_ARGUMENT');
    expect(failure('split', 'abc', '', 1)).toBe('INVALID_ARGUMENT');
    expect(failure('replace', 'abc', '', 'x')).toBe('INVALID_ARGUMENT');
    expect(failure('index', 'abc', 'x')).toBe('INVALID_ARGUMENT');
    expect(failure('rindex', 'abc', 'x')).toBe('INVALID_ARGUMENT');
  });

  it('reserves memory before it builds', () => {
    expect(failure('ljust', 'a', 10 ** 12)).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(failure('zfill', 'a', 10 ** 12)).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(failure('replace', 'a'.repeat(40_000), 'a', 'b'.repeat(40_000))).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(
      failure(
        'join',
        Array.from({ length: 40_000 }, () => ''),
        'b'.repeat(40_000),
      ),
    ).toBe('MEMORY_LIMIT_EXCEEDED');
  });

  it('replaces by literal text', () => {
    expect(call('replace', 'a-b', '-', '$&$1$$')).toBe('a$&$1$$b');
  });
});

/** Each takes code points 0 to 0x10ffff and runs of equal answers. */
const PREDICATES = ['isdigit', 'isalpha', 'isalnum', 'isspace', 'isupper', 'islower', 'isascii'] as const;

describe('2.2.4 string functions: every character as Python has it', () => {
  it('classifies and changes the case of every assigned character', () => {
    const [answer] = askPython(
      `
import unicodedata
def answer(_):
    known = [c for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    classes = {name: [c for c in known if getattr(chr(c), name)()] for name in ${JSON.stringify(PREDICATES)}}
    changes = {name: [[c, getattr(chr(c), name)()] for c in known if getattr(chr(c), name)() != chr(c)] for name in ("upper", "lower", "title", "capitalize")}
    return {"known": known, "classes": classes, "changes": changes}
`,
      [null],
    ) as [
      {
        known: number[];
        classes: Record<string, number[]>;
        changes: Record<string, [number, string][]>;
      },
    ];
    const wrong: string[] = [];
    const known = answer.known.filter((codePoint) => !VERSION_DEPENDENT.has(codePoint));
    const context = contextOf();
    const direct = (name: string, text: string) => lookup(name)[0]!.call(context, text);
    for (const name of PREDICATES) {
      const members = new Set(answer.classes[name]);
      for (const codePoint of known) {
        if (direct(name, String.fromCodePoint(codePoint)) !== members.has(codePoint))
          wrong.push(`${name} ${codePoint.toString(16)}`);
      }
    }
    for (const name of ['upper', 'lower', 'title', 'capitalize']) {
      const changed = new Map(answer.changes[name]);
      for (const codePoint of known) {
        const character = String.fromCodePoint(codePoint);
        if (direct(name, character) !== (changed.get(codePoint) ?? character))
          wrong.push(`${name} ${codePoint.toString(16)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Characters whose case or class differs between the versions of Unicode that Python 3.11 to 3.14 and Node 22 to 26 have. */
const VERSION_DEPENDENT: ReadonlySet<number> = new Set([
  0x19b, 0x264, 0x295, 0x10fc, 0xa7d3, 0xa7d5, 0xa7f2, 0xa7f3, 0xa7f4, 0xab69,
]);

const ALPHABET = [
  'a', 'b', 'A', 'ß', 'İ', 'Σ', 'σ', 'ς', 'ǆ', 'ﬁ', 'ŉ', 'é', '\u0301', '\u{1f600}', '\u{10400}', ' ', '\t', '\n', '\u00a0',
  '\u1680', '\u2028', '\x1c', '\x85', '\ufeff', '\u200b', '1', '²', '½', '٣', ',', '-', '+', '.', "'", 'Ა', 'ა', '中', '\0',
] as const; // biome-ignore format: one character each

describe('2.2.4 string functions: as Python has them', () => {
  it('agrees on thousands of calls', () => {
    const next = random(4);
    const text = (length: number) =>
      Array.from({ length: Math.floor(next() * length) }, () => pick(next, ALPHABET)).join('');
    const few = (length: number) =>
      Array.from({ length: Math.floor(next() * length) }, () => pick(next, ['a', 'b', ',', ' '])).join('');
    const cases: [string, ...(string | number)[]][] = [];
    for (let i = 0; i < 400; i++) {
      for (const name of [
        'upper',
        'lower',
        'capitalize',
        'title',
        'strip',
        'lstrip',
        'rstrip',
        'split',
        'rsplit',
        ...PREDICATES,
      ]) {
        cases.push([name, text(8)]);
      }
      for (const name of ['strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix', 'startswith', 'endswith']) {
        cases.push([name, few(8), few(3)], [name, text(6), text(4)]);
      }
      for (const name of ['count', 'find', 'rfind', 'index', 'rindex', 'split', 'rsplit']) {
        cases.push([name, few(9), few(3)], [name, text(8), pick(next, ALPHABET)]);
      }
      for (const name of ['split', 'rsplit']) cases.push([name, few(9), few(3), Math.floor(next() * 6) - 2]);
      for (const name of ['ljust', 'rjust', 'center', 'zfill'])
        cases.push([name, text(6), Math.floor(next() * 12) - 2]);
      cases.push(
        ['replace', few(9), few(3), text(3)],
        ['zfill', pick(next, ['+', '-', '']) + few(3), Math.floor(next() * 8)],
      );
    }
    const answers = askPython('def answer(case):\n    return getattr(case[1], case[0])(*case[2:])', cases);
    for (const [i, [name, ...args]] of cases.entries()) {
      const expected = answers[i];
      // Python allows empty texts here, the specification does not.
      const needle = args[1];
      if (needle === '' && ['count', 'find', 'rfind', 'index', 'rindex', 'replace', 'split', 'rsplit'].includes(name))
        continue;
      const isError = typeof expected === 'object' && expected !== null && 'error' in expected;
      if (isError) expect([name, args, failure(name, ...args)]).toEqual([name, args, 'INVALID_ARGUMENT']);
      else expect([name, args, call(name, ...args)]).toEqual([name, args, expected]);
    }
  });
});
