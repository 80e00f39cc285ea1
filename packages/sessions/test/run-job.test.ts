import { describe, expect, test } from 'vitest';
import { runJob, startJob } from '../src/index.js';
import { environment, jobOf, leaveNothingBehind, place, run, sh, step, wrapper } from './support.js';

leaveNothingBehind();

const frames = (range: string) => ({
  parameterSpace: { taskParameterDefinitions: [{ name: 'Frame', type: 'INT', range }] },
});

describe('the order of actions', () => {
  // HJR-entered-in-order, HJR-exited-in-reverse
  test('environments are entered once around all steps, a step its own around its tasks, all exited in reverse', async () => {
    const job = jobOf(
      {
        jobEnvironments: [environment('Job', { onEnter: sh('echo Job in'), onExit: sh('echo Job out') })],
        steps: [
          step('One', sh('echo One {{Task.Param.Frame}}'), {
            ...frames('1-2'),
            stepEnvironments: [environment('Inner', { onEnter: sh('echo Inner in'), onExit: sh('echo Inner out') })],
          }),
          step('Two', sh('echo Two')),
        ],
      },
      [{ environment: environment('Outer', { onEnter: sh('echo Outer in'), onExit: sh('echo Outer out') }) }],
    );
    const { lines, result, events } = await run(job);
    expect(lines).toEqual([
      'Outer in',
      'Job in',
      'Inner in',
      'One 1',
      'One 2',
      'Inner out',
      'Two',
      'Job out',
      'Outer out',
    ]);
    expect(result).toEqual({ outcome: 'SUCCEEDED', tasks: 3, notExited: [] });
    expect(events[0]).toMatchObject({ type: 'session-started' });
    expect(events.at(-1)).toMatchObject({ type: 'session-ended', outcome: 'SUCCEEDED' });
    const task = events.find((event) => event.type === 'action-ended' && event.action.phase === 'taskRun');
    expect(task).toMatchObject({ action: { step: 'One', taskParameters: { Frame: '1' } }, exitCode: 0 });
  });

  test('steps run in the order of their dependencies; named ones alone, or with what they need', async () => {
    const job = jobOf({
      steps: [
        step('Last', sh('echo Last'), { dependencies: [{ dependsOn: 'First' }] }),
        step('First', sh('echo First')),
        step('Other', sh('echo Other')),
      ],
    });
    expect((await run(job)).lines).toEqual(['First', 'Last', 'Other']);
    expect((await run(job, { steps: ['Last'] })).lines).toEqual(['Last']);
    expect((await run(job, { steps: ['Last'], withDependencies: true })).lines).toEqual(['First', 'Last']);
    await expect(run(job, { steps: ['Lost'] })).rejects.toThrow('the job "Test" has no step "Lost"');
  });

  test('tasks can be chosen and limited', async () => {
    const job = jobOf({ steps: [step('S', sh('echo {{Task.Param.Frame}}'), frames('1-100'))] });
    expect((await run(job, { maximumTasks: 2 })).lines).toEqual(['1', '2']);
    const chosen = await run(job, { tasks: ({ parameterSpace }) => [parameterSpace.at(6), parameterSpace.at(3)] });
    expect(chosen.lines).toEqual(['7', '4']);
    expect(chosen.result.tasks).toBe(2);
  });

  test('chunks grow towards the target runtime', async () => {
    const range = {
      parameterSpace: {
        taskParameterDefinitions: [
          {
            name: 'Frame',
            type: 'CHUNK[INT]',
            range: '1-200',
            chunks: { defaultTaskCount: 10, targetRuntimeSeconds: 60, rangeConstraint: 'CONTIGUOUS' },
          },
        ],
      },
    };
    const job = jobOf({ steps: [step('S', sh('echo {{Task.Param.Frame}}'), range)] });
    expect((await run(job)).lines).toEqual(['1-10', '11-200']);
  });
});

