import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@openjd/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Session, type SessionEvent, type SessionOutcome, type SessionState } from '../src/index.js';
import { environment, jobOf, leaveNothingBehind, place, processesOf, sh, step } from './support.js';

leaveNothingBehind();

/** What a session should be, in the plainest words. */
interface Model {
  state: Extract<SessionState, 'READY' | 'READY_ENDING' | 'ENDED'>;
  outcome: SessionOutcome;
  /** Indexes of the entered environments, outermost first. */
  stack: number[];
  /** Names in the order in which their exits are to run. */
  exits: string[];
}

interface Real {
  readonly session: Session;
  readonly job: Job;
  readonly events: SessionEvent[];
}

/** Enough for every way to enter and to exit. */
const ENVIRONMENTS = [
  environment('Good', { onEnter: sh('true'), onExit: sh('true') }),
  environment('BadEnter', { onEnter: sh('setsid sleep 60 >&- 2>&- & exit 3'), onExit: sh('true') }),
  environment('BadExit', { onEnter: sh('sleep 60 > /dev/null 2>&1 &'), onExit: sh('kill -SEGV $$') }),
  { name: 'Silent', variables: { X: 'y' } },
];
const STEPS = [
  step('Good', sh('true')),
  step('Bad', sh('exit 3')),
  step('Missing', { command: '/no/such/tool' }),
  step('Endless', sh('trap "" TERM; while :; do sleep 0.02; done')),
];

const failed = (model: Model): void => {
  model.state = 'READY_ENDING';
  if (model.outcome === 'SUCCEEDED') model.outcome = 'FAILED';
};
const canceled = (model: Model): void => {
  model.state = 'READY_ENDING';
  model.outcome = 'CANCELED';
};

async function isRefused(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toMatchObject({ problems: [{ code: 'WRONG_SESSION_STATE' }] });
}

/** What holds between any two calls. */
function check({ state, outcome, stack }: Model, { session, job }: Real): void {
  expect(session.state).toBe(state);
  expect(session.outcome).toBe(outcome);
  expect(session.environments).toEqual(stack.map((index) => job.environments[index]));
}

type Command = fc.AsyncCommand<Model, Real, true>;

/** One call, after which the session has to be as its model. `name` is what a counterexample shows. */
function command(name: string, call: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: async () => true,
    run: async (model, real) => {
      await call(model, real);
      check(model, real);
    },
    toString: () => name,
  };
}

const enter = (index: number): Command =>
  command(`enter ${index}`, async (model, { session, job }) => {
    const entering = session.enterEnvironment(job.environments[index]!);
    if (model.state !== 'READY') return isRefused(entering);
    const { outcome } = await entering;
    model.stack.push(index);
    if (index === 1) failed(model);
    expect(outcome).toBe(index === 1 ? 'FAILED' : 'SUCCEEDED');
  });

const exit = (index: number): Command =>
  command(`exit ${index}`, async (model, { session, job }) => {
    const wanted = job.environments[index]!;
    const exiting = session.exitEnvironment(wanted);
    if (model.state === 'ENDED' || model.stack.at(-1) !== index) return isRefused(exiting);
    await exiting;
    model.stack.pop();
    model.exits.push(wanted.name);
    if (index === 2) failed(model);
  });

const runTask = (index: number): Command =>
  command(`run ${index}`, async (model, { session, job }) => {
    const one = job.steps[index]!;
    const running = session.runTask(one, { step: one.name, parameters: new Map() });
    if (model.state !== 'READY') return isRefused(running);
    expect((await running).outcome).toBe(index === 0 ? 'SUCCEEDED' : 'FAILED');
    if (index !== 0) failed(model);
  });

/** Two calls at once: the second is refused and the first is as if it were alone. */
const runTwo = (): Command =>
  command('run two at once', async (model, { session, job }) => {
    const [good] = job.steps;
    const first = session.runTask(good!, { step: good!.name, parameters: new Map() });
    const second = session.enterEnvironment(job.environments[0]!);
    await isRefused(second);
    if (model.state === 'READY') expect((await first).outcome).toBe('SUCCEEDED');
    else await isRefused(first);
  });

const cancel = (): Command =>
  command('cancel', async (model, { session }) => {
    session.cancel();
    if (model.state !== 'ENDED') canceled(model);
  });

const cancelRunning = (afterMs: number): Command =>
  command(`cancel what runs after ${afterMs} ms`, async (model, { session, job }) => {
    const endless = job.steps[3]!;
    const running = session.runTask(endless, { step: endless.name, parameters: new Map() });
    if (model.state !== 'READY') return isRefused(running);
    await sleep(afterMs);
    session.cancel();
    expect((await running).outcome).toBe('CANCELED');
    canceled(model);
  });

const end = (abandons: boolean): Command =>
  command(abandons ? 'abandon' : 'end', async (model, { session, job }) => {
    const result = await (abandons ? session.abandon() : session.end());
    if (model.state !== 'ENDED') {
      const left = model.stack.toReversed();
      if (abandons) canceled(model);
      else {
        if (left.includes(2)) failed(model);
        model.exits.push(...left.map((index) => job.environments[index]!.name));
        model.stack = [];
      }
      model.state = 'ENDED';
    }
    expect(result.outcome).toBe(model.outcome);
    expect(result.notExited).toEqual(model.stack.map((index) => job.environments[index]!.name));
  });

test('a session takes any sequence of calls and failures as its model does, and leaves nothing', async () => {
  const index = (max: number) => fc.nat({ max });
  const calls = fc.commands<Model, Real, true>(
    [
      // What ends the session comes last now and then, and what keeps it READY comes often.
      index(3).map((i) => enter(i)),
      fc.constant(enter(0)),
      index(3).map((i) => exit(i)),
      fc.constant(exit(0)),
      fc.constant(runTask(0)),
      index(2).map((i) => runTask(i)),
      fc.constant(runTwo()),
      fc.constant(cancel()),
      index(40).map((ms) => cancelRunning(ms)),
      fc.boolean().map((abandons) => end(abandons)),
    ],
    { size: '+1', maxCommands: 14 },
  );
  const property = fc.asyncProperty(calls, async (commands) => {
    const job = jobOf({ jobEnvironments: ENVIRONMENTS, steps: STEPS });
    const events: SessionEvent[] = [];
    const session = await Session.start({
      job,
      workingDirectoryRoot: place.root,
      onEvent: (event) => void events.push(event),
    });
    const real = { session, job, events };
    const model: Model = { state: 'READY', outcome: 'SUCCEEDED', stack: [], exits: [] };
    try {
      await fc.asyncModelRun(() => ({ model, real }), commands);
      await end(false).run(model, real);
    } finally {
      await session.end();
    }
    const exits = events.flatMap((event) =>
      (event.type === 'action-ended' || event.type === 'action-skipped') && event.action.phase === 'envExit'
        ? [event.action.environment]
        : [],
    );
    // Each exit ran once, in order: those that were asked for, then those that the end owed.
    expect(exits).toEqual(model.exits);
    expect(processesOf(place.root)).toEqual([]);
    expect(readdirSync(place.root)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 60, endOnFailure: true, seed: 8 });
}, 120_000);
