import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobOf, leaveNothingBehind, place, run, sh, step } from './support.js';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');
const NODE_ARGS = ['--conditions=source', `--import=${path.join(FIXTURES, 'typescript.mjs')}`];
const OTHER = { uid: 54_321, gid: 54_321 };
const FOLDERS = 10;
const SESSIONS = 8;

const isRoot = process.getuid?.() === 0 && process.platform === 'linux';

/** While another user exchanges folders of sessions for links to a folder of root's. */
describe.skipIf(!isRoot)('a process of another user that exchanges folders for links (needs root on Linux)', () => {
  leaveNothingBehind();
  let neighbour: ChildProcess;
  let outside: string;

  beforeEach(async () => {
    const folder = path.dirname(place.root);
    outside = path.join(folder, 'outside');
    chmodSync(folder, 0o711);
    chmodSync(place.root, 0o1777);
    for (let i = 0; i < FOLDERS; i++) {
      mkdirSync(path.join(outside, `d${i}`), { recursive: true });
      writeFileSync(path.join(outside, `d${i}`, 'f'), 'precious');
    }
    chmodSync(outside, 0o755);
    const args = [...NODE_ARGS, path.join(FIXTURES, 'exchange.ts'), place.root, String(OTHER.uid)];
    neighbour = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => neighbour.stdout?.once('data', resolve));
  });
  afterEach(async () => {
    const ended = new Promise((resolve) => neighbour.once('exit', resolve));
    neighbour.kill('SIGKILL');
    await ended;
    // What such a neighbour has kept from being removed is left and told, with a record of this process, which is at work.
    for (const folder of [place.root, place.state]) {
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
    }
  });

  /** Folders that can be exchanged as soon as their links are there, with a closed one in each. */
  const litter = (mode: string): string =>
    `umask 0; i=0; while [ $i -lt ${FOLDERS} ]; do mkdir x$i; for j in 0 1 2 3 4 5; do mkdir x$i/d$j; : >x$i/d$j/f; done
    mkdir -m 0 x$i/closed; ln -s '${outside}' link$i; i=$((i+1)); done; chmod ${mode} .`;

  const expectOutsideUntouched = (): void => {
    expect(readdirSync(outside)).toHaveLength(FOLDERS);
    for (const name of readdirSync(outside)) expect(readdirSync(path.join(outside, name))).toEqual(['f']);
    expect(statSync(outside).mode & 0o7777).toBe(0o755);
  };

  test('leads the removal of that user’s sessions to nothing of root’s', async () => {
    for (let count = 0; count < SESSIONS; count++) {
      await run(jobOf({ steps: [step('S', sh(litter('700')))] }), { user: OTHER });
      expectOutsideUntouched();
    }
  }, 60_000);

  test('leads the removal of root’s own sessions, whose folders are open to all, to nothing outside', async () => {
    for (let count = 0; count < SESSIONS; count++) {
      await run(jobOf({ steps: [step('S', sh(litter('777')))] }));
      expectOutsideUntouched();
    }
  }, 60_000);
});
