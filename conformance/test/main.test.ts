import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtures, launcher, liarScript } from './fixtures/setup.js';

let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'openjd-tree-'));
  const jobs = join(tree, '2023-09/base/jobs');
  const templates = join(tree, '2023-09/base/job_templates');
  mkdirSync(jobs, { recursive: true });
  mkdirSync(templates);
  writeFileSync(join(jobs, '1--run.test.yaml'), 'template: { name: x }\n');
  writeFileSync(
    join(jobs, '2--docker.test.yaml'),
    'template: {}\nopenjd: { id: in-docker, why: it needs one, needs: [docker] }\n',
  );
  writeFileSync(join(templates, '3--no.invalid.yaml'), '#: id: never-valid\n#: why: it never is\nname: x\n');
});
afterAll(() => {
  rmSync(tree, { recursive: true });
});

/** The launcher of the built suite, as people call it. */
const run = (...args: string[]) =>
  execa(process.execPath, [launcher, ...args], { reject: false, env: { NO_COLOR: '1', FORCE_COLOR: undefined } });
const liar = (behaviour: string) => `sh ${relative(process.cwd(), liarScript)} ${behaviour}`;

test('prints a verdict for each case, and each result apart', async () => {
  const { stdout, exitCode } = await run('run', '--tree', tree, '--runtime', liar('accept'), '--no-docker');
  expect(stdout.split('\n')).toEqual([
    'failed  never-valid',
    '        an invalid template was accepted',
    '        why: it never is',
    `        case: ${tree}/2023-09/base/job_templates/3--no.invalid.yaml`,
    'passed  2023-09/base/jobs/1--run',
    'skipped in-docker: it needs a Docker engine',
    '1 passed, 1 failed, 0 errored, 1 skipped, 0 unsupported',
  ]);
  expect(exitCode).toBe(1);
});

test('a runtime that crashes is errored everywhere, and nothing passes', async () => {
  const { stdout, exitCode } = await run(
    'run',
    '--tree',
    tree,
    '--runtime',
    liar('python-crash'),
    '--no-docker',
    '--jobs',
    '2',
  );
  expect(stdout).toContain('errored never-valid\n        the runtime crashed, which is no rejection');
  expect(stdout.split('\n').at(-1)).toBe('0 passed, 0 failed, 2 errored, 1 skipped, 0 unsupported');
  expect(exitCode).toBe(1);
});

test('a runtime that is not there is errored everywhere', async () => {
  const { stdout } = await run('run', '--tree', tree, '--runtime', 'no-such-runtime', '--no-docker');
  expect(stdout).toContain('        the runtime could not be started: spawn no-such-runtime ENOENT\n');
  expect(stdout.split('\n').at(-1)).toBe('0 passed, 0 failed, 2 errored, 1 skipped, 0 unsupported');
});

test('runs only what it is asked for', async () => {
  const { stdout, exitCode } = await run('run', '--tree', tree, '--runtime', liar('reject'), '--only', 'never-valid');
  expect([stdout, exitCode]).toEqual([
    'passed  never-valid\n1 passed, 0 failed, 0 errored, 0 skipped, 0 unsupported',
    0,
  ]);
});

test('a missing engine is said once, and is no verdict', async () => {
  const { stdout, stderr, exitCode } = await execa(
    process.execPath,
    [launcher, 'run', '--tree', tree, '--runtime', liar('accept'), '--only', 'in-docker'],
    { reject: false, env: { DOCKER_HOST: 'unix:///no/such/socket' } },
  );
  expect(stderr).toMatch(
    /^openjd-conformance: no Docker engine answers at unix:\/\/\/no\/such\/socket: start one, or set DOCKER_HOST/,
  );
  expect([stdout, exitCode]).toEqual(['', 1]);
});

test('prints help', async () => {
  for (const args of [[], ['--help'], ['run', '--help'], ['requirements', '--help']]) {
    const { stdout, exitCode } = await run(...args);
    expect(stdout).toContain(`usage: openjd-conformance ${args.length === 2 ? args[0] : '[run]'} [options]`);
    expect(exitCode).toBe(0);
  }
});

test.each([
  [['walk'], 'there is no command "walk"; the commands are run, requirements'],
  [['run', 'x'], "Unexpected argument 'x'"],
  [['--no-dcker'], "Unknown option '--no-dcker'"],
  [['requirements', '--format', 'pdf'], '--format must be one of text, markdown, json'],
  [['requirements', '--tests', '/no/such/folder'], '--tests /no/such/folder is not a folder'],
  [['run', '--rntime', 'x'], "Unknown option '--rntime'"],
  [['run', '--jobs', '0'], '--jobs must be a whole number from 1 on, not "0"'],
  [['run', '--time-limit', 'soon'], '--time-limit must be'],
  [['run', '--tree', '/no/such/tree'], '--tree /no/such/tree is not a folder'],
  [['run', '--tree', fixtures, '--only', 'x'], 'has no cases'],
  [['run', '--only', 'no-such-case'], '--only no-such-case: no case has this id'],
  [['run', '--runtime', ''], '--runtime : it needs a command'],
])('%j is a wrong call', async (args, message) => {
  const { stdout, stderr, exitCode } = await run(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect([stdout, exitCode]).toEqual(['', 2]);
});

test('a case file that breaks the format is named, and nothing is run', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'openjd-tree-'));
  try {
    mkdirSync(join(broken, '2023-09/base/jobs'), { recursive: true });
    writeFileSync(join(broken, '2023-09/base/jobs/x.test.yaml'), 'tmplate: {}\n');
    const { stderr, exitCode } = await run('run', '--tree', broken);
    expect(stderr).toContain("x.test.yaml is not a conformance case:\n  / must have required property 'template'");
    expect(exitCode).toBe(1);
  } finally {
    rmSync(broken, { recursive: true });
  }
});

test('a fault of the suite itself is one line, and its trace is in a file', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'openjd-fault-'));
  try {
    // What nothing foresees: printing throws.
    const { stderr, exitCode } = await execa(
      process.execPath,
      ['--import', 'data:text/javascript,process.stdout.write=()=>{throw new TypeError("boom")}', launcher, '--help'],
      { reject: false, env: { TMPDIR: temporary } },
    );
    expect(stderr).toMatch(/^openjd-conformance: internal error: boom; please report it with \S+\.txt$/);
    expect(readFileSync(join(temporary, readdirSync(temporary)[0] ?? ''), 'utf8')).toContain(
      'TypeError: boom\n    at ',
    );
    expect(exitCode).toBe(1);
  } finally {
    rmSync(temporary, { recursive: true });
  }
});

test('a reader that goes away ends the run, without a word', async () => {
  const command = `"$0" "$@" | head -n 1`;
  const args = [launcher, 'run', '--tree', tree, '--runtime', liar('accept'), '--no-docker'];
  const { stdout, stderr } = await execa('sh', ['-c', command, process.execPath, ...args], {
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  expect([stdout, stderr]).toEqual(['failed  never-valid', '']);
});

test('an interrupt ends the run and what it started', async () => {
  const child = execa(process.execPath, [launcher, 'run', '--tree', tree, '--runtime', liar('slow'), '--no-docker'], {
    reject: false,
  });
  child.stdout.once('data', () => child.kill('SIGINT'));
  const { exitCode } = await child;
  expect(exitCode).toBe(130);
});
