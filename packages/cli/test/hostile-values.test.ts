import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finished, openjd } from './openjd.js';

/** Longest line that a wrong value may cost. Characters. */
const LONGEST_LINE = 1000;
const LONG = 'x'.repeat(100_000);
/** What would clear a terminal, ring its bell, turn its text around, and look like a line of ours. */
const CONTROLS = 'a\u001b[2J\u0007\u009b31m\u202e\r\nerror: forged\tb';
const UNSHOWABLE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
/** Names that every object has. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-hostile-'));
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job('1')));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What descriptions may hold of it: line ends, tabs, and marks of direction. */
const DESCRIPTION = 'first\u202e\n\terror: forged';

/** A job that prints nothing itself; the value stands wherever a template may have any string, cut to the longest that may. */
function job(value: string): object {
  return {
    specificationVersion: 'jobtemplate-2023-09',
    name: 'Job',
    description: DESCRIPTION,
    parameterDefinitions: [
      { name: 'Frame', type: 'INT', default: 1, description: DESCRIPTION },
      { name: 'Words', type: 'STRING', default: value.slice(0, 1000) },
    ],
    steps: [
      {
        name: 'Render',
        description: DESCRIPTION,
        parameterSpace: { taskParameterDefinitions: [{ name: 'Word', type: 'STRING', range: [value.slice(0, 1000)] }] },
        stepEnvironments: [{ name: 'Around', variables: { VALUE: value.slice(0, 2000) } }],
        script: { actions: { onRun: { command: 'true', args: ['{{Task.Param.Word}}', '{{Param.Words}}'] } } },
      },
    ],
  };
}

