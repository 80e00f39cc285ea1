import { describe, expect, test } from 'vitest';
import { environment, jobOf, leaveNothingBehind, place, processesOf, read, run, sh, step, wrapper } from './support.js';

leaveNothingBehind();

const notify = (seconds: number) => ({
  cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: seconds },
});
/** Goes on whatever it is asked. */
const STUBBORN = 'trap "" TERM; echo up; while :; do sleep 0.05; done';
const inner = (onExit = sh('echo out')) => environment('B', { onEnter: sh('echo in'), onExit });

/** Interrupts when a line of this text comes; once for each, in turn. */
function interruptAt(...texts: string[]) {
  const waiting = [...texts];
  return (event: { readonly type: string; readonly line?: string }, interrupt: () => void): void => {
    if (event.type !== 'output' || event.line !== waiting[0]) return;
    waiting.shift();
    interrupt();
  };
}

describe('an interrupt', () => {
  test('cancels the task by its method, then all that is owed is exited', async () => {
    const job = jobOf({ steps: [step('S', sh(STUBBORN), { stepEnvironments: [inner()] }), step('T', sh('true'))] }, [
      { environment: wrapper('A') },
    ]);
    const { actions, result, events } = await run(job, {}, interruptAt('up'));
    expect(actions).toEqual([
      'A.onEnter SUCCEEDED',
      'A.onWrapEnvEnter(B.onEnter) SUCCEEDED',
      'A.onWrapTaskRun(S.onRun) CANCELED',
      'A.onWrapEnvExit(B.onExit) SUCCEEDED',
      'A.onExit SUCCEEDED',
    ]);
    expect(result.outcome).toBe('CANCELED');
    const states = events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
    expect(states.slice(states.indexOf('CANCELING'))).toEqual([
      'CANCELING',
      'READY_ENDING',
      'RUNNING',
      'READY_ENDING',
      'RUNNING',
      'READY_ENDING',
      'ENDED',
    ]);
  });

  test('tells the action when its time ends, and gives it that time', async () => {
    const script = 'trap "cat cancel_info.json; exit 0" TERM; echo up; while :; do sleep 0.05; done';
    const job = jobOf({ steps: [step('S', sh(script, notify(40)))] });
    const start = Date.now();
    const { result, lines } = await run(job, {}, interruptAt('up'));
    // It ended in time and with success; it was canceled nevertheless.
    expect(result).toMatchObject({ outcome: 'CANCELED', failure: { outcome: 'CANCELED', exitCode: 0 } });
    const info = JSON.parse(lines.at(-1) ?? '') as { NotifyEnd: string };
    expect(info.NotifyEnd).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.parse(info.NotifyEnd) - start - 40_000)).toBeLessThan(5000);
  });

  test('once more ends what does not end, and the exits still run', async () => {
    const job = jobOf({ jobEnvironments: [inner()], steps: [step('S', sh(STUBBORN, notify(600)))] });
    let interrupts = 0;
    const { actions, result } = await run(job, {}, (event, interrupt) => {
      const isCanceling = event.type === 'state' && event.state === 'CANCELING';
      if ((event.type === 'output' && event.line === 'up' && interrupts === 0) || isCanceling) {
        interrupts++;
        setImmediate(interrupt);
      }
    });
    expect(actions).toEqual(['B.onEnter SUCCEEDED', 'S.onRun CANCELED', 'B.onExit SUCCEEDED']);
    expect(result.failure).toMatchObject({ signal: 'SIGKILL' });
  });

  test('ends what floods, however slowly it is read, and memory stays flat', async () => {
    const job = jobOf({ steps: [step('S', sh('trap "" TERM; yes 0123456789012345678901234567890123456789'))] });
    const before = process.memoryUsage().rss;
    let count = 0;
    const { result } = await run(job, {}, async (event, interrupt) => {
      if (event.type !== 'output') return;
      if (++count % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      if (count === 20_000) interrupt();
    });
    expect(result.failure).toMatchObject({ outcome: 'CANCELED', signal: 'SIGKILL' });
    // What was in the pipe is still told; a flood that is not held back would be millions.
    expect(count).toBeLessThan(100_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });

  test('spares an exit that runs; the second cancels it; the next exit runs', async () => {
    const outer = environment('A', { onEnter: sh('true'), onExit: sh('echo last') });
    const slow = inner(sh('echo exiting; sleep 0.3; echo still exiting; sleep 30'));
    const job = jobOf({ jobEnvironments: [outer, slow], steps: [step('S', sh('true'))] });
    const { actions, lines, result } = await run(job, {}, interruptAt('exiting', 'still exiting'));
    expect(lines).toEqual(['in', 'exiting', 'still exiting', 'last']);
    expect(actions).toEqual([
      'A.onEnter SUCCEEDED',
      'B.onEnter SUCCEEDED',
      'S.onRun SUCCEEDED',
      'B.onExit CANCELED',
      'A.onExit SUCCEEDED',
    ]);
    expect(result.outcome).toBe('CANCELED');
  });

  test('for the third time gives up, and says what was not exited', async () => {
    const outer = environment('A', { onEnter: sh('true'), onExit: sh('echo never') });
    const slow = inner(sh(`echo exiting; ${STUBBORN}`, notify(600)));
    const job = jobOf({ jobEnvironments: [outer, slow], steps: [step('S', sh('true'))] });
    const { lines, result } = await run(job, {}, (event, interrupt) => {
      if (event.type !== 'output' || event.line !== 'up') return;
      interrupt();
      interrupt();
      setTimeout(interrupt, 100);
    });
    expect(lines).not.toContain('never');
    expect(result.outcome).toBe('CANCELED');
    expect(result.notExited).toEqual(['A']);
  });

  test('while entering cancels that, and its exit is owed', async () => {
    const entering = environment('E', { onEnter: sh(STUBBORN), onExit: sh('echo out') });
    const job = jobOf({ jobEnvironments: [entering, inner()], steps: [step('S', sh('true'))] });
    const { actions } = await run(job, {}, interruptAt('up'));
    expect(actions).toEqual(['E.onEnter CANCELED', 'E.onExit SUCCEEDED']);
  });

  test('by a signal that is aborted already starts nothing', async () => {
    const job = jobOf({ jobEnvironments: [inner()], steps: [step('S', sh('true'))] });
    const { actions, result } = await run(job, { signal: AbortSignal.abort() });
    expect(actions).toEqual([]);
    expect(result).toMatchObject({ outcome: 'CANCELED', tasks: 0 });
  });
});

