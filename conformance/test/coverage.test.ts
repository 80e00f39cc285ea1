import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseTemplate } from '@openjd/model';
import { describe, expect, test } from 'vitest';
import { type CitingText, citedIds, coverageOf } from '../src/coverage.js';
import { readHomes } from '../src/read-homes.js';
import { type Manifest, readManifest } from '../src/requirements.js';
import { readTree } from '../src/tree.js';
import { jobCase } from './fixtures/cases.js';
import { ownRequirements, ownTree, repository } from './fixtures/setup.js';

describe('coverage', () => {
  // Spelled in two parts, so that the coverage of this repository does not take them for citations.
  const id = (slug: string) => `TS${'-'}9-${slug}`;
  const section = `TS${'-'}9`;
  const requirement = (slug: string, more: object = {}) => ({
    ...{ id: id(slug), level: 'MUST' as const, quote: 'it is so' },
    ...{ document: 'template-schemas', section: '9', sectionTitle: 'T', ...more },
  });
  const manifest: Manifest = {
    source: '',
    documents: [{ name: 'template-schemas', prefix: 'TS', title: 'T', file: 'f', commit: 'c', sections: 'numbered' }],
    requirements: [
      requirement('by-case'),
      requirement('by-test'),
      requirement('by-program'),
      requirement('optional', { level: 'SHOULD' }),
      requirement('invisible', { excluded: 'nothing shows it' }),
    ],
  };
  const cases = [jobCase(`openjd: { id: a, why: it is a case, requirements: [${id('by-case')}, ${id('gone')}] }`)];
  const texts = [
    { name: 'x.test.ts', text: `test('${id('by-test')}: ${id('typo')}.')`, isTest: true },
    { name: 'x.ts', text: `requirement: '${id('by-program')}' // @spec ${section}`, isTest: false },
  ];

  test('says which case and which test shows a requirement, and what nothing shows', () => {
    const coverage = coverageOf(manifest, cases, texts);
    expect(coverage.rows.slice(0, 2).map(({ cases, tests }) => [cases, tests])).toEqual([
      [['a'], []],
      [[], ['x.test.ts']],
    ]);
    // That a program names a rule does not show that it holds.
    expect(coverage.missing.map((row) => row.requirement.id)).toEqual([id('by-program')]);
    expect(coverage.unknown).toEqual([
      { id: id('gone'), citedBy: 'a' },
      { id: id('typo'), citedBy: 'x.test.ts' },
    ]);
  });

  test('says which code holds a requirement, where the homes are given', () => {
    const home = { file: 'a.ts', line: 7, name: 'rule' };
    const rows = coverageOf(manifest, cases, texts, new Map([[id('by-case'), [home]]])).rows;
    expect(rows.slice(0, 2).map(({ homes }) => homes)).toEqual([[home], []]);
    expect(coverageOf(manifest, cases).rows[0]?.homes).toEqual([]);
  });

  test('an id is found in running text; a pattern for ids is none', () => {
    const text = `see ${id('a')}, (${id('b')}). XTS-9-c \`${id('')}\${field}\` \`${id('d-')}\${field}\` TS-`;
    expect(citedIds(text, manifest)).toEqual([id('a'), id('b')]);
  });
});

describe('the requirements of this repository', () => {
  const manifest = readManifest(ownRequirements);
  const homes = readHomes(repository, manifest);
  const coverage = coverageOf(manifest, readTree(ownTree), citingTexts(), homes.byId);

  test('every id that a case, a test or a problem cites is a requirement', () => {
    expect(coverage.unknown).toEqual([]);
  });

  test('every id that a problem of a rejected template carries is a requirement', () => {
    const known = new Set(manifest.requirements.map(({ id }) => id));
    const unknown = new Map<string, string>();
    for (const { kind, valid, source, file } of readTree(ownTree)) {
      if (kind !== 'template' || valid) continue;
      const result = parseTemplate(source);
      for (const { requirement } of result.ok ? [] : result.problems) {
        if (requirement !== undefined && !known.has(requirement)) unknown.set(requirement, file);
      }
    }
    expect(Object.fromEntries(unknown)).toEqual({});
  });

  test('a case or a test shows every MUST that is not excluded', () => {
    expect(coverage.missing.map(({ requirement }) => requirement.id)).toEqual([]);
  });

  // Description, rule, run time. `./dev where ID` shows them.
  test('every MUST that is not excluded has one to three homes in the code', () => {
    const binding = coverage.rows.filter(
      ({ requirement: { level, excluded } }) => level === 'MUST' && excluded === undefined,
    );
    expect(binding.length).toBeGreaterThan(1000);
    const elsewhere = binding.filter((row) => row.homes.length < 1 || row.homes.length > 3);
    expect(elsewhere.map(({ requirement, homes: { length } }) => `${requirement.id}: ${length} homes`)).toEqual([]);
  });

  test('no tag in the code names an id, a section or a pattern that the specification does not have', () => {
    expect(homes.unknown).toEqual([]);
  });
});

/** The tests of this repository, and the sources of its packages, whose problems name what is not met. */
function citingTexts(): CitingText[] {
  const folders = ['packages/expr', 'packages/model', 'packages/sessions', 'packages/cli', 'conformance', 'test'];
  return folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/\/(?:node_modules|dist|fixtures)\//.test(file))
      .map((file) => ({
        name: relative(repository, file),
        text: readFileSync(file, 'utf8'),
        isTest: file.endsWith('.test.ts'),
      })),
  );
}
