import { describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../src/case.js';
import { parseCase } from '../src/case-file.js';
import type { JournalRecord } from '../src/journal.js';
import { judge, type Observation } from '../src/judge.js';
import type { Outcome } from '../src/runtime.js';
import { jobCase, withSwappedLines } from './fixtures/cases.js';

const exited = (status: number, output = ''): Outcome => ({ kind: 'exited', status, output });

function verdict(conformanceCase: ConformanceCase, outcome: Outcome, more: Partial<Observation> = {}) {
  return judge(conformanceCase, { outcome, left: [], platform: 'posix', ...more });
}

const template = (name: string) => parseCase('name: x', `/tree/${name}`, 'job_templates', name);
const valid = template('1.1--x.yaml');
const invalid = template('1.1--x.invalid.yaml');

describe('a template', () => {
  test.each([
    [valid, exited(0), 'passed'],
    [valid, exited(1, 'no'), 'failed'],
    [invalid, exited(0), 'failed'],
    [invalid, exited(1, 'name is missing'), 'passed'],
  ] as const)('%#: accepted or rejected', (conformanceCase, outcome, result) => {
    expect(verdict(conformanceCase, outcome).result).toBe(result);
  });

  test.each<[string, Outcome]>([
    ['a usage error', exited(2)],
    ['a missing command', exited(127)],
    ['a Rust panic', exited(101)],
    ['a signal', { kind: 'signaled', signal: 'SIGSEGV', output: '' }],
    ['a time-out', { kind: 'timed-out', afterMs: 5, output: '' }],
    ['an interrupt', { kind: 'interrupted' }],
    ['a program that cannot be started', { kind: 'not-started', reason: 'ENOENT' }],
    ['a Python trace', exited(1, 'x\nTraceback (most recent call last):\n  File\nKeyError: 1')],
    ['a Rust panic that was caught', exited(1, "thread 'main' (1) panicked at src/main.rs:3:1:\nboom")],
    ['a Node trace', exited(1, 'TypeError: boom\n    at run (file:///app/main.js:1:2)\n')],
  ])('%s is errored, for a valid and for an invalid one', (_, outcome) => {
    expect(verdict(valid, outcome).result).toBe('errored');
    expect(verdict(invalid, outcome).result).toBe('errored');
  });
});

test('what a runtime did is told without what is not so, and times as they are set', () => {
  const reasons = (outcome: Outcome) => verdict(valid, outcome).reasons;
  expect(reasons({ kind: 'garbage', reason: 'this line is not JSON: x', output: '' })).toEqual([
    'the runtime gave no answer: this line is not JSON: x',
  ]);
  expect(reasons({ kind: 'timed-out', afterMs: 3003, output: '' })).toEqual([
    'the runtime did not end within 3 s (--time-limit)',
  ]);
  expect(reasons({ kind: 'not-started', reason: 'it ended', output: 'no file\n' })).toEqual([
    ...['the runtime could not be started: it ended', 'the end of its output:', '  | no file'],
  ]);
});

describe('a case that the specification leaves open', () => {
  const unclear = 'The text does not say which.';
  const open = { ...invalid, metadata: { id: 'open', why: 'It is read so.', unclear } };

  test('is passed by the reading of the suite, and not failed by another', () => {
    expect(verdict(open, exited(1, 'no'))).toEqual({ result: 'passed', reasons: [] });
    expect(verdict(open, exited(0))).toEqual({
      result: 'unclear',
      reasons: [unclear, 'an invalid template was accepted'],
    });
  });

  test('is errored by a crash all the same', () => {
    expect(verdict(open, exited(101)).result).toBe('errored');
  });
});

describe('a run', () => {
  test('must succeed', () => {
    expect(verdict(jobCase(''), exited(0)).result).toBe('passed');
    expect(verdict(jobCase(''), exited(1)).reasons).toContain('the job failed');
  });

  test('with a trace is a crash where no process failed, and none where a task printed it', () => {
    const trace = 'Traceback (most recent call last):\nKeyError';
    const job = jobCase('expected: { taskFailure: {} }');
    expect(verdict(job, exited(1, trace)).result).toBe('errored');
    expect(verdict(jobCase(''), exited(1, trace)).result).toBe('errored');
    expect(verdict(job, exited(1, `${trace}\nProcess exited with code: 1`)).result).toBe('passed');
  });

  test('must fail with the status of the first process that failed', () => {
    const job = jobCase('expected: { taskFailure: { exitCode: 7 } }');
    const output =
      'Process exited with code: 0\nProcess pid 9 exited with code: 7 (unsigned) / 0x7 (hex)\nexited with code: 3';
    expect(verdict(job, exited(1, output)).result).toBe('passed');
    expect(verdict(job, exited(1, 'exited with code: 3')).reasons[0]).toContain('exited with 3, not with 7');
    expect(verdict(job, exited(1)).reasons[0]).toContain('exited with no status, not with 7');
    expect(verdict(job, exited(0, output)).reasons).toContain('the job succeeded, and it had to fail');
  });

  test('is judged by what its output has and lacks', () => {
    const job = jobCase('expected: { output: [ONE, { anyOf: [TWO, DEUX] }], forbidden: [THREE] }');
    expect(verdict(job, exited(0, '0:00 ONE\nDEUX')).result).toBe('passed');
    expect(verdict(job, exited(0, 'ONE')).reasons).toContain('the output lacks "TWO" or "DEUX"');
    expect(verdict(job, exited(0, 'ONE TWO THREE')).reasons).toContain('the output has "THREE"');
  });

  test('takes the platform’s own expectations too', () => {
    const job = jobCase(
      'expected: { output_posix: [SLASH], output_windows: [BACK], forbidden_posix: ["C:"], forbidden_windows: [/x] }',
    );
    expect(verdict(job, exited(0, 'SLASH /x')).result).toBe('passed');
    expect(verdict(job, exited(0, 'SLASH /x'), { platform: 'windows' }).result).toBe('failed');
    expect(verdict(job, exited(0, 'BACK C:'), { platform: 'windows' }).result).toBe('passed');
  });

  test('must leave nothing', () => {
    const left = ['a container was left: 0123'];
    expect(verdict(jobCase(''), exited(0), { left })).toMatchObject({
      result: 'failed',
      reasons: expect.arrayContaining(left),
    });
    expect(verdict(valid, exited(0), { left })).toEqual({ result: 'failed', reasons: left });
    expect(verdict(invalid, exited(1), { left })).toEqual({ result: 'failed', reasons: left });
  });
});

describe('a rejected job', () => {
  const job = jobCase('openjd: { id: x, why: two of them are one too many, journal: [] }', '4.3--x.invalid.test.yaml');

  test('must be rejected before anything runs', () => {
    const journal: JournalRecord[] = [{ ran: 'First.onEnter', at: 'host', directory: '/s' }];
    expect(verdict(job, exited(1), { journal: [] }).result).toBe('passed');
    expect(verdict(job, exited(1), { journal }).result).toBe('failed');
    expect(verdict(job, exited(0), { journal: [] }).result).toBe('failed');
  });
});

describe('a journal', () => {
  const lines =
    '[{ ran: a, at: host }, { ran: b, at: box, via: hook, saw: { X: "1", Y: null } }, { ran: c, at: host }]';
  const job = jobCase(`openjd: { id: x, why: the order is all, journal: ${lines} }`);
  const journal: readonly JournalRecord[] = [
    { ran: 'a', at: 'host', directory: '/s' },
    { ran: 'b', at: 'box', via: 'hook', directory: '/s', saw: { X: '1' } },
    { ran: 'c', at: 'host', directory: '/s' },
  ];
  const result = (records: readonly JournalRecord[], of = job) => verdict(of, exited(0), { journal: records }).result;

  test('passes when every record is as expected', () => {
    expect(result(journal)).toBe('passed');
  });

  test('fails when the expectation has two lines swapped', () => {
    expect(result(journal, withSwappedLines(job, 0, 2))).toBe('failed');
    expect(result(journal, withSwappedLines(job, 1, 2))).toBe('failed');
  });

  test.each<[string, readonly JournalRecord[]]>([
    ['another order', [journal[1], journal[0], journal[2]] as JournalRecord[]],
    ['one too few', journal.slice(0, 2)],
    ['one too many', [...journal, journal[2] as JournalRecord]],
    ['another place', journal.map((record) => ({ ...record, at: 'host' }))],
    ['another hook', journal.map((record) => ({ ...record, via: 'other' }))],
    ['another value', journal.map((record) => ({ ...record, saw: { X: '2' } }))],
    ['a variable that must not be set', journal.map((record) => ({ ...record, saw: { X: '1', Y: '' } }))],
    ['nothing at all', []],
  ])('fails with %s', (_, records) => {
    expect(result(records)).toBe('failed');
  });

  test('may be one of several', () => {
    const either = jobCase(
      'openjd: { id: x, why: either will do here, journal: { anyOf: [[{ ran: a, at: host }], [{ ran: b, at: host }]] } }',
    );
    expect(result([{ ran: 'b', at: 'host', directory: '/s' }], either)).toBe('passed');
    expect(result([{ ran: 'c', at: 'host', directory: '/s' }], either)).toBe('failed');
  });
});
