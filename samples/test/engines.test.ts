import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtImage, image, removeImage } from './fixtures/image.js';
import {
  environmentFile,
  jobFile,
  lines,
  makeRoot,
  noDocker,
  openjd,
  removeRoot,
  shellJob,
  start,
} from './fixtures/run.js';
import { wrapperOf } from './fixtures/wrappers.js';

let root: string;
const other = `openjd-other:${process.pid}`;
beforeAll(() => {
  root = makeRoot();
});
afterAll(async () => {
  for (const name of ['podman', 'kubernetes-pod', 'apptainer']) {
    const { unavailable, cleanUp } = wrapperOf(name);
    if (unavailable === undefined) await cleanUp?.(root);
  }
  removeRoot(root);
  if (noDocker) return;
  await execa('docker', ['image', 'rm', '--force', other], { reject: false });
  await removeImage();
});

const say = (script: string) => shellJob(root, [{ script }]);

describe.skipIf(noDocker)('the environment step-containers', { timeout: 90_000 }, () => {
  test('picks a container by the step’s name, one for an image', async () => {
    await builtImage();
    const context = mkdtempSync(join(tmpdir(), 'openjd-other-'));
    writeFileSync(join(context, 'marker'), 'of the other image\n');
    writeFileSync(join(context, 'Dockerfile'), `FROM ${image}\nCOPY marker /marker\n`);
    await execa('docker', ['build', '--quiet', '--network', 'none', '--tag', other, context]);
    rmSync(context, { recursive: true });

    const script = 'echo "$1: $(cat /marker 2>/dev/null || echo of the default image), in $(cat /etc/hostname)"';
    const names = ['First', 'Render = all', 'Last', 'Encode'];
    const job = shellJob(
      root,
      names.map((name) => ({ name, script, args: [name] })),
      {
        jobEnvironments: [
          { name: 'Inner', script: { actions: { onEnter: { command: 'sh', args: ['-c', script, 'sh', 'Inner'] } } } },
        ],
      },
    );
    const parameters = {
      DefaultImage: image,
      OutputDir: '',
      StepImages: JSON.stringify([`Render = all=${other}`, `Encode=${other}`]),
    };
    const { all, exitCode } = await start(root, job, { environments: ['step-containers'], parameters });
    expect(exitCode, all).toBe(0);
    const said = lines(all).flatMap(
      (line) => /^(.*): of the (\w+) image, in (\w+)$/.exec(line)?.slice(1).join(' ') ?? [],
    );
    const [byDefault, byOther] = [said[0]?.split(' ').at(-1), said[2]?.split(' ').at(-1)];
    expect(said).toEqual([
      `Inner default ${byDefault}`,
      `First default ${byDefault}`,
      `Render = all other ${byOther}`,
      `Last default ${byDefault}`,
      `Encode other ${byOther}`,
    ]);
    expect(byOther).not.toBe(byDefault);
  });

  test('says that a pair is none', async () => {
    await builtImage();
    const parameters = { DefaultImage: image, OutputDir: '', StepImages: '["Render"]' };
    const { all, exitCode } = await start(root, say('echo never'), { environments: ['step-containers'], parameters });
    expect(exitCode).toBe(1);
    expect(all).toContain('StepImages has "Render", which is no STEP=IMAGE');
  });
});

const podman = wrapperOf('podman');
describe.skipIf(podman.unavailable !== undefined)(
  `the environment podman ${podman.unavailable ?? ''}`,
  { timeout: 120_000 },
  () => {
    test('mounts for reading, says that an image is missing, and that the container died', async () => {
      const { parameters, env = {} } = (await podman.prepare?.(root)) ?? {};
      const reading = join(root, 'for reading');
      mkdirSync(reading);
      const job = shellJob(root, [
        { script: 'echo no >"$1/file" || echo refused; echo started; sleep 1000', args: [reading] },
      ]);
      const child = start(root, job, {
        environments: ['podman'],
        parameters: { ...parameters, ReadOnlyMounts: JSON.stringify([reading]) },
        env,
      });
      let name: string | undefined;
      child.all?.on('data', async (data: Buffer) => {
        name ??= /container (openjd-\S+) from/.exec(data.toString())?.[1];
        if (/started$/m.test(data.toString()))
          await execa('podman', ['rm', '--force', '--time', '0', name as string], { env });
      });
      const { all, exitCode } = await child;
      expect(exitCode).toBe(1);
      expect(lines(all)).toContain('refused');
      expect(all).toMatch(/the container openjd-\S+ is gone/);

      const missing = { ...parameters, ContainerImage: 'localhost:9/no/such:1', PullPolicy: 'never' };
      const none = await start(root, say('echo never'), { environments: ['podman'], parameters: missing, env });
      expect(none.all).toContain('the image localhost:9/no/such:1 is not on this machine, and PullPolicy is never');
    });
  },
);

