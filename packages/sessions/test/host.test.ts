import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { exceedsArgumentLimit } from '../src/platform/posix/argument-limit.js';
import { findProcess, listProcesses, PS_ARGS, parsePs } from '../src/platform/posix/process-table.js';
import { requireSupportedPlatform } from '../src/platform/support.js';
import { environment, jobOf, leaveNothingBehind, place, run, sh, step } from './support.js';

leaveNothingBehind();

const isRoot = process.getuid?.() === 0;
const OTHER = { uid: 54_321, gid: 54_322 };

describe.runIf(isRoot)('actions of another user', () => {
  test('run as that user, with files and a working directory of its own, and are canceled', async () => {
    chmodSync(path.dirname(place.root), 0o711);
    chmodSync(place.root, 0o711);
    const file = {
      name: 'Run',
      type: 'TEXT',
      runnable: true,
      data: '#!/bin/sh\nid -u; id -g; id -G; echo again > /dev/stderr; cat "$0" > copy; stat -c "%u %a" . "$0" copy\n',
    };
    const script = { actions: { onRun: { command: '{{Task.File.Run}}' } }, embeddedFiles: [file] };
    const endless = sh('trap "" TERM; echo up; while :; do sleep 0.05; done', {
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 1 },
    });
    const job = jobOf({
      jobEnvironments: [
        environment('E', { onEnter: sh('true'), onExit: sh('cat cancel_info.json > /dev/null && id -u') }),
      ],
      steps: [{ name: 'S', script }, step('T', endless)],
    });
    const { lines, result } = await run(job, { user: OTHER }, (event, interrupt) => {
      if (event.type === 'output' && event.line === 'up') interrupt();
    });
    expect(lines.filter((line) => line !== 'Killed')).toEqual([
      '54321',
      '54322',
      '54322',
      'again',
      '54321 700',
      '54321 700',
      expect.stringMatching(/^54321 6/),
      'up',
      '54321',
    ]);
    expect(result).toMatchObject({ outcome: 'CANCELED', failure: { signal: 'SIGKILL' } });
  });
});

describe.runIf(isRoot && process.platform === 'linux')('on a disk that is full', () => {
  test('an embedded file that cannot be written is told, the exits run, and nothing is left', async ({ skip }) => {
    const disk = path.join(path.dirname(place.root), 'disk');
    mkdirSync(disk);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    if (mount.status !== 0) skip('a small disk cannot be mounted here, as in most containers');
    try {
      const script = {
        actions: { onRun: { command: 'true' } },
        embeddedFiles: [{ name: 'Big', type: 'TEXT', data: 'x'.repeat(100_000) }],
      };
      const full = environment('E', { onEnter: sh('true'), onExit: sh('echo out') });
      const job = jobOf({ jobEnvironments: [full], steps: [{ name: 'S', script }] });
      const { actions, result } = await run(job, { workingDirectoryRoot: disk });
      expect(actions).toEqual(['E.onEnter SUCCEEDED', 'S.onRun FAILED', 'E.onExit SUCCEEDED']);
      expect(result.failure?.problem).toMatchObject({
        code: 'FILE_NOT_WRITTEN',
        message: expect.stringContaining('onRun of step "S"'),
        hint: expect.stringContaining('The disk is full'),
      });
      expect(result.workingDirectory).toBeUndefined();
      expect(execFileSync('ls', ['-A', disk], { encoding: 'utf8' })).toBe('');
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

test('a working directory root that does not exist is told', async () => {
  const job = jobOf({ steps: [step('S', sh('true'))] });
  await expect(run(job, { workingDirectoryRoot: '/no/such/folder' })).rejects.toMatchObject({
    problems: [{ code: 'SESSION_NOT_STARTED', message: expect.stringContaining('/no/such/folder') }],
  });
});

test('other systems are refused in words', () => {
  expect(() => requireSupportedPlatform('win32')).toThrow('jobs cannot be run on Windows yet');
  expect(() => requireSupportedPlatform('linux')).not.toThrow();
  expect(() => requireSupportedPlatform('darwin')).not.toThrow();
});

describe('the table of processes', () => {
  test('is read from ps where there is no /proc', () => {
    const text = [
      '    1     0     1 Ss   Tue Nov 24 03:51:01 2026',
      '  812   811   811 Z+   Tue Nov 24 05:00:59 2026',
      'no process',
    ].join('\n');
    expect(parsePs(text)).toEqual([
      { pid: 1, name: '', parent: 0, group: 1, start: 'Tue Nov 24 03:51:01 2026', zombie: false, stopped: false },
      { pid: 812, name: '', parent: 811, group: 811, start: 'Tue Nov 24 05:00:59 2026', zombie: true, stopped: false },
    ]);
    const own = parsePs(execFileSync('ps', [...PS_ARGS], { encoding: 'utf8' })).find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parent: process.ppid, zombie: false, start: expect.stringMatching(/\d\d:\d\d:\d\d/) });
  });

  test('tells a process by its id and start', () => {
    const own = findProcess(process.pid);
    expect(own).toMatchObject({ pid: process.pid, parent: process.ppid, zombie: false });
    expect(listProcesses()).toContainEqual(own);
    expect(findProcess(2 ** 22 + 1)).toBeUndefined();
  });
});

describe('the argument limit', () => {
  const limits = { total: 200, single: 100 };
  test('counts arguments, variables and pointers', () => {
    expect(exceedsArgumentLimit('x', ['y'.repeat(99)], {}, limits)).toBeUndefined();
    expect(exceedsArgumentLimit('x', ['y'.repeat(100)], {}, limits)).toBe(
      'argument 1 has 101 bytes and the system allows 100 for one argument',
    );
    expect(exceedsArgumentLimit('x', ['é'.repeat(50)], {}, limits)).toContain('101 bytes');
    expect(exceedsArgumentLimit('x', [], { LONG: 'y'.repeat(100) }, limits)).toContain('variable LONG has 106 bytes');
    // 10 for the command, 89 for each argument.
    expect(exceedsArgumentLimit('x', ['y'.repeat(80), 'y'.repeat(80)], {}, limits)).toBeUndefined();
    expect(exceedsArgumentLimit('x', ['y'.repeat(80), 'y'.repeat(80)], { A: '12' }, limits)).toBe(
      'the command with 2 arguments has 188 bytes and its 1 environment variables have 13; the system allows 200 together',
    );
  });

  test('is no less than what the system takes', () => {
    // What we let through does start.
    const text = 'x'.repeat(131_071);
    expect(exceedsArgumentLimit('true', [text], process.env as Record<string, string>)).toBeUndefined();
    expect(() => execFileSync('true', [text])).not.toThrow();
    expect(() => execFileSync('true', [`${text}x`])).toThrow(/E2BIG/);
  });
});
