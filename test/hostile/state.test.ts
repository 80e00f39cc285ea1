import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectPlainEnd, makePlace, missing, type Place, runOpenjd } from './support.js';

/** Where sessions work and where they record it, prepared by somebody else, unusable, or left by a runtime that was killed. */

let place: Place;
let job: string;
beforeEach(() => {
  place = makePlace();
  job = path.join(place.folder, 'job.yaml');
  writeFileSync(job, JSON.stringify(JOB));
});
afterEach(() => {
  place.remove();
  expect(existsSync(place.folder)).toBe(false);
});

const sh = (script: string) => ({ command: '/bin/sh', args: ['-c', script] });
const JOB = {
  specificationVersion: 'jobtemplate-2023-09',
  name: 'Small',
  jobEnvironments: [
    {
      name: 'E',
      script: {
        actions: { onEnter: { command: '{{Env.File.Enter}}' }, onExit: sh('true') },
        embeddedFiles: [
          { name: 'Enter', type: 'TEXT', runnable: true, data: '#!/bin/sh\nmkdir -p a/b; echo >a/b/file\n' },
        ],
      },
    },
  ],
  steps: [{ name: 'S', script: { actions: { onRun: sh('true') } } }],
};

const at = (...names: readonly string[]): string => path.join(place.folder, ...names);
const isRoot = process.getuid?.() === 0;

function folder(name: string, mode: number, owner?: number): string {
  mkdirSync(at(name));
  chmodSync(at(name), mode);
  if (owner !== undefined) chownSync(at(name), owner, owner);
  return at(name);
}

const LONG = `/${'x'.repeat(254)}`.repeat(16);

describe('a folder for temporary files that', () => {
  test.each([
    ['is a file', () => job, 'ENOTDIR'],
    ['does not exist', () => at('none'), 'ENOENT'],
    ['is not one to make folders in', () => '/proc', 'ENOENT'],
    ['has a name of 4,080 bytes', () => LONG, 'E'],
  ])('%s is told in one line, and nothing is left', async (_, make, reason) => {
    const env = { TMPDIR: make() };
    const run = await runOpenjd(['run', job], { place, env });
    expectPlainEnd(run);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(new RegExp(`^error: No session could be started in the folder ".*": ${reason}`));
    expect(run.stderr.length).toBeLessThan(1000);
    expect(place.left()).toEqual([]);
    expect(await runOpenjd(['clean'], { place, env })).toMatchObject({ status: 0, stdout: 'Nothing to clean.\n' });
  });

  test('others may exchange is warned of', async () => {
    const run = await runOpenjd(['run', job], { place, env: { TMPDIR: folder('open', 0o777) } });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain(
      `warning: another user of this host can exchange the files of this session: others may write in "${at('open')}"`,
    );
  });
});

describe('a folder of records that', () => {
  test.each([
    ['is a file', () => job, 'is no folder'],
    ['others may write in', () => folder('open', 0o777), 'others may write in'],
    ['lies in a folder that others may write in', () => path.join(folder('open', 0o777), 'a'), 'others may write in'],
    ['is one that no folder can be made in', () => '/proc/openjd/a', 'ENOENT'],
    ['has a name of 4,080 bytes', () => `/proc${LONG.slice(0, -5)}`, 'ENOENT'],
  ])('%s is told in one line by run and clean', async (_, make, reason) => {
    const env = { OPENJD_STATE_DIR: make() };
    for (const args of [['clean'], ['run', job]]) {
      const end = await runOpenjd(args, { place, env });
      expectPlainEnd(end);
      expect(end.status).toBe(1);
      expect(end.stderr).toMatch(/^error: There is no folder in which only this user can record what sessions make: /);
      expect(end.stderr).toMatch(new RegExp(reason));
      expect(end.stderr).toContain('OPENJD_STATE_DIR');
      expect(end.stderr.length).toBeLessThan(1000);
    }
    expect(place.left()).toEqual([]);
  });

  test.runIf(isRoot)('another user has, or has linked to one of ours, is told too (as root)', async () => {
    folder('theirs', 0o700, 54_321);
    folder('ours', 0o700);
    folder('shared', 0o1777);
    symlinkSync(at('ours'), at('shared', 'link'));
    lchownSync(at('shared', 'link'), 54_321, 54_321);
    for (const OPENJD_STATE_DIR of [at('theirs'), at('shared', 'link')]) {
      const end = await runOpenjd(['clean'], { place, env: { OPENJD_STATE_DIR } });
      expectPlainEnd(end);
      expect(end.stderr).toContain('belongs to the user 54321');
    }
  });

  test.runIf(isRoot)(
    'another user has taken in the temporary folder does not keep a session from running',
    async () => {
      mkdirSync(path.join(place.tmp, 'openjd-sessions-0'));
      chownSync(path.join(place.tmp, 'openjd-sessions-0'), 54_321, 54_321);
      expect(await runOpenjd(['run', job], { place })).toMatchObject({ status: 0, stderr: '' });
      expect(await runOpenjd(['clean'], { place })).toMatchObject({ status: 0, stdout: 'Nothing to clean.\n' });
    },
  );
});

describe('a runtime that is killed at a system call', () => {
  const CALLS = ['mkdir', 'rename', 'rmdir', 'unlink', 'fchmod', 'clone', 'clone3', 'vfork'];
  /** Of all that the complete sweep has, so that the suite is not held up. */
  const KILLS = 20;

  test('leaves nothing after clean, whichever it was', async (context) => {
    const reason = missing({ programs: ['strace'] });
    context.skip(reason !== undefined, reason);
    const log = at('log');
    const env = { NODE_DISABLE_COMPILE_CACHE: '1' };
    const traced = ['strace', '-o', log, '-e', `trace=${CALLS.join(',')}`];
    expect(await runOpenjd(['run', job], { place, env, through: traced })).toMatchObject({ status: 0 });
    const counts = new Map<string, number>();
    const points = readFileSync(log, 'latin1')
      .split('\n')
      .flatMap((line) => /^\w+(?=\()/.exec(line) ?? [])
      .map((call) => {
        counts.set(call, (counts.get(call) ?? 0) + 1);
        return [call, counts.get(call)!] as const;
      });
    expect(points.length).toBeGreaterThan(KILLS);
    const every = points.length / KILLS;
    for (let index = 0; index < points.length; index += every) {
      const [call, count] = points[Math.floor(index)]!;
      const kill = ['strace', '-o', '/dev/null', '-e', `trace=${call}`];
      const inject = ['-e', `inject=${call}:signal=SIGKILL:when=${count}`];
      await runOpenjd(['run', job], { place, env, through: [...kill, ...inject] });
      const cleaned = await runOpenjd(['clean'], { place, env });
      expectPlainEnd(cleaned);
      expect({ call, count, left: place.left(), status: cleaned.status }).toEqual({ call, count, left: [], status: 0 });
    }
    rmSync(log);
  }, 180_000);
});
