import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { InProcessRuntime } from '../src/adapters/in-process.js';
import { diagnose } from '../src/diagnostics.js';
import { runCases } from '../src/run.js';
import type { CallOptions, Outcome } from '../src/runtime.js';
import { jobCase } from './fixtures/cases.js';

const runtime = new InProcessRuntime();
const options: CallOptions = {
  ...{ workingDirectory: tmpdir(), environment: { TMPDIR: tmpdir() }, timeLimitMs: 20_000 },
};
const job = (script: string, more = '') =>
  `{ specificationVersion: jobtemplate-2023-09, name: J, ${more} steps: [{ name: S, script: { actions: { onRun: { command: sh, args: [-c, ${JSON.stringify(script)}] } } } }] }`;

test('a check tells problems with their phase and code', async () => {
  expect(await runtime.check({ text: job('true'), format: 'yaml' })).toMatchObject({ accepted: true });
  const outcome = await runtime.check({ text: job('echo {{Param.Nothing}}'), format: 'yaml' });
  expect(outcome).toMatchObject({ accepted: false, problems: [{ phase: 'check', code: 'UNKNOWN_SYMBOL' }] });
});

test('a run tells what was printed and each exit code', async () => {
  const template = job(
    'echo {{Param.A}}; exit {{Param.B}}',
    'parameterDefinitions: [{ name: A, type: FLOAT }, { name: B, type: INT }],',
  );
  const outcome = await runtime.run({ template, parameters: 'A:\n  1.50\nB:\n  7\n', environments: [] }, options);
  expect(outcome).toMatchObject({ kind: 'answered', accepted: false, exitCodes: [7] });
  expect((outcome as { output: string }).output).toContain('1.50\nProcess exited with code: 7\n');
});

test.each([
  ['the template', { template: 'name: x', environments: [] }],
  ['an environment', { template: job('true'), environments: ['name: x'] }],
  ['a value', { template: job('true'), parameters: 'No: 1\n', environments: [] }],
  ['path mapping', { template: job('true'), environments: [], pathMapping: [{}] }],
])('a run whose %s is wrong is rejected, and runs nothing', async (_, input) => {
  const outcome = await runtime.run(input, options);
  expect(outcome).toMatchObject({ kind: 'answered', accepted: false });
  expect(outcome).toHaveProperty('problems.0.message');
  expect(outcome).not.toHaveProperty('exitCodes');
});

test('a run ends at its time limit and when it is interrupted', async () => {
  const input = { template: job('sleep 1000'), environments: [] };
  expect(await runtime.run(input, { ...options, timeLimitMs: 300 })).toMatchObject({ kind: 'timed-out' });
  expect(await runtime.run(input, { ...options, signal: AbortSignal.timeout(300) })).toEqual({ kind: 'interrupted' });
});

describe('diagnostics', () => {
  const expecting = (problem: string) =>
    jobCase(`openjd: { id: x, why: it has to be rejected, problem: ${problem} }`, '4--x.invalid.test.yaml');
  const answered = (...problems: { phase?: string; code?: string }[]): Outcome => ({
    ...{ kind: 'answered', accepted: false, output: '' },
    problems: problems.map((problem) => ({ ...problem, message: 'no' })),
  });
  test.each([
    ['{ code: A }', answered({ code: 'B' }, { code: 'A' }), 'matched'],
    ['{ phase: check, code: A }', answered({ phase: 'check', code: 'A' }), 'matched'],
    ['{ phase: check, code: A }', answered({ phase: 'run', code: 'A' }), 'differs'],
    ['{ phase: check, code: A }', answered({ phase: 'check' }, { code: 'A' }), 'differs'],
    ['{ code: A }', answered(), 'untold'],
    ['{ code: A }', answered({}), 'untold'],
    ['{ code: A_B }', { kind: 'exited', status: 1, output: 'error[A_B]: no' } as const, 'matched'],
    ['{ code: A_B }', { kind: 'exited', status: 1, output: 'error[XA_BC]: no' } as const, 'untold'],
    ['{ phase: check }', { kind: 'exited', status: 1, output: 'check' } as const, 'untold'],
    ['{ code: A }', { kind: 'exited', status: 0, output: 'A' } as const, undefined],
    ['{ code: A }', { kind: 'answered', accepted: true, output: 'A' } as const, undefined],
    ['{ code: A }', { kind: 'interrupted' } as const, undefined],
  ])('%s of %j: %s', (problem, outcome, diagnostics) => {
    expect(diagnose(expecting(problem), outcome)).toBe(diagnostics);
  });

  test('are told beside the verdict and do not change it', async () => {
    const told: unknown[] = [];
    await runCases([expecting('{ code: NO_SUCH_CODE }')], {
      runtime,
      onVerdict: (_, { result }, { diagnostics }) => told.push(result, diagnostics),
    });
    expect(told).toEqual(['passed', 'differs']);
  });
});

test('a proposal that it does not know is one that it does not claim', async () => {
  const { text, format } = { text: 'specificationVersion: jobtemplate-2023-09', format: 'yaml' as const };
  const outcome = await runtime.check({ text, format }, { enableProposals: ['wrap-everything'] });
  expect(outcome).toEqual({ kind: 'unsupported', reason: 'it knows no draft proposal wrap-everything' });
});
