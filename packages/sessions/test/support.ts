import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@openjd/model';
import { afterEach, beforeEach, expect } from 'vitest';
import {
  type ActionInfo,
  describeAction,
  type JobResult,
  type RunJobOptions,
  type SessionEvent,
  startJob,
} from '../src/index.js';
import { environmentContains, listProcesses } from '../src/platform/posix/process-table.js';

export { environment, jobOf, sh, step, wrapper } from './jobs.js';

export interface Recording {
  readonly result: JobResult;
  readonly events: readonly SessionEvent[];
  /** What the actions printed. */
  readonly lines: readonly string[];
  /** Each action with its outcome, in order of ending. */
  readonly actions: readonly string[];
  readonly notices: readonly string[];
}

/** Folders that are made anew for each test: where sessions work and where they keep their records. */
export const place = { root: '', state: '' };

/** Every test of sessions ends with nothing left: no process, no working directory, no record, no pipe. */
export function leaveNothingBehind(): void {
  beforeEach(() => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openjd-test-'));
    place.root = path.join(folder, 'work');
    place.state = path.join(folder, 'state');
    process.env['OPENJD_STATE_DIR'] = place.state;
    mkdirSync(place.root);
  });
  afterEach(() => {
    try {
      expect(processesOf(place.root)).toEqual([]);
      expect(readdirSync(place.root)).toEqual([]);
      expect(existsSync(place.state) ? readdirSync(place.state) : []).toEqual([]);
    } finally {
      delete process.env['OPENJD_STATE_DIR'];
      rmSync(path.dirname(place.root), { recursive: true, force: true });
    }
  });
}

/** Live processes with a working directory below `root` in their environment. */
export function processesOf(root: string): readonly number[] {
  return listProcesses()
    .filter((entry) => !entry.zombie && environmentContains(entry.pid, root))
    .map((entry) => entry.pid);
}

export async function run(
  job: Job,
  options: RunJobOptions = {},
  onEvent?: (event: SessionEvent, interrupt: () => void) => void | Promise<void>,
): Promise<Recording> {
  const events: SessionEvent[] = [];
  const started = startJob(job, {
    workingDirectoryRoot: place.root,
    ...options,
    onEvent: (event) => {
      events.push(event);
      return onEvent?.(event, () => started.interrupt());
    },
  });
  const result = await started.result;
  return {
    result,
    events,
    lines: events.flatMap((event) => (event.type === 'output' ? [event.line] : [])),
    actions: events.flatMap((event) =>
      event.type === 'action-ended'
        ? [`${nameOf(event.action)} ${event.outcome}`]
        : event.type === 'action-skipped'
          ? [`${nameOf(event.action)} skipped`]
          : [],
    ),
    notices: events.flatMap((event) => (event.type === 'notice' ? [event.message] : [])),
  };
}

/** Every environment that was tried is exited once, in reverse order, unless it is named as not exited. */
export function checkExits(events: readonly SessionEvent[], notExited: readonly string[]): void {
  const stack: string[] = [];
  let ending = false;
  for (const event of events) {
    if (event.type !== 'action-ended' && event.type !== 'action-skipped') continue;
    const { phase, environment: name = '' } = event.action;
    if (phase === 'envExit') expect(name).toBe(stack.pop());
    else expect(ending, `${nameOf(event.action)} ran after the end had begun`).toBe(false);
    if (phase === 'envEnter') stack.push(name);
    if (event.type === 'action-ended' && event.outcome !== 'SUCCEEDED') ending = true;
  }
  expect(stack).toEqual(notExited);
}

/** `B.onEnter`, `S.onRun`, `A.onWrapTaskRun(S.onRun)`. */
export function nameOf(action: ActionInfo): string {
  const own = `${action.environment ?? action.step}.${action.name}`;
  expect(describeAction(action)).toContain(action.name);
  return action.hook === undefined ? own : `${action.hook.environment}.${action.hook.field}(${own})`;
}

export async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error('waited for 10 s');
    await sleep(20);
  }
}

export function read(file: string): string {
  return readFileSync(file, 'utf8');
}