describe('wrapping', () => {
  test('the order of the RFC: inner actions through the hooks, the wrapper itself as it is', async () => {
    const inner = environment('B', { onEnter: sh('echo B.onEnter'), onExit: sh('echo B.onExit') });
    const job = jobOf(
      { steps: [step('S', sh('echo task {{Task.Param.Frame}}'), { ...frames('1-2'), stepEnvironments: [inner] })] },
      [{ environment: wrapper('A') }],
    );
    const { actions, lines } = await run(job);
    expect(actions).toEqual([
      'A.onEnter SUCCEEDED',
      'A.onWrapEnvEnter(B.onEnter) SUCCEEDED',
      'A.onWrapTaskRun(S.onRun) SUCCEEDED',
      'A.onWrapTaskRun(S.onRun) SUCCEEDED',
      'A.onWrapEnvExit(B.onExit) SUCCEEDED',
      'A.onExit SUCCEEDED',
    ]);
    expect(lines).toEqual([
      'A.onEnter',
      'A.onWrapEnvEnter',
      'B.onEnter',
      'A.onWrapTaskRun',
      'task 1',
      'A.onWrapTaskRun',
      'task 2',
      'A.onWrapEnvExit',
      'B.onExit',
      'A.onExit',
    ]);
  });

  test('nothing runs in place of nothing', async () => {
    const variables = { name: 'V', variables: { X: 'y' } };
    const noExit = environment('B', { onEnter: sh('true') });
    const job = jobOf({ steps: [step('S', sh('true'), { stepEnvironments: [variables, noExit] })] }, [
      { environment: wrapper('A') },
    ]);
    expect((await run(job)).actions).toEqual([
      'A.onEnter SUCCEEDED',
      'V.onEnter skipped',
      'A.onWrapEnvEnter(B.onEnter) SUCCEEDED',
      'A.onWrapTaskRun(S.onRun) SUCCEEDED',
      'B.onExit skipped',
      'V.onExit skipped',
      'A.onExit SUCCEEDED',
    ]);
  });

  // RFC0008-hook-macros
  test('the hook is told of the variables in order of definition, those of inner environments included', async () => {
    const tell = { command: '/bin/echo', args: ["{{ WrappedAction.Environment.join(' ') }}"] };
    const through = {
      ...tell,
      command: '/bin/sh',
      args: [
        '-c',
        'echo "$1"; shift; exec "$@"',
        'sh',
        ...tell.args,
        '{{WrappedAction.Command}}',
        '{{WrappedAction.Args}}',
      ],
    };
    const outer = environment(
      'A',
      { onEnter: sh('echo openjd_env: FROM_A=1'), onWrapEnvEnter: through, onWrapTaskRun: tell, onWrapEnvExit: tell },
      { variables: { Z: 'z', DECLARED: 'd' } },
    );
    const inner = environment(
      'B',
      { onEnter: sh('echo openjd_env: FROM_B=$INNER'), onExit: sh('true') },
      { variables: { INNER: 'i' } },
    );
    const job = jobOf({ steps: [step('S', sh('true'), { stepEnvironments: [inner] })] }, [{ environment: outer }]);
    const { lines } = await run(job);
    expect(lines).toEqual([
      'openjd_env: FROM_A=1',
      'Z=z DECLARED=d FROM_A=1 INNER=i',
      'openjd_env: FROM_B=i',
      'Z=z DECLARED=d FROM_A=1 INNER=i FROM_B=i',
      'Z=z DECLARED=d FROM_A=1 INNER=i FROM_B=i',
    ]);
  });

  // RFC0008-mode-must-be-known
  test('a hook whose method of cancelation resolves to none fails, and what is owed is exited', async () => {
    const hook = {
      command: 'true',
      args: ['{{WrappedAction.Args}}'],
      cancelation: { mode: '{{WrappedAction.Command}}' },
    };
    const job = jobOf({ steps: [step('S', sh('true'))] }, [
      {
        extensions: ['EXPR', 'WRAP_ACTIONS', 'FEATURE_BUNDLE_1'],
        environment: wrapper('A', { onWrapTaskRun: hook }),
      },
    ]);
    const { actions, result } = await run(job);
    expect(actions).toEqual(['A.onEnter SUCCEEDED', 'A.onWrapTaskRun(S.onRun) FAILED', 'A.onExit SUCCEEDED']);
    expect(result.failure?.message).toContain('/bin/sh');
  });

  test('two wrappers in one session are refused before anything starts', async () => {
    const make = () =>
      jobOf({ steps: [step('S', sh('true'))] }, [{ environment: wrapper('A') }, { environment: wrapper('B') }]);
    expect(make).toThrow(/wrap hooks/);
  });
});

