import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openjd, samplesFolder } from './fixtures/run.js';

const files = ['environments', 'jobs'].flatMap((folder) =>
  readdirSync(join(samplesFolder, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
);

test('every sample passes its checks', async () => {
  const { all, exitCode } = await openjd(['check', ...files.map((file) => join(samplesFolder, file))]);
  expect(exitCode, all).toBe(0);
});

test('every sample has a row in the README, and every row a sample', () => {
  const readme = readFileSync(join(samplesFolder, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| \[(.+?)\]\((.+?)\)/gm)];
  expect(rows.map((row) => row[1]).sort()).toEqual([...files].sort());
  for (const [, name, target] of rows) expect(target).toBe(name);
});

test.each(files)('%s says at its head what it is, when it is of use, what it needs and its parameters', (file) => {
  const text = readFileSync(join(samplesFolder, file), 'utf8');
  const head = text.split('\nspecificationVersion:')[0] as string;
  for (const word of ['# What:', '# When:', '# Needs:', '# Parameters:']) expect(head).toContain(word);
  expect(head.split('\n').filter((line) => !line.startsWith('#'))).toEqual([]);
  // Each parameter is named there.
  const names = [...text.matchAll(/^ {2}- (?:name: |\{ name: )(\w+)/gm)].map((match) => match[1] as string);
  const definitions = /^parameterDefinitions:$/m.test(text) ? text.split(/^parameterDefinitions:$/m)[1] : '';
  for (const name of names) {
    if (definitions?.split(/^\w/m)[0]?.includes(`name: ${name}`))
      expect(head.split('# Parameters:')[1]).toMatch(new RegExp(`\\b${name}\\b`));
  }
});
