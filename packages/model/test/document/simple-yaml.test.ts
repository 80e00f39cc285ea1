/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readSimpleYaml } from '../../src/document/simple-yaml.js';
import { assertReadersAgree } from './readers-agree.js';

describe('the quick reader and the yaml package give the same values', () => {
  test.each([
    'a: 1\nb:\n- x\n- y: 2\n  z: 3\n-   - 1\n    - 2\nc: {d: e, "f": [1, \'g\']}\n',
    'a: |\n  one\n\n    two\n  three\n\nb: |-\n  x\nc: |+\n  y\n\nd: z\n',
    '---\n# comment\na: b # comment\nc: d#e\nf: -g\nh: "x\\ty"\n',
    'a:\nb:\n  - \n  -\n  - c\n',
    'args: [\n    "a",\n    b c\n  ]\nx: ~\n',
    'n: [1, -2, +3, 007, 1.50, 1e3, 5.0, .5, 9223372036854775807, -0]\nt: [true, False, yes, null, Null, "", x]\n',
    'a: >-\n  one\n  two\n\n\n  three\nb: >\n  x\n\nc: 1\n',
    'a: {}\nb: []\nc: {d: {e: []}}\n',
    'a: http://x/y:z\nb: a:b\n',
    'a: &x # comment\n  b: 1.0\n  c: [2.0, {d: e}]\nf: *x\ng: &y-1\n  - z\nh: *x # comment\ni: *y-1\n',
    'a:\n  b: &b\n    c: &c\n      d: 1\n    e: *c\n  f: *b\n',
  ])('%j', (text) => {
    expect(assertReadersAgree(text)).toBe(true);
  });

  test.each([
    'a: 1\n b: 2\n',
    'a: b: c\n',
    'a: &x 1\nb: *x\n',
    'a: *x\n',
    'a: &x\n  b: *x\n',
    'a: &x\n  b: 1\nc: &x\n  d: 2\ne: *x\n',
    'a: &x\nb: *x\n',
    'a: !t 1\n',
    'a: >\n  folded\n    deeper\n',
    'a: "multi\n  line"\n',
    'a: plain\n  goes on\n',
    'a: {{X}}\n',
    'a: 0o17\n',
    'a: .inf\n',
    '? a\n: b\n',
    'a: 1\na: 2\n',
    'a:\t1\n',
    'a: 1\n---\nb: 2\n',
    `${'x'.repeat(1025)}: 1\n`,
    'true: 1\n',
    'a: [1, 2\n',
    'a: |2\n   x\n',
    '- a\nb: c\n',
    '"x"\n',
    '',
  ])('%j is left to the library', (text) => {
    expect(readSimpleYaml(text, { nesting: 64 })).toBeUndefined();
  });

  test('every sample', () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const files = globSync('{samples,conformance/cases}/**/*.yaml', { cwd: root });
    const taken = files.filter((file) => assertReadersAgree(readFileSync(`${root}${file}`, 'utf8')));
    // Cases are odd on purpose; what people start from must be quick.
    const templates = files.filter((file) => /^samples.*\.(?:job|env)\.yaml$/.test(file));
    expect(templates.length).toBeGreaterThan(2);
    expect(templates.filter((file) => !taken.includes(file))).toEqual([]);
  });

  test('printed documents', () => {
    const scalar = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('yes', '1e3', '{{ Param.X }}', 'a: b', '# c', ' x ', 'two\nlines\n', 'null', '-', '- a', '|'),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('map')),
      list: fc.array(tie('node'), { maxLength: 4 }),
      map: fc.dictionary(fc.stringMatching(/^[A-Za-z_$][A-Za-z0-9_.-]{0,6}$/), tie('node'), { maxKeys: 4 }),
    }));
    let taken = 0;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'name'), node), fc.boolean(), (value, flow) => {
        const text = stringify(value, { lineWidth: 0, ...(flow ? { collectionStyle: 'flow' } : {}) });
        if (assertReadersAgree(text)) taken++;
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  test('random lines', () => {
    const piece = fc.constantFrom(
      '- ',
      '-',
      'a: ',
      'b:',
      'c',
      ': ',
      '\n',
      '\n',
      '\n  ',
      '\n    ',
      '  ',
      ' ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '|',
      '|-',
      '|+',
      '#',
      ' # ',
      '1',
      '1.0',
      '-2',
      'x y',
      '\\',
      '\\n',
      'true',
      '...',
      '---',
      '\t',
      '!',
      '&',
      '*',
      '%',
      '?',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        assertReadersAgree(pieces.join(''));
        assertReadersAgree(`k: ${pieces.join('')}\n`);
        assertReadersAgree(`k:\n  - ${pieces.join('')}\nz: 1\n`);
      }),
      { numRuns: 6000 },
    );
  });
});
