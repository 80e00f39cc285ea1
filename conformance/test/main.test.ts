import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtures, launcher, liarScript, repository } from './fixtures/setup.js';

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
  // One at a time, so that the order of what is printed is that of the tree.
  execa(
    process.execPath,
    [launcher, ...args, ...(args[0] === 'run' && !args.includes('--jobs') ? ['--jobs', '1'] : [])],
    { reject: false, env: { NO_COLOR: '1', FORCE_COLOR: undefined } },
  );
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
    expect.stringMatching(
      /^sh runtime\.sh accept all is well, suite \d+\.\d+\.\d+, Template Schemas at [0-9a-f]{12}, \d+\.\d s$/,
    ),
    '1 passed, 1 failed, 0 errored, 1 skipped, 0 unsupported, 0 unclear',
  ]);
  expect(exitCode).toBe(1);
});

test('what a runtime prints, and a wrong value, can neither steer the terminal nor fill it', {
  timeout: 120_000,
}, async () => {
  const steering = '\u001b[2J\u0007\u009b\r\u202eforged';
  for (const args of [
    ['run', '--tree', tree, '--runtime', liar('steer'), '--no-docker'],
    ...[steering, 'x'.repeat(100_000)].flatMap((value) => [
      ['run', '--only', value],
      ['run', '--runtime', value],
      ['run', '--tree', value],
      ['run', '--shard', value],
      ['run', `--${value}`],
      ['report', value],
      [value],
    ]),
  ]) {
    const { stdout, stderr, exitCode } = await run(...args);
    expect(exitCode).toBeOneOf([1, 2]);
    for (const line of [...stdout.split('\n'), ...stderr.split('\n')]) {
      expect(line.replaceAll('\t', '')).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
      expect(line.length).toBeLessThan(2100);
    }
  }
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
  expect(stdout.split('\n').at(-1)).toBe('0 passed, 0 failed, 2 errored, 1 skipped, 0 unsupported, 0 unclear');
  expect(exitCode).toBe(1);
});

test('a runtime that cannot be started is a wrong call, in one line', async () => {
  const text = join(tree, 'text');
  writeFileSync(text, '');
  for (const [named, fault] of [
    ['no-such-runtime', 'there is no program no-such-runtime on the PATH'],
    ['ndjson:no-such-runtime x', 'there is no program no-such-runtime on the PATH'],
    ['/no/such/openjd', 'there is no file /no/such/openjd'],
    [tree, `the folder ${tree} has no runtime.yaml`],
    [text, `${text} is not executable: chmod +x ${text}`],
  ] as const) {
    for (const command of ['run', 'compare']) {
      const { stdout, stderr, exitCode } = await run(command, '--runtime', named);
      expect(stderr).toBe(`openjd-conformance: --runtime ${named}: ${fault}; see --help`);
      expect([stdout, exitCode]).toEqual(['', 2]);
    }
  }
});

test('runs only what it is asked for', async () => {
  const { stdout, exitCode } = await run('run', '--tree', tree, '--runtime', liar('reject'), '--only', 'never-valid');
  expect(stdout).toMatch(
    /^passed {2}never-valid\nsh .*\n1 passed, 0 failed, 0 errored, 0 skipped, 0 unsupported, 0 unclear$/,
  );
  expect(exitCode).toBe(0);
});

test('runs a part, in an order that a number decides, and what fits a pattern', async () => {
  const order = async (...more: string[]) => {
    const { stdout } = await run('run', '--tree', tree, '--runtime', liar('accept'), '--no-docker', ...more);
    return stdout.match(/^(?:passed|failed|skipped) +[^:\s]+/gm)?.map((line) => line.split(/ +/)[1]);
  };
  const all = ['never-valid', '2023-09/base/jobs/1--run', 'in-docker'];
  expect(await order('--shard', '1/2')).toEqual([all[0], all[2]]);
  expect(await order('--shard', '2/2')).toEqual([all[1]]);
  expect(await order('--only', '2023-09/*/jobs/*')).toEqual([all[1], all[2]]);
  const seeded = await order('--seed', '1');
  expect(seeded?.toSorted()).toEqual(all.toSorted());
  expect(await order('--seed', '1')).toEqual(seeded);
  const orders = await Promise.all(['2', '3', '4', '5'].map((seed) => order('--seed', seed)));
  expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
});