// RFC 0008, "Lifecycle and cleanup guarantees".
describe('after a failure', () => {
  const failing = (field: string) => ({
    [field]: { command: '/bin/sh', args: ['-c', 'exit 3', '{{WrappedAction.Command}}'] },
  });
  const inner = environment('B', { onEnter: sh('true'), onExit: sh('true') });
  const innermost = environment('C', { onEnter: sh('true'), onExit: sh('true') });
  const jobWith = (outer: object) =>
    jobOf({ steps: [step('S', sh('true'), { stepEnvironments: [inner, innermost] }), step('T', sh('true'))] }, [
      { environment: outer },
    ]);

  test.each([
    [
      'onWrapEnvEnter',
      [
        'A.onEnter SUCCEEDED',
        'A.onWrapEnvEnter(B.onEnter) FAILED',
        'A.onWrapEnvExit(B.onExit) SUCCEEDED',
        'A.onExit SUCCEEDED',
      ],
    ],
    [
      'onWrapTaskRun',
      [
        'A.onEnter SUCCEEDED',
        'A.onWrapEnvEnter(B.onEnter) SUCCEEDED',
        'A.onWrapEnvEnter(C.onEnter) SUCCEEDED',
        'A.onWrapTaskRun(S.onRun) FAILED',
        'A.onWrapEnvExit(C.onExit) SUCCEEDED',
        'A.onWrapEnvExit(B.onExit) SUCCEEDED',
        'A.onExit SUCCEEDED',
      ],
    ],
    [
      'onWrapEnvExit',
      [
        'A.onEnter SUCCEEDED',
        'A.onWrapEnvEnter(B.onEnter) SUCCEEDED',
        'A.onWrapEnvEnter(C.onEnter) SUCCEEDED',
        'A.onWrapTaskRun(S.onRun) SUCCEEDED',
        'A.onWrapEnvExit(C.onExit) FAILED',
        'A.onWrapEnvExit(B.onExit) FAILED',
        'A.onExit SUCCEEDED',
      ],
    ],
    ['onEnter', ['A.onEnter FAILED', 'A.onExit SUCCEEDED']],
    // RFC0008-failure-as-replaced
  ])('of %s, all that is owed is exited and nothing else runs', async (field, expected) => {
    const hook = field === 'onEnter' ? { onEnter: sh('exit 3') } : failing(field);
    const { actions, result } = await run(jobWith(wrapper('A', hook)));
    expect(actions).toEqual(expected);
    expect(result.outcome).toBe('FAILED');
    expect(result.failure?.exitCode).toBe(3);
    expect(result.failure?.message).toBe('its exit code was 3');
  });

  // HJR-failure-exits-all
  test('of a task, no other task runs', async () => {
    const job = jobOf({
      jobEnvironments: [inner],
      steps: [
        step('S', sh('echo {{Task.Param.Frame}}; test {{Task.Param.Frame}} -lt 2'), frames('1-9')),
        step('T', sh('true')),
      ],
    });
    const { actions, lines } = await run(job);
    expect(lines).toEqual(['1', '2']);
    expect(actions).toEqual(['B.onEnter SUCCEEDED', 'S.onRun SUCCEEDED', 'S.onRun FAILED', 'B.onExit SUCCEEDED']);
  });

  test('of an expression, the problem is told and the exits run', async () => {
    const job = jobOf({
      jobEnvironments: [inner],
      steps: [step('S', { command: 'echo', args: ['{{ 1 // (Task.Param.Frame - 1) }}'] }, frames('1'))],
    });
    const { actions, result } = await run(job);
    expect(actions).toEqual(['B.onEnter SUCCEEDED', 'S.onRun FAILED', 'B.onExit SUCCEEDED']);
    expect(result.failure?.problem?.phase).toBe('run');
    expect(result.failure?.message).toContain('onRun of step "S" (Frame=1)');
  });

  test('the return code decides, openjd_fail only says why', async () => {
    const job = (code: number) => jobOf({ steps: [step('S', sh(`echo openjd_fail: no license; exit ${code}`))] });
    expect((await run(job(0))).result.outcome).toBe('SUCCEEDED');
    expect((await run(job(1))).result.failure).toMatchObject({ outcome: 'FAILED', message: 'no license', exitCode: 1 });
  });

  test.each([
    ['kill -SEGV $$', { outcome: 'FAILED', signal: 'SIGSEGV', message: 'it was ended by SIGSEGV' }],
    ['kill -KILL $$', { outcome: 'FAILED', signal: 'SIGKILL' }],
    ['sleep 30', { outcome: 'TIMED_OUT', signal: 'SIGKILL', message: 'it did not end within 1 s' }],
  ])('of `%s`, the cause is told', async (script, failure) => {
    const job = jobOf({ steps: [step('S', sh(script, { timeout: 1 }))] });
    const { result } = await run(job);
    expect(result.outcome).toBe('FAILED');
    expect(result.failure).toMatchObject(failure);
  });
});

