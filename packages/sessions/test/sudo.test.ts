import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ActionResult, Leftover, SessionEvent, SessionResult } from '../src/index.js';
import { LAUNCHER, launchScript } from '../src/platform/posix/sudo/launch-script.js';
import { type Data, environment, sh, step, wrapper } from './jobs.js';
import { makeOtherUsers, noOtherUsers, type OtherUsers } from './other-users.js';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');
const NODE_ARGS = ['--conditions=source', `--import=${path.join(FIXTURES, 'typescript.mjs')}`];

/** Names and values that shells, sudo and `env` have their own ideas about. */
const VARIABLES: Readonly<Record<string, string>> = {
  PLAIN: 'plain',
  EMPTY: '',
  QUOTES: `it's "quoted" '\\'' \`date\` $(date) $HOME \\ \\n`,
  LINES: '\nfirst\n\n  second \t\r\n\n',
  UNICODE: 'é — 日本語 🎬 \u0081\u0088 \u00ad',
  CONTROL: '\x01\x02\x1b[0m\x7f\x81',
  LONG: 'x'.repeat(100_000),
  LD_LIBRARY_PATH: '/no/such/library',
  BASH_ENV: '/no/such/file',
  'BASH_FUNC_f%%': '() { echo f; }',
  ENV: '/no/such/file',
  IFS: 'x',
  LC_ALL: 'no_SUCH.locale',
  LINENO: 'seven',
  OPTIND: 'none',
  PPID: '-1',
  PS4: '$(date)',
  PWD: '/elsewhere',
  OLDPWD: '/somewhere else',
  RANDOM: '4',
  SECONDS: '5',
  SHELLOPTS: 'xtrace',
  SHLVL: '40',
  SUDO_USER: 'nobody',
  TERM: 'dumb',
  UID: '12',
  USER: 'somebody',
  _: 'underscore',
  'with.dot': 'dotted',
  'a b': "it's odd",
  '1': 'one',
  name: 'n',
  file: 'f',
  first: '1',
};