test('an id or a pattern that no case has is told with those that are near', async () => {
  for (const [only, near] of [
    ['run', '2023-09/base/jobs/1--run'],
    ['1--r*', '2023-09/base/jobs/1--run'],
    ['never-vaild', 'never-valid'],
  ]) {
    const { stderr, exitCode } = await run('run', '--tree', tree, '--only', only as string);
    expect(stderr).toBe(`openjd-conformance: --only ${only}: no case has this id; nearest: ${near}; --list shows all`);
    expect(exitCode).toBe(2);
  }
});

test('lists what it would run', async () => {
  const { stdout } = await run('run', '--tree', tree, '--list', '--only', 'in-docker');
  expect(stdout).toBe(`in-docker\tdocker\t${tree}/2023-09/base/jobs/2--docker.test.yaml`);
});

test('known failures do not fail a run; stale ones do', async () => {
  const known = join(tree, 'known.yaml');
  const call = ['run', '--tree', tree, '--runtime', liar('accept'), '--no-docker', '--known-failures', known];
  writeFileSync(known, '- { id: never-valid, reason: it accepts all }\n');
  const listed = await run(...call, '--quiet');
  expect(listed.stdout).toMatch(/^failed {2}never-valid: known: it accepts all\n/);
  expect(listed.stdout).toContain(
    '1 passed, 1 failed, 0 errored, 1 skipped, 0 unsupported, 0 unclear, 1 of the failures known',
  );
  expect(listed.exitCode).toBe(0);
  writeFileSync(
    known,
    '- { id: 2023-09/base/jobs/1--run, reason: it used to fail }\n- { id: gone, reason: it went away }\n',
  );
  const stale = await run(...call, '--only', '2023-09/base/jobs/1--run');
  expect(stale.stdout).toContain('passed  2023-09/base/jobs/1--run: but it is listed as a known failure');
  expect(stale.stdout).toContain('stale: gone is listed as a known failure, and no case has this id');
  expect(stale.exitCode).toBe(1);
});

test('writes its results in three forms, and compares them', async () => {
  const file = (name: string) => join(tree, 'reports', name);
  const write = (behaviour: string) =>
    run(
      ...['run', '--tree', tree, '--runtime', liar(behaviour), '--no-docker', '--quiet'],
      ...[
        '--json',
        file(`${behaviour}.json`),
        '--junit',
        file(`${behaviour}.xml`),
        '--html',
        file(`${behaviour}.html`),
      ],
    );
  await Promise.all([write('accept'), write('reject')]);
  expect(readFileSync(file('accept.xml'), 'utf8')).toContain('<testsuite name="2023-09/base" tests="3" failures="1"');
  expect(readFileSync(file('accept.html'), 'utf8')).toContain('<script type="application/json" id="data">');
  const { stdout, exitCode } = await run(
    'report',
    file('accept.json'),
    file('reject.json'),
    '--html',
    file('both.html'),
  );
  expect(stdout.match(/^\d passed.*$/gm)).toEqual([
    '1 passed, 1 failed, 0 errored, 1 skipped, 0 unsupported, 0 unclear',
    '1 passed, 1 failed, 0 errored, 1 skipped, 0 unsupported, 0 unclear',
  ]);
  expect(exitCode).toBe(0);
  expect(readFileSync(file('both.html'), 'utf8')).toContain('sh runtime.sh reject');
  const broken = await run('report', join(tree, 'no-such.json'));
  expect([broken.exitCode, broken.stderr]).toEqual([
    1,
    expect.stringContaining('no-such.json cannot be read as results'),
  ]);
});

test('a folder with a runtime.yaml says how a runtime is asked', async () => {
  const folder = join(tree, 'settings');
  mkdirSync(folder);
  const settings = ['name: The Liar', `command: sh ${liarScript} reject`, 'unsupportedExtensions: [base]'];
  writeFileSync(join(folder, 'runtime.yaml'), `${settings.slice(0, 2).join('\n')}\nknownFailures: known.yaml\n`);
  writeFileSync(join(folder, 'known.yaml'), '- { id: 2023-09/base/jobs/1--run, reason: it rejects all }\n');
  const { stdout, exitCode } = await run('run', '--tree', tree, '--runtime', folder, '--no-docker');
  expect(stdout).toContain('\nThe Liar, suite ');
  expect(stdout).toContain('1 of the failures known');
  expect(exitCode).toBe(0);
  // The list of a folder is about the suite's own cases: rows without a case of this tree say nothing.
  writeFileSync(join(folder, 'known.yaml'), '- { id: expr-0-accepted, reason: it rejects all }\n');
  const foreign = ['run', '--tree', tree, '--runtime', folder, '--no-docker', '--only', 'never-valid'];
  expect(await run(...foreign)).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('stale') });
  expect(await run(...foreign, '--known-failures', join(folder, 'known.yaml'))).toMatchObject({
    ...{ exitCode: 1, stdout: expect.stringContaining('stale: expr-0-accepted is listed as a known failure') },
  });
  writeFileSync(join(folder, 'runtime.yaml'), settings.join('\n'));
  expect((await run('run', '--tree', tree, '--runtime', folder)).stdout).toContain(
    '0 skipped, 3 unsupported, 0 unclear',
  );
  writeFileSync(join(folder, 'runtime.yaml'), 'name: The Liar\n');
  expect((await run('run', '--tree', tree, '--runtime', folder)).stderr).toContain(
    'runtime.yaml: "command" is missing',
  );
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

