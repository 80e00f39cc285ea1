import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIXTURES, launcherIsOutOfReach, openjd, withoutRights } from './openjd.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-bad-input-'));
  chmodSync(folder, 0o755);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'folder'));
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
  writeFileSync(join(folder, 'secret.yaml'), '', { mode: 0o000 });
  writeFileSync(join(folder, 'huge.yaml'), Buffer.alloc(17 * 1024 * 1024, 0x20));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = 'specificationVersion: jobtemplate-2023-09\n';
const STEPS = 'steps:\n  - name: A\n    script: { actions: { onRun: { command: echo } } }\n';

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'good.yaml': `${HEAD}name: Good\n${STEPS}`,
  'not-yaml.yaml': `${HEAD}name: "Bad\nsteps: [\n`,
  'not-json.json': '{"specificationVersion": "jobtemplate-2023-09",\n "name": "Bad",,\n}\n',
  'empty.yaml': '',
  'list.yaml': '- just\n- a list\n',
  'utf16.yaml': Buffer.from([0xff, 0xfe, 0x78, 0x00]),
  'latin1.yaml': Buffer.concat([Buffer.from(HEAD), Buffer.from('name: caf'), Buffer.from([0xe9, 0x0a])]),
  'unknown-version.yaml': `specificationVersion: jobtemplate-1999-01\nname: Bad\n${STEPS}`,
  'no-version.yaml': `name: Bad\n${STEPS}`,
  'unknown-extension.yaml': `${HEAD}extensions: [EXPRR]\nname: Bad\n${STEPS}`,
  'unknown-field.yaml': `${HEAD}name: Bad\nsteps:\n  - name: A\n    script:\n      actions:\n        onRun: { comand: echo }\n`,
  'unknown-symbol.yaml': `${HEAD}name: Bad {{Param.Nme}}\nparameterDefinitions:\n  - { name: Name, type: STRING }\n${STEPS}`,
  'wrong-types.yaml': `${HEAD}name: 5\nsteps: none\n`,
  'prototype.yaml': '__proto__: {Scene: a}\nconstructor: 1\n',
  'evil.yaml': `${HEAD}name: Bad\n"\\e[31mred": 1\n${STEPS}`,
};

/** Checks that nothing but one clear report came: no trace, nothing on standard output. */
async function report(args: string[], options: { uid?: number } = {}): Promise<string> {
  const { status, stdout, stderr } = await openjd(args, { cwd: folder, ...options });
  expect({ status, stdout }, stderr).toEqual({ status: 1, stdout: '' });
  expect(stderr).not.toMatch(/^ {4}at |internal error|\.ts:|node:/m);
  return stderr;
}

describe.each(['check', 'run'])('%s of a file that cannot be read', (command) => {
  test('missing', async () => {
    expect(await report([command, 'nothing.yaml'])).toContain('error: There is no template file "nothing.yaml"\n');
  });
  test('missing, with one of nearly the same name beside it', async () => {
    expect(await report([command, 'god.yaml'])).toContain(
      'error: There is no template file "god.yaml"\n  hint: Did you mean "good.yaml", in the same folder?\n',
    );
  });
  test('below a file', async () => {
    expect(await report([command, 'good.yaml/x.yaml'])).toContain(
      'error: There is no template file "good.yaml/x.yaml": part of its path is not a directory\n',
    );
  });
  test('a directory', async () => {
    expect(await report([command, 'folder'])).toContain(
      'error: "folder" is a directory, not a template file\n  hint: Name a template file inside it\n',
    );
  });
  test('not readable', async ({ skip }) => {
    const reason = launcherIsOutOfReach();
    if (reason !== undefined) skip(reason);
    expect(await report([command, 'secret.yaml'], withoutRights)).toContain(
      'error: "secret.yaml" is not readable: permission denied\n',
    );
  });
  test('a link to itself', async () => {
    expect(await report([command, 'loop.yaml'])).toContain(
      'error: "loop.yaml" is not readable: too many symbolic links encountered\n',
    );
  });
  test('too large, also where the size is not known', async () => {
    expect(await report([command, 'huge.yaml'])).toContain('error: "huge.yaml" is larger than 16 MiB\n');
    expect(await report([command, '/dev/zero'])).toContain('error: "/dev/zero" is larger than 16 MiB\n');
  });
});