describe('time', () => {
  test('a timeout cancels by the method of the action and is a failure', async () => {
    const script = 'trap "echo asked; exit 0" TERM; while :; do sleep 0.05; done';
    const job = jobOf({ jobEnvironments: [inner()], steps: [step('S', sh(script, { timeout: 1, ...notify(30) }))] });
    const { actions, lines, result } = await run(job);
    expect(lines.filter((line) => line !== 'Terminated')).toEqual(['in', 'asked', 'out']);
    expect(actions).toEqual(['B.onEnter SUCCEEDED', 'S.onRun TIMED_OUT', 'B.onExit SUCCEEDED']);
    expect(result.outcome).toBe('FAILED');
  });

  test("an exit has its own; a hook's is the hook's", async () => {
    const job = jobOf({ jobEnvironments: [inner(sh(STUBBORN, { timeout: 1 }))], steps: [step('S', sh('true'))] });
    expect((await run(job)).actions.at(-1)).toBe('B.onExit TIMED_OUT');
    const hook = { command: '/bin/sh', args: ['-c', STUBBORN, '{{WrappedAction.Command}}'], timeout: 1 };
    const wrapped = jobOf({ steps: [step('S', sh('true', { timeout: 600 }))] }, [
      { environment: wrapper('A', { onWrapTaskRun: hook }) },
    ]);
    expect((await run(wrapped)).actions.slice(1)).toEqual(['A.onWrapTaskRun(S.onRun) TIMED_OUT', 'A.onExit SUCCEEDED']);
  });
});

describe('processes in the background', () => {
  const SERVE = '(while :; do sleep 0.05; done) > /dev/null 2>&1 & echo openjd_env: SERVER=$!';

  test('of an onEnter live until its environment is exited', async () => {
    const serving = environment('B', { onEnter: sh(SERVE), onExit: sh('kill -0 $SERVER && echo at exit') });
    const job = jobOf({
      steps: [
        step('S', sh('kill -0 $SERVER && echo in task'), { stepEnvironments: [serving] }),
        step('T', sh('exec sleep 0.1')),
      ],
    });
    let afterExit: readonly number[] | undefined;
    const { lines } = await run(job, {}, (event) => {
      if (event.type === 'action-started' && event.action.step === 'T') afterExit = processesOf(place.root);
    });
    expect(lines.slice(1)).toEqual(['in task', 'at exit']);
    // Only the task's own.
    expect(afterExit).toHaveLength(1);
  });

  test('of a task end with it', async () => {
    const serve = sh('(while :; do sleep 0.05; done) > /dev/null 2>&1 &');
    const job = jobOf({ steps: [step('S', serve), step('T', sh('exec sleep 0.1'))] });
    let afterTask: readonly number[] | undefined;
    await run(job, {}, (event) => {
      if (event.type === 'action-started' && event.action.step === 'T') afterTask = processesOf(place.root);
    });
    expect(afterTask).toHaveLength(1);
  });

  test('that left the session end with the session at the latest', async () => {
    const job = jobOf({ steps: [step('S', sh('setsid sleep 60 > /dev/null 2>&1 & echo started'))] });
    expect((await run(job)).result.outcome).toBe('SUCCEEDED');
    expect(processesOf(place.root)).toEqual([]);
  });

  test('that keep the output open are ended, and that is told', async () => {
    const job = jobOf({ steps: [step('S', sh('sleep 60 & echo started'))] });
    const { notices, result } = await run(job);
    expect(result.outcome).toBe('SUCCEEDED');
    expect(notices).toEqual([expect.stringContaining("kept the action's output open")]);
  });
});

test('a directory that is to be preserved stays, with its files', async () => {
  const { rmSync } = await import('node:fs');
  const job = jobOf({ steps: [step('S', sh('echo data > made.txt'))] });
  const { result } = await run(job, { preserve: true });
  expect(read(`${result.workingDirectory}/made.txt`)).toBe('data\n');
  rmSync(result.workingDirectory ?? '', { recursive: true });
});