describe.each(['dash', 'bash'])('the script that starts an action, read by %s', (shell) => {
  test('hands over exactly the environment, the arguments and the working directory', ({ skip }) => {
    const program = spawnSync('sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' }).stdout.trim();
    if (program === '') skip(`${shell} is not installed`);
    const args = ["it's", '', 'two\nlines', '-n', '$HOME', '🎬'];
    const folder = mkdtempSync(path.join(os.tmpdir(), "it's a=folder "));
    try {
      const script = `process.stdin.resume();
        console.log(JSON.stringify([require('fs').readFileSync('/proc/self/environ').toString('base64'),
        process.argv.slice(1), process.cwd()]))`;
      const launch = {
        command: process.execPath,
        args: ['-e', script, '--', ...args],
        environment: { PATH: '/usr/bin:/bin', ...VARIABLES },
        workingDirectory: folder,
      };
      const { stdout, stderr } = spawnSync(program, ['-c', LAUNCHER], {
        argv0: 'sh',
        env: {},
        input: launchScript(launch),
        encoding: 'utf8',
      });
      expect(stderr).toMatch(/^openjd-started \d+$/m);
      const [environ, seenArgs, cwd] = JSON.parse(stdout);
      expect(variablesOf(environ)).toEqual(launch.environment);
      expect([seenArgs, cwd]).toEqual([args, folder]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function variablesOf(base64: string): Record<string, string> {
  const entries = Buffer.from(base64, 'base64').toString('utf8').split('\0').slice(0, -1);
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

const unavailable = noOtherUsers();

describe.skipIf(unavailable !== undefined)(
  `actions of another user, through sudo${unavailable ? `: ${unavailable}` : ''}`,
  () => {
    let users: OtherUsers;
    let folder: string;
    let work: string;
    let state: string;
    const children: ChildProcess[] = [];

    beforeAll(() => {
      users = makeOtherUsers();
    });
    afterAll(() => users.remove());

    beforeEach(() => {
      folder = mkdtempSync(path.join(os.tmpdir(), 'openjd-test-'));
      work = path.join(folder, 'work');
      state = path.join(folder, 'state');
      chmodSync(folder, 0o711);
      mkdirSync(work);
      chmodSync(work, 0o1777);
      mkdirSync(state, { mode: 0o700 });
      chownSync(state, users.runtime.uid, users.runtime.gid);
    });
    afterEach(() => {
      for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
      const left = processesOfUsers();
      try {
        expect(left).toEqual([]);
        expect(readdirSync(work)).toEqual([]);
        expect(readdirSync(state)).toEqual([]);
      } finally {
        for (const line of left) process.kill(Number.parseInt(line, 10), 'SIGKILL');
        rmSync(folder, { recursive: true, force: true });
      }
    });

    /** Of the runtime's user, of the other one, and what sudo runs for the first. */
    function processesOfUsers(): readonly string[] {
      const lines = execFileSync('ps', ['-eo', 'pid=,stat=,ruid=,uid=,args='], { encoding: 'utf8' }).split('\n');
      const ids = [users.runtime.uid, users.target.uid].map(String);
      return lines.filter((line) => {
        const [, stat = '', ruid = '', uid = ''] = line.trim().split(/\s+/);
        return !stat.startsWith('Z') && (ids.includes(ruid) || ids.includes(uid));
      });
    }

    interface Call {
      readonly environments?: readonly Data[];
      readonly options?: object;
      readonly onLine?: (line: string, runtime: ChildProcess) => void;
      readonly exitAtLine?: string;
      readonly clean?: boolean;
      readonly path?: string;
    }

    /** Runs a job in a runtime of the one user with actions of the other. */
    async function runAs(job: Data, call: Call = {}) {
      const { environments, exitAtLine, clean } = call;
      const options = { user: users.target, workingDirectoryRoot: work, ...call.options };
      const request = { self: users.runtime, job, environments, options, exitAtLine, clean };
      const runtime = spawn(process.execPath, [...NODE_ARGS, path.join(FIXTURES, 'other-user.ts')], {
        cwd: '/',
        env: { PATH: call.path ?? process.env['PATH'], OPENJD_STATE_DIR: state, ...marks() },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      children.push(runtime);
      runtime.stdin.end(JSON.stringify(request));
      let told = '';
      let errors = '';
      runtime.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      let seen = 0;
      runtime.stdout.setEncoding('utf8').on('data', (text: string) => {
        told += text;
        const lines = linesOf(eventsOf(told));
        for (const line of lines.slice(seen)) call.onLine?.(line, runtime);
        seen = lines.length;
      });
      const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
        runtime.once('close', (...end) => resolve(end));
      });
      expect(errors).toBe('');
      const events = eventsOf(told);
      const type = (event: Event): string => event.type;
      const result = events.find((event) => type(event) === 'result')?.['result'] as SessionResult | undefined;
      return {
        code,
        signal,
        events,
        lines: linesOf(events),
        ended: events.filter((event) => event['type'] === 'action-ended') as unknown as readonly ActionResult[],
        result,
        problem: events.find((event) => type(event) === 'problem')?.['problem'] as Data | undefined,
      };
    }

    const marks = (): Record<string, string> => {
      const mark = process.env['OPENJD_PROCESS_MARK'];
      return mark === undefined ? {} : { OPENJD_PROCESS_MARK: mark };
    };

    test('run as that user and its group, with its own files, the input at its end and both outputs in order', async () => {
      const data =
        '#!/bin/sh\nstat -c "%U %a" . "$0"; cat; echo out; echo err >&2; echo again >/dev/stderr; pwd; exit 7\n';
      const embeddedFiles = [{ name: 'Run', type: 'TEXT', runnable: true, data }];
      const who = step(
        'Who',
        sh('id -un; id -gn; id -Gn; stat -c "%U %a" "$0"', { args: ['-c', 'id -un; id -gn; id -Gn'] }),
      );
      const file = { name: 'File', script: { actions: { onRun: { command: '{{Task.File.Run}}' } }, embeddedFiles } };
      const { lines, result, events } = await runAs({ steps: [who, file] });
      const directory = events[0]?.['workingDirectory'];
      const { targetName, group } = users;
      expect(lines.slice(0, 2)).toEqual([targetName, targetName]);
      expect(lines[2]?.split(' ').toSorted()).toEqual([targetName, group.name].toSorted());
      expect(lines.slice(3)).toEqual([`${targetName} 700`, `${targetName} 700`, 'out', 'err', 'again', directory]);
      expect(result).toMatchObject({ outcome: 'FAILED', failure: { exitCode: 7 } });
    });

    test('run with another group where sudo allows it', async () => {
      const options = { user: { uid: users.target.uid, gid: users.group.gid } };
      const { lines } = await runAs({ steps: [step('S', sh('id -un; id -gn; stat -c %G .'))] }, { options });
      expect(lines).toEqual([users.targetName, users.group.name, users.group.name]);
    });

    test('have exactly the environment that they would have without sudo, and nobody is shown it', async () => {
      const secret = `secret-${Math.random()}`;
      const action = { command: '/usr/bin/base64', args: ['-w0', '/proc/self/environ'] };
      const job = {
        jobEnvironments: [
          environment(
            'E',
            { onEnter: sh(`echo "openjd_redacted_env: TOKEN=${secret}"`) },
            { variables: { A: "it's" } },
          ),
        ],
        steps: [step('S', action), step('T', sh('echo up; sleep 1'))],
      };
      const shown: string[] = [];
      // With this one, `sh` itself would refuse to start.
      const { OPTIND: _, ...rest } = VARIABLES;
      const variables = { ...rest, LONG: 'x'.repeat(20_000) };
      const { lines, events } = await runAs(job, {
        options: { environment: { PATH: '/usr/bin:/bin', ...variables } },
        onLine: (line) => {
          if (line !== 'up') return;
          shown.push(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8', env: { COLUMNS: '100000' } }));
        },
      });
      const { OPENJD_PROCESS_MARK: mark, ...seen } = variablesOf(lines.find((line) => line.length > 1000) ?? '');
      expect(seen).toEqual({
        PATH: '/usr/bin:/bin',
        ...variables,
        A: "it's",
        TOKEN: secret,
        OPENJD_SESSION_WORKING_DIR: events[0]?.['workingDirectory'],
      });
      expect(mark).toContain(events[0]?.['workingDirectory'] === undefined ? '' : '/2;');
      expect(shown.map((text) => [text.includes('sleep 1'), text.includes(secret)])).toEqual([[true, false]]);
    });

    test('that a signal ends are told with the signal', async () => {
      const { result } = await runAs({ steps: [step('S', sh('kill -SEGV $$'))] });
      expect(result).toMatchObject({ outcome: 'FAILED', failure: { signal: 'SIGSEGV' } });
    });

    test('that cannot be started are explained', async () => {
      const script = (data: string) => ({
        name: 'S',
        script: {
          actions: { onRun: { command: '{{Task.File.F}}' } },
          embeddedFiles: [{ name: 'F', type: 'TEXT', data, endOfLine: 'CRLF', runnable: true }],
        },
      });
      const crlf = await runAs({ steps: [script('#!/bin/sh\necho\n')] });
      expect(crlf.result?.failure?.problem).toMatchObject({
        code: 'COMMAND_NOT_FOUND',
        hint: expect.stringContaining('endOfLine: LF'),
      });
      const missing = await runAs({ steps: [step('S', { command: 'no-such-command' })] });
      expect(missing.result?.failure?.problem).toMatchObject({ code: 'COMMAND_NOT_FOUND' });
      expect(missing.events.some((event) => event['type'] === 'action-started')).toBe(false);
      const gone = await runAs({ steps: [step('S', sh('rm -rf "$PWD"')), step('T', { command: 'true' })] });
      expect(gone.result?.failure?.problem).toMatchObject({ code: 'WORKING_DIRECTORY_GONE' });
    });

    /** Ignores SIGTERM, and so does what it has sent out of its process group. */
    const STUBBORN = 'trap "" TERM; setsid sh -c "sleep 300 & wait" & echo up; while :; do sleep 0.1; done';
    const cancelation = { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 2 };

    test('are notified first, with the time that they have', async () => {
      const wait =
        'trap "cat cancel_info.json; stat -c %U cancel_info.json; exit 5" TERM; echo up; while :; do sleep 0.1; done';
      const { lines, result } = await runAs({ steps: [step('S', sh(wait, { cancelation }))] }, interruptAt('up'));
      expect(lines.filter((line) => line !== 'Terminated')).toEqual([
        'up',
        expect.stringMatching(/^\{"NotifyEnd":"[^"]+Z"\}$/),
        users.targetName,
      ]);
      expect(result).toMatchObject({ outcome: 'CANCELED', failure: { exitCode: 5 } });
    });

    test('are ended with their whole tree when they do not heed it', async () => {
      const { result } = await runAs({ steps: [step('S', sh(STUBBORN, { cancelation }))] }, interruptAt('up'));
      expect(result).toMatchObject({ outcome: 'CANCELED', failure: { signal: 'SIGKILL' } });
      expect(result?.failure?.durationMs).toBeGreaterThanOrEqual(2000);
    });

    test('are ended with their whole tree after their time, wrapped ones too', async () => {
      const timeout = (name: string): Data => step(name, sh(STUBBORN, { timeout: 1 }));
      const bare = await runAs({ steps: [timeout('S')] });
      expect(bare.result).toMatchObject({ outcome: 'FAILED', failure: { outcome: 'TIMED_OUT', signal: 'SIGKILL' } });
      const hook = {
        command: '/bin/sh',
        args: ['-c', 'id -un; "$@"', 'sh', '{{WrappedAction.Command}}', '{{WrappedAction.Args}}'],
        timeout: 1,
      };
      const wrapped = await runAs(
        { steps: [timeout('S')] },
        { environments: [{ environment: wrapper('W', { onWrapTaskRun: hook }) }] },
      );
      expect(wrapped.ended.map(({ action, outcome }) => [action.name, outcome])).toEqual([
        ['onEnter', 'SUCCEEDED'],
        ['onRun', 'TIMED_OUT'],
        ['onExit', 'SUCCEEDED'],
      ]);
      expect(wrapped.lines).toContain(users.targetName);
    });

    test('may stop and go on, and are ended while they are stopped', async () => {
      const goesOn = step('S', sh('(sleep 1; kill -CONT $$) & kill -STOP $$; wait; echo on'));
      const { lines, result } = await runAs({ steps: [goesOn, step('T', sh('kill -STOP $$', { timeout: 1 }))] });
      expect(lines).toEqual(['on']);
      expect(result).toMatchObject({ outcome: 'FAILED', failure: { outcome: 'TIMED_OUT', signal: 'SIGKILL' } });
    });

    test('may leave processes and closed folders behind, which are ended and removed', async () => {
      const messy =
        'mkdir -p a/b c; echo x > a/b/f; chmod 000 a/b a; (exec setsid sleep 300) & (exec setsid sleep 300 >/dev/null 2>&1) &';
      const enter = environment('E', {
        onEnter: sh('sleep 300 >/dev/null 2>&1 &'),
        onExit: sh('pgrep -u "$(id -u)" -c sleep'),
      });
      const { result, lines, events } = await runAs({ jobEnvironments: [enter], steps: [step('S', sh(messy))] });
      expect(result).toMatchObject({ outcome: 'SUCCEEDED' });
      expect(lines).toEqual([expect.stringMatching(/^[1-9]$/)]);
      expect(events.some((event) => String(event['message']).includes('output open'))).toBe(true);
    });

    test('are ended when the runtime exits', async () => {
      const { code } = await runAs({ steps: [step('S', sh(STUBBORN))] }, { exitAtLine: 'up' });
      expect(code).toBe(3);
      await gone();
    });

    test('are ended and removed by the next clean when the runtime was killed', async () => {
      const job = {
        jobEnvironments: [environment('E', { onExit: sh('true') })],
        steps: [step('S', sh(`mkdir -m 0 closed; ${STUBBORN}`))],
      };
      const killed = await runAs(job, { onLine: (line, runtime) => line === 'up' && runtime.kill('SIGKILL') });
      expect(killed.signal).toBe('SIGKILL');
      expect(processesOfUsers()).not.toEqual([]);
      const { events } = await runAs({}, { clean: true });
      const [leftovers] = events as unknown as [readonly Leftover[]];
      expect(leftovers).toEqual([expect.objectContaining({ directoryRemoved: true, environments: ['E'], left: [] })]);
      await gone();
    });

    /** Sudo ends a little after what it ran. */
    async function gone(): Promise<void> {
      await expect.poll(processesOfUsers, { timeout: 5000 }).toEqual([]);
    }

    test.each([
      ['sudo is missing', 'SUDO_NOT_FOUND', () => ({ path: '/no/such/folder' })],
      ['sudo wants a password', 'SUDO_REFUSED', () => ({ options: { user: { uid: 0, gid: 0 } } })],
      ['there is no such user', 'UNKNOWN_USER', () => ({ options: { user: { uid: 54_321, gid: 0 } } })],
      [
        'there is no such group',
        'UNKNOWN_GROUP',
        () => ({ options: { user: { uid: users.target.uid, gid: 54_321 } } }),
      ],
      [
        'the group is not allowed',
        'GROUP_NOT_ALLOWED',
        () => ({ options: { user: { uid: users.target.uid, gid: 0 } } }),
      ],
      ['the user may not write there', 'SESSION_NOT_STARTED', () => ({ options: { workingDirectoryRoot: state } })],
    ] as const)('are refused in words where %s', async (_, code, call) => {
      const { problem, events } = await runAs({ steps: [step('S', sh('true'))] }, call());
      expect(problem).toMatchObject({
        code,
        phase: 'run',
        message: expect.any(String),
        hint: expect.stringMatching(/\.$/),
      });
      expect(problem?.['message']).toMatch(/actions cannot be run as |no session could be started in the folder/);
      expect(events).toHaveLength(1);
    });

    test('fail in words when sudo no longer lets them', async () => {
      // As when an administrator takes the rule away while a job runs: the rule is the test's own.
      const job = { steps: [step('S', sh('echo up; sleep 0.5')), step('T', { command: 'true' })] };
      const rule = `/etc/sudoers.d/openjd-test-${process.pid}`;
      const text = readFileSync(rule, 'utf8');
      const { result, events } = await runAs(job, { onLine: () => rmSync(rule) }).finally(() => {
        execFileSync('sh', ['-c', 'umask 226; printf %s "$1" >"$2"', 'sh', text, rule]);
      });
      expect(result?.failure?.problem).toMatchObject({
        code: 'SPAWN_FAILED',
        message: expect.stringContaining('sudo:'),
      });
      expect(events.some((event) => String(event['message']).startsWith('the session has left:'))).toBe(true);
      expect(existsSync(result?.workingDirectory ?? '')).toBe(true);
      // The record was kept, so that it can be made good.
      await runAs({}, { clean: true });
    });
  },
);

type Event = SessionEvent & Readonly<Record<string, unknown>>;

function eventsOf(told: string): readonly Event[] {
  return told
    .slice(0, told.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
}

function linesOf(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'output' ? [event.line] : []));
}

function interruptAt(expected: string) {
  return {
    onLine: (line: string, runtime: ChildProcess) => {
      if (line === expected) runtime.kill('SIGINT');
    },
  };
}
