import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leftBehind } from '../nothing-left.js';
import { expectOwedExits, writeOwingJob } from './jobs.js';
import { expectPlainEnd, finish, makePlace, missing, type Place, runOpenjd, startOpenjd } from './support.js';

const noLinux = missing({ programs: ['setsid'] });

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const sh = (script: string, more: object = {}) => ({ command: 'sh', args: ['-c', script], ...more });

/** Live processes that have the place in their environment, as `TMPDIR`. */
function processes(): readonly string[] {
  return leftBehind(place.tmp);
}

function write(name: string, document: object): string {
  const file = path.join(place.folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** A job of one step with this many tasks. */
function jobFile(name: string, onRun: object, tasks = 1): string {
  return write(`${name}.job.json`, {
    specificationVersion: 'jobtemplate-2023-09',
    name,
    steps: [
      {
        name: 'S',
        parameterSpace: { taskParameterDefinitions: [{ name: 'N', type: 'INT', range: `1-${tasks}` }] },
        script: { actions: { onRun } },
      },
    ],
  });
}

/** An environment that wraps every action in a shell, and starts a process that goes on in the background. */
function wrapperFile(): string {
  const wrapped = sh('"$@"', { args: ['-c', '"$@"', 'sh', '{{WrappedAction.Command}}', '{{WrappedAction.Args}}'] });
  return write('wrapper.env.json', {
    specificationVersion: 'environment-2023-09',
    extensions: ['EXPR', 'WRAP_ACTIONS'],
    environment: {
      name: 'Wrapper',
      script: {
        actions: {
          onEnter: sh('sleep 300 > /dev/null 2>&1 &'),
          onWrapEnvEnter: wrapped,
          onWrapTaskRun: wrapped,
          onWrapEnvExit: wrapped,
          onExit: sh('true'),
        },
      },
    },
  });
}

describe.skipIf(noLinux !== undefined)(`a working directory (${noLinux ?? 'on Linux'})`, () => {
  test('that an action removes costs the run its tasks, and nothing else', async () => {
    const job = writeOwingJob(place, 'cd / && rm -r "$OPENJD_SESSION_WORKING_DIR"');
    const end = await runOpenjd(['run', job.file], { place });
    expectPlainEnd(end);
    expect(end.status).toBe(1);
    expect(end.stdout).toMatch(/the session's working directory .* is gone/);
    expect(place.left()).toEqual([]);
    expect(processes()).toEqual([]);
  });

  test('that an action replaces by a link is not followed when it is removed', async () => {
    const victim = path.join(place.folder, 'victim');
    mkdirSync(victim);
    writeFileSync(path.join(victim, 'file'), 'kept');
    symlinkSync('file', path.join(victim, 'link'));
    const job = writeOwingJob(
      place,
      `d=$OPENJD_SESSION_WORKING_DIR; cd / && mv "$d" "$d.away" && ln -s ${victim} "$d"`,
    );
    const end = await runOpenjd(['run', job.file], { place });
    expectPlainEnd(end);
    expect(readFileSync(path.join(victim, 'file'), 'utf8')).toBe('kept');
    // What the action has put elsewhere under another name is its own.
    expect(place.left().filter((name) => !name.includes('.away'))).toEqual([]);
  });
});

describe.skipIf(noLinux !== undefined)(`SIGSTOP (${noLinux ?? 'on Linux'})`, () => {
  test('of an action does not keep its time limit from ending it', async () => {
    const end = await runOpenjd(['run', jobFile('Stopped', sh('kill -STOP $$', { timeout: 1 }))], { place });
    expectPlainEnd(end);
    expect(end.stdout).toMatch(/S\.onRun \(N=1\) timed out/);
    expect(place.left()).toEqual([]);
    expect(processes()).toEqual([]);
  });

  test('of the runtime holds it up, and it goes on', async () => {
    const job = writeOwingJob(place, 'sleep 0.2; echo a line');
    const child = startOpenjd(['run', job.file], { place });
    const ended = finish(child);
    while (job.journal().length < 2) await sleep(10);
    child.kill('SIGSTOP');
    await sleep(500);
    expect(job.journal()).toHaveLength(2);
    child.kill('SIGCONT');
    expect(await ended).toMatchObject({ status: 0, signal: null, stderr: '' });
    expectOwedExits(job.journal());
    expect(place.left()).toEqual([]);
  });
});

/** Starts a run in a wrapper and kills the runtime after so many milliseconds, if it is still there. */
async function killAfter(ms: number, args: readonly string[]): Promise<void> {
  const child = startOpenjd(args, { place });
  const ended = finish(child);
  await sleep(ms);
  child.kill('SIGKILL');
  await ended;
}

describe.skipIf(noLinux !== undefined)(`runtimes that are killed (${noLinux ?? 'on Linux'})`, () => {
  /** One that leaves processes in the background, two of which leave its process group. */
  const LEAVES = 'sleep 300 & setsid sleep 300 & setsid sh -c "sleep 300 & wait" & echo started; sleep 0.2';

  // As many as one likes by OPENJD_TEST_KILLS.
  test('leave nothing after `openjd clean`, whenever that was', { timeout: 120_000 }, async () => {
    const job = writeOwingJob(place, LEAVES);
    const args = ['run', job.file, '--environment', wrapperFile()];
    const moments = Array.from({ length: Number(process.env['OPENJD_TEST_KILLS'] ?? 8) }, () =>
      Math.floor(100 + Math.random() * 900),
    );
    for (const moment of moments) {
      await killAfter(moment, args);
      const clean = await runOpenjd(['clean'], { place });
      expectPlainEnd(clean);
      expect({ moment, status: clean.status, left: place.left(), processes: processes() }).toEqual({
        moment,
        status: 0,
        left: [],
        processes: [],
      });
    }
  });

  test('do not disturb forty that start at once after twenty of them', { timeout: 180_000 }, async () => {
    const killed = writeOwingJob(place, LEAVES);
    const args = ['run', killed.file];
    for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 5 }, () => killAfter(600, args)));
    const job = jobFile('Quick', sh('echo done'));
    const ends = await Promise.all(Array.from({ length: 40 }, () => runOpenjd(['run', job], { place })));
    expect(ends.map(({ status }) => status)).toEqual(Array<number>(40).fill(0));
    for (const end of ends) expectPlainEnd(end);
    expect(place.left()).toEqual([]);
    expect(processes()).toEqual([]);
  });
});

