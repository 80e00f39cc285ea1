import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Session, type SessionEvent } from '../src/index.js';
import {
  checkExits,
  environment,
  jobOf,
  leaveNothingBehind,
  place,
  processesOf,
  run,
  sh,
  step,
  wrapper,
} from './support.js';

leaveNothingBehind();

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** What an action of the random jobs does: ends well, fails, dies, takes its time, or does not heed SIGTERM. */
const BEHAVIOURS = [
  'true',
  'sleep 0.02',
  'sleep 0.05; echo late',
  'sleep 60 > /dev/null 2>&1 & sleep 0.02',
  'setsid sleep 60 > /dev/null 2>&1 & sleep 0.02',
  'trap "" TERM; sleep 0.1',
  'exit 3',
  'kill -SEGV $$',
];

function randomJob(next: (below: number) => number) {
  // Failures are rare, so that most runs come far enough to be interrupted everywhere.
  const script = (): string => BEHAVIOURS[next(6) < 5 ? next(6) : next(BEHAVIOURS.length)]!;
  const method = () =>
    next(2) === 0 ? {} : { cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 1 } };
  const hook = () => ({
    command: '/bin/sh',
    args: ['-c', `${script()}; exec "$@"`, 'sh', '{{WrappedAction.Command}}', '{{WrappedAction.Args}}'],
    ...method(),
  });
  const around = () => ({ onEnter: sh(script(), method()), onExit: sh(script(), method()) });
  const hooks = { onWrapEnvEnter: hook(), onWrapTaskRun: hook(), onWrapEnvExit: hook() };
  return jobOf(
    {
      jobEnvironments: [environment('B', around())],
      steps: [
        step('S', sh(script(), method()), {
          stepEnvironments: [environment('C', around())],
        }),
      ],
    },
    [{ environment: next(3) === 0 ? environment('A', around()) : wrapper('A', { ...around(), ...hooks }) }],
  );
}

test('however and whenever it ends, what is owed is exited once and nothing is left', async () => {
  const next = random(20231);
  const outcomes = new Map<string, number>();
  const one = async (): Promise<void> => {
    const job = randomJob(next);
    // So many milliseconds after which events, counted from the first; now and then three at once.
    const interrupts = new Map(Array.from({ length: Math.max(0, next(6) - 3) }, () => [next(35), [next(60)]]));
    if (next(8) === 0) interrupts.set(next(20), [0, 0, 0]);
    let count = 0;
    const { events, result } = await run(job, {}, (_, interrupt) => {
      for (const delay of interrupts.get(count++) ?? []) setTimeout(interrupt, delay);
    });
    checkExits(events, result.notExited);
    if (result.notExited.length > 0) expect([...interrupts.values()].flat().length).toBeGreaterThanOrEqual(3);
    expect(events.at(-1)).toMatchObject({ type: 'session-ended', outcome: result.outcome });
    const how = result.notExited.length > 0 ? 'ABANDONED' : result.outcome;
    outcomes.set(how, (outcomes.get(how) ?? 0) + 1);
  };
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: 10 }, one));
    expect(processesOf(place.root), `round ${round}`).toEqual([]);
    expect(readdirSync(place.root)).toEqual([]);
  }
  // The random numbers reach every ending.
  expect([...outcomes.keys()].sort()).toEqual(['ABANDONED', 'CANCELED', 'FAILED', 'SUCCEEDED']);
}, 120_000);

describe('a session by hand', () => {
  const job = () =>
    jobOf({
      jobEnvironments: [
        environment('A', { onEnter: sh('true'), onExit: sh('true') }),
        environment('B', { onEnter: sh('true'), onExit: sh('true') }),
      ],
      steps: [step('S', sh('true'))],
    });

  test('does one thing at a time', async () => {
    await using session = await Session.start({ job: job(), workingDirectoryRoot: place.root });
    const [a, b] = session.job.environments;
    const first = session.enterEnvironment(a!);
    await expect(session.enterEnvironment(b!)).rejects.toMatchObject({
      problems: [{ hint: 'Wait for what the session does now before asking for more.' }],
    });
    expect((await first).outcome).toBe('SUCCEEDED');
  });

  test('ends by leaving its block, also by an error', async () => {
    const events: SessionEvent[] = [];
    const work = async (): Promise<void> => {
      await using session = await Session.start({
        job: job(),
        workingDirectoryRoot: place.root,
        onEvent: (event) => void events.push(event),
      });
      await session.enterEnvironment(session.job.environments[0]!);
      throw new Error('the caller broke');
    };
    await expect(work()).rejects.toThrow('the caller broke');
    checkExits(events, []);
    expect(events.at(-1)?.type).toBe('session-ended');
  });

  test('end waits for what runs, and gives the same answer again', async () => {
    const slow = jobOf({ steps: [step('S', sh('sleep 0.3'))] });
    const session = await Session.start({ job: slow, workingDirectoryRoot: place.root });
    const running = session.runTask(slow.steps[0]!, { step: 'S', parameters: new Map() });
    const end = session.end();
    expect(await running).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await end).toEqual(await session.end());
  });

  test('abandoned while an action runs, ends it', async () => {
    const slow = jobOf({
      jobEnvironments: [environment('A', { onEnter: sh('true'), onExit: sh('true') })],
      steps: [step('S', sh('sleep 60'))],
    });
    const session = await Session.start({ job: slow, workingDirectoryRoot: place.root });
    await session.enterEnvironment(slow.environments[0]!);
    const running = session.runTask(slow.steps[0]!, { step: 'S', parameters: new Map() });
    await sleep(50);
    expect(await session.abandon()).toMatchObject({ outcome: 'CANCELED', notExited: ['A'] });
    expect(await running).toMatchObject({ outcome: 'CANCELED' });
  });

  test('tells its events to one reader of the iterator, which slows the actions when it is slow', async () => {
    const loud = jobOf({ steps: [step('S', sh('seq 1 50000; touch written'))] });
    const session = await Session.start({ job: loud, workingDirectoryRoot: place.root });
    const { existsSync } = await import('node:fs');
    const lines: string[] = [];
    const reading = (async () => {
      for await (const event of session.events) {
        if (event.type !== 'output') continue;
        lines.push(event.line);
        if (lines.length === 10) {
          await sleep(300);
          // The action has not come to its end, because nobody takes what it writes.
          expect(existsSync(`${session.workingDirectory}/written`)).toBe(false);
        }
      }
    })();
    await session.runTask(loud.steps[0]!, { step: 'S', parameters: new Map() });
    await session.end();
    await reading;
    expect(lines.length).toBe(50_000);
    expect(() => session.events[Symbol.asyncIterator]()).toThrow('can be read once');
  });

  test('goes on when the reader of its events leaves', async () => {
    const loud = jobOf({ steps: [step('S', sh('seq 1 50000'))] });
    const session = await Session.start({ job: loud, workingDirectoryRoot: place.root });
    const reading = (async () => {
      for await (const event of session.events) if (event.type === 'output') return event.line;
      return undefined;
    })();
    expect((await session.runTask(loud.steps[0]!, { step: 'S', parameters: new Map() })).outcome).toBe('SUCCEEDED');
    expect(await reading).toBe('1');
    await session.end();
  });
});