describe('a command that cannot be started', () => {
  test.each([
    ['openjd-no-such-tool', 'COMMAND_NOT_FOUND', /"openjd-no-such-tool" was not found in any folder of PATH/],
    ['/no/such/tool', 'COMMAND_NOT_FOUND', /"\/no\/such\/tool" does not exist/],
    ['/etc/passwd', 'COMMAND_NOT_EXECUTABLE', /\/etc\/passwd is not executable/],
    ['/etc', 'COMMAND_NOT_EXECUTABLE', /\/etc is a directory/],
  ])('%s: %s', async (command, code, message) => {
    const { result } = await run(jobOf({ steps: [step('S', { command })] }));
    expect(result.failure?.problem).toMatchObject({ code, phase: 'run', message: expect.stringMatching(message) });
    expect(result.failure?.problem?.message).toContain('onRun of step "S"');
    expect(result.failure?.problem?.hint).toBeTruthy();
  });

  test('for its interpreter', async () => {
    const embeddedFiles = [{ name: 'Run', type: 'TEXT', runnable: true, data: '#!/no/interpreter -x\n' }];
    const script = { actions: { onRun: { command: '{{Task.File.Run}}' } }, embeddedFiles };
    const { result } = await run(jobOf({ steps: [{ name: 'S', script }] }));
    expect(result.failure?.problem?.message).toMatch(
      /the interpreter "\/no\/interpreter" that the first line of .* does not exist/,
    );
  });

  test('for a working directory that is gone', async () => {
    const job = jobOf({ steps: [step('S', sh('rm -r "$OPENJD_SESSION_WORKING_DIR"')), step('T', sh('true'))] });
    expect((await run(job)).result.failure?.problem).toMatchObject({ code: 'WORKING_DIRECTORY_GONE' });
  });

  // RFC0008-command-length
  test('for its size, which is told before it is tried, with the hook', async () => {
    const long = 'x'.repeat(140_000);
    const plain = await run(jobOf({ steps: [step('S', { command: 'true', args: [long] })] }));
    expect(plain.result.failure?.problem).toMatchObject({
      code: 'COMMAND_TOO_LONG',
      message: expect.stringMatching(/argument 1 has 140001 bytes and the system allows 131072/),
    });
    const wrapped = await run(
      jobOf({ steps: [step('S', { command: 'true', args: [long] })] }, [{ environment: wrapper('A') }]),
    );
    expect(wrapped.result.failure?.problem?.message).toContain(
      'onWrapTaskRun of environment "A" in place of onRun of step "S"',
    );
    expect(wrapped.actions.at(-1)).toBe('A.onExit SUCCEEDED');
  });
});

