import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { NdjsonRuntime } from '../src/adapters/ndjson.js';
import { parseCase } from '../src/case-file.js';
import { runCases } from '../src/run.js';
import type { CallOptions, Outcome } from '../src/runtime.js';
import { readTree } from '../src/tree.js';
import { jobCase } from './fixtures/cases.js';
import { exampleAdapter, lyingAdapter, ownTree } from './fixtures/setup.js';

const options: CallOptions = { workingDirectory: tmpdir(), environment: {}, timeLimitMs: 20_000 };
const template = { text: 'name: x', format: 'yaml' } as const;
const valid = parseCase('name: x', '/tree/2023-09/base/job_templates/1--x.yaml', 'job_templates', 'valid');
const invalid = parseCase('name: x', '/tree/2023-09/base/job_templates/1--x.invalid.yaml', 'job_templates', 'invalid');

const open: NdjsonRuntime[] = [];
function liar(behaviour: string): NdjsonRuntime {
  const runtime = new NdjsonRuntime([process.execPath, lyingAdapter, behaviour], 300);
  open.push(runtime);
  return runtime;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((runtime) => runtime.stop()));
});

test('an adapter says who it is, and what it does not do', async () => {
  expect(await liar('accept').describe()).toEqual({ name: 'accept', version: '1.2', unsupportedExtensions: ['EXPR'] });
});

describe('an answer', () => {
  test.each<[string, Outcome]>([
    ['accept', { kind: 'answered', accepted: true, output: '' }],
    ['reject', { kind: 'answered', accepted: false, output: 'no\n', problems: [{ code: 'WRONG', message: 'no' }] }],
    ['print', { kind: 'answered', accepted: true, output: 'WANTED\n' }],
    ['codes', { kind: 'answered', accepted: false, output: '', exitCodes: [0, 7, 3] }],
    ['unsupported', { kind: 'unsupported', reason: 'only checks' }],
    ['error', { kind: 'crashed', reason: 'out of memory', output: '' }],
    ['crash', { kind: 'crashed', reason: 'the adapter ended while it was asked: exit status 1', output: 'boom\n' }],
    ['killed', { kind: 'crashed', reason: 'the adapter ended while it was asked: signal SIGKILL', output: '' }],
  ])('%s', async (behaviour, outcome) => {
    expect(await liar(behaviour).check(template, options)).toEqual(outcome);
  });

  test.each([
    ['noise', 'this line is not JSON: Checking template...'],
    ['wrong-id', 'an answer to 3 came, and 2 was asked'],
    [
      'other-word',
      '{"id":2,"result":"fine"} (/result: "fine" is none of ready, accepted, rejected, succeeded, failed, canceled, unsupported, error, stopped)',
    ],
    ['more-fields', '(unknown key "passed"; the keys are id, result, output, exitCodes, problems)'],
    ['other-result', '"succeeded" is no answer to this; it must be accepted, rejected, unsupported or error'],
  ])('%s is none', async (behaviour, reason) => {
    const outcome = await liar(behaviour).check(template, options);
    expect(outcome).toMatchObject({ kind: 'garbage', reason: expect.stringContaining(reason) });
  });

  test('to a run is of other words', async () => {
    const job = { template: '{}', environments: [] };
    expect(await liar('codes').run(job, options)).toMatchObject({ accepted: false, exitCodes: [0, 7, 3] });
    const outcome = await liar('other-result').run(job, options);
    expect(outcome).toMatchObject({ kind: 'garbage', reason: expect.stringContaining('succeeded, failed, rejected') });
  });

  test('that nobody asked for makes the next one worthless', async () => {
    const runtime = liar('twice');
    expect(await runtime.check(template, options)).toMatchObject({ kind: 'answered', accepted: true });
    expect(await runtime.check(template, options)).toMatchObject({ kind: 'garbage' });
    // And the one after that is asked of a new process.
    expect(await runtime.check(template, options)).toMatchObject({ kind: 'answered', accepted: true });
  });

  test('that does not come is told, and the process is ended', async () => {
    const outcome = await liar('hang').check(template, { ...options, timeLimitMs: 100 });
    expect(outcome).toMatchObject({ kind: 'timed-out' });
  });

  test('that comes late is not taken for one to the next request', async () => {
    const runtime = liar('late');
    const outcomes = [];
    for (let i = 0; i < 2; i++) outcomes.push(await runtime.check(template, { ...options, timeLimitMs: 1300 }));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['timed-out', 'timed-out']);
  });

  test('is asked for with cancel, where the caller ends the run', async () => {
    const signal = AbortSignal.timeout(50);
    expect(await liar('polite').run({ template: '{}', environments: [] }, { ...options, signal })).toEqual({
      kind: 'interrupted',
    });
  });
});

