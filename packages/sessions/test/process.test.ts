import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ActionProcess, type ProcessEnd, type ProcessRequest } from '../src/action/process.js';
import { OutputPipe } from '../src/platform/posix/output-pipe.js';
import { findMembers, killTree, MARK_VARIABLE } from '../src/platform/posix/process-tree.js';

let folder: string;
let pipe: OutputPipe;
let mark: string;
let output: string;
let marks = 0;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'openjd-test-'));
  pipe = new OutputPipe(folder, 'test');
  mark = `test-${process.pid}-${++marks};`;
  output = '';
});

afterEach(async () => {
  // A failed test must not leave processes to the next one.
  await killTree({ mark, since: '0' });
  pipe.close();
  rmSync(folder, { recursive: true, force: true });
});

function sh(script: string, options: Partial<ProcessRequest> = {}): ActionProcess {
  return new ActionProcess({
    command: '/bin/sh',
    args: ['-c', script],
    environment: { PATH: process.env['PATH'] ?? '', [MARK_VARIABLE]: mark },
    workingDirectory: folder,
    pipe,
    mark,
    cancelation: { mode: 'TERMINATE', notifyPeriodInSeconds: 0 },
    mayLeaveProcesses: false,
    writeCancelInfo: () => {},
    onStart: () => {},
    onOutput: (chunk) => {
      output += chunk.toString('utf8');
    },
    ...options,
  });
}

function alive(): readonly number[] {
  return findMembers({ mark, since: '0' }).map((entry) => entry.pid);
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error('waited for 10 s');
    await sleep(20);
  }
}

describe('an action process', () => {
  test('tells its exit code and keeps the order of both outputs', async () => {
    const script = 'for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done; exit 7';
    expect(await sh(script).run()).toEqual<ProcessEnd>({
      cause: 'exit',
      exitCode: 7,
      outputWasHeld: false,
      survivors: [],
    });
    expect(output).toBe([1, 2, 3, 4, 5].map((i) => `out ${i}\nerr ${i}\n`).join(''));
  });

  test('has standard input at its end and can open its outputs again', async () => {
    expect(await sh('cat; echo one > /dev/stderr; echo two > /dev/stdout').run()).toMatchObject({ exitCode: 0 });
    expect(output).toBe('one\ntwo\n');
  });

  test('is waited for when it has closed its outputs and lives on', async () => {
    const start = performance.now();
    const end = await sh('echo before; exec >&- 2>&-; sleep 1.3; exit 4').run();
    expect(end).toMatchObject({ cause: 'exit', exitCode: 4, outputWasHeld: false });
    expect(performance.now() - start).toBeGreaterThanOrEqual(1300);
    expect(output).toBe('before\n');
  });

  test('tells the signal that ended it', async () => {
    expect(await sh('kill -SEGV $$').run()).toMatchObject({ cause: 'exit', signal: 'SIGSEGV' });
  });

  test('tells why it could not be started', async () => {
    const end = await sh('', { command: '/nowhere/tool' }).run();
    expect(end.cause).toBe('spawn');
    expect(end.spawnError?.code).toBe('ENOENT');
  });

  test('leads its own process group and has no other descriptors of ours', async () => {
    const listing = 'ls /proc/self/fd | wc -l';
    const others = execFileSync('/bin/sh', ['-c', listing], { encoding: 'utf8' });
    await sh(`${listing}; test "$(ps -o pgid= -p $$ | tr -d ' ')" = $$ && echo leader`).run();
    expect(output).toBe(`${others}leader\n`);
  });

  test('is read no faster than its output is dealt with', async () => {
    let received = 0;
    const started = sh('head -c 4000000 /dev/zero; echo done >&2', {
      onOutput: async (chunk) => {
        received += chunk.length;
        if (received < 300_000) await sleep(100);
      },
    });
    const running = started.run();
    await sleep(200);
    expect(received).toBeLessThan(1_000_000);
    expect((await running).exitCode).toBe(0);
    expect(received).toBe(4_000_005);
  });

  test('what reading throws ends the process and is thrown', async () => {
    const running = sh('while :; do echo x; done', {
      onOutput: () => {
        throw new Error('the reader broke');
      },
    }).run();
    await expect(running).rejects.toThrow('the reader broke');
    expect(alive()).toEqual([]);
  });
});

describe('background processes', () => {
  test('one that keeps the output open is ended after a short while', async () => {
    const end = await sh('echo before; sleep 60 & exit 0').run();
    expect(end).toMatchObject({ cause: 'exit', exitCode: 0, outputWasHeld: true, survivors: [] });
    expect(output).toBe('before\n');
    expect(alive()).toEqual([]);
  });

  test('one that left the session and keeps the output open is ended too', async () => {
    const end = await sh('setsid sleep 60 & exit 0').run();
    expect(end).toMatchObject({ exitCode: 0, outputWasHeld: true });
    expect(alive()).toEqual([]);
  });

  test('one with its own output is ended with the action', async () => {
    const end = await sh('sleep 60 > /dev/null 2>&1 & exit 0').run();
    expect(end).toMatchObject({ exitCode: 0, outputWasHeld: false });
    expect(alive()).toEqual([]);
  });

  test('one with its own output lives on where that is allowed', async () => {
    const end = await sh('sleep 60 > /dev/null 2>&1 & exit 0', { mayLeaveProcesses: true }).run();
    expect(end).toMatchObject({ exitCode: 0 });
    expect(alive()).toHaveLength(1);
    expect(await killTree({ mark, since: '0' })).toEqual([]);
    expect(alive()).toEqual([]);
  });
});

