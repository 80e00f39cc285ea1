import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ODD_TEMPLATES } from '../packages/model/test/odd-templates.js';

const LAUNCHER = fileURLToPath(new URL('../packages/cli/bin/openjd.js', import.meta.url));

let folder: string;
let files: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-odd-'));
  files = Object.entries(ODD_TEMPLATES).map(([title, text]) => {
    const file = join(folder, title.replaceAll(/\W/g, '-'));
    writeFileSync(file, text);
    return file;
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openjd check of texts that no author of a template would write', () => {
  test.each(['human', 'json', 'yaml', 'github'])(
    'tells of each of them, and never of itself: --output %s',
    (output) => {
      const args = [LAUNCHER, 'check', '--output', output, ...files];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
      expect(status).toBe(1);
      expect(stdout + stderr).not.toMatch(/^ {4}at |internal error/m);
      const silent = files.filter((file) => !stdout.includes(file) && !stderr.includes(file));
      // What has no fault is no annotation.
      if (output !== 'github') expect(silent).toEqual([]);
    },
  );
});
