import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from './commands.js';
import { expectOwedExits, FLOOD, type OwingJob, writeOwingJob } from './jobs.js';
import {
  cannotMount,
  expectPlainEnd,
  finish,
  makePlace,
  missing,
  mountSmallDisk,
  type Place,
  runOpenjd,
  startOpenjd,
} from './support.js';

const noLinux = missing({ programs: ['python3'] });
const noMount = cannotMount();

let place: Place;
let job: OwingJob;
beforeEach(() => {
  place = makePlace();
  job = writeOwingJob(place, FLOOD);
});
afterEach(() => place.remove());

/** `status` and what stands on standard error, for a run whose output goes as the shell says. */
interface Loss {
  readonly shell: string;
  readonly args?: readonly string[];
  readonly status: number;
  readonly stderr?: RegExp;
  /** It is lost before the first action. */
  readonly atOnce?: true;
}

const NO_SPACE = /^openjd: standard output is not writable: ENOSPC: .*\n$/;

/** `"$@"` is the run; `full` is a full disk. */
const LOSSES: Readonly<Record<string, Loss>> = {
  'standard output on a device without space': { shell: '"$@" > /dev/full', status: 1, stderr: NO_SPACE },
  'both outputs on a device without space': { shell: '"$@" > /dev/full 2>&1', status: 1 },
  'a log on standard error without space': {
    shell: '"$@" 2> /dev/full > document',
    args: ['-o', 'json', '-v'],
    status: 1,
  },
  'a document without space': { shell: '"$@" > /dev/full', args: ['-o', 'json'], status: 1, stderr: NO_SPACE },
  'a file of events without space': {
    shell: '"$@" > log',
    args: ['--log', '/dev/full'],
    status: 1,
    atOnce: true,
    stderr: /^error: "\/dev\/full" is not writable: no space left on device\n$/,
  },
  'a page without space': {
    shell: '"$@" > log',
    args: ['--timeline', '/dev/full'],
    status: 1,
    stderr: /^error: "\/dev\/full" is not writable: no space left on device\n$/,
  },
  'a reader that goes after one line': {
    shell: '{ "$@"; echo $? > status; } | head -1 > log; exit $(cat status)',
    status: 141,
  },
  'a reader of both outputs that goes after one line': {
    shell: '{ "$@" 2>&1; echo $? > status; } | head -1 > log; exit $(cat status)',
    status: 141,
  },
  'outputs that may not be written': { shell: '"$@" > log 1< log 2< log', status: 1 },
  'outputs that were closed': { shell: '"$@" >&- 2>&-', status: 0 },
  'all three streams closed': { shell: '"$@" >&- 2>&- <&-', status: 0 },
  'a limit of the size of files': {
    shell: 'ulimit -f 20; "$@" > log',
    status: 1,
    stderr: /^openjd: standard output is not writable: EFBIG: .*\n$/,
  },
};

