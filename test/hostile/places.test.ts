import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from './commands.js';
import { type OwingJob, writeOwingJob } from './jobs.js';
import {
  type Build,
  cannotMount,
  copyBuild,
  expectPlainEnd,
  makePlace,
  makeUser,
  missing,
  mountSmallDisk,
  type OtherUser,
  type Place,
  runOpenjd,
  type Start,
} from './support.js';

const noLinux = missing({ programs: [] });
const noUser = missing({ root: true, programs: ['useradd', 'setpriv'] });
const noMount = cannotMount();

let place: Place;
let job: OwingJob;
beforeEach(() => {
  place = makePlace();
  job = writeOwingJob(place, 'true');
});
afterEach(() => place.remove());

/** Runs every command there; each ends plainly and leaves nothing. Returns the statuses by command. */
async function everyCommand(start: Omit<Start, 'place'>): Promise<Record<string, number | null>> {
  const statuses: Record<string, number | null> = {};
  for (const command of COMMANDS) {
    const end = await runOpenjd(command, { place, ...start });
    expectPlainEnd(end);
    // One problem, with its hint.
    if (end.status !== 0) expect(end.stderr.split('\n').length, end.stderr).toBeLessThan(5);
    expect(Buffer.byteLength(end.stderr)).toBeLessThan(1000);
    expect(place.left()).toEqual([]);
    statuses[command[0]!] = end.status;
  }
  return statuses;
}

/** What needs no folder for temporary files. */
const ANYWHERE = {
  check: 0,
  summary: 0,
  explain: 0,
  eval: 0,
  schema: 0,
  completion: 0,
  help: 0,
  '--help': 0,
  '--version': 0,
};

describe.skipIf(noLinux !== undefined)(
  `every command, with a folder for temporary files (${noLinux ?? 'on Linux'})`,
  () => {
    const file = (): string => {
      const name = path.join(place.folder, 'a-file');
      writeFileSync(name, '');
      return name;
    };
    const REFUSED: Readonly<Record<string, () => string>> = {
      'that is a file': file,
      'below a file': () => path.join(file(), 'x', 'y'),
      'that is a device': () => '/dev/null',
      'of 4,080 bytes': () => path.join(place.tmp, ...Array<string>(40).fill('x'.repeat(99))).padEnd(4080, 'y'),
      'with a name of 300 bytes': () => path.join(place.tmp, 'x'.repeat(300)),
    };
    test.for(Object.entries(REFUSED))('%s', async ([, make]) => {
      const TMPDIR = make();
      expect(Buffer.byteLength(TMPDIR)).toBeLessThan(4096);
      expect(await everyCommand({ env: { TMPDIR } })).toEqual({ ...ANYWHERE, run: 1, clean: 0 });
      expect(job.journal()).toEqual([]);
    });

    test.for([
      ['relative', 'tmp'],
      ['empty', ''],
    ])('that is %s', async ([, TMPDIR]) => {
      expect(await everyCommand({ env: { TMPDIR: TMPDIR! } })).toEqual({ ...ANYWHERE, run: 0, clean: 0 });
      expect(job.journal()).toHaveLength(4);
    });

    test('that is mounted to be read only', async (context) => {
      context.skip(noMount !== undefined, noMount);
      const unmount = mountSmallDisk(place.tmp, '64k,ro');
      try {
        expect(await everyCommand({})).toEqual({ ...ANYWHERE, run: 1, clean: 0 });
      } finally {
        unmount();
      }
    });

    test('on a disk without space', async (context) => {
      context.skip(noMount !== undefined, noMount);
      const unmount = mountSmallDisk(place.tmp, '4k,nr_inodes=2');
      try {
        writeFileSync(path.join(place.tmp, 'last'), 'x');
        place = { ...place, left: () => [] };
        const statuses = await everyCommand({});
        expect(statuses).toMatchObject({ ...ANYWHERE, run: 1 });
      } finally {
        unmount();
      }
      expect(job.journal()).toEqual([]);
    });

    test("that is somebody else's and closed", async (context) => {
      context.skip(noUser !== undefined, noUser);
      const user = makeUser();
      try {
        chmodSync(place.tmp, 0o755);
        const HOME = path.join(place.folder, 'home');
        mkdirSync(HOME, { mode: 0o700 });
        chownSync(HOME, user.uid, user.gid);
        const start = { build: copyBuild(place), user, env: { HOME } };
        expect(await everyCommand(start)).toEqual({ ...ANYWHERE, run: 1, clean: 0 });
      } finally {
        user.remove();
      }
    });
  },
);

describe.skipIf(noLinux !== undefined)(`every command, with a folder for records (${noLinux ?? 'on Linux'})`, () => {
  const REFUSED: Readonly<Record<string, (name: string) => void>> = {
    'that is a file': (name) => writeFileSync(name, ''),
    'that others may enter': (name) => mkdirSync(name, { mode: 0o755 }),
    'that others may write in': (name) => {
      mkdirSync(name);
      chmodSync(name, 0o777);
    },
    'that is a link to itself': (name) => symlinkSync(name, name),
  };
  test.for(Object.entries(REFUSED))('%s', async ([, make]) => {
    const OPENJD_STATE_DIR = path.join(place.folder, 'records');
    make(OPENJD_STATE_DIR);
    const { run, clean, ...others } = await everyCommand({ env: { OPENJD_STATE_DIR } });
    expect(others).toEqual(ANYWHERE);
    expect({ run, clean }).toEqual({ run: 1, clean: 1 });
    expect(job.journal()).toEqual([]);
  });
});