describe.skipIf(noLinux !== undefined)(`memory of the runtime (${noLinux ?? 'on Linux'})`, () => {
  /** The most that is used, whatever is run, and its growth between a small job and a large one. MiB. */
  const MOST = 300;
  const GROWTH = 60;

  /** The most memory that a run used until its last environment was exited. MiB. */
  async function peakOf(job: string, tasks?: number): Promise<number> {
    const file = path.join(place.folder, 'peak');
    const environment = write('peak.env.json', {
      specificationVersion: 'environment-2023-09',
      environment: { name: 'Peak', script: { actions: { onExit: sh(`grep VmHWM /proc/$PPID/status > ${file}`) } } },
    });
    const args = [
      'run',
      job,
      '--environment',
      environment,
      ...(tasks === undefined ? [] : ['--maximum-tasks', `${tasks}`]),
    ];
    const end = await runOpenjd(args, { place, shell: 'exec "$@" > /dev/null' });
    expect(end).toMatchObject({ status: 0, stderr: '' });
    return Number(/\d+/.exec(readFileSync(file, 'utf8'))![0]) / 1024;
  }

  test('does not grow with the number of tasks', { timeout: 120_000 }, async () => {
    const job = jobFile('Many', { command: 'true' }, 50_000);
    const few = await peakOf(job, 100);
    const many = await peakOf(job, 2_000);
    expect(many).toBeLessThan(MOST);
    expect(many - few).toBeLessThan(GROWTH);
  });

  test('does not grow with the output of an action', { timeout: 120_000 }, async () => {
    const flood = (megabytes: number): string =>
      jobFile(`Flood${megabytes}`, sh(`yes "a line of output that is repeated" | head -c ${megabytes}000000`));
    const little = await peakOf(flood(1));
    const much = await peakOf(flood(100));
    expect(much).toBeLessThan(MOST);
    expect(much - little).toBeLessThan(GROWTH * 2);
  });
});