test('names the code that holds a requirement, where it is asked for it', async () => {
  const text = await run('requirements', '--tree', tree, '--homes', repository);
  // Spelled in two parts, so that the coverage of this repository does not take it for a citation.
  const line = text.stdout.split('\n').find((each) => each.includes(` EL${'-'}2.1.8-step-zero `));
  expect(line).toMatch(/; held in packages\/expr\/src\/library\/slicing\.ts:\d+$/);
  expect(text.stdout).toMatch(/\d+ checked, \d+ with a home, /);
  const markdown = await run('requirements', '--tree', tree, '--homes', repository, '--format', 'markdown');
  expect(markdown.stdout).toContain('| requirement | level | text | checked by | held in |\n|---|---|---|---|---|\n');
  const without = await run('requirements', '--tree', tree, '--format', 'markdown');
  expect(without.stdout).toContain('| requirement | level | text | checked by |\n|---|---|---|---|\n');
  expect(without.stdout).not.toContain('with a home');
});

test('prints help', async () => {
  for (const args of [[], ['--help'], ['run', '--help'], ['report', '--help'], ['requirements', '--help']]) {
    const { stdout, exitCode } = await run(...args);
    expect(stdout).toContain(`usage: openjd-conformance ${args.length === 2 ? args[0] : '[run]'} `);
    expect(exitCode).toBe(0);
  }
});

test.each([
  [['walk'], 'there is no command "walk"; the commands are run, report, compare, requirements'],
  [['run', 'x'], "Unexpected argument 'x'"],
  [['--no-dcker'], "Unknown option '--no-dcker'"],
  [['run', '--shard', '3/2'], '--shard must be I/N with I from 1 to N, not "3/2"'],
  [['run', '--seed', 'x'], '--seed must be a whole number'],
  [['report'], 'report needs at least one file'],
  [['requirements', '--format', 'pdf'], '--format must be one of text, markdown, json'],
  [['requirements', '--tests', '/no/such/folder'], '--tests /no/such/folder is not a folder'],
  [['requirements', '--homes', fixtures], 'fixtures/packages is not a folder'],
  [['run', '--rntime', 'x'], "Unknown option '--rntime'"],
  [['run', '--jobs', '0'], '--jobs must be a whole number from 1 on, not "0"'],
  [['run', '--time-limit', 'soon'], '--time-limit must be'],
  [['run', '--tree', '/no/such/tree'], '--tree /no/such/tree is not a folder'],
  [['run', '--tree', fixtures, '--only', 'x'], 'has no cases'],
  [['run', '--only', 'no-such-case'], '--only no-such-case: no case has this id; --list shows all'],
  [['run', '--runtime', ''], '--runtime : it needs a command'],
  [['run', '--runtime', 'in-process', '--known-failures', '/no/such'], 'the known failures cannot be read: ENOENT'],
  [
    ['run', '--runtime', 'in-process', '--known-failures', launcher],
    'openjd-conformance.js is no list of known failures',
  ],
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
    expect(stderr).toContain(
      'x.test.yaml is not a conformance case:\n  line 1: "template" is missing\n  line 1: unknown key "tmplate"; did you mean "template"?',
    );
    expect(exitCode).toBe(2);
    rmSync(join(broken, '2023-09/base/jobs/x.test.yaml'));
    mkdirSync(join(broken, '2023-09/base/jobs/x.test.yaml'));
    expect(await run('run', '--tree', broken)).toMatchObject({
      ...{
        exitCode: 2,
        stderr: expect.stringContaining('x.test.yaml is not a conformance case:\n  it cannot be read: EISDIR'),
      },
    });
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
    const [, trace] = /^openjd-conformance: internal error: boom; please report it with (\S+\.txt)$/.exec(stderr) ?? [];
    expect(trace?.startsWith(`${temporary}/`)).toBe(true);
    expect(readFileSync(trace!, 'utf8')).toContain('TypeError: boom\n    at ');
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
