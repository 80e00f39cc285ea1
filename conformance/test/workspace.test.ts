import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Workspace } from '../src/workspace.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
/** As the suite writes it: a process that is not there. */
const GONE = `${hostname()}/1/0`;

let temporary = '';
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'openjd-workspace-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

/** A folder as a killed run leaves it, with one case. */
function leftRun(name: string, token: string): string {
  const root = join(temporary, name);
  mkdirSync(join(root, 'case-1'), { recursive: true, mode: 0o700 });
  writeFileSync(join(root, 'owner'), GONE);
  writeFileSync(join(root, 'case-1', 'token'), token);
  return root;
}

async function processOf(token: string): Promise<ChildProcess> {
  const child = spawn('sleep', ['600'], { env: { ...process.env, OPENJD_CASE: token }, stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

test.runIf(existsSync('/proc/self/environ'))(
  'what a killed run of this user left is taken away, its processes too',
  async () => {
    const root = leftRun('openjd-cases-own', 'left-over');
    const child = await processOf('left-over');
    const ended = once(child, 'exit');
    await Workspace.removeOrphans();
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(existsSync(root)).toBe(false);
  },
);

const LAID: Record<string, (root: string) => void> = {
  'a folder that others can write in': (root) => chmodSync(root, 0o777),
  'a link to such a folder of this user': (root) => symlinkSync(root, join(temporary, 'openjd-cases-link')),
  ...(isRoot && { "another user's folder": (root: string) => chownSync(root, NOBODY, NOBODY) }),
};
test.for(Object.keys(LAID))('%s, laid as a killed run of the suite, costs nothing', async (what) => {
  const isLink = what.startsWith('a link');
  const root = leftRun(isLink ? 'elsewhere' : 'openjd-cases-laid', 'at-work');
  LAID[what]!(root);
  const child = await processOf('at-work');
  try {
    await Workspace.removeOrphans();
    expect(child.exitCode ?? child.signalCode).toBe(null);
    expect(existsSync(join(root, 'case-1', 'token'))).toBe(true);
  } finally {
    child.kill('SIGKILL');
  }
});
