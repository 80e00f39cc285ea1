import { describe, expect, test } from 'vitest';
import { homesIn, sectionIdOf } from '../src/homes.js';
import type { Manifest } from '../src/requirements.js';

// Spelled in two parts, so that the coverage of this repository does not take them for citations.
const id = (rest: string) => `TS${'-'}${rest}`;
const requirement = (section: string, slug: string, quote = 'it is so') => ({
  ...{ id: id(`${section}-${slug}`), level: 'MUST' as const, quote },
  ...{ document: 'template-schemas', section, sectionTitle: 'T' },
});
const documents = [
  { name: 'template-schemas', prefix: 'TS', title: 'T', file: 'f', commit: 'c', sections: 'numbered' as const },
  { name: 'how-jobs-are-run', prefix: 'HJR', title: 'H', file: 'f', commit: 'c' },
];

function homesOf(texts: Readonly<Record<string, string>>, requirements: Manifest['requirements'], objects = '') {
  const sources = Object.entries(texts).map(([name, text]) => ({ name, text }));
  return homesIn(sources, objects, { source: '', documents, requirements });
}

describe('A tag', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((slug) => requirement('9', slug));
  const text = [
    `/** Says so. @spec ${id('9-a')} */`,
    'export function first(): void {',
    `  // @spec ${id('9-b')} ${id('9-c')}`,
    '  if (isWrong) fail();',
    '}',
    'class Thing {',
    '  /**',
    `   * @spec ${id('9-d')}`,
    '   * More words.',
    '   */',
    '  async #method(value: string): Promise<void> {}',
    '}',
    'const ROWS = [',
    `  // @spec ${id('9-e')}`,
    "  row('f(a: int) -> int', { doc: 'x' }),",
    `  // @spec ${id('9-f')}`,
    '  PERIOD: 600,',
    '];',
    `const text = '@spec ${id('9-g')}';`,
  ].join('\n');
  const { byId } = homesOf({ 'a.ts': text }, rows);
  const homeOf = (slug: string) => byId.get(id(`9-${slug}`));

  test('leads to the declaration that follows its comment', () => {
    expect(homeOf('a')).toEqual([{ file: 'a.ts', line: 2, name: 'first' }]);
    expect(homeOf('d')).toEqual([{ file: 'a.ts', line: 11, name: '#method' }]);
    expect(homeOf('f')).toEqual([{ file: 'a.ts', line: 17, name: 'PERIOD' }]);
  });

  test('leads to a row by its signature, and to a statement by the function around it', () => {
    expect(homeOf('e')).toEqual([{ file: 'a.ts', line: 15, name: 'f(a: int) -> int' }]);
    for (const slug of ['b', 'c']) expect(homeOf(slug)).toEqual([{ file: 'a.ts', line: 4, name: 'first' }]);
  });

  test('in a function is named by it, whatever statement follows', () => {
    const statements = ['if (isWrong) {', 'const one = 1;', 'add({ code });', 'this.#problems.push(fault);', 'add({'];
    const signatures = [
      'export function around(value: string): void {',
      'export function around(\n  value: string,\n): void {',
      'class Thing {\n  around(\n    value: string,\n  ): void {',
    ];
    for (const signature of signatures) {
      for (const statement of statements) {
        const { byId: homes } = homesOf(
          { 'a.ts': `${signature}\n      // @spec ${id('9-a')}\n      ${statement}` },
          rows,
        );
        expect(homes.get(id('9-a'))).toMatchObject([{ name: 'around' }]);
      }
    }
  });

  test('counts in comments only', () => {
    expect(homeOf('g')).toBeUndefined();
  });

  test('of a whole section stands for the rules that have no other home', () => {
    const tagged = `// @spec ${id('9')}\nconst whole = 1;\n// @spec ${id('9-a')}\nconst one = 2;\n`;
    const { byId: homes } = homesOf({ 'a.ts': tagged }, rows);
    expect(homes.get(id('9-a'))).toEqual([{ file: 'a.ts', line: 4, name: 'one' }]);
    expect(homes.get(id('9-b'))).toEqual([{ file: 'a.ts', line: 2, name: 'whole' }]);
  });

  test('of a rule that many sections have stands for each of them', () => {
    const inSections = [requirement('9', 'a'), requirement('9.1', 'a'), requirement('9.1', 'other-a')];
    const tagged = `// @spec ${id('*-a')} ${id('*-gone')}\nconst all = 1;\n`;
    const { byId: homes, unknown } = homesOf({ 'a.ts': tagged }, inSections);
    expect([...homes.keys()]).toEqual([id('9-a'), id('9.1-a')]);
    expect(unknown).toEqual([{ id: id('*-gone'), home: { file: 'a.ts', line: 2, name: 'all' } }]);
  });

  test('with an id that nothing has is told', () => {
    const { unknown } = homesOf({ 'a.ts': `// @spec ${id('9-typo')}\nconst one = 1;\n` }, rows);
    expect(unknown).toEqual([{ id: id('9-typo'), home: { file: 'a.ts', line: 2, name: 'one' } }]);
  });
});

