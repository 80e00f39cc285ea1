import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Requirements: WS-told, WS-wrapped, WS-not-started, WS-silent.

const openjd = fileURLToPath(new URL('../../../packages/cli/bin/openjd.js', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-wrap-status-'));
  writeFileSync(
    join(folder, 'job.yaml'),
    `{ specificationVersion: jobtemplate-2023-09, name: J, steps: [{ name: S, script: { actions: { onRun: { command: "true" } } } }] }`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An environment whose hooks run this command. */
function environmentFile(name: string, extensions: string, hook: string): string {
  const file = join(folder, `${name}.env.yaml`);
  const hooks = ['onWrapEnvEnter', 'onWrapTaskRun', 'onWrapEnvExit'].map((field) => `${field}: ${hook}`).join(', ');
  writeFileSync(
    file,
    `{ specificationVersion: environment-2023-09, extensions: [${extensions}, WRAP_ACTIONS, EXPR], environment: { name: ${name}, script: { actions: { ${hooks} } } } }`,
  );
  return file;
}

/** Runs the job in this environment: what the report, the event and the timeline say of its task, and the words for people. */
async function run(environment: string) {
  const [log, timeline] = [join(folder, 'log'), join(folder, 'timeline.html')];
  const on = ['--enable-proposal', 'wrap-status'];
  const call = (args: readonly string[]) =>
    new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [openjd, 'run', join(folder, 'job.yaml'), '--env', environment, ...on, ...args],
        (_, stdout) => resolve(stdout),
      );
    });
  const report = JSON.parse(await call(['-o', 'json', '--log', log, '--timeline', timeline])) as {
    steps: { tasks: { cause?: string }[] }[];
    failure?: { cause?: string };
  };
  const events = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const ended = events.find(
    ({ type, action }) => type === 'action-ended' && (action as { phase: string }).phase === 'taskRun',
  );
  const data = /<script[^>]*id="data"[^>]*>([^<]*)</.exec(readFileSync(timeline, 'utf8'))![1]!;
  const bars = (JSON.parse(data) as { actions: { kind: string; failureFacts?: { value: string }[] }[] }).actions;
  return {
    event: ended?.['cause'],
    report: report.steps[0]?.tasks[0]?.cause,
    failure: report.failure?.cause,
    timeline: bars.find(({ kind }) => kind === 'task')?.failureFacts?.[0]?.value,
    text: await call([]),
  };
}

const exits = (status: number) => `{ command: sh, args: ["-c", "echo 'openjd_fail: no engine'; exit ${status}"] }`;

describe('the cause of a failure', () => {
  test('is the wrapper where the hook exits with 125', async () => {
    const told = await run(environmentFile('W', 'WRAP_STATUS', exits(125)));
    expect(told).toMatchObject({ event: 'wrapper', report: 'wrapper', failure: 'wrapper', timeline: 'wrapper' });
    expect(told.text).toContain('S.onRun failed (the wrapper failed, not the action): no engine');
    expect(told.text).toContain(
      'Failed: S.onRun (W.onWrapTaskRun in its place; the wrapper failed, not the action): no engine',
    );
  });

  test('is what it wraps where the hook exits with another status', async () => {
    const told = await run(environmentFile('W', 'WRAP_STATUS', exits(3)));
    expect(told).toMatchObject({ event: 'wrapped', report: 'wrapped', failure: 'wrapped', timeline: 'wrapped' });
    expect(told.text).toContain('S.onRun failed (the action failed, not the wrapper): no engine');
  });

  test('is the wrapper where the hook cannot be started', async () => {
    const told = await run(environmentFile('W', 'WRAP_STATUS', '{ command: /no/such/program }'));
    expect(told).toMatchObject({ event: 'wrapper', report: 'wrapper', failure: 'wrapper', timeline: 'wrapper' });
  });

  test('is not told where the template does not declare it, or a signal ended the hook', async () => {
    for (const [extension, hook] of [
      ['FEATURE_BUNDLE_1', exits(125)],
      ['WRAP_STATUS', '{ command: sh, args: ["-c", "kill -9 $$"] }'],
    ] as const) {
      const { text, ...told } = await run(environmentFile('W', extension, hook));
      expect(told).toEqual({ event: undefined, report: undefined, failure: undefined, timeline: undefined });
      expect(text).toContain('Failed: S.onRun (W.onWrapTaskRun in its place): ');
    }
  });
});
