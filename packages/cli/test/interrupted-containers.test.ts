import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start } from './openjd.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const image = `openjd-interrupted-test:${process.pid}`;

/** Runs a command in the container and ends it there with what asks the hook to end; `$1` is the container. */
const FORWARD = `
container=$1; shift
setsid docker exec "$container" sh -c 'echo "$$" >/tmp/pid; exec "$@"' sh "$@" &
client=$!
trap 'docker exec "$container" sh -c "kill -TERM \\$(cat /tmp/pid)"' TERM
wait "$client"; status=$?
trap '' TERM
wait "$client" && status=0 || { again=$?; [ "$again" = 127 ] || status=$again; }
exit "$status"
`;
const notify = { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 30 };

/** Inner environments run in one container and tasks in another, as `conformance`'s case wrap-two-containers has it. */
function pairOfContainers() {
  const hook = (place: string) => ({
    command: 'sh',
    args: ['-c', FORWARD, 'sh', `{{Param.Name}}-${place}`, '{{WrappedAction.Command}}', '{{WrappedAction.Args}}'],
    cancelation: notify,
  });
  const begin = 'for place in setup render; do docker run --detach --rm --name "$1-$place" "$2" sleep 1000; done';
  const end = 'docker rm --force "$1-setup" "$1-render"; echo both are removed';
  return {
    specificationVersion: 'environment-2023-09',
    extensions: ['EXPR', 'WRAP_ACTIONS'],
    parameterDefinitions: [
      { name: 'Name', type: 'STRING' },
      { name: 'ContainerImage', type: 'STRING' },
    ],
    environment: {
      name: 'Pair',
      script: {
        actions: {
          onEnter: { command: 'sh', args: ['-c', begin, 'sh', '{{Param.Name}}', '{{Param.ContainerImage}}'] },
          onWrapEnvEnter: hook('setup'),
          onWrapTaskRun: hook('render'),
          onWrapEnvExit: hook('setup'),
          onExit: { command: 'sh', args: ['-c', end, 'sh', '{{Param.Name}}'] },
        },
      },
    },
  };
}

/** A task that is to be asked to end, and says that it was; it is inside of an environment that has an exit of its own. */
const job = {
  specificationVersion: 'jobtemplate-2023-09',
  name: 'Interrupted',
  jobEnvironments: [
    {
      name: 'Inner',
      script: {
        actions: {
          onEnter: { command: 'sh', args: ['-c', 'echo inner is entered'] },
          onExit: { command: 'sh', args: ['-c', 'echo inner is exited'] },
        },
      },
    },
  ],
  steps: [
    {
      name: 'Work',
      script: {
        actions: {
          onRun: {
            command: 'sh',
            args: ['-c', 'trap "echo was asked to end; exit 0" TERM; echo at work; while :; do sleep 0.1; done'],
            cancelation: notify,
          },
        },
      },
    },
  ],
};

describe.skipIf(process.env['OPENJD_NO_DOCKER'] === '1')('a signal while a wrapped task runs in a container', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'openjd-interrupted-'));
  const jobFile = path.join(folder, 'interrupted.job.json');
  const pairFile = path.join(folder, 'pair.env.json');
  writeFileSync(jobFile, JSON.stringify(job));
  writeFileSync(pairFile, JSON.stringify(pairOfContainers()));

  beforeAll(async () => {
    await run(path.join(root, 'samples/images/busybox/build.sh'), [image]);
  }, 120_000);
  afterAll(async () => {
    await run('docker', ['image', 'rm', '--force', image]);
    rmSync(folder, { recursive: true });
  });

  const containersOf = async (which: readonly string[]): Promise<readonly string[]> =>
    (await run('docker', ['ps', '--all', '--format', '{{.Names}}', ...which])).stdout.split('\n').filter(Boolean);

  test.concurrent.each([
    ['SIGINT', 130, 'one', 1],
    ['SIGTERM', 143, 'one', 1],
    ['SIGINT', 130, 'two', 2],
    ['SIGTERM', 143, 'two', 2],
  ] as const)(
    '%s (status %i) with %s container(s): canceled by its method, exited, nothing left',
    {
      timeout: 90_000,
    },
    async (signal, expected, kind, count) => {
      const place = path.join(folder, `${signal}-${kind}`);
      const name = `openjd-interrupted-${process.pid}-${signal.toLowerCase()}-${kind}`;
      mkdirSync(path.join(place, 'work'), { recursive: true });
      const wrapper =
        kind === 'one'
          ? ['--env', path.join(root, 'samples/environments/docker.env.yaml'), '-p', 'OutputDir=']
          : ['--env', pairFile, '-p', `Name=${name}`];
      const child = start(['run', jobFile, ...wrapper, '-p', `ContainerImage=${image}`], {
        env: {
          TMPDIR: path.join(place, 'work'),
          NODE_COMPILE_CACHE: path.join(folder, 'cache'),
          OPENJD_STATE_DIR: path.join(place, 'state'),
          ...(process.env['DOCKER_HOST'] === undefined ? {} : { DOCKER_HOST: process.env['DOCKER_HOST'] }),
        },
      });
      let output = '';
      const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      const atWork = new Promise<void>((resolve, reject) => {
        child.on('close', () => reject(new Error(`it ended before its task was at work:\n${output}`)));
        child.stdout?.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (/\tat work$/m.test(output)) resolve();
        });
      });
      await atWork;
      const [session = ''] = readdirSync(path.join(place, 'work'));
      const ours =
        kind === 'one'
          ? ['--filter', `label=openjd.session=${path.join(place, 'work', session)}`]
          : ['--filter', `name=${name}`];
      expect(await containersOf(ours)).toHaveLength(count);

      child.kill(signal);
      expect(await closed, output).toBe(expected);
      expect(output).toMatch(/\twas asked to end$/m);
      expect(output).toContain('Work.onRun was canceled\n');
      expect(output.indexOf('inner is exited\n')).toBeGreaterThan(output.indexOf('was asked to end\n'));
      expect(output).toMatch(kind === 'one' ? /\tcontainer \S+ removed$/m : /\tboth are removed$/m);
      expect(await containersOf(ours)).toEqual([]);
      expect(readdirSync(path.join(place, 'work'))).toEqual([]);
      expect(readdirSync(path.join(place, 'state'))).toEqual([]);
    },
  );
});
