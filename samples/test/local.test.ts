import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  environmentFile,
  lines,
  makeRoot,
  openjdCommand,
  type RunOptions,
  removeRoot,
  type Shell,
  shellJob,
  start,
} from './fixtures/run.js';
import { cgroupsWork, perfWorks, works, wrapperOf } from './fixtures/wrappers.js';

let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(() => removeRoot(root));

type Options = Partial<RunOptions> & { readonly more?: object };
const run = (name: string, shells: readonly Shell[], { more, ...options }: Options = {}) =>
  start(root, shellJob(root, shells, more), { environments: [name], ...options });
const setup = (onEnter: string, variables: object = {}) => ({
  jobEnvironments: [
    {
      name: 'Setup',
      variables: { BEFORE: 'it', ...variables },
      script: { actions: { onEnter: { command: 'sh', args: ['-c', onEnter] }, onExit: { command: 'true' } } },
    },
  ],
});

describe.concurrent('the environment retry', { timeout: 60_000 }, () => {
  const count = 'n=$(($(cat "$0" 2>/dev/null || echo 0) + 1)); echo "$n" >"$0"; echo "this is $n";';
  const failing = (name: string, end: string): Shell => ({
    script: `sh -c '${count} ${end}' "$1"`,
    args: [join(root, name)],
  });

  test('runs a task again until it is well', async () => {
    const parameters = { DelaySeconds: 1, Attempts: 3 };
    const { all, exitCode } = await run('retry', [failing('well', '[ $n = 3 ] || exit 75')], { parameters });
    expect(exitCode, all).toBe(0);
    const said = lines(all).filter((line) => /^(this|ended)/.test(line));
    const second = 'ended with status 75: try 2 of 3 in 1 s';
    const third = 'ended with status 75: try 3 of 3 in 2 s';
    expect(said).toEqual(['this is 1', second, 'this is 2', third, 'this is 3']);
  });

  test('gives up after so many tries, with the last status', async () => {
    const parameters = { DelaySeconds: 0, Attempts: 2, Statuses: '[]' };
    const { all, exitCode } = await run('retry', [failing('bad', 'exit $((n + 2))')], { parameters });
    expect(exitCode).toBe(1);
    expect(lines(all)).toEqual(expect.arrayContaining(['this is 2', 'Process exited with code: 4']));
  });

  test('lets other statuses, and what enters an environment, fail at once', async () => {
    const { all } = await run('retry', [failing('other', 'exit 7')], { parameters: { Statuses: '[75, 8]' } });
    expect(lines(all).filter((line) => line.startsWith('this is'))).toEqual(['this is 1']);
    const entered = await run('retry', [{ script: 'echo never' }], { more: setup('echo entering; exit 75') });
    expect(lines(entered.all).filter((line) => line === 'entering')).toHaveLength(1);
    expect(entered.exitCode).toBe(1);
  });

  test('does not try again what was canceled in its pause', async () => {
    const action = { timeout: 2, cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 30 } };
    const parameters = { DelaySeconds: 600 };
    const { all, durationMs } = await run('retry', [{ script: 'echo ran; exit 75', action }], { parameters });
    expect(lines(all).filter((line) => line === 'ran')).toHaveLength(1);
    expect(durationMs).toBeLessThan(20_000);
  });
});

describe.concurrent('the environment dry-run', () => {
  test('runs nothing, and prints lines that a shell turns back into the same arguments', async () => {
    const script = join(root, 'script "of" it.sh');
    const word = 'a  \'b\' "c" $HOME `id` *\n\nopenjd_fail: no\n--\\';
    const { all, exitCode } = await run(
      'dry-run',
      [{ script: 'touch "$1/ran"; printf "<%s>" "$@" "$VALUE"', args: ['{{Param.Root}}', '{{Param.Word}}', ''] }],
      {
        parameters: { Script: script, Root: root },
        more: {
          ...setup('touch entered', { VALUE: '{{Param.Word}}' }),
          parameterDefinitions: [
            { name: 'Root', type: 'STRING' },
            { name: 'Word', type: 'STRING', default: word },
          ],
        },
      },
    );
    expect(exitCode, all).toBe(0);
    expect(all).toContain('would run onEnter of Setup:');
    expect(all).not.toContain('its reason');
    expect(existsSync(join(root, 'ran'))).toBe(false);
    const { stdout } = await execa('sh', ['-e', script], { cwd: root });
    expect(stdout).toBe(`<${root}><${word}><><${word}>`);
    expect(existsSync(join(root, 'ran'))).toBe(true);
  });
});

