import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JobCase, TemplateCase } from '../src/case.js';
import { CaseFileError, parseCase, withoutMetadata } from '../src/case-file.js';
import { readTree } from '../src/tree.js';
import { jobCase } from './fixtures/cases.js';

const ownTree = fileURLToPath(new URL('../cases', import.meta.url));

describe('the suite’s own cases', () => {
  const cases = readTree(ownTree);

  test('are read, and each says what it is for', () => {
    expect(cases.length).toBeGreaterThan(20);
    for (const read of cases) expect(read.metadata?.why, read.file).toBeTruthy();
  });

  test('keep a journal where they need a container, and give the runtime what they name', () => {
    const containerCases = cases.filter((read) => read.metadata?.needs?.includes('docker'));
    expect(containerCases.length).toBeGreaterThan(10);
    for (const read of containerCases) {
      expect(read.metadata?.journal, read.file).toBeDefined();
      const names = [...Object.values(read.metadata?.containers ?? {}), read.metadata?.image].filter(Boolean);
      expect(names.length, read.file).toBeGreaterThan(0);
      const text = readFileSync(read.file, 'utf8');
      for (const name of names) expect(text, read.file).toContain(`{ name: ${name}, type: STRING }`);
    }
  });

  test('have a valid twin in the same section for each invalid template', () => {
    const templates = cases.filter((read): read is TemplateCase => read.kind === 'template');
    const section = ({ file }: TemplateCase) => basename(file).split('--')[0];
    const valid = new Set(templates.filter((read) => read.valid).map(section));
    const invalid = templates.filter((read) => !read.valid);
    expect(invalid.length).toBeGreaterThan(5);
    for (const read of invalid) expect(valid, read.file).toContain(section(read));
  });
});

describe('a job case', () => {
  test('keeps scalars as they were written', () => {
    const text = [
      'template: { name: x, a: 1.0, b: "yes", c: no, d: 9223372036854775807, e: 0x1F, f: 1e400, g: 012 }',
      'parameters: { One: 1.50, Two: [1, "2"] }',
      'environments: [{ v: 3.0 }]',
    ].join('\n');
    const read = parseCase(text, '/tree/x.test.yaml', 'jobs', 'x') as JobCase;
    expect(read.template.trim()).toBe(
      '{ name: x, a: 1.0, b: "yes", c: no, d: 9223372036854775807, e: 0x1F, f: 1e400, g: 012 }',
    );
    expect([...read.parameters].map(([name, value]) => [name, value.trim()])).toEqual([
      ['One', '1.50'],
      ['Two', '[1, "2"]'],
    ]);
    expect(read.environments.map((value) => value.trim())).toEqual(['{ v: 3.0 }']);
  });

  test('resolves an alias to the anchor above it, where a later part gives the name again', () => {
    const text =
      'environments:\n  - { a: &hook { name: Outer }, b: *hook }\n  - { a: &hook { name: Inner }, b: *hook }\n';
    const { environments } = jobCase(text);
    expect(environments.map((environment) => parse(environment))).toEqual([
      { a: { name: 'Outer' }, b: { name: 'Outer' } },
      { a: { name: 'Inner' }, b: { name: 'Inner' } },
    ]);
  });

  test('resolves aliases that point out of a part', () => {
    const text =
      'template: { name: &name Shared, steps: &steps [one, two] }\nenvironments: [{ name: *name, all: *steps }]\n';
    const read = parseCase(text, '/tree/x.test.yaml', 'jobs', 'x') as JobCase;
    expect(parse(read.environments[0] as string)).toEqual({ name: 'Shared', all: ['one', 'two'] });
    expect(read.template).not.toContain('&');
  });

  test('keeps the lines of a block as they were', () => {
    const lines = ['name: x', 'steps:', '  # why', '  - data: |', '      one', '', '        two', "  - 'it''s'"];
    const text = `template:\n${lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}\nexpected: {}\n`;
    const read = parseCase(text, '/tree/x.test.yaml', 'jobs', 'x') as JobCase;
    expect(parse(read.template)).toEqual({ name: 'x', steps: [{ data: 'one\n\n  two\n' }, "it's"] });
    expect(read.template).toContain('# why');
  });

  test('keeps long lines and block texts', () => {
    const long = 'word '.repeat(60).trim();
    const read = jobCase(`environments: [{ a: "${long}" }, { data: "one\\n\\n  two\\n" }]`);
    expect(parse(read.environments[0] as string)).toEqual({ a: long });
    expect(parse(read.environments[1] as string)).toEqual({ data: 'one\n\n  two\n' });
  });

  test('is invalid by its name', () => {
    expect(jobCase('', '4.3--x.invalid.test.yaml').valid).toBe(false);
    expect(jobCase('').valid).toBe(true);
  });

  test.each([
    ['an unknown key', 'expectd: {}', 'line 2: unknown key "expectd"; did you mean "expected"?'],
    [
      'an unknown key of ours',
      'openjd: { id: a, why: because of this, jornal: [] }',
      'case:\n  line 2: /openjd: unknown key "jornal"; did you mean "journal"?',
    ],
    [
      'a bad id',
      'openjd: { id: Not_An_Id, why: because of this }',
      'line 2: /openjd/id: "Not_An_Id" is none: Lower-case letters and digits, with',
    ],
    [
      'a record without a place',
      'openjd: { id: a, why: because of this, journal: [{ ran: x }] }',
      'case:\n  line 2: /openjd/journal/0: "at" is missing',
    ],
    ['a wrong type', 'expected: { output: WANTED }', 'case:\n  line 2: /expected/output: must be array'],
    [
      'a place that is no name',
      'openjd: { id: a, why: because of this, journal: [{ ran: x, at: "a b" }] }',
      'case:\n  line 2: /openjd/journal/0/at: "a b" is none: Letters and digits',
    ],
  ])('with %s is refused', (_, more, reason) => {
    expect(() => jobCase(more)).toThrow(CaseFileError);
    expect(() => jobCase(more)).toThrow(reason);
  });

  test('that is no YAML is refused with the place', () => {
    expect(() => jobCase('expected: [')).toThrow(/is not a conformance case:\n.*line 2, column 12/s);
  });

  test('without a template is refused', () => {
    expect(() => parseCase('parameters: {}', '/tree/x.test.yaml', 'jobs', 'x')).toThrow('"template" is missing');
  });

  test.each([
    ['a bare template', 'specificationVersion: jobtemplate-2023-09\nname: x\nsteps: []'],
    ['an empty file', ''],
  ])('%s is told what a file of jobs has', (_, text) => {
    expect(() => parseCase(text, '/tree/x.test.yaml', 'jobs', 'x')).toThrow(
      /case:\n {2}a file of jobs\/ has `template:` with the job template below it; a bare template goes to .*$/,
    );
  });

  test('with a journal that is no list is told in one line', () => {
    const message = (journal: string) => {
      try {
        jobCase(`openjd: { id: a, why: because of this, journal: ${journal} }`);
        return '';
      } catch (error) {
        return (error as Error).message.split('\n').slice(1);
      }
    };
    expect(message('hello')).toEqual(['  line 2: /openjd/journal: must be array or object']);
    expect(message('{ anyof: [] }')).toEqual([
      '  line 2: /openjd/journal: "anyOf" is missing',
      '  line 2: /openjd/journal: unknown key "anyof"; did you mean "anyOf"?',
    ]);
  });
});

