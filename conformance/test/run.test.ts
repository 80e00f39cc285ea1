import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { CommandLineRuntime } from '../src/adapters/command-line.js';
import { parseCase } from '../src/case-file.js';
import type { Verdict } from '../src/judge.js';
import { runCases } from '../src/run.js';
import { jobCase } from './fixtures/cases.js';
import { liarScript } from './fixtures/setup.js';

const shell = (script: string) => new CommandLineRuntime(['sh', '-c', script, 'sh']);
const journalCase = jobCase('openjd: { id: x, why: one line is expected, journal: [{ ran: a, at: host }] }');
const linux = existsSync('/proc/self/environ');

async function verdictOf(runtime: CommandLineRuntime, conformanceCase = jobCase('')): Promise<Verdict> {
  const [verdict] = await runCases([conformanceCase], { runtime, timeLimitSeconds: 20 });
  return verdict as Verdict;
}

test.each([
  ['accept', 'passed'],
  ['reject', 'failed'],
  ['usage', 'errored'],
  ['killed', 'errored'],
] as const)('a runtime that only knows how to %s', async (behaviour, result) => {
  expect((await verdictOf(new CommandLineRuntime(['sh', liarScript, behaviour]))).result).toBe(result);
});

test.each(['accept', 'python-crash', 'rust-crash', 'node-crash', 'usage', 'killed', 'leave'])(
  'a runtime that does “%s” rejects nothing',
  async (behaviour) => {
    const invalid = jobCase('', '4.3--x.invalid.test.yaml');
    const { result } = await verdictOf(new CommandLineRuntime(['sh', liarScript, behaviour]), invalid);
    expect(result).toBe(behaviour === 'accept' || behaviour === 'leave' ? 'failed' : 'errored');
  },
);

test('a runtime that hangs is errored, and ended', { timeout: 20_000 }, async () => {
  const runtime = new CommandLineRuntime(['sh', liarScript, 'hang'], 300);
  const [verdict] = await runCases([jobCase('')], { runtime, timeLimitSeconds: 1 });
  expect(verdict).toMatchObject({ result: 'errored', reasons: [expect.stringContaining('did not end within')] });
});

test('the first failure counts', async () => {
  const runtime = new CommandLineRuntime(['sh', liarScript, 'status']);
  expect((await verdictOf(runtime, jobCase('expected: { taskFailure: { exitCode: 7 } }'))).result).toBe('passed');
  expect((await verdictOf(runtime, jobCase('expected: { taskFailure: { exitCode: 3 } }'))).result).toBe('failed');
});

test('a runtime that prints what is expected and runs nothing fails where a journal is kept', async () => {
  const job = jobCase(
    'expected: { output: [WANTED] }\nopenjd: { id: x, why: one line is expected, journal: [{ ran: a, at: host }] }',
  );
  expect((await verdictOf(new CommandLineRuntime(['sh', liarScript, 'print']), job)).result).toBe('failed');
});

test('the journal, the place for sessions and the file names reach the runtime', async () => {
  const inSession = 'mkdir "$TMPDIR/s" && openjd-record "$TMPDIR/s" a && rm -r "$TMPDIR/s"';
  expect((await verdictOf(shell(inSession), journalCase)).result).toBe('passed');
  const job = jobCase(
    'parameters: { A: 1.0 }\nenvironments: [{ b: "yes" }]\npathMapping: []\nexpected: { output: [name, A, "yes"] }',
  );
  expect((await verdictOf(shell('cat "$2" "${4#file://}" "$6"'), job)).reasons).toEqual([]);
});

test('a session’s directory that is left fails', async () => {
  const verdict = await verdictOf(shell('mkdir "$TMPDIR/s" && openjd-record "$TMPDIR/s" a'), journalCase);
  expect(verdict).toMatchObject({
    result: 'failed',
    reasons: [expect.stringContaining("session's directory was left"), expect.anything()],
  });
});

test.runIf(linux)('a process that is left fails, and is ended', async () => {
  const verdict = await verdictOf(shell('setsid sleep 4321 >/dev/null 2>&1 & sleep 0.2'));
  expect(verdict).toMatchObject({
    result: 'failed',
    reasons: expect.arrayContaining(['a process was left: sleep 4321']),
  });
  expect((await verdictOf(shell('exit 0'))).result).toBe('passed');
});