describe('check of a wrong template', () => {
  const wrong = Object.keys(FILES).filter((name) => name !== 'good.yaml');
  test.each(wrong)('%s, and run tells the same', async (name) => {
    const [text, ran] = await Promise.all([report(['check', name]), report(['run', name])]);
    expect(text).toMatchSnapshot();
    // Each problem has its file, line and column.
    for (const line of text.split('\n').filter((candidate) => candidate.includes('error:'))) {
      expect(line).toMatch(new RegExp(`^${name}:\\d+:\\d+: error: \\S`));
    }
    expect(text).toMatch(/^\d+ problems?\n$/m);
    expect(ran).toBe(text.replace(/^\d+ problems?\n$/m, ''));
  });
});

describe('check of several files', () => {
  test('tells of each', async () => {
    const { status, stdout, stderr } = await openjd(['check', 'good.yaml', 'nothing.yaml', 'unknown-field.yaml'], {
      cwd: folder,
    });
    expect(status).toBe(1);
    expect(stdout).toBe("Template at 'good.yaml' passes validation checks.\n");
    expect(stderr).toMatch(
      /^nothing.yaml: error: There is no template file "nothing.yaml"\nunknown-field.yaml:7:18: error: /,
    );
    expect(stderr.endsWith('\n2 problems in 2 of 3 files\n'), stderr).toBe(true);
  });
  test('expands patterns that no shell has expanded', async () => {
    const { status, stdout } = await openjd(['check', 'p*s.job.yaml'], { cwd: FIXTURES });
    expect({ status, stdout }).toMatchSnapshot();
  });
  test('expands an absolute pattern to absolute paths', async () => {
    const { stdout } = await openjd(['check', join(FIXTURES, 'rec*.yaml')]);
    expect(stdout).toBe(`Template at '${join(FIXTURES, 'record.env.yaml')}' passes validation checks.\n`);
  });
  test('says that a pattern matches nothing', async () => {
    expect(await report(['check', '*.nothing'])).toBe('error: No file matches "*.nothing"\n');
  });
  test('as JSON', async () => {
    const { status, stdout, stderr } = await openjd(['check', 'good.yaml', 'unknown-field.yaml', '-o', 'json'], {
      cwd: folder,
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'error',
      message: '1 of 2 templates has problems',
      files: [
        { file: 'good.yaml', kind: 'job', problems: [] },
        {
          file: 'unknown-field.yaml',
          kind: null,
          problems: [{ code: 'UNKNOWN_FIELD', range: { start: { line: 7, column: 18 } } }],
        },
      ],
    });
  });
  test('as YAML', async () => {
    const { status, stdout } = await openjd(['check', 'good.yaml', '-o', 'yaml'], { cwd: folder });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout:
        "status: success\nmessage: Template at 'good.yaml' passes validation checks.\nfiles:\n  - file: good.yaml\n    kind: job\n    problems: []\n",
    });
  });
  test('as annotations', async () => {
    const { status, stdout } = await openjd(['check', 'good.yaml', 'unknown-field.yaml', '-o', 'github'], {
      cwd: folder,
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^::error file=unknown-field\.yaml,line=7,endLine=7,col=18,endColumn=24,title=UNKNOWN_FIELD::[^\n]*comand[^\n]*\n/,
    );
  });
  test('takes a template from standard input', async () => {
    const input = `${HEAD}name: Good\n${STEPS}`;
    const good = await openjd(['check', '-'], { input });
    expect(good).toMatchObject({ status: 0, stdout: "Template at '<stdin>' passes validation checks.\n" });
    const bad = await openjd(['check', '-'], { input: 'name: x\n' });
    expect(bad.status).toBe(1);
    expect(bad.stderr).toMatch(/^<stdin>:1:1: error: /);
  });
  test('refuses an extension that was not accepted', async () => {
    const accepted = await openjd(['check', 'record.env.yaml'], { cwd: FIXTURES });
    expect(accepted).toMatchObject({ status: 0, stdout: "Template at 'record.env.yaml' passes validation checks.\n" });
    const refused = await openjd(['check', 'record.env.yaml', '--extensions', 'EXPR'], { cwd: FIXTURES });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^record\.env\.yaml:2:\d+: error: .*WRAP_ACTIONS/);
  });
  test('cannot steer the terminal through a template', async () => {
    const { stderr } = await openjd(['check', 'evil.yaml'], { cwd: folder });
    expect(stderr).not.toContain('\u001b');
  });
});