/** All that is printed is ours: no line is long, and nothing in it steers a terminal or looks like another line. */
function expectOwnWords({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>, longest = LONGEST_LINE): void {
  for (const line of [...stdout.split('\n'), ...stderr.split('\n')]) {
    // The time in front of a line of a run ends with a tab.
    const text = line.replace(/^\d+:\d\d:\d\d\.\d{3}\t/, '');
    expect(text).not.toMatch(UNSHOWABLE);
    expect(text).not.toMatch(/^\s*error: forged/);
    expect(text.length, text.slice(0, 200)).toBeLessThanOrEqual(longest);
  }
  expect(stderr).not.toContain('internal error');
}

/** Each place of the command line that takes a value. */
const CALLS: Record<string, (value: string) => string[]> = {
  'a command': (value) => [value],
  'a flag': (value) => ['run', 'job.json', `--${value}`],
  'an argument too many': (value) => ['explain', 'job.json', value],
  'check FILE': (value) => ['check', value],
  'check --extensions': (value) => ['check', 'job.json', '--extensions', value],
  'check --enable-proposal': (value) => ['check', 'job.json', '--enable-proposal', value],
  'check --output': (value) => ['check', 'job.json', '--output', value],
  'check of a pattern': (value) => ['check', `*${value}*`],
  'run FILE': (value) => ['run', value],
  'run --environment': (value) => ['run', 'job.json', '--environment', value],
  'run --step': (value) => ['run', 'job.json', '--step', value],
  'run --user': (value) => ['run', 'job.json', '--user', value],
  'run --user GROUP': (value) => ['run', 'job.json', '--user', `root:${value}`],
  'run --log': (value) => ['run', 'job.json', '--log', join('none', value)],
  'run --timeline': (value) => ['run', 'job.json', '--timeline', join('none', value)],
  'run --output': (value) => ['run', 'job.json', '--output', value],
  'run --timestamp-format': (value) => ['run', 'job.json', '--timestamp-format', value],
  'run --maximum-tasks': (value) => ['run', 'job.json', '--maximum-tasks', value],
  'run --path-mapping-rules': (value) => ['run', 'job.json', '--path-mapping-rules', value],
  'run --path-mapping-rules VERSION': (value) => [
    'run',
    'job.json',
    '--path-mapping-rules',
    JSON.stringify({ version: value }),
  ],
  'run -p': (value) => ['run', 'job.json', '-p', value],
  'run -p NAME': (value) => ['run', 'job.json', '-p', `${value}=1`],
  'run -p VALUE': (value) => ['run', 'job.json', '-p', `Frame=${value}`],
  'run -p JSON': (value) => ['run', 'job.json', '-p', JSON.stringify({ [value]: {} })],
  'run -p file://': (value) => ['run', 'job.json', '-p', `file://${value}`],
  'run -p JSON NAME': (value) => ['run', 'job.json', '-p', JSON.stringify({ [value]: 1 })],
  'run -t': (value) => ['run', 'job.json', '-t', value],
  'run -t NAME': (value) => ['run', 'job.json', '-t', `${value}=1`],
  'run -t VALUE': (value) => ['run', 'job.json', '-t', `Word=no${value}`],
  'run --tasks': (value) => ['run', 'job.json', '--tasks', value],
  'run --tasks NAME': (value) => ['run', 'job.json', '--tasks', JSON.stringify([{ [value]: 1 }])],
  'run --tasks VALUE': (value) => ['run', 'job.json', '--tasks', JSON.stringify([{ [value]: {} }])],
  'summary --step': (value) => ['summary', 'job.json', '--step', value],
  'explain --step': (value) => ['explain', 'job.json', '--step', value],
  'explain --html': (value) => ['explain', 'job.json', '--html', join('none', value)],
  'eval EXPRESSION': (value) => ['eval', `${value} +`],
  'eval -p': (value) => ['eval', '1', '-p', value],
  'eval -p TYPE': (value) => ['eval', '1', '-p', `X:${value}=1`],
  'eval -p VALUE': (value) => ['eval', '1', '-p', `X:int=${value}`],
  'eval -p LIST': (value) => ['eval', '1', '-p', `X=[${value}`],
  'eval --type': (value) => ['eval', '1', '--type', value],
  'eval --path-format': (value) => ['eval', '1', '--path-format', value],
  'schema --version': (value) => ['schema', '--version', value],
  'schema --output': (value) => ['schema', '--output', value],
  completion: (value) => ['completion', value],
  help: (value) => ['help', value],
  'help functions': (value) => ['help', 'functions', value],
};

describe('a wrong value', () => {
  test.for(Object.keys(CALLS))('%s: is told in lines of our own, long or with control characters', async (name) => {
    for (const value of [LONG, CONTROLS]) {
      const finished = await openjd(CALLS[name]!(value), { cwd: folder });
      expect(finished.status).toBeOneOf([1, 2]);
      expect(finished.stderr).toMatch(/error: /);
      expectOwnWords(finished);
    }
  });
  test.for(Object.keys(CALLS))('%s: is no less wrong where every object has it', async (name) => {
    for (const value of INHERITED) {
      const finished = await openjd(CALLS[name]!(value), { cwd: folder });
      expect({ value, status: finished.status }).toEqual({ value, status: expect.toBeOneOf([1, 2]) });
      expectOwnWords(finished);
    }
  });
});

describe('a template full of control characters', () => {
  const name = 'evil\u001b[2J\u009b\u202e\n.job.json';
  beforeAll(() => {
    mkdirSync(join(folder, 'evil'));
    writeFileSync(join(folder, 'evil', name), JSON.stringify(job(CONTROLS)));
  });
  test.for([
    ['check', name],
    ['check', '-o', 'github', name],
    ['run', name],
    ['run', '--verbose', name],
    ['run', '--help', name],
    ['run', '--preserve', '-t', 'Word=x', name],
    ['summary', name],
    ['explain', name],
    ['explain', '--html', 'page.html', name],
  ])('%j: nothing of it reaches the terminal', async (args) => {
    const finished = await openjd(args, { cwd: join(folder, 'evil'), env: { TMPDIR: folder } });
    expectOwnWords(finished, 100_000);
    const isWrong = args.includes('Word=x');
    expect(finished.status).toBe(isWrong ? 1 : 0);
  });
  test('a document holds it as it is', async () => {
    const { stdout } = await openjd(['summary', '-o', 'json', name], { cwd: join(folder, 'evil') });
    expect(JSON.parse(stdout)).toMatchObject({ parameter_definitions: [{}, { name: 'Words', value: CONTROLS }] });
  });
  test('what an action prints stays as it is', async () => {
    const printing = { command: 'printf', args: ['%b', '\\033[1mbold\\033[0m\\n'] };
    const template = { ...job('1'), steps: [{ name: 'Say', script: { actions: { onRun: printing } } }] };
    writeFileSync(join(folder, 'say.json'), JSON.stringify(template));
    const { stdout } = await openjd(['run', 'say.json'], { cwd: folder });
    expect(stdout).toContain('\t\u001b[1mbold\u001b[0m\n');
  });
});

describe('the log of a run', () => {
  test('has long values of tasks cut in its own lines', async () => {
    writeFileSync(join(folder, 'long.json'), JSON.stringify(job(LONG)));
    const { stdout, status } = await openjd(['run', 'long.json'], { cwd: folder });
    expect(status).toBe(0);
    expectOwnWords({ stdout, stderr: '' });
    expect(stdout).toMatch(/==== Step Render: onRun \(Word=x{64}…x{32}\)\n/);
  });
});