test('A section is named by its number, or by its title where the document has no numbers', () => {
  const row = { ...requirement('5.3.2', 'a'), document: 'how-jobs-are-run', section: 'Stdout/Stderr Messages' };
  expect(sectionIdOf(row, documents)).toBe(`HJR${'-'}stdout-stderr-messages`);
  expect(sectionIdOf(requirement('5.3.2', 'a'), documents)).toBe(id('5.3.2'));
});

describe('A field', () => {
  const objects = [
    '/** A thing. Spec: 2023-09, 9.1. */',
    'export interface Thing {',
    '  /** The name of the thing. */',
    '  readonly name: string;',
    '  /** The smallest number of items. */',
    '  readonly minLength?: number | undefined;',
    '}',
    '/** Another. Spec: 2023-09, 9.2. */',
    'export interface Other {',
    '  /** The name of the other. */',
    '  readonly name: string;',
    '}',
  ].join('\n');
  const source = [
    'function lengthFields(what: string) {',
    '  return {',
    '    minLength: optional(integer(), `The smallest number of ${what}.`),',
    '  };',
    '}',
    'const OBJECTS = [',
    '  {',
    "    name: 'Thing',",
    "    section: '9.1',",
    '    fields: {',
    "      name: required(text(), 'The name of the thing.'),",
    "      ...lengthFields('items'),",
    '    },',
    '  },',
    '  {',
    "    name: 'Other',",
    "    section: '9.2',",
    '    fields: {',
    "      name: required(text(), 'The name of the other.'),",
    '    },',
    '  },',
    '];',
  ].join('\n');
  const rows = [requirement('9.1', 'name'), requirement('9.1', 'minLength'), requirement('9.2', 'name')];
  const { byId } = homesOf({ 's.ts': source }, rows, objects);

  test('has its home where its section describes it', () => {
    expect(byId.get(id('9.1-name'))).toEqual([{ file: 's.ts', line: 11, name: 'name' }]);
    expect(byId.get(id('9.2-name'))).toEqual([{ file: 's.ts', line: 19, name: 'name' }]);
  });

  test('has no home in a draft, whatever words its field has', () => {
    const draft = "const fields = {\n  Thing: { name: required(text(), 'The name of the thing.') },\n};";
    const file = (folder: string) => ({ [`packages/model/src/extensions/${folder}draft.ts`]: draft });
    expect(homesOf({ 's.ts': source, ...file('proposals/') }, rows, objects).byId.get(id('9.1-name'))).toHaveLength(1);
    expect(homesOf({ 's.ts': source, ...file('') }, rows, objects).byId.get(id('9.1-name'))).toHaveLength(2);
  });

  test('has its home in the helper that several objects share', () => {
    expect(byId.get(id('9.1-minLength'))).toEqual([{ file: 's.ts', line: 3, name: 'minLength' }]);
  });

  test('has its home wherever in a line its name stands', () => {
    const inLine = "const made = {\n  Thing: { name: required(text(), 'The name of the thing.') },\n};";
    const { byId: homes } = homesOf({ 's.ts': inLine }, rows, objects);
    expect(homes.get(id('9.1-name'))).toEqual([{ file: 's.ts', line: 2, name: 'name' }]);
  });

  test('has its home at its name where a constant or a function has its words', () => {
    const named = [
      'const named = optional(text(), words);',
      "const words = 'The name of the thing.';",
      'function atLeast() {',
      "  return optional(integer(), 'The smallest number of items.');",
      '}',
      'const made = {',
      '  Thing: {',
      '    name: required(text(), words),',
      '    minLength: atLeast(),',
      '  },',
      '};',
    ].join('\n');
    const { byId: homes } = homesOf({ 's.ts': named }, rows, objects);
    expect(homes.get(id('9.1-name'))).toEqual([{ file: 's.ts', line: 8, name: 'name' }]);
    expect(homes.get(id('9.1-minLength'))).toEqual([{ file: 's.ts', line: 9, name: 'minLength' }]);
  });

  test('has its home in what makes objects, also where a declaration or a condition takes what it makes', () => {
    for (const call of ["const things = thing('Thing', '9.1');", "  ? thing('Thing', '9.1')"]) {
      const maker =
        "function thing(name, section) {\n  return { name: optional(text(), 'The name of the thing.') };\n}";
      const { byId: homes } = homesOf({ 's.ts': `${maker}\n${call}` }, rows, objects);
      expect(homes.get(id('9.1-name'))).toEqual([{ file: 's.ts', line: 2, name: 'name' }]);
    }
  });
});

test('A signature that a requirement quotes leads to the row of the library', () => {
  const rows = [requirement('9', 'len', '`len(value: string) -> int` | Length of string')];
  const { byId } = homesOf({ 'l.ts': "  row('len(s: string) -> int', { doc: 'x' }),\n" }, rows);
  expect(byId.get(id('9-len'))).toEqual([{ file: 'l.ts', line: 1, name: 'len(s: string) -> int' }]);
});
