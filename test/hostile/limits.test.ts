import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from './commands.js';
import { expectOwedExits, type OwingJob, writeOwingJob } from './jobs.js';
import {
  type Build,
  copyBuild,
  expectPlainEnd,
  makePlace,
  makeUser,
  missing,
  type OtherUser,
  OWN_BUILD,
  type Place,
  runOpenjd,
  type Start,
} from './support.js';

const noLimits = missing({ programs: ['prlimit'] });
const noUser = missing({ root: true, programs: ['prlimit', 'useradd', 'setpriv'] });

let place: Place;
let job: OwingJob;
beforeEach(() => {
  place = makePlace();
  job = writeOwingJob(place, 'echo a task');
  // What Node.js reads before the first line of a program.
  writeFileSync(path.join(place.folder, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(path.join(place.folder, 'nothing.js'), '');
});
afterEach(() => place.remove());

/** Node.js hangs in places where it may not have its threads. Milliseconds. */
const NODE_MS = 5_000;

/** Nothing, or what V8 says of a thread that it can do without. */
const QUIET: unknown = expect.stringMatching(/^(?:node\[\d+\]: pthread_create: .*\n)*$/);

/** Whether Node.js itself comes to its first line and to its end. */
function nodeWorks(limit: string, { user, build = OWN_BUILD }: Partial<Start>): boolean {
  const through = user === undefined ? [] : ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const command = [...through, 'prlimit', limit, build.node, path.join(place.folder, 'nothing.js')];
  return spawnSync(command[0]!, command.slice(1), { timeout: NODE_MS, killSignal: 'SIGKILL' }).status === 0;
}

/** The values of a limit with which Node.js works, from the greatest downward. */
function* worksWith(
  limit: (value: number) => string,
  values: readonly number[],
  start: Partial<Start>,
): Generator<number> {
  for (const value of values) {
    if (!nodeWorks(limit(value), start)) return;
    yield value;
  }
}

function downward(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}

/** A run with a limit ends plainly, exits what it entered and leaves nothing. Returns its status. */
async function runWith(limit: string, start: Partial<Start> = {}): Promise<number | null> {
  const before = job.journal().length;
  const end = await runOpenjd(['run', job.file], { place, ...start, limits: [limit] });
  expect({ limit, left: place.left(), signal: end.signal, stderr: end.stderr }).toMatchObject({
    left: [],
    signal: null,
  });
  expectPlainEnd(end);
  expectOwedExits(job.journal().slice(before));
  if (end.status !== 0) expect(`${end.stdout}${end.stderr}`).toMatch(/EMFILE|EAGAIN|ENOMEM/);
  return end.status;
}

/** From the greatest value downward: it works, and from some value on it is refused. */
function expectOneThreshold(statuses: readonly (number | null)[]): void {
  expect(statuses.length).toBeGreaterThan(1);
  expect(statuses[0]).toBe(0);
  expect(statuses).toEqual(statuses.toSorted());
}

describe.skipIf(noLimits !== undefined)(`with few open files (${noLimits ?? 'on Linux'})`, () => {
  const limit = (value: number): string => `--nofile=${value}`;

  test('a run works or is refused in one line, for each number with which Node.js works', {
    timeout: 120_000,
  }, async () => {
    const statuses: (number | null)[] = [];
    for (const value of worksWith(limit, [64, ...downward(36, 3)], {})) statuses.push(await runWith(limit(value)));
    expectOneThreshold(statuses);
  });

  test('so does every other command', { timeout: 120_000 }, async () => {
    const least = [...worksWith(limit, downward(30, 3), {})].at(-1)!;
    for (const command of COMMANDS.filter(([name]) => name !== 'run')) {
      const end = await runOpenjd(command, { place, limits: [limit(least)] });
      expectPlainEnd(end);
      if (end.status !== 0) expect(end.stderr).toMatch(/^openjd: .*EMFILE.*\n$/);
      expect(place.left()).toEqual([]);
    }
  });
});

describe.skipIf(noUser !== undefined)(
  `as a user with few processes and threads (${noUser ?? 'as root on Linux'})`,
  () => {
    const limit = (value: number): string => `--nproc=${value}`;
    let user: OtherUser;
    let build: Build;
    beforeEach(() => {
      user = makeUser();
      build = copyBuild(place);
    });
    afterEach(() => user.remove());

    test('a run works or is refused in one line, for each number with which Node.js works', {
      timeout: 120_000,
    }, async () => {
      const statuses: (number | null)[] = [];
      for (const value of worksWith(limit, downward(24, 1), { user, build })) {
        statuses.push(await runWith(limit(value), { user, build }));
      }
      expectOneThreshold(statuses);
    });

    test('every other command works, also with a file as standard input', { timeout: 120_000 }, async () => {
      const least = [...worksWith(limit, downward(20, 1), { user, build })].at(-1)!;
      const start = { place, user, build, limits: [limit(least)] };
      for (const command of COMMANDS.filter(([name]) => name !== 'run')) {
        expect(await runOpenjd(command, start)).toMatchObject({ status: 0, stderr: QUIET });
      }
      const check = await runOpenjd(['check', '-'], { ...start, shell: 'exec "$@" < owing.job.json' });
      expect(check).toMatchObject({ status: 0, stderr: QUIET });
      writeFileSync(path.join(place.folder, 'lines'), '{"expr": "1 + 1"}');
      const lines = await runOpenjd(['eval', '--lines'], { ...start, shell: 'exec "$@" < lines' });
      expect(lines.stdout).toBe('{"ok":true,"type":"int","value":2,"text":"2"}\n');
      expect(place.left()).toEqual([]);
    });
  },
);

describe.skipIf(noLimits !== undefined)(`with little memory or time (${noLimits ?? 'on Linux'})`, () => {
  test.for([131_072, 262_144, 524_288])('a stack of %i bytes is refused by every command', async (bytes) => {
    for (const command of COMMANDS) {
      const end = await runOpenjd(command, { place, limits: [`--stack=${bytes}`] });
      expect(end).toMatchObject({ status: 1, signal: null, stdout: '' });
      expect(end.stderr).toBe(`openjd: needs a stack of 1024 kB (\`ulimit -s\`); it has ${bytes / 1024}\n`);
    }
  });

  test('a stack of 1 MiB is enough for what is nested deeply', async () => {
    const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
    const end = await runOpenjd(['eval', deep], { place, limits: ['--stack=1048576'] });
    expectPlainEnd(end);
    expect(end.status).toBe(1);
  });

  test('a run works in an address space twice as large as what Node.js itself needs', {
    timeout: 120_000,
  }, async () => {
    const limit = (value: number): string => `--as=${value}`;
    const least = [
      ...worksWith(
        limit,
        downward(40, 2).map((value) => value * 50_000_000),
        {},
      ),
    ].at(-1)!;
    expect(await runWith(limit(least * 2))).toBe(0);
  });

  test('a run that has used up its time of the processor exits what it entered', async () => {
    const endless = writeOwingJob(place, 'exec yes "as many lines as there can be"');
    const end = await runOpenjd(['run', endless.file], { place, limits: ['--cpu=1:30'], shell: '"$@" > /dev/null' });
    expectPlainEnd(end);
    expect(end.status).toBe(152);
    expectOwedExits(endless.journal());
    expect(endless.journal().length).toBeGreaterThan(0);
    expect(place.left()).toEqual([]);
  });
});
