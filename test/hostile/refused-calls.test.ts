import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OwingJob, writeOwingJob } from './jobs.js';
import { expectPlainEnd, makePlace, missing, type Place, runOpenjd } from './support.js';

const noStrace = missing({ programs: ['strace'] });

/** The calls that a session lives by, and with what the system refuses them. */
const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  openat: ['EMFILE', 'ENOSPC'],
  mkdir: ['ENOSPC'],
  rename: ['EIO'],
  unlink: ['EIO'],
  rmdir: ['EBUSY'],
  pipe2: ['EMFILE'],
  clone: ['EAGAIN'],
};

let place: Place;
let job: OwingJob;
beforeEach(() => {
  place = makePlace();
  job = writeOwingJob(place, 'echo a task');
});
afterEach(() => place.remove());

/** One call of the runtime's main thread: the how-manieth of its name. */
interface Call {
  readonly name: string;
  readonly count: number;
}

/** The calls of a run, from the first that has to do with its folders on. */
async function callsOfARun(): Promise<readonly Call[]> {
  const log = path.join(place.folder, 'calls');
  const through = ['strace', '-qq', '-e', `trace=${Object.keys(REFUSALS).join()}`, '-e', 'signal=none', '-o', log];
  expect(await runOpenjd(['run', job.file], { place, through })).toMatchObject({ status: 0 });
  const counts = new Map<string, number>();
  const calls: Call[] = [];
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined || !(name in REFUSALS)) continue;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (calls.length > 0 || line.includes('openjd-session-')) {
      if (line.includes('session') || !line.includes('"')) calls.push({ name, count });
    }
  }
  return calls;
}

/** Every environment whose entering was tried has its exit in the log, whatever became of it. */
function expectExitsTried(log: string): void {
  const named = (which: string): string[] =>
    [...log.matchAll(new RegExp(`==== Environment (\\w+): ${which}`, 'g'))].map(([, name]) => name!);
  expect(named('onExit')).toEqual(named('onEnter').toReversed());
}

describe.skipIf(noStrace !== undefined)(`a call of the system that is refused (${noStrace ?? 'on Linux'})`, () => {
  test('whichever it is, ends plainly with the exits tried, and what is left is told and found', {
    timeout: 300_000,
  }, async () => {
    const calls = await callsOfARun();
    expect(calls.length).toBeGreaterThan(20);
    for (const { name, count } of calls) {
      for (const code of REFUSALS[name]!) {
        const refused = `${name}:error=${code}:when=${count}`;
        const through = ['strace', '-qq', '-o', '/dev/null', '-e', `trace=${name}`, '-e', `inject=${refused}`];
        const end = await runOpenjd(['run', job.file], { place, through });
        const told = `${refused}\n${end.stdout}${end.stderr}`;
        expect([0, 1], told).toContain(end.status);
        expectPlainEnd(end);
        expectExitsTried(end.stdout);
        if (place.left().length > 0) expect(told).toMatch(/has left|could not be removed|could be started/);
        const clean = await runOpenjd(['clean'], { place });
        expect({ refused, told, status: clean.status, left: place.left() }).toMatchObject({ status: 0, left: [] });
      }
    }
  });
});
