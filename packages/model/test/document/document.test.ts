/// <reference types="node" />
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateDocument } from '../../src/document/document.js';
import { type ParseDocumentOptions, parseDocument } from '../../src/document/parse-document.js';

function read(text: string | Uint8Array, options?: ParseDocumentOptions): TemplateDocument {
  const result = parseDocument(text, options);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.value;
}

/** The problems as `line:column CODE message`. */
function faults(text: string | Uint8Array, options?: ParseDocumentOptions): string[] {
  const result = parseDocument(text, options);
  if (result.ok) return [];
  return result.problems.map(
    ({ range, code, message }) => `${range?.start.line}:${range?.start.column} ${code} ${message}`,
  );
}

/** JSON.parse's value as ours: whole numbers beyond 2^53 are bigint, and there is no negative zero. */
function parseExactly(text: string): unknown {
  const revive = (_: string, value: unknown, context: { source?: string }): unknown => {
    if (typeof value !== 'number') return value;
    if (Object.is(value, -0)) return 0;
    return /^-?[0-9]+$/.test(context.source ?? '') && !Number.isSafeInteger(value)
      ? BigInt(context.source ?? '')
      : value;
  };
  return (JSON.parse as (text: string, reviver: typeof revive) => unknown)(text, revive);
}

/** The text that a range covers. */
function covered(document: TemplateDocument, range: ReturnType<TemplateDocument['rangeOf']>): string | undefined {
  return range === undefined ? undefined : document.text.slice(range.start.offset, range.end.offset);
}

