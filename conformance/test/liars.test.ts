import { describe, expect, test } from 'vitest';
import { CommandLineRuntime } from '../src/adapters/command-line.js';
import { parseCase } from '../src/case-file.js';
import type { Result } from '../src/judge.js';
import { runCases } from '../src/run.js';
import { jobCase } from './fixtures/cases.js';
import { liarScript } from './fixtures/setup.js';

/*
 * The judge is judged: runtimes that lie, each against one case of every kind, and the verdict that each of the answers deserves.
 * container.test.ts has those that lie about containers, ndjson.test.ts those behind an adapter.
 */

const template = (name: string) =>
  parseCase('name: x', `/tree/2023-09/base/job_templates/${name}`, 'job_templates', name);
const journal = 'journal: [{ ran: first, at: host }, { ran: second, at: host }]';
const CASES = [
  template('1--valid.yaml'),
  template('1--invalid.invalid.yaml'),
  jobCase('expected: { output: [WANTED] }'),
  jobCase(`openjd: { id: x, why: the order is all, ${journal} }`),
  jobCase('expected: { taskFailure: {} }'),
  jobCase('openjd: { id: x, why: nothing may run, journal: [] }', '1--invalid.invalid.test.yaml'),
];

/** P passed, F failed, E errored: the verdicts on CASES, in their order. */
const VERDICTS: readonly (readonly [behaviour: string, verdicts: string])[] = [
  // Says yes to everything, and does nothing: what is valid passes, and only where nothing is looked at besides.
  ['accept', 'PFFFFF'],
  // Says no to everything: right where no is right.
  ['reject', 'FPFFPP'],
  // Breaks in every way that a program can: never an answer.
  ['usage', 'EEEEEE'],
  ['killed', 'EEEEEE'],
  ['python-crash', 'EEEEEE'],
  ['rust-crash', 'EEEEEE'],
  ['node-crash', 'EEEEEE'],
  ['hang', 'EEEEEE'],
  ['late', 'EEEEEE'],
  ['no-such-behaviour', 'EEEEEE'],
  // Says yes amid noise: the noise is no output that was wanted.
  ['garbage', 'PFFFFF'],
  // Prints what is expected, and runs nothing: passes where only the output is looked at.
  ['print', 'PFPFFF'],
  // Runs what it should, otherwise than it should.
  ['in-order', 'PFPPFF'],
  ['wrong-order', 'PFPFFF'],
  ['one-too-many', 'PFPFFF'],
  ['one-too-few', 'PFPFFF'],
  ['twice', 'PFPFFF'],
  // Rejects after it has run: too late where nothing may run.
  ['reject-late', 'FPFFPF'],
  // Leaves something behind.
  ['leave', 'FFFFFF'],
  ['leave-directory', 'PFPFFF'],
];

const RESULTS: Readonly<Record<string, Result>> = { P: 'passed', F: 'failed', E: 'errored' };

describe('a runtime that lies', () => {
  test.each(VERDICTS)('%s: %s', { timeout: 60_000 }, async (behaviour, expected) => {
    const runtime = new CommandLineRuntime(['sh', liarScript, behaviour], 300);
    const slow = behaviour === 'hang' || behaviour === 'late';
    const verdicts = await runCases(CASES, { runtime, jobs: 6, timeLimitSeconds: slow ? 1 : 20 });
    expect(verdicts.map(({ result }) => result)).toEqual([...expected].map((letter) => RESULTS[letter]));
    for (const { result, reasons } of verdicts) expect(reasons.length > 0).toBe(result !== 'passed');
  });
});
