import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../src/adapters/settings.js';
import { readKnownFailures, rowsWithoutCase } from '../src/known-failures.js';
import { readTree } from '../src/tree.js';
import { ownTree, repository } from './fixtures/setup.js';

const folder = join(repository, 'conformance/runtimes');
const cases = readTree(ownTree);
const page = readFileSync(join(repository, 'docs/conformance-results.md'), 'utf8');

describe.each(readdirSync(folder))('the settings of %s', (name) => {
  const settings = readSettings(join(folder, name));
  const known = settings?.knownFailures === undefined ? new Map() : readKnownFailures(settings.knownFailures);

  test('can be read, and a page says what it is', () => {
    expect(settings?.command).toBeTruthy();
    expect(readFileSync(join(folder, name, 'README.md'), 'utf8')).toMatch(new RegExp(`^# ${name}\n`));
  });

  test('list known failures of cases that there are, each with its cause, and the page of results explains each', () => {
    expect(rowsWithoutCase(known, cases)).toEqual([]);
    for (const { id, cause } of known.values()) expect([id, cause]).toEqual([id, expect.any(String)]);
    const unexplained = [...known.keys()].filter((id) => !page.includes(`| [${id}](`));
    expect(unexplained, 'make docs/conformance-results.md again, as its first lines say').toEqual([]);
  });
});

test('this repository’s packages have no known failure', () => {
  expect(readSettings(join(folder, 'ours'))?.knownFailures).toBeUndefined();
  expect(page).toContain('## What the failures of openjd (in-process) mean\n\nIt has none.');
  expect(page).not.toContain('not looked at yet');
});