test('a journal that someone else wrote to is an error of the suite', async () => {
  const verdict = await verdictOf(shell('echo hello >"$OPENJD_JOURNAL"'), journalCase);
  expect(verdict).toMatchObject({ result: 'errored', reasons: [expect.stringContaining('cut off')] });
});

test('cases for another system and for no engine are skipped, with the reason', async () => {
  const runtime = shell('exit 0');
  const windows = jobCase('runOn: [windows]');
  const docker = jobCase('openjd: { id: x, why: it needs an engine, needs: [docker] }');
  const program = jobCase('openjd: { id: x, why: it needs one, needs: [posix, sh, no-such-program] }');
  const verdicts = await runCases([windows, docker, program], { runtime, noDocker: true });
  expect(verdicts).toEqual([
    { result: 'skipped', reasons: ['it is not for posix'] },
    { result: 'skipped', reasons: ['it needs a Docker engine'] },
    { result: 'skipped', reasons: ['it needs the program no-such-program'] },
  ]);
});

test('a case that does not name its needs is skipped where its command is missing', async () => {
  const python = parseCase(
    'template:\n  steps:\n  - script:\n      actions:\n        onRun:\n          command: python\n',
    '/tree/2023-09/base/jobs/1--x.test.yaml',
    'jobs',
    'x',
  );
  const path = process.env['PATH'];
  process.env['PATH'] = '/no/such/folder';
  try {
    expect(await runCases([python], { runtime: shell('exit 0') })).toEqual([
      { result: 'skipped', reasons: ['it needs the program python'] },
    ]);
  } finally {
    process.env['PATH'] = path;
  }
});

test('several at a time are judged apart, and given back in order', async () => {
  const jobs = Array.from({ length: 6 }, (_, i) =>
    jobCase(`parameters: { N: ${i} }\nexpected: { output: ["N ${i}"] }`),
  );
  const runtime = shell('n=$(tr -dc 0-9 <"${4#file://}"); sleep 0.0$((5 - n)); echo "N $n"; [ "$n" != 3 ]');
  const seen: string[] = [];
  const verdicts = await runCases(jobs, { runtime, jobs: 3, onVerdict: (_, verdict) => seen.push(verdict.result) });
  expect(verdicts.map(({ result }) => result)).toEqual(['passed', 'passed', 'passed', 'failed', 'passed', 'passed']);
  expect(seen).toHaveLength(6);
});

test('an interrupted run starts no more cases', async () => {
  const interrupt = new AbortController();
  const runtime = shell('sleep 1000');
  setTimeout(() => interrupt.abort(), 200);
  const verdicts = await runCases([jobCase(''), jobCase('')], { runtime, signal: interrupt.signal });
  expect(verdicts.map(({ result }) => result)).toEqual(['errored']);
});

test.runIf(linux)('what a killed run left is taken away by the next', async () => {
  const suite = JSON.stringify(new URL('../dist/index.js', import.meta.url).href);
  const script = `
    import { runCases, CommandLineRuntime } from ${suite};
    const job = { kind: 'job', id: 'x', file: 'x', valid: true, template: '{}', parameters: new Map(), environments: [], expected: {}, source: '' };
    await runCases([job], { runtime: new CommandLineRuntime(['sh', '-c', 'pwd >"$TOLD"; sleep 5432']) });
  `;
  const told = join(mkdtempSync(join(tmpdir(), 'openjd-told-')), 'folder');
  const child = execa(process.execPath, ['--input-type=module', '--eval', script], {
    env: { TOLD: told },
    stdio: 'ignore',
    reject: false,
  });
  await expect.poll(() => existsSync(told) && readFileSync(told, 'utf8'), { timeout: 10_000 }).toMatch(/\n$/);
  const folder = readFileSync(told, 'utf8').trim();
  rmSync(dirname(told), { recursive: true });
  child.kill('SIGKILL');
  await child;
  expect(existsSync(folder)).toBe(true);
  await runCases([], { runtime: shell('exit 0') });
  expect(existsSync(dirname(folder))).toBe(false);
  expect((await execa('ps', ['-eo', 'args'])).stdout.split('\n')).not.toContain('sleep 5432');
});