describe.skipIf(noLinux !== undefined)(`every command (${noLinux ?? 'on Linux'})`, () => {
  test('in a current directory that is gone', async () => {
    for (const command of COMMANDS) {
      const args = command.map((word) => (word === 'owing.job.json' ? job.file : word));
      const end = await runOpenjd(args, { place, shell: 'mkdir gone && cd gone && rmdir ../gone && "$@"' });
      expectPlainEnd(end);
      if (end.status !== 0)
        expect(end.stderr).toBe('openjd: the current directory is gone or cannot be read; go to another one\n');
      expect(place.left()).toEqual([]);
    }
  });

  test('in a current directory that may not be read', async (context) => {
    context.skip(noUser !== undefined, noUser);
    const user: OtherUser = makeUser();
    try {
      const build: Build = copyBuild(place);
      const closed = path.join(place.folder, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      for (const command of COMMANDS) {
        const args = command.map((word) => (word === 'owing.job.json' ? job.file : word));
        const through = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
        const end = await runOpenjd(args, { place, build, through, cwd: closed });
        expectPlainEnd(end);
        expect(place.left()).toEqual([]);
        expect(end.status, end.stderr).toBe(0);
      }
    } finally {
      user.remove();
    }
  });

  test.for(['env -u HOME "$@"', 'HOME= "$@"', 'HOME=relative "$@"', 'env -u PATH "$@"', 'HOME=/dev/full "$@"'])(
    'without what is usually there: %s',
    async (shell) => {
      expect(await everyCommand({ shell })).toEqual({ ...ANYWHERE, run: 0, clean: 0 });
    },
  );

  test('with an empty PATH says what it did not find', async () => {
    const end = await runOpenjd(['run', job.file], { place, shell: 'PATH= "$@"' });
    expectPlainEnd(end);
    expect(end.status).toBe(1);
    expect(end.stdout).toMatch(/could not be started: .*PATH/);
    expect(place.left()).toEqual([]);
  });

  test('with a compile cache on a full disk', async (context) => {
    context.skip(noMount !== undefined, noMount);
    const home = path.join(place.folder, 'home');
    mkdirSync(home, { mode: 0o700 });
    const unmount = mountSmallDisk(home, '16k');
    try {
      chmodSync(home, 0o700);
      expect(await everyCommand({ env: { HOME: home } })).toEqual({ ...ANYWHERE, run: 0, clean: 0 });
    } finally {
      unmount();
    }
  });

  test('without /proc', async (context) => {
    const reason = noMount ?? missing({ programs: ['unshare'] });
    context.skip(reason !== undefined, reason);
    const statuses = await everyCommand({ shell: 'exec unshare --mount sh -c \'umount -l /proc && "$@"\' sh "$@"' });
    expect(statuses).toEqual({ ...ANYWHERE, run: 1, clean: 0 });
    expect(job.journal()).toEqual([]);
  });
});

describe.skipIf(noMount !== undefined)(`a run on a disk that fills (${noMount ?? 'as root on Linux'})`, () => {
  /** An action that fills the disk of the session, and what comes after it. */
  const FILL = 'dd if=/dev/zero of=filling bs=4096 2> /dev/null; true';

  test('with an embedded file that has no room tells the file, exits and leaves nothing', async () => {
    const unmount = mountSmallDisk(place.tmp, '256k');
    try {
      const large = JSON.parse(readFileSync(job.file, 'utf8'));
      large.steps[0].script.embeddedFiles = [{ name: 'Large', type: 'TEXT', data: 'x'.repeat(300_000) }];
      writeFileSync(job.file, JSON.stringify(large));
      const end = await runOpenjd(['run', job.file], { place });
      expectPlainEnd(end);
      expect(end.status).toBe(1);
      expect(end.stdout).toMatch(/the embedded file .* could not be written: ENOSPC/);
      expect(job.journal()).toEqual(['enter Outer', 'enter Inner', 'exit Inner', 'exit Outer']);
      expect(place.left()).toEqual([]);
    } finally {
      unmount();
    }
  });

  test('by its own action goes on without what it cannot write down, and leaves nothing', async () => {
    job = writeOwingJob(place, FILL);
    const unmount = mountSmallDisk(place.tmp, '256k');
    try {
      const end = await runOpenjd(['run', job.file], { place });
      expectPlainEnd(end);
      expect(end.status, end.stdout).toBe(0);
      expect(job.journal()).toEqual(['enter Outer', 'enter Inner', 'exit Inner', 'exit Outer']);
      expect(place.left()).toEqual([]);
    } finally {
      unmount();
    }
  });
});
