import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FIXTURES, openjd } from './openjd.js';

// Command lines that scripts and upstream's conformance runner give to the other runtimes' `openjd`.

const folder = mkdtempSync(join(tmpdir(), 'openjd-peers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the calls of upstream’s conformance runner', () => {
  const job = file(
    'job.yaml',
    `specificationVersion: jobtemplate-2023-09
extensions: [REDACTED_ENV_VARS]
name: Contract
parameterDefinitions:
  - { name: Scene, type: PATH, dataFlow: IN }
  - { name: Status, type: INT }
steps:
  - name: Say
    script:
      actions:
        onRun: { command: sh, args: ["{{Task.File.Say}}", "{{Param.Scene}}", "{{Param.Status}}"] }
      embeddedFiles:
        - name: Say
          type: TEXT
          data: |
            # a comment that nobody prints
            echo "  <$1>\tas it is  "
            echo "openjd_redacted_env: TOKEN=hunter2-secret"
            exit "$2"
`,
  );
  const environment = file(
    'outer.env.yaml',
    `specificationVersion: environment-2023-09
environment: { name: Outer, script: { actions: { onEnter: { command: echo, args: [in] }, onExit: { command: echo, args: [out] } } } }
`,
  );
  const rules = file(
    'rules.json',
    JSON.stringify({
      version: 'pathmapping-1.0',
      path_mapping_rules: [{ source_path_format: 'POSIX', source_path: '/from', destination_path: '/to' }],
    }),
  );
  const call = (status: number) => [
    'run',
    job,
    '-p',
    `file://${file(`parameters-${status}.yaml`, `Scene: /from/scene\nStatus: ${status}\n`)}`,
    '--env',
    environment,
    '--path-mapping-rules',
    `file://${rules}`,
  ];

  test('check FILE', async () => {
    for (const path of [job, environment]) {
      const { status, stdout, stderr } = await openjd(['check', path]);
      expect({ status, stdout, stderr }).toEqual({
        status: 0,
        stdout: `Template at '${path}' passes validation checks.\n`,
        stderr: '',
      });
    }
  });
  test('run FILE -p file://P --env E --path-mapping-rules file://R', async () => {
    const { status, stdout, stderr } = await openjd(call(0));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('  </to/scene>\tas it is  \n');
    expect(stdout.match(/exited with code: 0$/gm)).toHaveLength(3);
    // Neither commands nor files nor secrets.
    expect(stdout).not.toMatch(/a comment that nobody prints|hunter2|sh .*\/say|echo/i);
  });
  test('and of a job that fails', async () => {
    const { status, stdout } = await openjd(call(7));
    expect(status).toBe(1);
    expect(stdout).toMatch(/exited with code: 7$/m);
    expect(stdout).toMatch(/\tout$/m);
  });
});

describe('the flags of the other runtimes', () => {
  const tasksYaml = file('tasks.yaml', '- { Frame: 2 }\n- { Frame: "1" }\n');
  const tasksJson = file('tasks.json', '[{"Frame": 1}]');
  test.each<[string[], string[]]>([
    [
      ['--step', 'Render', '--tasks', `file://${tasksYaml}`],
      ['frame 2 of shot', 'frame 1 of shot'],
    ],
    [['--step', 'Render', '--tasks', `file://${tasksJson}`], ['frame 1 of shot']],
    [['--step', 'Sheet', '--no-run-dependencies'], ['contact sheet']],
    [['--step', 'Render', '--maximum-tasks', '1', '--timestamp-format', 'utc'], ['frame 1 of shot']],
    [['--job-param', ' {"LastFrame": 1}', '--step', 'Render', '--output', 'human-readable'], ['frame 1 of shot']],
    [['-p', 'file://~/parameters.json', '--step', 'Render'], ['frame 1 of cup']],
    [
      ['--step', 'Render', '-tp', 'Frame=1', '--environment', 'record.env.yaml', '--extensions', 'EXPR,WRAP_ACTIONS'],
      ['frame 1 of shot'],
    ],
    [
      [
        '--step',
        'Render',
        '-tp',
        'Frame=1',
        '--env',
        'record.env.yaml',
        '--extensions',
        'EXPR',
        '--extensions',
        'WRAP_ACTIONS',
      ],
      ['frame 1 of shot'],
    ],
  ])('run render.job.yaml %j', async (args, expected) => {
    const { status, stdout, stderr } = await openjd(['run', 'render.job.yaml', ...args], {
      // No compile cache is to be made in our folder.
      env: { HOME: FIXTURES, NODE_DISABLE_COMPILE_CACHE: '1' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/(?<=\t)(frame \d of .*|contact sheet)$/gm)).toEqual(expected);
  });
  test('schema --version VERSION --output human-readable', async () => {
    const args = ['schema', '--version', 'environment-2023-09'];
    const [human, json] = await Promise.all([openjd([...args, '--output', 'human-readable']), openjd(args)]);
    expect(human).toEqual(json);
    expect(JSON.parse(human.stdout)).toMatchObject({ type: 'object' });
  });
  test('documents have the fields that the others have', async () => {
    const [run, summary, check] = await Promise.all(
      ['run', 'summary', 'check'].map((command) => openjd([command, 'render.job.yaml', '--output', 'json'])),
    );
    expect(JSON.parse(run!.stdout)).toMatchObject({
      status: 'success',
      message: 'Session ended successfully',
      job_name: 'Render shot',
      duration: expect.any(Number),
      chunks_run: 3,
    });
    expect(JSON.parse(summary!.stdout)).toMatchObject({
      status: 'success',
      name: 'Render shot',
      total_steps: 2,
      total_tasks: 3,
      total_environments: 1,
      parameter_definitions: [{ name: 'Name', type: 'STRING', value: 'shot' }, { name: 'LastFrame' }],
      steps: [
        { name: 'Render', total_tasks: 2 },
        { name: 'Sheet', total_tasks: 1 },
      ],
    });
    expect(JSON.parse(check!.stdout)).toMatchObject({
      status: 'success',
      message: "Template at 'render.job.yaml' passes validation checks.",
    });
  });
});
