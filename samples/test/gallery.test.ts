import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { repositoryFolder } from './fixtures/run.js';

test('the gallery is what the generator writes', { timeout: 120_000 }, async () => {
  const generator = join(repositoryFolder, 'samples/gallery.mjs');
  const { exitCode, all } = await execa(process.execPath, [generator, '--check'], { reject: false, all: true });
  expect(exitCode, all).toBe(0);
});

test('each picture of the gallery is shown, and small', () => {
  const folder = join(repositoryFolder, 'docs/gallery');
  const page = readFileSync(join(repositoryFolder, 'docs/gallery.md'), 'utf8');
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    expect(page).toContain(`(gallery/${file})`);
    expect(statSync(join(folder, file)).size).toBeLessThan(100_000);
  }
});