describe('cancelation', () => {
  test('TERMINATE ends descendants that left the group and the session, also without their environment', async () => {
    const running = sh(
      'trap "" TERM; setsid sleep 61 & (setsid env -i /bin/sh -c "sleep 62; :") & (sleep 63 &) ; echo up; wait; sleep 64',
    );
    const end = running.run();
    await until(() => output === 'up\n' && alive().length >= 5);
    const seen = findMembers({ mark, since: '0' }).map((entry) => [entry.pid, entry.start] as const);
    running.cancel();
    expect(await end).toMatchObject({ cause: 'cancel', signal: 'SIGKILL', survivors: [] });
    const left = seen.filter(([pid]) => existsSync(`/proc/${pid}`) && !isZombie(pid));
    expect(left).toEqual([]);
  });

  test('TERMINATE ends a program that starts processes without end', async () => {
    const running = sh('f() { while :; do sleep 0.05 & setsid sleep 0.5 & sleep 0.01; done; }; f & f & echo up; wait');
    const end = running.run();
    await until(() => output.startsWith('up'));
    running.cancel();
    expect(await end).toMatchObject({ cause: 'cancel', survivors: [] });
    expect(alive()).toEqual([]);
  });

  test('NOTIFY_THEN_TERMINATE writes the file, asks, reads on and takes the exit', async () => {
    const order: string[] = [];
    const running = sh('trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.05; done', {
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 30 },
      writeCancelInfo: (end) => order.push(`file ${Math.round((end.getTime() - Date.now()) / 1000)}`),
    });
    const end = running.run();
    await until(() => output === 'up\n');
    running.cancel();
    expect(await end).toMatchObject({ cause: 'cancel', exitCode: 3 });
    expect(output).toMatch(/^up\n[\s\S]*bye\n$/);
    expect(order).toEqual(['file 30']);
  });

  test('NOTIFY_THEN_TERMINATE gives the whole period, to the command and to its group, and then ends all', async () => {
    const running = sh('trap "" TERM; echo up; while :; do sleep 0.05; done', {
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 1 },
    });
    const end = running.run();
    await until(() => output === 'up\n');
    const start = performance.now();
    running.cancel();
    expect(await end).toMatchObject({ cause: 'cancel', signal: 'SIGKILL' });
    expect(performance.now() - start).toBeGreaterThanOrEqual(1000);
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test('a child that ends gracefully is waited for although its shell ended at once', async () => {
    const child = `trap 'sleep 0.3; echo saved; exit' TERM; echo up; while :; do sleep 0.05; done`;
    const running = sh(`sh -c "${child}"; echo never`, {
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 30 },
    });
    const end = running.run();
    await until(() => output === 'up\n');
    running.cancel();
    expect(await end).toMatchObject({ cause: 'cancel', signal: 'SIGTERM' });
    expect(output).toMatch(/^up\n[\s\S]*saved\n$/);
  });

  test('a second, more urgent cancel shortens the period; a less urgent one changes nothing', async () => {
    const files: number[] = [];
    const running = sh('trap "" TERM; echo up; while :; do sleep 0.05; done', {
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 600 },
      writeCancelInfo: (end) => files.push(Math.round((end.getTime() - Date.now()) / 1000)),
    });
    const end = running.run();
    await until(() => output === 'up\n');
    running.cancel();
    running.cancel(600);
    running.cancel(20);
    running.cancel(30);
    running.cancel(0);
    expect(await end).toMatchObject({ cause: 'cancel', signal: 'SIGKILL' });
    expect(files).toEqual([600, 20]);
  });

  test('a timeout is the cause also when a cancel follows', async () => {
    const running = sh('trap "" TERM; while :; do sleep 0.05; done', {
      timeoutSeconds: 0.2,
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 60 },
    });
    const end = running.run();
    await sleep(500);
    running.cancel(0);
    expect(await end).toMatchObject({ cause: 'timeout', signal: 'SIGKILL' });
  });

  test('that comes after the command has ended changes nothing but the wait', async () => {
    const running = sh('sleep 60 & echo done; exit 5');
    const end = running.run();
    await until(() => output === 'done\n' && alive().length === 1);
    // Long enough to have heard of the exit, and shorter than the wait for the output's end.
    await sleep(200);
    running.cancel();
    expect(await end).toMatchObject({ cause: 'exit', exitCode: 5, outputWasHeld: false, survivors: [] });
    expect(alive()).toEqual([]);
  });

  test('before the start, nothing starts', async () => {
    const running = sh('echo never');
    const end = running.run();
    running.cancel();
    expect(await end).toEqual({ cause: 'cancel', outputWasHeld: false, survivors: [] });
    expect(output).toBe('');
  });
});

function isZombie(pid: number): boolean {
  try {
    return /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}
