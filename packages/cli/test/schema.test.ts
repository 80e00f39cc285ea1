import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openjd } from './openjd.js';

/** The published schema that a version with all or no extensions has. */
function published(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../model/schemas/${name}.json`, import.meta.url), 'utf8'));
}

test.each<[string[], string]>([
  [[], 'jobtemplate-2023-09.all-extensions'],
  [['--version', 'environment-2023-09'], 'environment-2023-09.all-extensions'],
  [['--extensions', ''], 'jobtemplate-2023-09'],
  [['--version', 'environment-2023-09', '--extensions', ''], 'environment-2023-09'],
])('schema %j is the published one', async (args, name) => {
  const { status, stdout } = await openjd(['schema', ...args]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(published(name));
});

test('schema of one extension has its fields and no others', async () => {
  const { stdout } = await openjd(['schema', '--extensions', 'TASK_CHUNKING']);
  expect(stdout).toContain('CHUNK[INT]');
  expect(stdout).not.toContain('onWrapTaskRun');
});

test('schema as YAML', async () => {
  const { stdout } = await openjd(['schema', '-o', 'yaml']);
  expect(stdout).toMatch(/^\$schema: https:\/\/json-schema\.org\/draft\/2020-12\/schema\n/);
});
