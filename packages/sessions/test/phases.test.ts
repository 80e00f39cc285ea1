import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobResult, type SessionEvent, startJob } from '../src/index.js';
import { checkExits, environment, jobOf, nameOf, processesOf, sh, step } from './support.js';

/*
 * Every ending in every phase of a session, again and again; and beside it, since it mostly waits, the time that an
 * action has between the two signals.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'openjd-test-'));
  process.env['OPENJD_STATE_DIR'] = path.join(folder, 'state');
});
afterAll(() => {
  delete process.env['OPENJD_STATE_DIR'];
  try {
    expect(readdirSync(path.join(folder, 'state'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What happens in a phase once its action has said `here`: what the action does, and how often it is interrupted. */
const ENDINGS = {
  'a failure': { script: 'exit 3', interrupts: 0 },
  'a crash': { script: 'kill -SEGV $$', interrupts: 0 },
  'a time-out': { script: 'trap "" TERM; while :; do sleep 0.05; done', interrupts: 0, timeout: 1 },
  'an interrupt': { script: 'sleep 0.1', interrupts: 1 },
  'two interrupts': { script: 'trap "" TERM; sleep 0.1; sleep 600', interrupts: 2 },
  'three interrupts': { script: 'setsid sleep 600 & trap "" TERM; sleep 600', interrupts: 3 },
  'an error of the reader': { script: 'sleep 0.1', interrupts: 0 },
} as const;
type Ending = keyof typeof ENDINGS;

/** The action that says `here`, as events name it. */
const PHASES = {
  'the onEnter of the wrapper': 'A.onEnter',
  'a hook that enters': 'A.onWrapEnvEnter(B.onEnter)',
  'a task': 'A.onWrapTaskRun(S.onRun)',
  'the drain after a task': 'A.onWrapTaskRun(S.onRun)',
  'a hook that exits': 'A.onWrapEnvExit(B.onExit)',
  'the onExit of the wrapper': 'A.onExit',
  'cleaning up': 'A.onExit',
} as const;
type Phase = keyof typeof PHASES;

function jobFor(phase: Phase, ending: Ending) {
  const { script, timeout } = { timeout: undefined, ...ENDINGS[ending] };
  const more = timeout === undefined ? {} : { timeout };
  const own = (name: string): string => {
    if (PHASES[phase] !== name) return 'true';
    if (phase === 'cleaning up') return 'mkdir -p a/b/c; setsid sleep 600 > /dev/null 2>&1 & echo here';
    // The command has ended, and its output is held open.
    return phase === 'the drain after a task' ? '(sleep 600; :) & echo here' : `echo here; ${script}`;
  };
  const action = (name: string) => sh(own(name), PHASES[phase] === name ? more : {});
  const hook = (name: string) => ({
    command: '/bin/sh',
    args: ['-c', own(name), 'sh', '{{WrappedAction.Command}}'],
    ...(PHASES[phase] === name ? more : {}),
  });
  const wrapper = environment('A', {
    onEnter: action('A.onEnter'),
    onWrapEnvEnter: hook('A.onWrapEnvEnter(B.onEnter)'),
    onWrapTaskRun: hook('A.onWrapTaskRun(S.onRun)'),
    onWrapEnvExit: hook('A.onWrapEnvExit(B.onExit)'),
    onExit: action('A.onExit'),
  });
  const inner = environment('B', { onEnter: sh('true'), onExit: sh('true') });
  return jobOf({ jobEnvironments: [inner], steps: [step('S', sh('true'))] }, [{ environment: wrapper }]);
}

