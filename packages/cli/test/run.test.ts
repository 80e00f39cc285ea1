import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { FIXTURES, LAUNCHER, launcherIsOutOfReach, openjd, start, withoutRights } from './openjd.js';

/** The log without its times and with durations made equal. */
function withoutTimes(stdout: string): string {
  return stdout
    .replace(/^\d+:\d\d:\d\d\.\d{3}\t/gm, '')
    .replace(/Duration: [\d.]+ s/, 'Duration: 0.1 s')
    .replace(/directory kept: \S+/, 'directory kept: DIR');
}

describe('the log', () => {
  test('of a job with step environments and two steps', async () => {
    const { status, stdout, stderr } = await openjd(['run', 'render.job.yaml', '-p', 'Name=teapot']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(withoutTimes(stdout)).toMatchSnapshot();
    expect(stdout.split('\n').filter((line) => /\t/.test(line)).length).toBeGreaterThan(10);
  });
  test('says which hook runs in place of which action', async () => {
    const { status, stdout } = await openjd(['run', 'render.job.yaml', '--env', 'record.env.yaml', '--step', 'Render']);
    expect(status).toBe(0);
    expect(withoutTimes(stdout)).toMatchSnapshot();
    expect(stdout).toContain('Record.onWrapTaskRun runs in place of Render.onRun (Frame=2)\n');
    expect(stdout).toContain('Record.onWrapEnvEnter runs in place of Scratch.onEnter\n');
  });
  test('of a failing task: no further task, exits run, the reason comes last', async () => {
    const { status, stdout } = await openjd(['run', 'fail.job.yaml']);
    expect(status).toBe(1);
    expect(withoutTimes(stdout)).toMatchSnapshot();
  });
  test('of an action that cannot be started', async () => {
    const { status, stdout } = await openjd(['run', 'divide.job.yaml']);
    expect(status).toBe(1);
    expect(withoutTimes(stdout)).toMatchSnapshot();
  });
  test('names the signal that ended a process', async () => {
    const { status, stdout } = await openjd(['run', 'kill.job.yaml']);
    expect(status).toBe(1);
    expect(stdout).toContain('Process exited with code: -9 (SIGKILL)\n');
  });
  test('has command lines and the directory only with --verbose', async () => {
    const quiet = await openjd(['run', 'kill.job.yaml']);
    const verbose = await openjd(['run', 'kill.job.yaml', '--verbose']);
    expect(quiet.stdout).not.toContain('kill -KILL');
    expect(verbose.stdout).toContain("sh -c 'kill -KILL $$'");
    expect(verbose.stdout).toMatch(/\tSession started in \/\S+\n/);
  });
  test.each([
    ['relative', /^0:00:0\d\.\d{3}\t====/m],
    ['local', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\t====/m],
    ['utc', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t====/m],
  ])('has %s times', async (format, pattern) => {
    const { stdout } = await openjd(['run', 'kill.job.yaml', '--timestamp-format', format]);
    expect(stdout).toMatch(pattern);
  });
});

test('an action may ask for more or less detail of the runtime', async () => {
  const task = (level: string) =>
    `  - { name: ${level}, script: { actions: { onRun: { command: printf, args: ["%s\\n", "openjd_session_runtime_loglevel: ${level}", "openjd_progress: lots"] } } } }\n`;
  const input = `specificationVersion: jobtemplate-2023-09\nname: Levels\nsteps:\n${['INFO', 'ERROR', 'DEBUG'].map(task).join('')}`;
  const { status, stdout } = await openjd(['run', '-'], { input });
  expect(status).toBe(0);
  const [, info, error, debug] = stdout.split('==== Step ');
  expect(info).toMatch(/\twarning: /);
  expect(error).not.toMatch(/warning: /);
  expect(debug).toMatch(/\tSession is READY\n/);
  expect(info + error!).not.toContain('Session is');
});

describe('parameters', () => {
  test.each<[string, string[], string[]]>([
    ['defaults', [], ['frame 1 of shot', 'frame 2 of shot']],
    ['NAME=VALUE', ['-p', 'Name=a=b', '--parameter', 'LastFrame=1'], ['frame 1 of a=b']],
    ['the other flag names', ['--job-param', 'Name=x', '--job-param=LastFrame=1'], ['frame 1 of x']],
    ['a YAML file', ['-p', 'file://parameters.yaml'], ['frame 1 of teapot', 'frame 2 of teapot', 'frame 3 of teapot']],
    ['a JSON file', ['-p', 'file://parameters.json'], ['frame 1 of cup']],
    ['inline JSON', ['-p', '{"Name": "j", "LastFrame": 1}'], ['frame 1 of j']],
    ['the later one wins', ['-p', 'file://parameters.yaml', '-p', 'LastFrame=1', '-p', 'Name=z'], ['frame 1 of z']],
  ])('%s', async (_name, args, expected) => {
    const { status, stdout } = await openjd(['run', 'render.job.yaml', '--step', 'Render', ...args]);
    expect(status).toBe(0);
    expect(stdout.match(/frame .*/g)).toEqual(expected);
  });
});

describe('which tasks run', () => {
  const ran = (stdout: string) => withoutTimes(stdout).match(/^(frame .*|contact sheet)$/gm);
  test.each<[string, string[], string[]]>([
    ['--step', ['--step', 'Sheet'], ['contact sheet']],
    [
      '--step with --run-dependencies',
      ['--step', 'Sheet', '--run-dependencies'],
      ['frame 1 of shot', 'frame 2 of shot', 'contact sheet'],
    ],
    ['-t', ['--step', 'Render', '-t', 'Frame=2'], ['frame 2 of shot']],
    ['-tp', ['--step', 'Render', '-tp', 'Frame=2'], ['frame 2 of shot']],
    ['--task-param', ['--step', 'Render', '--task-param', 'Frame=1'], ['frame 1 of shot']],
    [
      '--tasks',
      ['--step', 'Render', '--tasks', '[{"Frame": 2}, {"Frame": "1"}]'],
      ['frame 2 of shot', 'frame 1 of shot'],
    ],
    ['--maximum-tasks', ['--step', 'Render', '--maximum-tasks', '1'], ['frame 1 of shot']],
    ['--maximum-tasks -1', ['--step', 'Render', '--maximum-tasks', '-1'], ['frame 1 of shot', 'frame 2 of shot']],
  ])('%s', async (_name, args, expected) => {
    const { status, stdout, stderr } = await openjd(['run', 'render.job.yaml', ...args]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(ran(stdout)).toEqual(expected);
  });
});

describe('--output', () => {
  test('json is one document', async () => {
    const { status, stdout, stderr } = await openjd(['run', 'render.job.yaml', '-o', 'json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      status: 'success',
      message: 'Session ended successfully',
      job_name: 'Render shot',
      tasks_run: 3,
      tasks_total: 3,
      steps: [
        {
          name: 'Render',
          tasks: [
            { action: 'Render.onRun (Frame=1)', outcome: 'SUCCEEDED', exit_code: 0, task_parameters: { Frame: '1' } },
            { action: 'Render.onRun (Frame=2)', outcome: 'SUCCEEDED', exit_code: 0, task_parameters: { Frame: '2' } },
          ],
        },
        { name: 'Sheet', tasks: [{ action: 'Sheet.onRun', outcome: 'SUCCEEDED', exit_code: 0 }] },
      ],
      environments: [
        { action: 'Scratch.onEnter', outcome: 'SUCCEEDED', exit_code: 0 },
        { action: 'Scratch.onExit', outcome: 'SUCCEEDED', exit_code: 0 },
      ],
    });
    expect(report['duration']).toBeGreaterThan(0);
    expect(report).not.toHaveProperty('failure');
  });
  test('json of a failure says what failed and why', async () => {
    const { status, stdout } = await openjd(['run', 'fail.job.yaml', '-o', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'error',
      message: 'Session failed',
      tasks_run: 2,
      tasks_total: 3,
      failure: { action: 'Break.onRun (N=2)', outcome: 'FAILED', exit_code: 7, message: 'its exit code was 7' },
    });
  });
  test('json of wrong input is a document too', async () => {
    const { status, stdout, stderr } = await openjd(['run', 'required.job.yaml', '-o', 'json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'error',
      message: expect.stringContaining('"Scene"') as string,
      problems: [{ source: 'required.job.yaml', range: { start: { line: 4, column: 5 } } }],
    });
  });
  test('yaml is the same', async () => {
    const { status, stdout } = await openjd(['run', 'kill.job.yaml', '-o', 'yaml']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^status: error\nmessage: Session failed\njob_name: Kill\nduration: [\d.]+\ntasks_run: 1\n/);
    expect(stdout).toMatch(/^ {8}signal: SIGKILL$/m);
  });
  test('the log goes to standard error with --verbose', async () => {
    const { stdout, stderr } = await openjd(['run', 'render.job.yaml', '--step', 'Sheet', '-o', 'json', '--verbose']);
    expect((JSON.parse(stdout) as { tasks_run: number }).tasks_run).toBe(1);
    expect(stderr).toMatch(/\tcontact sheet\n/);
  });
});

test('--log holds every event as a line of JSON', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd-log-'));
  try {
    const file = join(folder, 'events.jsonl');
    await openjd(['run', 'render.job.yaml', '--step', 'Sheet', '--log', file]);
    const events = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; line?: string });
    expect(events[0]!.type).toBe('session-started');
    expect(events.at(-1)!.type).toBe('session-ended');
    expect(events.find((event) => event.type === 'output')!.line).toBe('contact sheet');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('of a flood of output', () => {
  const text = Array.from({ length: 100_000 }, (_, i) => `${i + 1}\n`).join('');

  test('a slow reader and --log get every line, in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openjd-log-'));
    try {
      const file = join(folder, 'events.jsonl');
      const child = start(['run', 'flood.job.yaml', '--log', file]);
      const closed = new Promise((resolve) => child.on('close', resolve));
      await sleep(1000);
      let stdout = '';
      for await (const part of child.stdout!.setEncoding('utf8')) stdout += part;
      expect(await closed).toBe(0);
      expect(withoutTimes(stdout).includes(`\n${text}Process exited with code: 0\n`)).toBe(true);
      const lines = readFileSync(file, 'utf8').matchAll(/^\{"type":"output".*"line":"(\d+)"/gm);
      expect([...lines].map(([, line]) => `${line}\n`).join('') === text).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test('a log that takes no more in its midst is told', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openjd-log-'));
    try {
      const file = join(folder, 'events.jsonl');
      const script = 'mkfifo "$0"; head -c 500000 "$0" >/dev/null & exec "$@" >/dev/null';
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', script, file, process.execPath, LAUNCHER, 'run', 'flood.job.yaml', '--log', file],
        { cwd: FIXTURES, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
      );
      expect({ status, stderr: stderr.replace(file, 'FILE') }).toEqual({
        status: 1,
        stderr: 'error: "FILE" is not writable: broken pipe\n',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('--preserve keeps the session directory and says where', async () => {
  const { stdout } = await openjd(['run', 'render.job.yaml', '--step', 'Sheet', '--preserve']);
  const directory = /Session directory kept: (\S+)\n/.exec(stdout)![1]!;
  expect(existsSync(directory)).toBe(true);
  rmSync(directory, { recursive: true });
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)('--user runs actions as that user, with that group', async () => {
  const input = readFileSync(new URL('fixtures/kill.job.yaml', import.meta.url), 'utf8').replace(
    'kill -KILL $$',
    'id -un; id -gn',
  );
  const own = await openjd(['run', '-', '--user', 'nobody'], { input });
  expect({ ...own, nobody: /\tnobody\n/.test(own.stdout) }).toMatchObject({ status: 0, nobody: true });
  const other = await openjd(['run', '-', '--user', 'nobody:daemon'], { input });
  expect({ ...other, both: /\tnobody\n.*\tdaemon\n/s.test(other.stdout) }).toMatchObject({ status: 0, both: true });
});

test('--user is refused where user or group is unknown', async () => {
  const user = await openjd(['run', 'kill.job.yaml', '--user', 'nobody-knows-me']);
  expect(user).toMatchObject({ status: 1, stdout: '', stderr: 'error: This host has no user "nobody-knows-me"\n' });
  const group = await openjd(['run', 'kill.job.yaml', '--user', 'root:nobody-knows-us']);
  expect(group).toMatchObject({ status: 1, stdout: '', stderr: 'error: This host has no group "nobody-knows-us"\n' });
});

test('--user is refused in words where sudo cannot help', async ({ skip }) => {
  const reason = launcherIsOutOfReach();
  if (reason !== undefined) skip(reason);
  const folder = mkdtempSync(join(tmpdir(), 'openjd-no-sudo-'));
  const env = { PATH: join(folder, 'bin'), OPENJD_STATE_DIR: join(folder, 'state') };
  mkdirSync(env.PATH);
  symlinkSync(execFileSync('sh', ['-c', 'command -v id'], { encoding: 'utf8' }).trim(), join(env.PATH, 'id'));
  chmodSync(folder, 0o1777);
  try {
    const denied = await openjd(['run', 'kill.job.yaml', '--user', '0'], { ...withoutRights, env });
    expect(denied).toMatchObject({ status: 1, stdout: '' });
    expect(denied.stderr).toContain('this process is not root, and sudo was not found in PATH');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('--path-mapping-rules map paths', async () => {
  const { stdout } = await openjd([
    'run',
    'paths.job.yaml',
    '-p',
    'Input=/mnt/a/x.txt',
    '--path-mapping-rules',
    'file://rules.json',
  ]);
  expect(stdout).toContain('mapped /mnt/b/x.txt raw /mnt/a/x.txt\n');
});

test('a job comes from standard input too', async () => {
  const input = readFileSync(new URL('fixtures/kill.job.yaml', import.meta.url), 'utf8').replace(
    'kill -KILL $$',
    'echo here',
  );
  const { status, stdout } = await openjd(['run', '-'], { input });
  expect({ status, here: stdout.includes('\there\n') }).toEqual({ status: 0, here: true });
});

describe('ending early', () => {
  /** Starts the sleeping job and waits until its task runs. */
  async function sleeping(args: readonly string[] = []) {
    const child = start(['run', 'sleep.job.yaml', ...args]);
    let stdout = '';
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const closed = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
      child.on('close', (status) => resolve({ status, stdout, stderr })),
    );
    const saw = (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => stdout.includes(text) && resolve();
        child.stdout!.on('data', look);
        look();
      });
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    await saw('sleeping\n');
    const directory = /\t(\/\S+)\n/.exec(stdout)![1]!;
    expect(existsSync(directory)).toBe(true);
    return { child, closed, saw, directory };
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s cancels the task, runs the exits, removes the directory: status %i', async (signal, expected) => {
    const { child, closed, directory } = await sleeping();
    child.kill(signal);
    const { status, stdout, stderr } = await closed;
    expect({ status, stderr }).toEqual({ status: expected, stderr: '' });
    expect(stdout).toContain(
      `${signal}: canceling the job; environments are still exited (again to cancel that as well)\n`,
    );
    expect(stdout).toContain('leaving Held\n');
    expect(stdout).toContain('Sleep.onRun was canceled\n');
    expect(stdout).toContain('Session was canceled: Sleep\n');
    expect(existsSync(directory)).toBe(false);
  });
  test('a second signal cancels the exit that runs', async () => {
    const { child, closed, saw, directory } = await sleeping(['-p', 'ExitSeconds=60']);
    child.kill('SIGINT');
    await saw('leaving Held\n');
    child.kill('SIGINT');
    const { status, stdout } = await closed;
    expect(status).toBe(130);
    expect(stdout).toContain('SIGINT: canceling what still runs (again to give up)\n');
    expect(stdout).toContain('Held.onExit was canceled\n');
    expect(existsSync(directory)).toBe(false);
  });
  test('a third signal gives up, and even then nothing is left', async () => {
    const { child, closed, saw, directory } = await sleeping(['--env', 'slow-exit.env.yaml', '-p', 'ExitSeconds=60']);
    child.kill('SIGINT');
    await saw('leaving Held\n');
    child.kill('SIGINT');
    await saw('leaving Slow\n');
    child.kill('SIGTERM');
    const { status, stdout } = await closed;
    // The first signal decides the status.
    expect(status).toBe(130);
    expect(stdout).toContain('SIGTERM: giving up: what still runs is killed, and environments are not exited\n');
    expect(stdout).toContain('Slow.onExit was canceled\n');
    expect(existsSync(directory)).toBe(false);
  });
  test('a reader that goes away ends the run, with everything cleaned up', async () => {
    const { child, closed, directory } = await sleeping();
    child.stdout!.destroy();
    // Nothing is written while the task sleeps, so the closed pipe shows at the next line only.
    child.kill('SIGTERM');
    const { status, stderr } = await closed;
    expect({ status, stderr }).toEqual({ status: 143, stderr: '' });
    expect(existsSync(directory)).toBe(false);
  });
  test('`| head` ends a talkative run quietly', async () => {
    const child = start(['run', 'talk.job.yaml']);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const closed = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    child.stdout!.destroy();
    expect({ status: await closed, stderr }).toEqual({ status: 141, stderr: '' });
  });
});
