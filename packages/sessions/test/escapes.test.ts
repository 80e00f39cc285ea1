import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { beforeEach, describe, expect, test } from 'vitest';
import { Session } from '../src/index.js';
import { listProcesses } from '../src/platform/posix/process-table.js';
import { signalProcess } from '../src/platform/posix/signals.js';
import { environment, jobOf, leaveNothingBehind, place, run, sh, step, until } from './support.js';

/** Not the one of a version manager, which other users could not start. */
const PYTHON = '/usr/bin/python3';
const missing = process.platform === 'linux' && existsSync(PYTHON) ? undefined : `needs Linux and ${PYTHON}`;
const isRoot = process.getuid?.() === 0;
/** No user of this host needs to have these ids. */
const OTHER_USER = { uid: 61_234, gid: 61_234 };

leaveNothingBehind();

let escaper = '';
beforeEach(() => {
  // Everybody can reach it there.
  escaper = path.join(path.dirname(place.root), 'escape.py');
  copyFileSync(path.join(import.meta.dirname, 'fixtures', 'escape.py'), escaper);
  chmodSync(escaper, 0o644);
  chmodSync(place.root, 0o1777);
  chmodSync(path.dirname(place.root), 0o711);
});

/** Processes of this name that are alive. */
function named(name: string) {
  return listProcesses().filter((entry) => entry.name === name && !entry.zombie);
}

let names = 0;
/** A name that no other process has. */
function newName(): string {
  return `ojd${process.pid}-${++names}`;
}

const KINDS = ['cleared', 'title', 'undumpable', 'stopped', 'headless', 'chain', 'bomb'];
/** What of these kinds is there at any moment, at least; of a chain there may be none. */
const SOME = 5 + 200;

/** A script that starts one of each kind. A program that is there not for sessions alone needs a moment to mark it. */
function start(name: string, kinds: readonly string[] = KINDS): string {
  return ['sleep 0.3', ...kinds.map((kind) => `${PYTHON} ${escaper} ${kind} ${name} || exit 9`)].join('; ');
}

const WHOSE = [
  ['of this user', {}],
  ['of this user, in a process that is there for sessions alone', { dedicatedProcess: true }],
  ...(isRoot ? ([['of another user, likewise', { dedicatedProcess: true, user: OTHER_USER }]] as const) : []),
] as const;