async function endIn(phase: Phase, ending: Ending, root: string, round: number): Promise<void> {
  const { interrupts } = ENDINGS[ending];
  const events: SessionEvent[] = [];
  let said = false;
  let directory = '';
  const started = startJob(jobFor(phase, ending), {
    workingDirectoryRoot: root,
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'session-started') directory = event.workingDirectory;
      const isLast = event.type === 'action-ended' && nameOf(event.action) === 'A.onExit';
      const isHere = event.type === 'output' && event.line === 'here';
      if (said || !(phase === 'cleaning up' ? isLast : isHere)) return;
      said = true;
      if (ending === 'an error of the reader') throw new Error('the reader broke');
      // At once, and a little later: other moments of the same phase.
      for (let i = 0; i < interrupts; i++) setTimeout(() => started.interrupt(), (round % 5) * 3 + i * (round % 3));
    },
  });
  const what = `${ending} in ${phase}, round ${round}`;
  let result: JobResult | undefined;
  if (ending === 'an error of the reader') await expect(started.result, what).rejects.toThrow('the reader broke');
  else result = await started.result;
  expect(said, what).toBe(true);
  expect(existsSync(directory), what).toBe(false);
  if (result === undefined) return;
  checkExits(events, result.notExited);
  expect(events.at(-1), what).toMatchObject({ type: 'session-ended', outcome: result.outcome });
  // Only who gives up leaves an exit out.
  if (interrupts < 3) expect(result.notExited, what).toEqual([]);
  if (interrupts === 0 && !['cleaning up', 'the drain after a task'].includes(phase))
    expect(result.failure?.action.name, what).toBe(/(\w+)\)?$/.exec(PHASES[phase])?.[1]);
  if (interrupts > 0 && phase !== 'cleaning up') expect(result.outcome, what).not.toBe('SUCCEEDED');
}

describe.concurrent('between the two signals', { timeout: 120_000 }, () => {
  /** Milliseconds beyond `seconds` that this machine needs now to end a process after a timer, with nothing of ours. */
  async function plainOvershoot(seconds: number): Promise<number> {
    const start = performance.now();
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    await ended;
    return performance.now() - start - seconds * 1000;
  }

  test.each([40, 5, 1])('an action has the whole period of %i s, and not half a second more', async (seconds) => {
    const root = mkdtempSync(path.join(folder, 'grace-'));
    const cancelation = { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: seconds };
    const script = 'trap "echo asked" TERM; echo up; while :; do sleep 0.2; done';
    let plain: Promise<number> | undefined;
    let canceledAt = 0;
    let endedAt = 0;
    const lines: string[] = [];
    const started = startJob(jobOf({ steps: [step('S', sh(script, { cancelation }))] }), {
      workingDirectoryRoot: root,
      onEvent: (event) => {
        if (event.type === 'output') lines.push(event.line);
        if (event.type === 'action-ended') endedAt = performance.now();
        if (event.type !== 'output' || event.line !== 'up') return;
        canceledAt = performance.now();
        plain = plainOvershoot(seconds);
        started.interrupt();
      },
    });
    expect(await started.result).toMatchObject({ outcome: 'CANCELED', failure: { signal: 'SIGKILL' } });
    // What it says in the meantime is heard.
    expect(lines).toContain('asked');
    const took = endedAt - canceledAt;
    expect(took).toBeGreaterThanOrEqual(seconds * 1000);
    expect(took).toBeLessThan(seconds * 1000 + 500 + ((await plain) ?? 0));
    expect(readdirSync(root)).toEqual([]);
  });
});

// HJR-working-directory-deleted
describe.concurrent.each(Object.keys(PHASES) as Phase[])('in %s', { timeout: 120_000 }, (phase) => {
  const own = Object.keys(ENDINGS).filter(
    (ending) => !['cleaning up', 'the drain after a task'].includes(phase) || /interrupt|reader/.test(ending),
  ) as Ending[];

  test(`${own.join(', ')}: what is owed is exited once, and nothing is left`, async () => {
    const root = path.join(folder, phase.replaceAll(' ', '-'));
    mkdirSync(root);
    const rounds = Math.ceil(100 / own.length);
    expect(rounds * own.length).toBeGreaterThanOrEqual(100);
    const waiting = Array.from({ length: rounds }, (_, round) => own.map((ending) => [ending, round] as const)).flat();
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await endIn(phase, next[0], root, next[1]);
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    // Whatever was left would still be there: it sleeps for longer than all of this takes.
    expect(processesOf(root)).toEqual([]);
    expect(readdirSync(root)).toEqual([]);
  });
});