describe('run with wrong input starts nothing', () => {
  const job = join(FIXTURES, 'required.job.yaml');
  test.each<[string, string[]]>([
    ['a missing parameter', []],
    ['an unknown parameter', ['-p', 'Scene=a', '-p', 'Scne=b']],
    ['a wrong type', ['-p', 'Scene=a', '-p', 'Frames=many']],
    ['a value that is not allowed', ['-p', 'Scene=a', '-p', 'Quality=medium']],
    ['several at once', ['-p', 'Frames=x', '-p', 'Quality=medium']],
    ['a parameter without "="', ['-p', 'Scene']],
    ['a parameter without a name', ['-p', '=x']],
    ['a parameter file that is missing', ['-p', 'file://nothing.yaml']],
    ['a parameter file that is not a map', ['-p', 'file://list.yaml']],
    ['a parameter that is a map', ['-p', '{"Scene": {"a": 1}}']],
    ['parameters by the names of objects', ['-p', '{"__proto__": "a", "constructor": 1}', '-p', 'toString=x']],
    ['a parameter file by the names of objects', ['-p', 'file://prototype.yaml']],
    ['inline parameters that are not JSON', ['-p', '{Scene: 1']],
    ['an unknown step', ['-p', 'Scene=a', '--step', 'B']],
    ['tasks of a step without parameters', ['-p', 'Scene=a', '-t', 'Frame=1']],
    ['tasks that are not a list', ['-p', 'Scene=a', '--tasks', 'file://list.yaml']],
    [
      'path mapping rules of another version',
      ['-p', 'Scene=a', '--path-mapping-rules', '{"version": "pathmapping-2.0"}'],
    ],
    [
      'path mapping rules with a fault',
      ['-p', 'Scene=a', '--path-mapping-rules', '{"version": "pathmapping-1.0", "path_mapping_rules": [{}]}'],
    ],
    ['path mapping rules that are no map', ['-p', 'Scene=a', '--path-mapping-rules', '[]']],
    ['an environment that is a job', ['-p', 'Scene=a', '--env', 'good.yaml']],
    ['a log that cannot be written', ['-p', 'Scene=a', '--log', 'nowhere/log.jsonl']],
    ['a log that is full', ['-p', 'Scene=a', '--log', '/dev/full']],
  ])('%s', async (_name, args) => {
    expect((await report(['run', job, ...args])).replaceAll(job, 'required.job.yaml')).toMatchSnapshot();
  });
  test('a task outside of the space', async () => {
    const render = join(FIXTURES, 'render.job.yaml');
    expect(await report(['run', render, '--step', 'Render', '-t', 'Frame=9'])).toBe(
      'error: Step "Render" has no task with Frame=9\n',
    );
    expect(await report(['run', render, '--step', 'Render', '-t', 'Fram=1'])).toBe(
      [
        'error: Step "Render" has no task parameter "Fram"',
        '  hint: Did you mean "Frame"?',
        'error: The task parameter "Frame" of step "Render" has no value',
        '',
      ].join('\n'),
    );
  });
});
