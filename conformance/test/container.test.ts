import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceCase, JobCase } from '../src/case.js';
import type { Verdict } from '../src/judge.js';
import { runCases } from '../src/run.js';
import { CommandLineRuntime, type Runtime } from '../src/runtime.js';
import { readTree } from '../src/tree.js';
import { withSwappedLines } from './fixtures/cases.js';
import { builtRuntime, hostDockerFolder, noDocker, openjdCommand, ownTree } from './fixtures/setup.js';

/** The two ways to get a container, of the order that all of this is about. */
const VARIANTS = ['wrap-seed-order-container-of-suite', 'wrap-seed-order-container-of-environment'] as const;

const cases = readTree(ownTree);
const needsDocker = (read: ConformanceCase) => read.metadata?.needs?.includes('docker') === true;

function caseById(id: string): JobCase {
  const found = cases.find((read) => read.id === id);
  if (found?.kind !== 'job') throw new Error(`there is no job case ${id}`);
  return found;
}

/** The case whose environment stops the container, with an onExit that only says so. */
function withoutStop(original: JobCase): JobCase {
  const environments = original.environments.map((text) => text.replace('docker container stop -t 30', ': stopped'));
  if (environments.every((text, index) => text === original.environments[index]))
    throw new Error('nothing stops the container');
  return { ...original, environments };
}

/** Everything on the engine that the suite, or a container of one of its cases, could have left. */
async function leftOnEngine(): Promise<string> {
  const label = ['--filter', 'label=openjd.conformance.owner'];
  const containers = await execa('docker', ['container', 'ls', '--all', ...label]);
  const images = await execa('docker', ['image', 'ls', '--all', '--quiet', ...label]);
  return [...containers.stdout.split('\n').slice(1), images.stdout].join('\n').trim();
}

describe('this repository’s command line', () => {
  const verdicts = new Map<string, Verdict>();

  beforeAll(async () => {
    const runtime = builtRuntime();
    const onVerdict = ({ id }: ConformanceCase, verdict: Verdict) => verdicts.set(id, verdict);
    await runCases(cases, { runtime, noDocker, jobs: 2, onVerdict });
  }, 240_000);

  for (const read of cases) {
    test.skipIf(noDocker && needsDocker(read))(`passes ${read.id}`, () => {
      expect(verdicts.get(read.id)).toEqual({ result: 'passed', reasons: [] });
    });
  }
});

describe.skipIf(noDocker)('the judge of the container cases', { timeout: 60_000 }, () => {
  const twins = VARIANTS.map((id) => withSwappedLines(caseById(id), 3, 4));
  const neverStopped = withoutStop(caseById(VARIANTS[1]));
  let verdicts: Verdict[];
  beforeAll(async () => {
    verdicts = await runCases([...twins, neverStopped], { runtime: builtRuntime(), jobs: 2 });
  }, 120_000);

  test.each(VARIANTS.map((id, index) => [id, index] as const))(
    '%s fails when two lines of its journal are swapped',
    (_, index) => {
      const verdict = verdicts[index] as Verdict;
      expect(verdict.result).toBe('failed');
      expect(verdict.reasons.slice(0, 8)).toEqual([
        'the journal differs (- expected, + recorded):',
        expect.stringMatching(/^ {4}Docker\.onEnter at host$/),
        expect.stringMatching(/^ {4}Mount\.onEnter at docker-[ab] via /),
        expect.stringMatching(/^ {4}Setup\.onEnter at docker-[ab] via /),
        expect.stringMatching(/^ {2}- Render\.onRun Frame=2 at docker-[ab] via /),
        expect.stringMatching(/^ {2}- Render\.onRun Frame=1 at docker-[ab] via /),
        expect.stringMatching(/^ {2}\+ Render\.onRun Frame=1 at docker-[ab] via /),
        expect.stringMatching(/^ {2}\+ Render\.onRun Frame=2 at docker-[ab] via /),
      ]);
    },
  );

  test('sees that a container was left', () => {
    const verdict = verdicts[2] as Verdict;
    expect(verdict.result).toBe('failed');
    expect(verdict.reasons[0]).toMatch(/^a container was left: [0-9a-f]{12}$/);
    expect(verdict.reasons.join('\n')).not.toContain('the journal differs');
  });

  test('sees that an action ran on the host', async () => {
    const command = ['sh', '-c', 'PATH=$0:$PATH exec "$@"', hostDockerFolder, ...openjdCommand];
    const [verdict] = await runCases([caseById(VARIANTS[0])], { runtime: new CommandLineRuntime(command) });
    expect(verdict?.result).toBe('failed');
    expect(verdict?.reasons).toContain('  + Render.onRun Frame=1 at host via Docker.onWrapTaskRun');
  });

  test('takes away the containers of a run that is interrupted', async () => {
    const interrupt = new AbortController();
    // Interrupts when the runtime is called: the container is there by then.
    const stuck: Runtime = {
      name: 'stuck',
      check: () => Promise.reject(new Error('not asked')),
      run: async (files, options) => {
        interrupt.abort();
        return new CommandLineRuntime(['sh', '-c', 'sleep 1000']).run(files, options);
      },
    };
    const verdicts = await runCases([caseById(VARIANTS[0])], { runtime: stuck, signal: interrupt.signal });
    expect(verdicts.map(({ result }) => result)).toEqual(['errored']);
  });
});

describe.skipIf(noDocker)('after all of it', () => {
  let left: string;
  beforeAll(async () => {
    left = await leftOnEngine();
  });

  test('no container and no image of the suite is left', () => {
    expect(left).toBe('');
  });
});
