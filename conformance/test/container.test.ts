import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { CommandLineRuntime } from '../src/adapters/command-line.js';
import type { ConformanceCase, JobCase } from '../src/case.js';
import type { Verdict } from '../src/judge.js';
import { runCases } from '../src/run.js';
import type { Runtime } from '../src/runtime.js';
import { readTree } from '../src/tree.js';
import { withSwappedLines } from './fixtures/cases.js';
import { builtRuntime, hostDockerFolder, needsDocker, noDocker, openjdCommand, ownTree } from './fixtures/setup.js';
import { shared } from './fixtures/shared.js';

/** The two ways to get a container, of the order that all of this is about. */
const VARIANTS = ['wrap-seed-order-container-of-suite', 'wrap-seed-order-container-of-environment'] as const;

const cases = readTree(ownTree);

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

async function verdictsById(selected: readonly ConformanceCase[]): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const onVerdict = ({ id }: ConformanceCase, verdict: Verdict) => verdicts.set(id, verdict);
  await runCases(selected, { runtime: builtRuntime(), jobs: 2, onVerdict });
  return verdicts;
}

describe.skipIf(noDocker)('this repository’s command line', { timeout: 240_000 }, () => {
  const inContainers = cases.filter(needsDocker);
  const verdicts = shared(() => verdictsById(inContainers));

  for (const read of inContainers) {
    test(`passes ${read.id}`, async () => {
      expect((await verdicts()).get(read.id)).toEqual({ result: 'passed', reasons: [] });
    });
  }
});

describe.skipIf(noDocker)('the judge of the container cases', { timeout: 120_000 }, () => {
  const judged = shared(() => {
    const twins = VARIANTS.map((id) => withSwappedLines(caseById(id), 3, 4));
    return runCases([...twins, withoutStop(caseById(VARIANTS[1]))], { runtime: builtRuntime(), jobs: 2 });
  });

  test.each(VARIANTS.map((id, index) => [id, index] as const))(
    '%s fails when two lines of its journal are swapped',
    async (_, index) => {
      const verdict = (await judged())[index] as Verdict;
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

  test('sees that a container was left', async () => {
    const verdict = (await judged())[2] as Verdict;
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

  /** Our runtime, and before it what a script does with the probe container's id; it is called in the case's folder. */
  const after = (script: string) =>
    new CommandLineRuntime([
      ...['sh', '-c', `id=$(grep -oE '[0-9a-f]{64}' parameters.yaml) && ${script} && exec "$@"`, 'sh'],
      ...openjdCommand,
    ]);

  test.each([
    [
      'a process in a container',
      'docker exec --detach "$id" sleep 4444',
      'a process was left in the container docker-a: sleep 4444',
    ],
    [
      'a container of its own',
      'docker run --detach --network none --volume "$PWD:$PWD" "$(docker inspect --format "{{.Image}}" "$id")" >/dev/null',
      expect.stringMatching(/^a container was left: [0-9a-f]{12}$/),
    ],
  ])('sees a runtime that leaves %s, and takes it away', async (_, script, words) => {
    // Twice, so that the second finds what the first has given back.
    const twice = [caseById(VARIANTS[0]), caseById(VARIANTS[0])];
    const verdicts = await runCases(twice, { runtime: after(script) });
    for (const verdict of verdicts) {
      expect(verdict.result).toBe('failed');
      expect(verdict.reasons[0]).toEqual(words);
      expect(verdict.reasons.filter((reason) => reason.includes('was left'))).toHaveLength(1);
    }
  });

  test('lends one container to case after case', async () => {
    const three = [caseById(VARIANTS[0]), caseById(VARIANTS[0]), caseById(VARIANTS[0])];
    const ids = new Set<string>();
    const noting = after('printf "ID=%s\\n" "$id"');
    await runCases(three, {
      runtime: noting,
      onVerdict: (_, { result }, { output = '' }) => {
        expect(result).toBe('passed');
        ids.add(/ID=(\w+)/.exec(output)?.[1] ?? '');
      },
    });
    expect(ids.size).toBe(1);
  });

  test('takes away the containers of a run that is interrupted', async () => {
    const interrupt = new AbortController();
    // Interrupts when the runtime is called: the container is there by then.
    const stuck: Runtime = {
      name: 'stuck',
      describe: () => Promise.reject(new Error('not asked')),
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

test.skipIf(noDocker)('after all of it, no container and no image of the suite is left', async () => {
  expect(await leftOnEngine()).toBe('');
});