describe('what actions find', () => {
  test('embedded files of the wrapped action and of the hook at the same time, under one name', async () => {
    const file = (name: string, text: string) => [{ name, type: 'TEXT', filename: 'run.sh', data: text }];
    const outer = wrapper('A', {
      onWrapTaskRun: {
        command: '/bin/sh',
        args: ['{{Env.File.Hook}}', '{{WrappedAction.Command}}', '{{WrappedAction.Args}}'],
      },
    });
    const script = { ...(outer['script'] as object), embeddedFiles: file('Hook', 'echo hook; "$@"\n') };
    const inner = {
      actions: { onRun: { command: '/bin/sh', args: ['{{Task.File.Run}}'] } },
      embeddedFiles: file('Run', 'echo task\n'),
    };
    const job = jobOf({ steps: [{ name: 'S', script: inner }] }, [{ environment: { ...outer, script } }]);
    expect((await run(job)).lines).toEqual(['A.onEnter', 'hook', 'task', 'A.onExit']);
  });

  // HJR-working-directory, HJR-has-rules, HJR-rules-file, HJR-rules-file-absolute
  test('the session directory as working directory, alone for this user, and the rules file', async () => {
    const script =
      'pwd; stat -c %a .; cat "{{Session.PathMappingRulesFile}}" | tr -d " \\n"; echo; echo {{Session.HasPathMappingRules}}';
    const job = jobOf({ steps: [step('S', sh(script))] });
    const rule = { sourcePathFormat: 'POSIX', sourcePath: '/mnt/a', destinationPath: '/b' } as const;
    const { lines, events } = await run(job, { pathMapping: [rule] });
    const [started] = events;
    expect(lines).toEqual([
      started?.type === 'session-started' ? started.workingDirectory : '',
      '700',
      '{"version":"pathmapping-1.0","path_mapping_rules":[{"source_path_format":"POSIX","source_path":"/mnt/a","destination_path":"/b"}]}',
      'true',
    ]);
    expect(lines[0]).toContain(place.root);
    // HJC-has-path-mapping-rules, HJC-path-mapping-rules-file
    expect((await run(job)).lines.slice(2)).toEqual(['{}', 'false']);
  });

  // HJR-longest-first, HJR-applied-to-path-parameters
  test('paths that are mapped by the rule with the longest source', async () => {
    const rule = (sourcePath: string, destinationPath: string) =>
      ({ sourcePathFormat: 'POSIX', sourcePath, destinationPath }) as const;
    const parameterDefinitions = [{ name: 'P', type: 'PATH' }];
    const job = jobOf({ parameterDefinitions, steps: [step('S', sh('echo {{Param.P}}'))] }, [], { P: '/mnt/a/scene' });
    const { lines } = await run(job, { pathMapping: [rule('/mnt', '/short'), rule('/mnt/a', '/long')] });
    expect(lines).toEqual(['/long/scene']);
  });

  // HJR-variables, HJR-env-until-exit, HJR-unset-env-until-exit
  test('variables of environments, set and unset, until they are exited', async () => {
    const tell = sh('echo "A=$A B=$B H=$H"');
    const inner = environment('Inner', {
      onEnter: sh(
        'echo openjd_env: A=inner; echo openjd_unset_env: H; echo openjd_unset_env: B; echo openjd_env: B=set',
      ),
      onExit: tell,
    });
    const outer = environment(
      'Outer',
      { onEnter: sh('echo "openjd_env: B=$H"'), onExit: tell },
      { variables: { A: 'outer' } },
    );
    const job = jobOf({
      jobEnvironments: [outer],
      steps: [step('S', tell, { stepEnvironments: [inner] }), step('T', tell)],
    });
    const { lines } = await run(job, { environment: { ...process.env, H: 'host' } });
    expect(lines.filter((line) => line.startsWith('A='))).toEqual([
      'A=inner B= H=',
      'A=inner B= H=',
      'A=outer B=host H=host',
      'A=outer B=host H=host',
    ]);
  });

  // HJR-env-on-enter-only
  test('variables can be changed by onEnter only; a malformed change fails it', async () => {
    const job = jobOf({ steps: [step('S', sh('echo openjd_env: A=1; echo "A=$A"')), step('T', sh('echo "A=$A"'))] });
    const { lines, notices, result } = await run(job);
    expect(result.outcome).toBe('SUCCEEDED');
    expect(lines).toEqual(['openjd_env: A=1', 'A=', 'A=']);
    expect(notices).toEqual(['openjd_env has no effect in onRun of step "S"; only onEnter may print it']);
    const broken = environment('E', { onEnter: sh('echo "openjd_env: not an assignment"') });
    const failed = await run(jobOf({ jobEnvironments: [broken], steps: [step('S', sh('true'))] }));
    expect(failed.actions).toEqual(['E.onEnter FAILED', 'E.onExit skipped']);
    expect(failed.result.failure?.problem).toMatchObject({ code: 'DIRECTIVE_MALFORMED' });
  });
});

