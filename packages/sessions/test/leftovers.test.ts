import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { cleanLeftovers } from '../src/index.js';
import { listProcesses } from '../src/platform/posix/process-table.js';
import {
  removeRecord,
  type SessionRecord,
  thisRuntime,
  thisSystem,
  writeRecord,
} from '../src/record/session-record.js';
import { openStateFolder } from '../src/record/state-folder.js';
import { leaveNothingBehind, place, processesOf, until } from './support.js';

leaveNothingBehind();

const FIXTURES = path.join(import.meta.dirname, 'fixtures');
const NODE_ARGS = ['--conditions=source', `--import=${path.join(FIXTURES, 'typescript.mjs')}`];

/** A runtime in a process of its own, with a task that runs and a process that left the session. */
function startRuntime(options: object) {
  return spawn(process.execPath, [...NODE_ARGS, path.join(FIXTURES, 'runtime.ts'), JSON.stringify(options)], {
    env: { ...process.env, TEST_ROOT: place.root },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** One that is killed while it is at work. */
async function killedRuntime(options: object = {}): Promise<void> {
  const runtime = startRuntime(options);
  let output = '';
  runtime.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await until(() => output.includes('task runs') && processesOf(place.root).length >= 3);
  const ended = new Promise((resolve) => runtime.once('exit', resolve));
  runtime.kill('SIGKILL');
  await ended;
}

describe('after the runtime was killed', () => {
  test('its processes and its directory are found and removed, and what was not exited is told', async () => {
    await killedRuntime();
    expect(processesOf(place.root).length).toBeGreaterThan(0);
    expect(readdirSync(place.root)).toHaveLength(1);
    const cleaned = await cleanLeftovers();
    expect(cleaned).toEqual([
      expect.objectContaining({ directoryRemoved: true, environments: ['Outer', 'Inner'], left: [] }),
    ]);
    expect(processesOf(place.root)).toEqual([]);
    expect(readdirSync(place.root)).toEqual([]);
    expect(await cleanLeftovers()).toEqual([]);
  });

  test('a directory that was to be preserved stays', async () => {
    await killedRuntime({ preserve: true });
    const [cleaned] = await cleanLeftovers();
    expect(cleaned).toMatchObject({ directoryRemoved: false, left: [] });
    expect(existsSync(cleaned?.workingDirectory ?? '')).toBe(true);
    rmSync(cleaned?.workingDirectory ?? '', { recursive: true });
  });

  test('another folder that has its name now stays', async () => {
    await killedRuntime();
    const [name = ''] = readdirSync(place.root);
    const folder = path.join(place.root, name);
    rmSync(folder, { recursive: true });
    mkdirSync(path.join(folder, 'precious'), { recursive: true });
    expect(await cleanLeftovers()).toMatchObject([{ directoryRemoved: false, left: [] }]);
    expect(existsSync(path.join(folder, 'precious'))).toBe(true);
    rmSync(folder, { recursive: true });
  });
});

const PYTHON = '/usr/bin/python3';

describe.skipIf(process.platform !== 'linux' || !existsSync(PYTHON))('processes that hide', () => {
  const named = (name: string) => listProcesses().filter((entry) => entry.name === name && !entry.zombie);

  // Milliseconds after its start at which the runtime is killed: while it starts, while they start, when they all run.
  test.each([300, 700, 900, 1100, 1300, 1500, 1800, 3000])(
    'are found after the runtime was killed (%i ms)',
    async (delay) => {
      const name = `ojd${process.pid}-${delay}`;
      const kinds = ['cleared', 'title', 'undumpable', 'stopped', 'headless', 'chain', 'bomb'];
      const script = kinds.map((kind) => `${PYTHON} ${FIXTURES}/escape.py ${kind} ${name}`).join('; ');
      const runtime = startRuntime({ script, dedicatedProcess: true });
      runtime.stdout.resume();
      const ended = new Promise((resolve) => runtime.once('exit', resolve));
      await sleep(delay);
      runtime.kill('SIGKILL');
      await ended;
      if (existsSync(place.state)) await cleanLeftovers();
      expect(named(name)).toEqual([]);
      expect(readdirSync(place.root)).toEqual([]);
    },
  );
});

describe('a record of a runtime that may be at work', () => {
  const record = (changes: Partial<SessionRecord>): SessionRecord => ({
    version: 1,
    sessionId: 'a',
    startedAt: '2026-01-01T00:00:00Z',
    runtime: { pid: 999_999_999, start: '1' },
    system: thisSystem(),
    mark: 'no-process-has-this/',
    workingDirectory: place.root,
    identity: { device: 0, inode: 0, bornMs: 0 },
    preserve: false,
    environments: [],
    ...changes,
  });
  const { host, boot, processNamespace } = thisSystem();

  test.each([
    ['of this process', { runtime: thisRuntime() }, 'kept'],
    ['of a process id that another process has now', { runtime: { ...thisRuntime(), start: '1' } }, 'removed'],
    ['of another container of this host', { system: { host, boot, processNamespace: 'pid:[1]' } }, 'kept'],
    ['of another host', { system: { host: 'elsewhere', boot: 'x', processNamespace } }, 'kept'],
    ['of this host before it was started anew', { system: { host, boot: 'earlier', processNamespace } }, 'removed'],
  ])('%s: %o', async (_, changes, fate) => {
    const folder = openStateFolder();
    writeRecord(folder, record(changes));
    expect((await cleanLeftovers()).length).toBe(fate === 'removed' ? 1 : 0);
    expect(readdirSync(folder).length).toBe(fate === 'removed' ? 0 : 1);
    removeRecord(folder, 'a');
  });

  test('that is not ours is left alone', async () => {
    const folder = openStateFolder();
    for (const text of ['', '{', 'null', '{"version":2}', '{"version":1,"sessionId":"a"}']) {
      writeFileSync(path.join(folder, 'x.session.json'), text);
      expect(await cleanLeftovers()).toEqual([]);
    }
    rmSync(path.join(folder, 'x.session.json'));
  });
});

test('a process that exits in the middle of a session leaves no process and no directory', async () => {
  const runtime = startRuntime({ exitAtLine: true });
  expect(await new Promise((resolve) => runtime.once('exit', resolve))).toBe(3);
  await until(() => processesOf(place.root).length === 0);
  expect(readdirSync(place.root)).toEqual([]);
  expect(readdirSync(place.state)).toEqual([]);
});

test('the folder of records must be ours alone', () => {
  const mask = process.umask(0);
  try {
    mkdirSync(place.state, { mode: 0o777 });
  } finally {
    process.umask(mask);
  }
  expect(() => openStateFolder()).toThrow(/others may write in .*mode is 0777/);
});