const strace = wrapperOf('strace');
describe.skipIf(strace.unavailable !== undefined)(`the environment strace${strace.unavailable ?? ''}`, () => {
  test('tells what was written, removed and looked for, and keeps the traces where it is told to', async () => {
    const [folder, traces] = ['traced', 'traces'].map((name) => join(root, name)) as [string, string];
    mkdirSync(folder);
    writeFileSync(join(folder, 'old'), '');
    const script = 'cd "$1"; echo >new; rm "$1/old"; echo >passing; rm passing; cat "$1/none" 2>/dev/null; (exit 0)';
    const { all, exitCode } = await run('strace', [{ name: 'Trace me', script, args: [folder] }], {
      parameters: { TraceDir: traces },
    });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContainEqual(expect.stringMatching(/^0001-Trace_me-run: [3-9] processes, \d+ files opened$/));
    const found = ['    wrote      new', `    removed    ${folder}/old`, `    not found  ${folder}/none`];
    expect(lines(all)).toEqual(expect.arrayContaining([...found, '    1 files written and removed again']));
    expect(readdirSync(traces)).toEqual(['0001-Trace_me-run.strace']);
  });

  test('says that it cannot trace', async () => {
    const bin = join(root, 'bin without tracing');
    mkdirSync(bin);
    writeFileSync(join(bin, 'strace'), '#!/bin/sh\necho "Operation not permitted" >&2\nexit 1\n', { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    const { all, exitCode } = await run('strace', [{ script: 'echo never' }], { env });
    expect(exitCode).toBe(1);
    expect(all).toContain('strace cannot trace here (Operation not permitted)');
  });
});

describe.concurrent('the environment profile', () => {
  const profilers = [
    ['perf', perfWorks ? undefined : 'perf cannot be used here'],
    ['time', wrapperOf('profile').unavailable],
  ] as const;
  for (const [profiler, unavailable] of profilers) {
    const because = unavailable === undefined ? '' : ` (${unavailable})`;
    test.skipIf(unavailable !== undefined)(`measures with ${profiler}${because}`, async () => {
      const report = join(root, `report of ${profiler}`);
      const script = 'i=0; while [ "$i" -lt 200000 ]; do i=$((i + 1)); done; sleep 0.5; exit 3';
      const { all } = await run('profile', [{ script }], {
        more: setup('true'),
        parameters: { Profiler: profiler, Report: report },
      });
      expect(lines(all)).toContain('Process exited with code: 3');
      const [head, ...rows] = readFileSync(report, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('\t'));
      expect(head).toEqual(['action', 'status', 'seconds', 'user', 'system', 'MiB', 'faults', 'switches']);
      expect(rows.map((row) => row[0])).toEqual(['Setup.onEnter', 'Work.onRun', 'Setup.onExit']);
      const [, status, seconds, user, , memory, faults] = rows[1] as string[];
      expect(status).toBe('3');
      expect(Number(seconds)).toBeGreaterThan(0.5);
      expect(Number(user)).toBeGreaterThan(0.02);
      expect(Number(faults)).toBeGreaterThan(10);
      if (profiler === 'time') expect(Number(memory)).toBeGreaterThan(0.5);
    });
  }

  test('says that nothing can measure', async () => {
    const bin = join(root, 'bin without profilers');
    mkdirSync(bin);
    await execa('sh', ['-c', 'ln -sf /usr/bin/* /bin/* "$0"; rm -f "$0/perf" "$0/time"', bin]);
    const { all, exitCode } = await run('profile', [{ script: 'echo never' }], { env: { PATH: bin } });
    expect(exitCode).toBe(1);
    expect(all).toContain('neither perf nor GNU time can be used here');
  });
});

describe.concurrent('the environment nice-cgroup', { timeout: 60_000 }, () => {
  test('lowers the priority', async () => {
    const { all } = await run('nice-cgroup', [{ script: 'echo "niceness $(nice)"' }], { parameters: { Niceness: 7 } });
    expect(lines(all)).toContain('niceness 7');
  });

  const because = cgroupsWork ? '' : ' (no control group can be made here)';
  test.skipIf(!cgroupsWork)(`says that memory ran out${because}`, async () => {
    const parameters = { MemoryMiB: 20 };
    const script = 'head -c 60000000 /dev/zero | tail -c 60000000 | wc -c';
    const { all, exitCode } = await run('nice-cgroup', [{ script: `${script}; exit 1` }], { parameters });
    expect(exitCode).toBe(1);
    expect(all).toContain('it needed more memory than MemoryMiB');
    expect(lines(all)).not.toContain('60000000');
  });

  test.skipIf(!cgroupsWork)(`limits processes, and ends what is left${because}`, async () => {
    const script = 'setsid sleep 86397 & i=0; while [ "$i" -lt 30 ]; do sleep 1 & i=$((i + 1)); done; echo never';
    const { all, exitCode } = await run('nice-cgroup', [{ script }], { parameters: { MaxProcesses: 12 } });
    expect(exitCode).toBe(1);
    expect(lines(all), all).not.toContain('never');
    expect(wrapperOf('nice-cgroup').left?.(root, all)).toBe('');
  });

  /** In a mount namespace with something else where the control groups are. */
  const among = (mount: string) => {
    const run = ['run', shellJob(root, [{ script: 'echo never' }]), '--env', environmentFile('nice-cgroup')];
    const command = [...openjdCommand, ...run, '-p', 'MemoryMiB=9'];
    const script = `mount ${mount} none /sys/fs/cgroup && "$@"; status=$?; echo "groups:" $(find /sys/fs/cgroup -name 'openjd-*'); exit $status`;
    const args = ['--mount', 'sh', '-c', script, 'sh', ...command];
    return execa('unshare', args, { all: true, reject: false, env: { TMPDIR: root } });
  };
  const canMount = works('unshare', ['--mount', 'true']);
  const whyNot = canMount ? '' : ' (this machine lets this user mount nothing)';

  test.skipIf(!canMount)(`says that it may not make a control group${whyNot}`, async () => {
    const { all, exitCode } = await among('-t tmpfs -o ro');
    expect(exitCode).toBe(1);
    expect(all).toMatch(/no control groups for memory|no control group can be made/);
    expect(lines(all)).not.toContain('never');
  });

  // Where version 2 has all controllers, the tests above are run by it.
  const version1 = canMount && !existsSync('/sys/fs/cgroup/cgroup.controllers');
  test.skipIf(!version1)('says that version 2 has no such limit, and leaves no group of it', async () => {
    const { all, exitCode } = await among('-t cgroup2');
    expect(exitCode).toBe(1);
    expect(all).toMatch(/does not take memory.max=9437184: ask for no such limit/);
    const [, group = 'no group was made'] = /limits hold in the control group (\S+)/.exec(all ?? '') ?? [];
    expect(all).toContain(group);
    expect(lines(all).find((line) => line.startsWith('groups:'))).not.toContain(group);
    expect(lines(all)).not.toContain('never');
  });
});

const sudo = wrapperOf('sudo');
describe.skipIf(sudo.unavailable !== undefined)(`the environment sudo${sudo.unavailable ?? ''}`, () => {
  afterAll(() => sudo.cleanUp?.(root));

  test('is the other user, who cannot change what runs outside', async () => {
    const prepared = await sudo.prepare?.(root);
    const script = `id -un; for file in $(find "$PWD" -name 'sudo-*.sh'); do echo >>"$file" && echo changed; done
      mv embedded_files other && echo renamed; echo mine >file; cat file`;
    const { all, exitCode } = await run('sudo', [{ script }], { parameters: prepared?.parameters });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toEqual(expect.arrayContaining([prepared?.parameters?.['User'], 'mine']));
    for (const word of ['changed', 'renamed']) expect(lines(all)).not.toContain(word);
  });

  test('says that there is no such user', async () => {
    const { all, exitCode } = await run('sudo', [{ script: 'echo never' }], {
      parameters: { User: 'openjd-nobody', OutputDir: '' },
    });
    expect(exitCode).toBe(1);
    expect(all).toContain('this machine has no user openjd-nobody');
  });
});