// HJC-json-or-yaml: a template is either, and both give the same values.
describe('values', () => {
  test('YAML is 1.2 with the core schema', () => {
    const document = read(
      'a: yes\nb: on\nc: TrUe\nd: true\ne: 0o17\nf: 1e3\ng: 017\nh: 2020-01-01\ni: ~\nj: 0x1F\nk: .5\nl: 12:30:45\nm: 1_000\n',
    );
    expect(document.value).toEqual({
      a: 'yes',
      b: 'on',
      c: 'TrUe',
      d: true,
      e: 15,
      f: 1000,
      g: 17,
      h: '2020-01-01',
      i: null,
      j: 31,
      k: 0.5,
      l: '12:30:45',
      m: '1_000',
    });
  });

  test.each(['yaml', 'json'] as const)('whole numbers beyond 2^53 keep every digit (%s)', (format) => {
    const document = read('{"a": 9223372036854775807, "b": -9007199254740993, "c": 9007199254740991}', { format });
    expect(document.value).toEqual({ a: 9223372036854775807n, b: -9007199254740993n, c: 9007199254740991 });
  });

  test.each(['yaml', 'json'] as const)('a key named __proto__ is a key (%s)', (format) => {
    const { value } = read('{"__proto__": {"a": 1}, "constructor": 2}', { format });
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('anchors and aliases stand for copies', () => {
    const document = read('a: &x {b: [1]}\nc: *x\n');
    expect(document.value).toEqual({ a: { b: [1] }, c: { b: [1] } });
  });

  test('bytes are UTF-8, with or without a byte order mark', () => {
    expect(read(new TextEncoder().encode('\ufeffname: "é😀"')).value).toEqual({ name: 'é😀' });
  });

  test('a text in braces that is no JSON is read as YAML', () => {
    const document = read('{name: x, list: [a, b]}');
    expect([document.format, document.value]).toEqual(['yaml', { name: 'x', list: ['a', 'b'] }]);
  });

  test('JSON.parse agrees on every JSON text', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text, { format: 'json' }).value).toEqual(parseExactly(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('bad input is a located problem', () => {
  const cases: readonly [name: string, text: string | Uint8Array, expected: string[]][] = [
    ['nothing', '', ['1:1 EMPTY_DOCUMENT The document is empty']],
    ['a comment only', '# nothing here\n', ['1:1 EMPTY_DOCUMENT The document is empty']],
    [
      'several documents',
      'a: 1\n---\nb: 2\n',
      ['2:1 SEVERAL_DOCUMENTS The text holds several YAML documents; a template is one document'],
    ],
    [
      'a key twice',
      'a: 1\nb:\n  c: 1\n  c: 2\na: 3\n',
      [
        '4:3 DUPLICATE_KEY The key "c" is given twice in this map',
        '5:1 DUPLICATE_KEY The key "a" is given twice in this map',
      ],
    ],
    ['a key twice in JSON', '{"a": 1, "a": 2}', ['1:10 DUPLICATE_KEY The key "a" is given twice in this map']],
    ['an alias of nothing', 'a: *x\n', ['1:4 UNKNOWN_ALIAS No anchor "&x" stands before this alias']],
    [
      'an alias inside its anchor',
      'a: &x [1, *x]\n',
      ['1:11 RECURSIVE_ALIAS The alias "*x" stands inside the value that it stands for'],
    ],
    ['a tab as indent', 'a:\n\tb: 1\n', ['2:1 INVALID_YAML A tab is used to indent']],
    ['NUL', 'a: "x\u0000y"\n', ['1:6 INVALID_CHARACTER The text holds a NUL character (U+0000)']],
    [
      'half of a surrogate pair',
      'a: "\ud800"\n',
      ['1:5 INVALID_CHARACTER The text holds half of a surrogate pair (U+D800)'],
    ],
    [
      'bad UTF-8',
      new Uint8Array([0x61, 0x3a, 0x20, 0x0a, 0x62, 0xc3, 0x28]),
      ['2:2 INVALID_ENCODING Byte 5 (0xC3) is not UTF-8'],
    ],
    [
      'UTF-16',
      new Uint8Array([0xff, 0xfe, 0x61, 0x00]),
      ['1:1 INVALID_ENCODING The text is encoded as UTF-16; a template is UTF-8'],
    ],
    [
      'an unquoted format string',
      'a:\n  b: {{Param.X}}\n',
      ['2:6 INVALID_KEY YAML reads "{{" without quotes as the start of a map'],
    ],
    ["a tag of one's own", 'a: !secret x\n', ['1:12 UNSUPPORTED_TAG The tag "!secret" is not supported in a template']],
    ['such a tag of a key', '!secret a: x\n', ['1:9 UNSUPPORTED_TAG The tag "!secret" is not supported in a template']],
    ['what cannot be shown, in JSON', '{"a": \u202e', ['1:7 INVALID_JSON Expected a value, found "\\u202e"']],
    [
      'what cannot be shown, in YAML',
      'a: &b\u202e 1\nc: *\u202e\n',
      ['2:4 UNKNOWN_ALIAS No anchor "&\\u202e" stands before this alias'],
    ],
    ['a lone carriage return', '|\r', ['1:2 INVALID_YAML Not a YAML token: \\r']],
    [
      'a bracket that is not closed',
      'a: [1, 2\nb: 3\n',
      ['1:4 INVALID_YAML This list or map in brackets is not closed'],
    ],
    ['a quote that is not closed', 'a: "x\n', ['1:4 INVALID_YAML This quoted text has no closing quote']],
    [
      'a missing colon',
      'name: x\nsteps\n- a\n',
      ['2:1 INVALID_YAML A ":" is missing in this line, or a quote around its text'],
    ],
    ['a second colon', 'name: a: b\n', ['1:7 INVALID_YAML A second ": " stands in this line']],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  test('what YAML takes, though JSON does not, is a document', () => {
    expect(read('{"a": 1,}').format).toBe('yaml');
    expect(read('{"a": tru}').value).toEqual({ a: 'tru' });
  });

  test('JSON is told of as JSON where the caller says so', () => {
    expect(faults('{"a": 1,}', { format: 'json' })).toEqual([
      '1:9 INVALID_JSON Expected a key in double quotes, found "}"',
    ]);
    expect(faults('{"a": tru}', { format: 'json' })).toEqual(['1:7 INVALID_JSON Expected a value, found "t"']);
    expect(faults('{"a": 01}', { format: 'json' })).toEqual(['1:7 INVALID_JSON A number must not start with 0']);
    expect(faults("{'a': 1}", { format: 'json' })).toEqual([
      '1:2 INVALID_JSON Expected a key in double quotes, found "\'"',
    ]);
    expect(faults('{"a": "x', { format: 'json' })).toEqual(['1:7 INVALID_JSON This string has no closing quote']);
    expect(faults('[1] x', { format: 'json' })).toEqual([
      '1:5 INVALID_JSON Unexpected "x" after the end of the document',
    ]);
  });
});

describe('hostile texts cost bounded time', () => {
  const within = (milliseconds: number, run: () => void) => {
    const start = performance.now();
    run();
    expect(performance.now() - start).toBeLessThan(milliseconds);
  };

  test.each([
    ['brackets', '['.repeat(5_000_000)],
    ['braces', '{'.repeat(5_000_000)],
    ['JSON lists', `{"a":${'['.repeat(5_000_000)}`],
    ['dashes', '- '.repeat(2_500_000)],
    ['question marks', '? '.repeat(2_500_000)],
    ['indentation', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('5 MB of nested %s', (_, text) => {
    within(3000, () => expect(faults(text)[0]).toMatch(/DOCUMENT_TOO_DEEP/));
  });

  test('a billion laughs', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    within(2000, () =>
      expect(faults(lines.join('\n')).map((fault) => fault.replace(/^\S+ /, ''))).toEqual([
        'ALIAS_LIMIT_EXCEEDED Aliases stand for more than 100000 values',
      ]),
    );
  });

  test('a text with millions of values is read, and its faults are found', () => {
    const text = `a: [${'1,'.repeat(1_000_000)}1]\nb: c\n`;
    const document = read(text);
    expect(covered(document, document.rangeOf(['b']))).toBe('c');
    expect(faults(`${text}d: !tag e\n`)[0]).toMatch(/^1:\d+ DOCUMENT_TOO_LARGE The text has more than 2000000 tokens/);
  });

  test('a text beyond the limit is not read', () => {
    expect(faults('a'.repeat(101), { limits: { templateBytes: 100 } })).toEqual([
      '1:1 DOCUMENT_TOO_LARGE The text has 101 characters; at most 100 are allowed',
    ]);
  });

  test('random texts never throw', () => {
    const piece = fc.constantFrom(
      '- ',
      '? ',
      ': ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '!t ',
      '#',
      '%',
      '\t',
      'x',
      '{{',
      '1',
      '---\n',
      '...\n',
      '\\',
      '\u0085',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const result = parseDocument(text);
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { range } of result.problems) {
          expect(range!.start.offset).toBeGreaterThanOrEqual(0);
          expect(range!.end.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('places', () => {
  const text = `name: Demo
steps:
  - name: "A \\"b\\""
    args: [one, 'it''s', {k: v}]
    script: |
      first line
        second {{ X }}
      third
    folded: >-
      some words
      go on

      new paragraph
    plain: several
      lines
    empty:
`;
  const document = read(text);

  test.each([
    [['name'], 'value', 'Demo'],
    [['name'], 'key', 'name'],
    [['steps', 0, 'name'], 'value', '"A \\"b\\""'],
    [['steps', 0, 'args', 1], 'value', "'it''s'"],
    [['steps', 0, 'args', 2, 'k'], 'key', 'k'],
    [['steps', 0, 'empty'], 'value', ''],
    [['steps', 0, 'empty'], 'key', 'empty'],
    [['steps', 0, 'args', 3], 'value', undefined],
    [['none'], 'value', undefined],
  ] as const)('%j, %s', (path, part, expected) => {
    expect(covered(document, document.rangeOf(path, part))).toBe(expected);
  });

  test.each([
    [['steps', 0, 'name'], 'b', 'b'],
    [['steps', 0, 'name'], '"b"', '\\"b\\"'],
    [['steps', 0, 'args', 1], "'", "''"],
    [['steps', 0, 'args', 1], 's', 's'],
    [['steps', 0, 'script'], '{{ X }}', '{{ X }}'],
    [['steps', 0, 'script'], 'third', 'third'],
    [['steps', 0, 'folded'], 'go', 'go'],
    [['steps', 0, 'folded'], 'paragraph', 'paragraph'],
    [['steps', 0, 'plain'], 'lines', 'lines'],
  ] as const)('%j: %j in the value', (path, part, expected) => {
    const value = document.valueAt(path) as string;
    const start = value.indexOf(part);
    expect(start).toBeGreaterThanOrEqual(0);
    expect(covered(document, document.rangeIn(path, start, start + part.length))).toBe(expected);
  });

  test('escapes of JSON', () => {
    const json = read('{"a": "x\\u0041\\ny{{Z}}"}', { format: 'json' });
    expect(covered(json, json.rangeIn(['a'], 4, 9))).toBe('{{Z}}');
    expect(covered(json, json.rangeIn(['a'], 1, 2))).toBe('\\u0041');
    expect(covered(json, json.rangeOf(['a']))).toBe('"x\\u0041\\ny{{Z}}"');
  });
});

describe('whole numbers that are written as floats', () => {
  test.each(['yaml', 'json'] as const)('are told apart from others (%s)', (format) => {
    const document = read('{"a": [1, 1.0, {"b": 1e3}], "c": 2.0, "d": 2, "e": 2.5}', { format });
    const paths = [['a', 0], ['a', 1], ['a', 2, 'b'], ['c'], ['d'], ['e'], ['f'], []];
    expect(paths.filter((path) => document.isWrittenAsFloat(path))).toEqual([['a', 1], ['a', 2, 'b'], ['c']]);
  });
});