describe('secrets', () => {
  test('are masked from then on, in every event, and set where the template declares the extension', async () => {
    const secret = 'tr0ub4dor';
    const entering = environment('E', { onEnter: sh(`echo openjd_redacted_env: KEY=${secret}; echo ${secret} >&2`) });
    const taskParameterDefinitions = [{ name: 'P', type: 'STRING', range: [`with ${secret}`] }];
    const job = jobOf({
      jobEnvironments: [entering],
      steps: [
        step('S', sh(`echo "key $KEY"; echo "openjd_status: $KEY"; echo "openjd_fail: $KEY"; echo ${secret}; exit 1`), {
          parameterSpace: { taskParameterDefinitions },
        }),
      ],
    });
    const { events, lines, result } = await run(job);
    expect(JSON.stringify(result)).not.toContain(secret);
    expect(result.failure?.message).toBe('********');
    const afterDeclaration = events.slice(events.findIndex((event) => event.type === 'output'));
    expect(JSON.stringify(afterDeclaration)).not.toContain(secret);
    expect(lines).toEqual([
      'openjd_redacted_env: KEY=********',
      '********',
      'key ********',
      'openjd_status: ********',
      'openjd_fail: ********',
      '********',
    ]);
  });

  test('are masked and not set where no template declares the extension', async () => {
    const entering = environment('E', { onEnter: sh('echo openjd_redacted_env: KEY=hidden') });
    const job = jobOf({
      extensions: undefined,
      jobEnvironments: [entering],
      steps: [step('S', sh('echo "KEY=$KEY hidden"'))],
    });
    const { lines, notices, result } = await run(job);
    expect(result.outcome).toBe('SUCCEEDED');
    expect(lines).toEqual(['openjd_redacted_env: KEY=********', 'KEY= ********']);
    expect(notices[0]).toContain('KEY is masked but not set');
  });

  test("an environment template's own extension holds beside a job without it", async () => {
    const entering = environment('E', { onEnter: sh('echo openjd_redacted_env: KEY=hidden') });
    const job = jobOf({ extensions: undefined, steps: [step('S', sh('test "$KEY" = hidden'))] }, [
      { extensions: ['REDACTED_ENV_VARS'], environment: entering },
    ]);
    expect((await run(job)).result.outcome).toBe('SUCCEEDED');
  });

  test('are masked before what a message quotes is escaped or cut', async () => {
    const secret = `one\ttwo "three" ${'x'.repeat(200)}`;
    const script = 'printf "openjd_redacted_env: KEY=%s\\n" "$1"; echo openjd_env: A=B';
    const job = jobOf({
      steps: [
        {
          ...step('S', { command: 'sh', args: ['-c', script, 'sh', '{{Task.Param.P}}'] }),
          parameterSpace: { taskParameterDefinitions: [{ name: 'P', type: 'STRING', range: [secret] }] },
        },
      ],
    });
    const { notices } = await run(job);
    expect(notices).toEqual([
      'openjd_redacted_env has no effect in onRun of step "S" (P=********); only onEnter may print it',
      'openjd_env has no effect in onRun of step "S" (P=********); only onEnter may print it',
    ]);
  });

  test('may be thousands', async () => {
    const script =
      'i=0; while [ $i -lt 4000 ]; do echo "openjd_redacted_env: K$i=secret-number-$i"; i=$((i+1)); done; echo secret-number-1999';
    const { lines } = await run(jobOf({ steps: [step('S', sh(script))] }));
    expect(lines[0]).toBe('openjd_redacted_env: K0=********');
    expect(lines[3999]).toBe('openjd_redacted_env: K3999=********');
    expect(lines[4000]).toBe('********');
  });

  test('declared without end do not keep a timer or a cancelation from being heard', async () => {
    const script = 'i=0; while :; do echo "openjd_redacted_env: K=secret-number-$i and its line"; i=$((i+1)); done';
    const running = startJob(jobOf({ steps: [step('S', sh(script))] }), { workingDirectoryRoot: place.root });
    const timer = setTimeout(() => running.interrupt(), 500);
    expect((await running.result).outcome).toBe('CANCELED');
    clearTimeout(timer);
  });

  test('beyond what can be kept are told of, and nothing is shown from then on', async () => {
    const script = `line=$(head -c 200000 /dev/zero | tr '\\0' x); i=0
      while [ $i -lt 50 ]; do echo "openjd_redacted_env: K=$i$line"; i=$((i+1)); done; echo shown`;
    const { lines, notices } = await run(jobOf({ steps: [step('S', sh(script))] }));
    expect(notices.filter((notice) => notice.includes('more secrets than can be kept'))).toHaveLength(1);
    expect(lines.at(-1)).toBe('********');
    expect(lines[0]).toBe('openjd_redacted_env: K=********');
  });
});