describe.skipIf(missing !== undefined).each(WHOSE)('processes that hide, %s', (_, options) => {
  test('end with the session', async () => {
    const name = newName();
    const job = jobOf({ steps: [step('S', sh(`${start(name)}; sleep 0.5`))] });
    const { result, notices } = await run(job, options, (event) => {
      if (event.type === 'action-ended') expect(named(name).length).toBeGreaterThan(SOME);
    });
    expect(notices).toEqual([]);
    expect(result.outcome).toBe('SUCCEEDED');
    expect(named(name)).toEqual([]);
  });

  test('end with an action that takes too long', async () => {
    const name = newName();
    const job = jobOf({ steps: [step('S', sh(`${start(name)}; echo up; sleep 60`, { timeout: 4 }))] });
    const { result, notices } = await run(job, options, (event) => {
      if (event.type === 'action-ended') expect(named(name)).toEqual([]);
    });
    expect(notices).toEqual([]);
    expect(result.failure?.outcome).toBe('TIMED_OUT');
  });

  test('end with an action that is canceled', async () => {
    const name = newName();
    const job = jobOf({ steps: [step('S', sh(`${start(name)}; echo up; sleep 60`))] });
    const { result, notices } = await run(job, options, (event, interrupt) => {
      if (event.type === 'output') until(() => named(name).length > SOME).finally(interrupt);
      if (event.type === 'action-ended') expect(named(name)).toEqual([]);
    });
    expect(notices).toEqual([]);
    expect(result.outcome).toBe('CANCELED');
  });

  test('end with the environment whose onEnter left them, and no other does', async () => {
    const [outer, inner] = [newName(), newName()];
    const job = jobOf({
      jobEnvironments: [environment('Outer', { onEnter: sh(start(outer, ['title'])), onExit: sh('true') })],
      steps: [
        step('S', sh('true'), {
          stepEnvironments: [environment('Inner', { onEnter: sh(`${start(inner)}; sleep 0.5`), onExit: sh('true') })],
        }),
      ],
    });
    const seen: string[] = [];
    const { result, notices } = await run(job, options, ({ type, ...event }) => {
      if (type !== 'action-ended' || !('action' in event)) return;
      const { environment: name, step: stepName, name: action } = event.action!;
      const left = named(inner).length > SOME ? 'all' : named(inner).length > 0 ? 'some' : 'none';
      seen.push(`${name ?? stepName}.${action}: outer ${named(outer).length}, inner ${left}`);
    });
    expect(notices).toEqual([]);
    expect(result.outcome).toBe('SUCCEEDED');
    expect(seen).toEqual([
      'Outer.onEnter: outer 1, inner none',
      'Inner.onEnter: outer 1, inner all',
      'S.onRun: outer 1, inner all',
      'Inner.onExit: outer 1, inner all',
      'Outer.onExit: outer 1, inner none',
    ]);
    expect(named(outer)).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)('a process without any mark', () => {
  test('is of the action that ran when it began', async () => {
    const [before, during] = [newName(), newName()];
    const job = jobOf({
      jobEnvironments: [environment('E', { onEnter: sh(`${start(before, ['unmarked'])}; sleep 0.3`) })],
      steps: [step('S', sh(`${start(during, ['unmarked'])}; echo up; sleep 60`))],
    });
    let seen: readonly number[] = [];
    await run(job, { dedicatedProcess: true }, (event, interrupt) => {
      if (event.type === 'output') until(() => named(during).length === 1).finally(interrupt);
      if (event.type === 'action-ended') seen = [named(before).length, named(during).length];
    });
    expect(seen).toEqual([1, 0]);
    expect(named(before)).toEqual([]);
  });

  test('ends with the last of several sessions that may have left it, and what is marked with its own', async () => {
    const name = { a: newName(), b: newName(), aUnmarked: newName(), bUnmarked: newName() };
    const options = { workingDirectoryRoot: place.root, dedicatedProcess: true };
    const begin = async (marked: string, unmarked: string) => {
      const script = `${start(marked, ['title', 'bomb'])}; ${start(unmarked, ['unmarked'])}; sleep 0.3`;
      const job = jobOf({ steps: [step('S', sh(script))] });
      const session = await Session.start({ ...options, job });
      await session.runTask(job.steps[0]!, { step: 'S', parameters: new Map() });
      return session;
    };
    const [a, b] = await Promise.all([begin(name.a, name.aUnmarked), begin(name.b, name.bUnmarked)]);
    expect(named(name.b).length).toBeGreaterThan(200);
    const left = named(name.b).length;
    await a.end();
    expect(named(name.a)).toEqual([]);
    expect(named(name.b).length).toBe(left);
    expect(named(name.bUnmarked).length).toBe(1);
    await b.end();
    for (const each of Object.values(name)) expect(named(each)).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)('the processes of the program that runs sessions', () => {
  const job = (name: string) => jobOf({ steps: [step('S', sh(`${start(name)}; sleep 60`, { timeout: 2 }))] });

  test('are left alone, also one that hides and became a daemon while an action ran', async () => {
    const [own, name] = [newName(), newName()];
    const child = spawn(PYTHON, [escaper, 'live', own], { detached: true, stdio: 'ignore' });
    const daemons = ['cleared', 'title', 'unmarked', 'undumpable'];
    let begun = false;
    try {
      const { result } = await run(job(name), {}, (event) => {
        if (event.type !== 'action-started') return;
        for (const kind of daemons) execFileSync(PYTHON, [escaper, kind, own]);
        begun = true;
      });
      expect([begun, result.outcome]).toEqual([true, 'FAILED']);
      expect(named(name)).toEqual([]);
      expect(named(own)).toHaveLength(1 + daemons.length);
      expect(child.exitCode ?? child.signalCode).toBeNull();
    } finally {
      for (const { pid } of named(own)) signalProcess(pid, 'SIGKILL');
    }
  });

  test('are left alone as long as they are its children, also where it is there for sessions alone', async () => {
    const [own, name] = [newName(), newName()];
    let child: ChildProcess | undefined;
    try {
      await run(job(name), { dedicatedProcess: true }, (event) => {
        if (event.type === 'action-started') child = spawn(PYTHON, [escaper, 'live', own], { stdio: 'ignore' });
      });
      expect(named(name)).toEqual([]);
      expect(named(own)).toHaveLength(1);
      // And Node hears of its end.
      child?.kill();
      expect(await new Promise((resolve) => child?.once('exit', (_, signal) => resolve(signal)))).toBe('SIGTERM');
    } finally {
      child?.kill('SIGKILL');
    }
  });
});

test.skipIf(missing !== undefined)(
  'a thousand orphans that end by themselves leave no zombie in a long session',
  async () => {
    const zombies = () => listProcesses().filter((entry) => entry.parent === process.pid && entry.zombie).length;
    const orphans = 'for i in $(seq 1000); do (sleep 0.01 &) done; echo up; while [ ! -e done ]; do sleep 0.1; done';
    let most = 0;
    let folder = '';
    const { result } = await run(
      jobOf({ steps: [step('S', sh(orphans))] }),
      { dedicatedProcess: true },
      async (event) => {
        if (event.type === 'session-started') folder = event.workingDirectory;
        if (event.type !== 'output') return;
        most = zombies();
        await until(() => zombies() === 0);
        writeFileSync(path.join(folder, 'done'), '');
      },
    );
    expect(result.outcome).toBe('SUCCEEDED');
    expect(most).toBeGreaterThan(0);
  },
);

/** A runtime without rights: it may make no control group, and not look into what is not dumpable. */
async function runAs(user: typeof OTHER_USER, job: object, onStart: () => void): Promise<string> {
  mkdirSync(place.state, { mode: 0o700 });
  chownSync(place.state, user.uid, user.gid);
  const fixtures = path.join(import.meta.dirname, 'fixtures');
  const args = ['--conditions=source', `--import=${path.join(fixtures, 'typescript.mjs')}`];
  const options = { workingDirectoryRoot: place.root, dedicatedProcess: true };
  const runtime = spawn(process.execPath, [...args, path.join(fixtures, 'other-user.ts')], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  runtime.stdin.end(JSON.stringify({ self: user, job, options }));
  let told = '';
  runtime.stdout.on('data', (chunk: Buffer) => {
    if (!told.includes('action-started') && chunk.includes('action-started')) onStart();
    told += chunk.toString();
  });
  await new Promise((resolve) => runtime.once('close', resolve));
  return told;
}

describe.skipIf(missing !== undefined || !isRoot)('of a runtime without rights', () => {
  test.each([
    ['with the session', '; sleep 0.5', {}, '"outcome":"SUCCEEDED"'],
    ['with an action that takes too long', '; sleep 60', { timeout: 4 }, '"outcome":"TIMED_OUT"'],
  ])('processes that hide end %s', async (_, rest, options, outcome) => {
    const name = newName();
    const template = {
      specificationVersion: 'jobtemplate-2023-09',
      name: 'J',
      steps: [step('S', sh(start(name, [...KINDS, 'unmarked']) + rest, options))],
    };
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, named(name).length);
    }, 100);
    const told = await runAs(OTHER_USER, template, () => {});
    clearInterval(timer);
    expect(told).toContain(outcome);
    expect(told).not.toContain('"notice"');
    expect(most).toBeGreaterThan(SOME);
    expect(named(name)).toEqual([]);
  });
});
