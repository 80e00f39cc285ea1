import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cannotMount,
  copyBuild,
  expectPlainEnd,
  makePlace,
  makeUser,
  missing,
  mountSmallDisk,
  type Place,
  runOpenjd,
} from './support.js';

let place: Place;
beforeAll(() => {
  place = makePlace();
});
afterAll(() => {
  place.remove();
  expect(existsSync(place.folder)).toBe(false);
});

test('another user can start a copy of the build, with limits, and is gone after the test', async (context) => {
  const reason = missing({ root: true, programs: ['useradd', 'setpriv', 'prlimit'] });
  context.skip(reason !== undefined, reason);
  const user = makeUser();
  try {
    expect(user.uid).toBeGreaterThan(0);
    const start = { place, build: copyBuild(place), user, limits: ['--nofile=100'] };
    expect(await runOpenjd(['--version'], start)).toEqual({ status: 0, signal: null, stdout: '0.1.0\n', stderr: '' });
    expect((await runOpenjd([], { ...start, shell: 'id -u' })).stdout).toBe(`${user.uid}\n`);
  } finally {
    user.remove();
  }
  expect(spawnSync('id', [user.name]).status).not.toBe(0);
});

test('a small disk fills, and is gone after the test', (context) => {
  const reason = cannotMount();
  context.skip(reason !== undefined, reason);
  const unmount = mountSmallDisk(place.tmp, '64k');
  try {
    expect(statfsSync(place.tmp).blocks * statfsSync(place.tmp).bsize).toBe(65_536);
    expect(() => writeFileSync(path.join(place.tmp, 'file'), Buffer.alloc(100_000))).toThrow('ENOSPC');
  } finally {
    unmount();
  }
  expect(place.left()).toEqual([]);
});

test('an end with a trace, a signal or a status of its own is no plain end', () => {
  const end = { status: 1, signal: null, stdout: '', stderr: 'error: no\n' };
  expectPlainEnd(end);
  for (const other of [
    { status: 134 },
    { status: null, signal: 'SIGABRT' as const },
    { stderr: 'Error: x\n    at f (a.js:1:2)\n' },
    { stderr: 'openjd: internal error: x\n' },
  ]) {
    expect(() => expectPlainEnd({ ...end, ...other })).toThrow();
  }
});