describe('events', () => {
  test('a job runs without anybody listening', async () => {
    const job = jobOf({ steps: [step('S', sh('seq 1 20000'))] });
    expect(await runJob(job, { workingDirectoryRoot: place.root })).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  test('an error of the listener ends the job, exits what was entered, cleans up and is thrown', async () => {
    const inner = environment('B', { onEnter: sh('true'), onExit: sh(`touch ${place.root}/exited`) });
    const job = jobOf({ jobEnvironments: [inner], steps: [step('S', sh('while :; do echo x; done'))] });
    const { existsSync, rmSync } = await import('node:fs');
    const running = run(job, {}, (event) => {
      if (event.type === 'output') throw new Error('the listener broke');
    });
    await expect(running).rejects.toThrow('the listener broke');
    expect(existsSync(`${place.root}/exited`)).toBe(true);
    rmSync(`${place.root}/exited`);
  });

  test('10^5 lines arrive, in order', async () => {
    const job = jobOf({ steps: [step('S', sh('seq 1 100000'))] });
    const { lines } = await run(job);
    expect(lines.length).toBe(100_000);
    expect(lines.every((line, index) => line === String(index + 1))).toBe(true);
  });
});

test('what a session tells of names and values is one line, and not a long one', async () => {
  const value = `a\u001b[2J\u202e\nopenjd_fail: forged ${'x'.repeat(900)}`;
  const job = jobOf({
    steps: [
      {
        ...step('S', { command: '{{Task.Param.P}}' }),
        parameterSpace: { taskParameterDefinitions: [{ name: 'P', type: 'STRING', range: [value] }] },
      },
    ],
  });
  const { result } = await run(job);
  const { message = '', problem } = result.failure!;
  expect(problem).toMatchObject({ code: 'COMMAND_NOT_FOUND', message });
  expect(message).toMatch(
    /^onRun of step "S" \(P=a\\u001b\[2J\\u202e\\nopenjd_fail: forged x+…x+\) could not be started: the command "a\\u001b.*x+…x+" was not found/,
  );
  expect(message.length).toBeLessThanOrEqual(810);
});
