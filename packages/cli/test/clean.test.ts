import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openjd } from './openjd.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-clean-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const uid = process.getuid?.() ?? 0;
const NAME = 'records';

/** What another user may have laid where the records would go, or how the machine may be. */
const LAID: Record<string, { readonly lay: (at: string) => void; readonly needsRoot?: true }> = {
  'a folder that others may enter': {
    lay: (at) => {
      mkdirSync(at);
      chmodSync(at, 0o755);
    },
  },
  'a folder of another user': {
    lay: (at) => {
      mkdirSync(at, { mode: 0o700 });
      chownSync(at, 65_534, 65_534);
    },
    needsRoot: true,
  },
  'a file': { lay: (at) => writeFileSync(at, '') },
};

describe.each(['clean', 'run'])('openjd %s, where the records would go', (command) => {
  const args = command === 'run' ? ['run', 'render.job.yaml', '--step', 'Render'] : ['clean'];
  test.for(Object.keys(LAID))('%s: one line says so, and nothing is touched', async (what, { skip }) => {
    const { lay, needsRoot } = LAID[what]!;
    skip(needsRoot === true && uid !== 0, 'needs root');
    const at = join(folder, NAME);
    lay(at);
    const before = readdirSync(folder, { recursive: true });
    const { status, stdout, stderr } = await openjd(args, { env: { OPENJD_STATE_DIR: at } });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: There is no folder in which only this user can record .*\n {2}hint: Name a folder in OPENJD_STATE_DIR .*\n$/,
      ),
    });
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  test.for<[string, () => string, string]>([
    ['a place in a file', () => join(folder, 'file', 'records'), 'is no folder'],
    ['a name that is too long', () => join(folder, 'x'.repeat(4000)), 'name too long'],
    ['a place in /proc', () => '/proc/records', 'no such file'],
  ])('%s: one line says so', async ([, place, told], { skip }) => {
    skip(told.startsWith('no such') && process.platform !== 'linux', 'needs /proc');
    writeFileSync(join(folder, 'file'), '');
    const { status, stdout, stderr } = await openjd(args, { env: { OPENJD_STATE_DIR: place() } });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(told);
    expect(stderr.split('\n')).toHaveLength(3);
  });
});

test('openjd clean makes the folder of records where there is none yet, and has nothing to do', async () => {
  const at = join(folder, 'one', 'two');
  const { status, stdout, stderr } = await openjd(['clean'], { env: { OPENJD_STATE_DIR: at } });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'Nothing to clean.\n', stderr: '' });
});
