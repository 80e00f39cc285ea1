import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '@openjd/model';
import type { ActionEndedEvent, ActionInfo } from '@openjd/sessions';
import { expect, test } from 'vitest';
import { explanationRows } from '../src/explanation/rows.js';
import { renderDocument } from '../src/output/documents.js';
import { EventLog } from '../src/output/event-log.js';
import { EventPrinter } from '../src/output/events.js';
import { renderExplanation } from '../src/output/explanation.js';
import { RunRecorder } from '../src/output/report.js';
import { type RunFacts, renderResult } from '../src/output/result.js';
import type { Explanation } from '../src/run/explain.js';
import { TimelineRecorder } from '../src/timeline/recorder.js';

// What an extension brings is printed by who has never heard of it: here facts that no extension has.

const ofAction: Fact = { name: 'neverHeardOf', value: 7, label: 'is a seventh' };
const ofFailure: Fact = { name: 'culprit', value: 'moon', label: 'the moon failed' };

const action: ActionInfo = { id: 1, phase: 'taskRun', name: 'onRun', step: 'Render', facts: [ofAction] };
const started = { type: 'action-started', elapsedMs: 0, action, command: 'x', args: [], pid: 1 } as const;
const ended: ActionEndedEvent = {
  ...{ type: 'action-ended', elapsedMs: 1, action, outcome: 'FAILED', exitCode: 3, durationMs: 1 },
  ...{ facts: [ofFailure], message: 'why' },
};
const facts: RunFacts = {
  ...{ jobName: 'Job', proposals: [], tasksTotal: 1n },
  result: { outcome: 'FAILED', notExited: [] } as unknown as RunFacts['result'],
};
const paint = (_: unknown, text: string) => text;

test('people read labels while a job runs and when it is over', () => {
  const printer = new EventPrinter({ paint, timestamps: 'none', verbose: false, taskCount: () => 1n } as never);
  const text = printer.print(started) + printer.print(ended);
  expect(text).toContain('     is a seventh\n');
  expect(text).toContain('Render.onRun failed (the moon failed): why\n');
  const recorder = new RunRecorder({ keepActions: true });
  recorder.record(ended);
  expect(renderResult(recorder, facts, paint)).toContain('Failed: Render.onRun (is a seventh; the moon failed): why\n');
});

test('programs read them by name, in the document of a run and in the log of its events', async () => {
  const recorder = new RunRecorder({ keepActions: true });
  recorder.record(ended);
  const told = { action: 'Render.onRun', outcome: 'FAILED', never_heard_of: 7, culprit: 'moon', message: 'why' };
  const json = JSON.parse(await renderDocument(recorder.report(facts), 'json')) as { failure: object };
  expect(json).toMatchObject({ steps: [{ tasks: [told] }], failure: told });
  expect(json.failure).not.toHaveProperty('facts');
  expect(await renderDocument(recorder.report(facts), 'yaml')).toContain('culprit: moon');

  const folder = mkdtempSync(join(tmpdir(), 'openjd-facts-'));
  try {
    const log = new EventLog(join(folder, 'log'));
    log.write(started);
    log.write({ ...ended, facts: [ofFailure, { name: 'outcome', value: 'other', label: 'cannot replace a field' }] });
    log.close();
    const [start, end] = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
    const logged = { id: 1, phase: 'taskRun', name: 'onRun', step: 'Render', neverHeardOf: 7 };
    expect((JSON.parse(start!) as { action: object }).action).toEqual(logged);
    expect(JSON.parse(end!)).toEqual({
      ...{ type: 'action-ended', elapsedMs: 1, action: logged, outcome: 'FAILED', exitCode: 3, durationMs: 1 },
      ...{ culprit: 'moon', message: 'why' },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a timeline has them for its page', () => {
  const recorder = new TimelineRecorder();
  recorder.record(started);
  recorder.record(ended);
  expect(recorder.data('Job', 'FAILED').actions).toMatchObject([{ facts: [ofAction], failureFacts: [ofFailure] }]);
});

test('an explanation has them, in words and by name', async () => {
  const task = {
    phase: 'task-run',
    environments: [],
    step: 'Render',
    action: 'onRun',
    hooks: [],
    command: 'x',
  } as const;
  const explanation: Explanation = {
    ...{ status: 'success', message: 'What a run would do', job_name: 'Job', enter: [], exit: [] },
    steps: [{ name: 'Render', total_tasks: 1n, actions: [{ ...task, facts: [ofAction] }], tasks_not_shown: 0n }],
  };
  expect(explanationRows(explanation)[1]).toMatchObject({ facts: 'Render.onRun is a seventh' });
  expect(renderExplanation(explanation, paint)).toContain('Render.onRun is a seventh\n');
  expect(JSON.parse(await renderDocument(explanation, 'json'))).toMatchObject({
    steps: [{ actions: [{ never_heard_of: 7 }] }],
  });
});