const pod = wrapperOf('kubernetes-pod');
describe.skipIf(pod.unavailable !== undefined)(
  `the environment kubernetes-pod ${pod.unavailable ?? ''}`,
  { timeout: 60_000 },
  () => {
    test('hands on options and overrides, and sees nothing of the host’s files (stand-in for kubectl)', async () => {
      const { parameters, env } = (await pod.prepare?.(root)) ?? {};
      const overrides = '{"spec": {"nodeSelector": {"gpu": "yes"}}}';
      const job = say('ls "$PWD/.." | grep -c job; echo made >made');
      const { all, exitCode } = await start(root, job, {
        environments: ['kubernetes-pod'],
        parameters: { ...parameters, PodOverrides: overrides, MaxHours: 2 },
        env,
      });
      expect(lines(all), all).toContain('0');
      expect(exitCode).toBe(0);
      const state = env?.['KUBECONFIG'] as string;
      const calls = readFileSync(join(state, 'calls'), 'utf8');
      expect(calls).toMatch(
        /^--namespace it's run openjd-\S+ --image debian:stable-slim --restart Never .*--command -- sleep 7200$/m,
      );
      const file = readdirSync(state).find((name) => name.endsWith('.overrides')) as string;
      expect(readFileSync(join(state, file), 'utf8')).toBe(overrides);
    });

    test('says that the pod is not ready, and that it is gone', async () => {
      const { parameters, env } = (await pod.prepare?.(root)) ?? {};
      const missing = { ...parameters, ContainerImage: 'no/such/image', StartSeconds: 7 };
      const late = await start(root, say('echo never'), { environments: ['kubernetes-pod'], parameters: missing, env });
      expect(late.exitCode).toBe(1);
      expect(late.all).toMatch(/the pod openjd-\S+ is not ready within 7 s/);
      expect(late.all).toMatch(/pod openjd-\S+ deleted/);

      const child = start(root, say('echo started; sleep 1000'), { environments: ['kubernetes-pod'], parameters, env });
      let name: string | undefined;
      child.all?.on('data', (data: Buffer) => {
        name ??= /pod (openjd-\S+) from/.exec(data.toString())?.[1];
        if (/started$/m.test(data.toString()) && name)
          process.kill(Number(readFileSync(join(env?.['KUBECONFIG'] as string, `${name}.pid`), 'utf8')), 'SIGKILL');
      });
      const { all, exitCode } = await child;
      expect(exitCode).toBe(1);
      expect(all).toMatch(/the pod openjd-\S+ is gone/);
    });
  },
);

describe('the environment apptainer', () => {
  test('is explained: what would run, in place of what', async () => {
    const { all, exitCode } = await openjd([
      'explain',
      jobFile('animation'),
      '--env',
      environmentFile('apptainer'),
      '-p',
      'ContainerImage=docker://debian:stable-slim',
      '-p',
      'OutputDir=/tmp/pictures',
      '-p',
      'Gpus=rocm',
    ]);
    expect(exitCode, all).toBe(0);
    expect(all).toMatch(/apptainer-enter\.sh \S+ docker:\/\/debian:stable-slim --rocm \/tmp\/pictures/);
    expect(all).toMatch(/Apptainer\.onWrapTaskRun/);
  });

  const stand = wrapperOf('apptainer');
  test.skipIf(stand.unavailable !== undefined)(
    'hands on its flags, and says that an image is missing (stand-in)',
    async () => {
      const { parameters, env, outputRoot = '' } = (await stand.prepare?.(root)) ?? {};
      const mounts = JSON.stringify([outputRoot, '/usr/share']);
      const well = await start(root, say('echo ran'), {
        environments: ['apptainer'],
        parameters: { ...parameters, Mounts: mounts },
        env,
      });
      expect(lines(well.all), well.all).toContain('ran');
      const calls = readFileSync(join(outputRoot, 'calls'), 'utf8');
      expect(calls).toContain('instance start --containall --no-home --nv --bind');
      expect(calls).toContain('--bind /usr/share:/usr/share /images/tool.sif openjd-');
      const image = { ...parameters, ContainerImage: '/no/such/image.sif' };
      const missing = await start(root, say('echo never'), { environments: ['apptainer'], parameters: image, env });
      expect(missing.all).toContain('the instance could not be started from /no/such/image.sif');
    },
  );
});