test.each([
  ['not-ready', 'the adapter ended while it was asked: exit status 3', 'no licence\n'],
  ['no-such-file', 'the adapter ended', "Cannot find module '/no/such/adapter.mjs'"],
])(
  'an adapter that does not start (%s) is told with the reason and what it said',
  async (behaviour, reason, output) => {
    const runtime =
      behaviour === 'no-such-file' ? new NdjsonRuntime([process.execPath, '/no/such/adapter.mjs']) : liar(behaviour);
    expect(await runtime.check(template, options)).toEqual({
      kind: 'not-started',
      reason: expect.stringContaining(reason),
      output: expect.stringContaining(output),
    });
  },
);

test('an adapter that does not answer to start has the time limit for it, and is not asked again', async () => {
  const runtime = liar('silent');
  const startedAt = performance.now();
  await runtime.describe(300);
  const outcomes = [await runtime.check(template, options), await runtime.check(template, options)];
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  const outcome = { kind: 'not-started', reason: 'it did not answer to start within 0.3 s', output: '' };
  expect(outcomes).toEqual([outcome, outcome]);
});

test('an adapter that did not start is told with its last words, and is not started again for each case', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd-adapter-'));
  try {
    const log = join(folder, 'starts');
    const runtime = new NdjsonRuntime(['sh', '-c', `echo one >>'${log}'; echo 'no such module' >&2; exit 3`]);
    await runtime.describe();
    for (let asked = 0; asked < 2; asked++) {
      expect(await runtime.check(template, options)).toEqual({
        kind: 'not-started',
        reason: 'the adapter ended while it was asked: exit status 3',
        output: 'no such module\n',
      });
    }
    expect(readFileSync(log, 'utf8')).toBe('one\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a program that is not there is told as such', async () => {
  const outcome = await new NdjsonRuntime(['/no/such/program']).check(template, options);
  expect(outcome).toMatchObject({ kind: 'not-started', reason: expect.stringContaining('ENOENT') });
});

describe('verdicts', () => {
  const expectation: [string, string, string, string][] = [
    // behaviour, a valid template, an invalid one, a job whose output and journal are judged
    ['accept', 'passed', 'failed', 'failed'],
    ['reject', 'failed', 'passed', 'failed'],
    ['print', 'passed', 'failed', 'failed'],
    ['noise', 'errored', 'errored', 'errored'],
    ['wrong-id', 'errored', 'errored', 'errored'],
    ['other-word', 'errored', 'errored', 'errored'],
    ['crash', 'errored', 'errored', 'errored'],
    ['killed', 'errored', 'errored', 'errored'],
    ['error', 'errored', 'errored', 'errored'],
    ['hang', 'errored', 'errored', 'errored'],
    ['late', 'errored', 'errored', 'errored'],
    ['unsupported', 'unsupported', 'unsupported', 'unsupported'],
  ];
  test.each(expectation)('of an adapter that does “%s”', async (behaviour, ...expected) => {
    const job = jobCase(
      'expected: { output: [WANTED] }\nopenjd: { id: x, why: one line is expected, journal: [{ ran: a, at: host }] }',
    );
    const runtime = liar(behaviour);
    const verdicts = await runCases([valid, invalid, job], { runtime, timeLimitSeconds: 1, jobs: 3 });
    expect(verdicts.map(({ result }) => result)).toEqual(expected);
  });

  test('of extensions that a runtime does not claim to have', async () => {
    const text = 'name: x';
    const expr = parseCase(text, '/tree/2023-09/EXPR/job_templates/1--x.invalid.yaml', 'job_templates', 'x');
    const runtime = liar('reject');
    const { unsupportedExtensions } = await runtime.describe();
    const verdicts = await runCases([expr, invalid], { runtime, unsupportedExtensions });
    expect(verdicts.map(({ result }) => result)).toEqual(['unsupported', 'passed']);
  });
});

test('the example adapter passes the cases that need no container', { timeout: 60_000 }, async () => {
  const runtime = new NdjsonRuntime([process.execPath, exampleAdapter]);
  open.push(runtime);
  const failing: string[] = [];
  const cases = readTree(ownTree).filter(({ component }) => component === 'WRAP_ACTIONS');
  await runCases(cases, {
    ...{ runtime, noDocker: true, jobs: 2 },
    onVerdict: ({ id }, { result }) => {
      if (result !== 'passed' && result !== 'skipped') failing.push(id);
    },
  });
  expect(failing).toEqual([]);
});

test('the example adapter cancels', { timeout: 30_000 }, async () => {
  const runtime = new NdjsonRuntime([process.execPath, exampleAdapter]);
  open.push(runtime);
  const job = jobCase('').template.replace(
    '}',
    ', steps: [{ name: S, script: { actions: { onRun: { command: sleep, args: ["1000"] } } } }] }',
  );
  const call = { ...options, environment: { TMPDIR: tmpdir() }, signal: AbortSignal.timeout(1500) };
  const startedAt = performance.now();
  expect(await runtime.run({ template: job, environments: [] }, call)).toEqual({ kind: 'interrupted' });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