describe.skipIf(noLinux !== undefined)(`a run whose output is lost (${noLinux ?? 'on Linux'})`, () => {
  test.for(Object.entries(LOSSES))(
    'exits what it entered: %s',
    async ([, { shell, args = [], status, stderr, atOnce }]) => {
      const end = await runOpenjd(['run', job.file, ...args], { place, shell });
      expectPlainEnd(end);
      expect(end.status).toBe(status);
      expect(end.stderr).toMatch(stderr ?? /^$/);
      expect(job.journal().length === 0).toBe(atOnce === true);
      expectOwedExits(job.journal());
      expect(place.left()).toEqual([]);
    },
  );

  test.for(['"$@" > disk/log', '"$@" > disk/log 2>&1', '"$@" 2> disk/log'])(
    'exits what it entered on a disk that fills: %s',
    async (shell, context) => {
      context.skip(noMount !== undefined, noMount);
      const disk = path.join(place.folder, 'disk');
      mkdirSync(disk);
      const unmount = mountSmallDisk(disk, '64k');
      try {
        const verbose = shell.includes('2> disk') ? ['-o', 'json', '-v'] : [];
        const end = await runOpenjd(['run', job.file, ...verbose], { place, shell });
        expectPlainEnd(end);
        expect(end.status).toBe(1);
        expect(end.stderr).toMatch(shell === '"$@" > disk/log' ? NO_SPACE : /^$/);
        // The disk was full only when the task ran.
        expect(job.journal().slice(0, 2)).toEqual(['enter Outer', 'enter Inner']);
        expectOwedExits(job.journal());
        expect(place.left()).toEqual([]);
      } finally {
        unmount();
      }
    },
  );

  test.for(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGXCPU'] as const)(
    'hears %s while a reader that takes nothing holds it up, and ends',
    async (signal) => {
      // The reader opens the pipe, reads nothing, and lives longer than the run.
      const child = startOpenjd(['run', job.file], {
        place,
        shell: 'mkfifo out; sleep 60 < out > /dev/null 2>&1 & trap "" INT HUP; echo $! > reader; exec "$@" > out',
      });
      const ended = finish(child);
      while (job.journal().length < 2) await sleep(20);
      // As much as the pipe holds has been written when the task is held up: its own pipe is full as well.
      await sleep(500);
      expect(job.journal()).toEqual(['enter Outer', 'enter Inner']);
      child.kill(signal);
      const end = await ended;
      process.kill(Number(readFileSync(path.join(place.folder, 'reader'), 'utf8')));
      expectPlainEnd(end);
      expect(end.status).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGXCPU: 152 }[signal]);
      expectOwedExits(job.journal());
      expect(place.left()).toEqual([]);
    },
  );
});

/** Starts a command whose standard output is a pipe that does not wait, with a reader that begins late. */
const NON_BLOCKING = `
import os, subprocess, sys, time
read, write = os.pipe()
os.set_blocking(write, False)
child = subprocess.Popen(sys.argv[1:], stdout=write)
os.close(write)
time.sleep(0.3)
count = 0
while chunk := os.read(read, 65536): count += len(chunk)
print(count, child.wait())
`;

describe.skipIf(noLinux !== undefined)(`output that is a pipe which does not wait (${noLinux ?? 'on Linux'})`, () => {
  test.for([['schema'], ['run']])('is written whole: %s', async ([command]) => {
    const args = command === 'run' ? ['run', job.file] : [command!];
    const whole = await runOpenjd(args, { place });
    const end = await runOpenjd(args, { place, through: ['python3', '-c', NON_BLOCKING] });
    const [count, status] = end.stdout.trim().split(' ').map(Number);
    expect({ status, stderr: end.stderr }).toEqual({ status: 0, stderr: '' });
    // Times in front of lines and names of folders have the same length.
    expect(count).toBe(whole.stdout.length);
  });
});

describe.skipIf(noLinux !== undefined)(`every other command whose output is lost (${noLinux ?? 'on Linux'})`, () => {
  test.for(COMMANDS.filter(([name]) => name !== 'run'))('says so once, and its status too: %s', async (command) => {
    const place = makePlace();
    try {
      chmodSync(place.folder, 0o755);
      writeOwingJob(place, 'true');
      const full = await runOpenjd(command, { place, shell: '"$@" > /dev/full' });
      expect(full).toMatchObject({ status: 1, signal: null, stdout: '', stderr: expect.stringMatching(NO_SPACE) });
      const both = await runOpenjd(command, { place, shell: '"$@" > /dev/full 2>&1' });
      expect(both).toEqual({ status: 1, signal: null, stdout: '', stderr: '' });
      // Nobody reads from the first moment on.
      const gone = await runOpenjd(command, {
        place,
        shell: '{ sleep 0.2; "$@"; echo $? > status; } | true; cat status',
      });
      expect(gone).toEqual({ status: 0, signal: null, stdout: '141\n', stderr: '' });
      expect(place.left()).toEqual([]);
    } finally {
      place.remove();
    }
  });
});