describe('a template case', () => {
  test('has its metadata in leading comment lines', () => {
    const text = '# About it.\n#: id: my-case\n#: why: >-\n#:   It is\n#:   because.\nname: x\n';
    const read = parseCase(text, '/tree/4--x.invalid.yaml', 'job_templates', 'fallback');
    expect(read).toMatchObject({
      kind: 'template',
      id: 'my-case',
      file: '/tree/4--x.invalid.yaml',
      valid: false,
      metadata: { id: 'my-case', why: 'It is because.' },
    });
  });

  test('goes to a runtime without its metadata, and with its lines', () => {
    const text = '# About it.\n#: id: my-case\n#: why: It is because.\nname: x\n#: id: not-this\n';
    expect(withoutMetadata(text)).toBe('# About it.\n#\n#\nname: x\n#: id: not-this\n');
  });

  test('knows its revision and extension', () => {
    const read = parseCase('name: x', '/tree/2023-09/EXPR/job_templates/1--x.yaml', 'job_templates', 'x');
    expect(read).toMatchObject({ revision: '2023-09', component: 'EXPR', source: 'name: x' });
  });

  test('needs none', () => {
    expect(parseCase('name: x', '/tree/4--x.yaml', 'job_templates', '2023-09/base/4--x').id).toBe('2023-09/base/4--x');
  });

  test('with wrong metadata is refused', () => {
    expect(() => parseCase('#: id: my-case\n', '/tree/4--x.yaml', 'job_templates', 'x')).toThrow(
      'line 1: "why" is missing',
    );
  });

  test.each([
    ['without a space', '#:id: my-case\nname: x\n', 'line 1: a space has to follow `#:`'],
    ['below an empty line', '# About it.\n\n#: id: my-case\nname: x\n', 'line 3: `#:` stands below the comment lines'],
    ['in the template', '#: id: a\n#: why: because of this\nname: x\n#: needs: []\n', 'line 4: `#:` stands below'],
    ['with an unknown key', '# A\n#: id: a\n#: why: because of this\n#: jurnal: []\n', 'line 4: unknown key "jurnal"'],
    ['that is no YAML', '# A\n# B\n#: id: a\n#: why: [\nname: x', /at line 4, column \d+/],
  ])('with metadata %s is refused with the line of the file', (_, text, reason) => {
    expect(() => parseCase(text, '/tree/4--x.yaml', 'job_templates', 'x')).toThrow(reason);
  });
});
