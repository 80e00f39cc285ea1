import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

describe.skipIf(!isRoot)('removing as root what an action of another user has left (needs root on Linux)', () => {
  leaveNothingBehind();
  beforeEach(() => {
    chmodSync(path.dirname(place.root), 0o711);
    chmodSync(place.root, 0o711);
  });

  test('takes away the folders of root in it that the user cannot write in, such as a container leaves', async () => {
    const { result } = await run(
      jobOf({ steps: [step('S', sh('mkdir -p a/b; echo made; until [ -e a/go ]; do sleep 0.05; done'))] }),
      { user: OTHER },
      (event) => {
        if (event.type !== 'output' || event.line !== 'made') return;
        const inner = path.join(sessionFolder(), 'a', 'b');
        mkdirSync(path.join(inner, 'roots', 'deep', 'deeper'), { recursive: true });
        writeFileSync(path.join(inner, 'roots', 'deep', 'file'), '');
        mkdirSync(path.join(inner, 'roots', 'theirs'));
        writeFileSync(path.join(inner, 'roots', 'theirs', 'file'), '');
        for (const name of ['theirs', 'theirs/file']) chownSync(path.join(inner, 'roots', name), OTHER.uid, OTHER.gid);
        writeFileSync(path.join(sessionFolder(), 'a', 'go'), '\n');
      },
    );
    expect(result.workingDirectory).toBeUndefined();
  });

  test('leaves what others have in a folder that the user has moved there', async () => {
    const parent = path.join(path.dirname(place.root), 'parent');
    mkdirSync(path.join(parent, 'spool'), { recursive: true });
    writeFileSync(path.join(parent, 'spool', 'precious'), '');
    chownSync(parent, OTHER.uid, OTHER.gid);
    chmodSync(path.join(parent, 'spool'), 0o1777);
    const { result } = await run(jobOf({ steps: [step('S', sh(`mv '${parent}/spool' .`))] }), { user: OTHER });
    expect(readdirSync(path.join(sessionFolder(), 'spool'))).toEqual(['precious']);
    expect(result.workingDirectory).toBe(sessionFolder());
    rmSync(sessionFolder(), { recursive: true });
    for (const name of readdirSync(place.state)) rmSync(path.join(place.state, name));
  });

  const sessionFolder = (): string => path.join(place.root, readdirSync(place.root)[0]!);
});
