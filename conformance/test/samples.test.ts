import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPng } from './fixtures/png.js';
import { builtRuntime, noDocker, openjdCommand, samplesFolder } from './fixtures/setup.js';
import { shared } from './fixtures/shared.js';

let root: string;
const image = `openjd-samples:${process.pid}`;
const animation = join(samplesFolder, 'jobs/animation.job.yaml');
const environment = (name: string) => join(samplesFolder, `environments/${name}.env.yaml`);

beforeAll(() => {
  // With a space, a comma and a quote, as a folder's name may have.
  root = mkdtempSync(join(realpathSync(tmpdir()), "openjd sample's, "));
});
/** The image of the Docker tests. */
const builtImage = shared(() => execa(join(samplesFolder, 'images/busybox/build.sh'), [image]));
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  if (!noDocker) await execa('docker', ['image', 'rm', '--force', image], { reject: false });
});

interface RunOptions {
  readonly wrapper: 'record' | 'docker';
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** `openjd run` with one of the environments; session directories are made below `root`. */
function start(template: string, { wrapper, parameters = {}, env = {} }: RunOptions) {
  const values =
    wrapper === 'docker' ? { ContainerImage: image, OutputDir: join(root, 'output'), ...parameters } : parameters;
  const [node, cli] = openjdCommand as [string, string];
  const args = Object.entries(values).flatMap(([name, value]) => ['-p', `${name}=${value}`]);
  return execa(node, [cli, 'run', template, '--env', environment(wrapper), ...args], {
    all: true,
    reject: false,
    env: { TMPDIR: root, ...env },
  });
}

async function prepared(wrapper: RunOptions['wrapper']): Promise<void> {
  builtRuntime();
  if (wrapper === 'docker') await builtImage();
}

async function run(template: string, options: RunOptions) {
  await prepared(options.wrapper);
  return start(template, options);
}

let written = 0;
/** A job of one step whose one task runs `sh -c SCRIPT sh ARGS`. */
function shellJob(script: string, args: readonly string[] = [], action: object = {}, more: object = {}): string {
  const file = join(root, `job${written++}.json`);
  const onRun = { command: 'sh', args: ['-c', script, 'sh', ...args], ...action };
  writeFileSync(
    file,
    JSON.stringify({
      specificationVersion: 'jobtemplate-2023-09',
      name: 'Sample test',
      steps: [{ name: 'Work', script: { actions: { onRun } }, ...more }],
    }),
  );
  return file;
}

/** What was printed, without the times before the lines. */
const lines = (output: string | undefined) => (output ?? '').split('\n').map((line) => line.replace(/^[\d:.]+\t/, ''));

/** Arguments that a careless wrapper changes. */
const NASTY = [
  '',
  ' ',
  "it's",
  '"two"',
  '$HOME',
  '`id`',
  '$(id)',
  '*',
  '-e',
  '--',
  'A=b',
  'back\\slash',
  'é 日本',
  '; & | < >',
  '%s',
  '{1..3}',
  '~',
];

test('every sample passes its checks, and has a row in the README', async () => {
  const files = ['jobs', 'environments'].flatMap((folder) =>
    readdirSync(join(samplesFolder, folder)).map((name) => `${folder}/${name}`),
  );
  const [node, cli] = openjdCommand as [string, string];
  const checked = await execa(node, [cli, 'check', ...files], { cwd: samplesFolder, reject: false, all: true });
  expect(checked.exitCode, checked.all).toBe(0);
  const readme = readFileSync(join(samplesFolder, 'README.md'), 'utf8');
  for (const file of files) expect(readme).toContain(`[${file}](${file})`);
});

test('every sample says at its head what it is', () => {
  for (const file of [animation, environment('record'), environment('docker')]) {
    const head = readFileSync(file, 'utf8').split('\nspecificationVersion:')[0] as string;
    for (const word of ['# What:', '# When:', '# Needs:', '# Parameters:']) expect(head, file).toContain(word);
  }
});

describe('the animation', () => {
  const parameters = { Frames: 3, Width: 48, Height: 31 };

  test('makes pictures that open, wrapped by the environment that records', async () => {
    const output = join(root, 'pictures of record');
    const { all, exitCode } = await run(animation, {
      wrapper: 'record',
      parameters: { ...parameters, OutputDir: output },
    });
    expect(exitCode, all).toBe(0);
    expect(readdirSync(output).sort()).toEqual([
      'animation.png',
      'contact-sheet.png',
      'frame-0001.png',
      'frame-0002.png',
      'frame-0003.png',
    ]);
    const picture = (name: string) => readPng(readFileSync(join(output, name)));
    const frames = [1, 2, 3].map((n) => picture(`frame-000${n}.png`));
    for (const frame of frames) {
      expect([frame.width, frame.height, frame.frames.length]).toEqual([48, 31, 1]);
      expect(new Set(frame.frames[0]).size).toBeGreaterThan(30);
    }
    expect(picture('animation.png').frames).toEqual(frames.map((frame) => frame.frames[0]));
    expect(picture('contact-sheet.png').width).toBeGreaterThan(48);
    const record = lines(all);
    expect(record.filter((line) => /^ {2}onWrapTaskRun +Frames +0 +\d+\.\d\d {2}sh /.test(line))).toHaveLength(3);
    expect(record.filter((line) => /^ {2}onWrapEnv(Enter|Exit) +PictureTools +0 /.test(line))).toHaveLength(2);
  });

  test.skipIf(noDocker)(
    'makes the same pictures in a container',
    async () => {
      const outputs = [];
      for (const wrapper of ['record', 'docker'] as const) {
        const output = join(root, `same pictures of ${wrapper}`);
        const { all, exitCode } = await run(animation, { wrapper, parameters: { ...parameters, OutputDir: output } });
        expect(exitCode, all).toBe(0);
        outputs.push(
          readdirSync(output)
            .sort()
            .map((name) => [name, readFileSync(join(output, name)).toString('base64')]),
        );
      }
      expect(outputs[1]).toEqual(outputs[0]);
    },
    60_000,
  );

  test('fails with a clear message where a tool is missing', async () => {
    const bin = join(root, 'bin');
    mkdirSync(bin);
    await execa('sh', ['-c', 'ln -sf /usr/bin/* /bin/* "$0"; rm "$0/gzip"', bin]);
    const parameters = { OutputDir: join(root, 'none') };
    const { all, exitCode } = await run(animation, { wrapper: 'record', parameters, env: { PATH: bin } });
    expect(exitCode).toBe(1);
    expect(all).toContain('the command gzip is missing');
  });
});

const wrappers = [
  ['record', false],
  ['docker', true],
] as const;

describe.each(wrappers)('the environment %s', (wrapper, needsEngine) => {
  const skip = needsEngine && noDocker;
  const host = { HOST_SECRET: 'not for the job' };

  test.skipIf(skip)('hands every argument on unchanged', async () => {
    const { all, exitCode } = await run(shellJob('for a in "$@"; do echo "<$a>"; done', NASTY), { wrapper });
    expect(exitCode, all).toBe(0);
    expect(lines(all).filter((line) => /^<.*>$/.test(line))).toEqual(NASTY.map((argument) => `<${argument}>`));
  });

  test.skipIf(skip)('runs a command whose name has an equals sign', async () => {
    const command = join(root, 'output/a=b');
    mkdirSync(join(root, 'output'), { recursive: true });
    writeFileSync(command, '#!/bin/sh\necho "it ran with $1"\n', { mode: 0o755 });
    const { all, exitCode } = await run(shellJob('', [], { command, args: ['x y'] }), { wrapper });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain('it ran with x y');
  });

  test.skipIf(skip)('shows the session’s variables and nothing else of the host', async () => {
    const variables = { FROM_MAP: 'a = "b"' };
    const setup = {
      actions: { onEnter: { command: 'sh', args: ['-c', "echo 'openjd_env: FROM_ENTER=it'\\''s $HOME'"] } },
    };
    const more = { stepEnvironments: [{ name: 'Setup', variables, script: setup }] };
    const job = shellJob('echo "<$FROM_MAP|$FROM_ENTER|${HOST_SECRET-unset}>"', [], {}, more);
    const { all, exitCode } = await run(job, { wrapper, env: host });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain(`<a = "b"|it's $HOME|unset>`);
  });

  test.skipIf(skip)('hands the exit status on', async () => {
    const { all, exitCode } = await run(shellJob('echo words; echo more >&2; exit 7'), { wrapper });
    expect(exitCode).toBe(1);
    expect(lines(all)).toEqual(expect.arrayContaining(['words', 'more', 'Process exited with code: 7']));
  });

  test.skipIf(skip)('lets a timeout end what ignores the notice, after its period', async () => {
    const action = { timeout: 3, cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 1 } };
    const job = shellJob('trap "echo noticed" TERM; echo started; while :; do sleep 1; done; echo never', [], action);
    const { all, exitCode, durationMs } = await run(job, { wrapper });
    expect(exitCode).toBe(1);
    expect(lines(all)).toEqual(expect.arrayContaining(['started', 'noticed']));
    expect(lines(all)).not.toContain('never');
    expect(durationMs).toBeLessThan(15_000);
  });

  test.skipIf(skip)('lets the wrapped action say good-bye', async () => {
    const action = { timeout: 3, cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 20 } };
    const job = shellJob('trap "echo good-bye; exit 9" TERM; echo started; while :; do sleep 0.1; done', [], action);
    const { all, durationMs } = await run(job, { wrapper });
    expect(lines(all)).toEqual(expect.arrayContaining(['good-bye', 'Process exited with code: 9']));
    expect(durationMs).toBeLessThan(15_000);
  });

  test.skipIf(skip)('leaves nothing after an interrupt', async () => {
    await prepared(wrapper);
    const child = start(shellJob('echo started; sleep 86399'), { wrapper });
    child.all?.on('data', (data: Buffer) => {
      if (data.toString().includes('started')) child.kill('SIGINT');
    });
    const { exitCode, all } = await child;
    expect(exitCode, all).toBe(130);
    expect(readdirSync(root).filter((name) => name.startsWith('openjd-session-'))).toEqual([]);
    const processes = await execa('ps', ['-eo', 'args']);
    expect(processes.stdout.split('\n').filter((line) => /^sleep 86399$/.test(line))).toEqual([]);
  });
});

describe('the environment record', () => {
  test('tells of what was killed, and of what failed', async () => {
    const { all } = await run(shellJob('kill -KILL $PPID $$'), { wrapper: 'record' });
    expect(lines(all)).toContainEqual(expect.stringMatching(/^ {2}onWrapTaskRun +Work +- +sh -c 'kill -KILL/));
    const failed = await run(shellJob('exit 3'), { wrapper: 'record' });
    expect(lines(failed.all)).toContainEqual(
      expect.stringMatching(/^ {2}onWrapTaskRun +Work +3 +\d+\.\d\d {2}sh -c 'exit 3' sh$/),
    );
  });
});

describe.skipIf(noDocker)('the environment docker', () => {
  test('runs the task in a container, as the session’s user, with its files at their paths', async () => {
    const output = join(root, 'files, "quoted"');
    const job = shellJob('cat /etc/debian_version || echo no Debian; mkdir -p "$1/deep" && echo made >"$1/deep/file"', [
      output,
    ]);
    const { all, exitCode } = await run(job, { wrapper: 'docker', parameters: { OutputDir: output } });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain('no Debian');
    expect(readFileSync(join(output, 'deep/file'), 'utf8')).toBe('made\n');
    expect(statSync(join(output, 'deep/file')).uid).toBe(process.getuid?.());
  });

  test('removes its container in every ending', async () => {
    await run(shellJob('exit 1'), { wrapper: 'docker' });
    const { stdout } = await execa('docker', ['container', 'ls', '--all', '--format', '{{.Label "openjd.session"}}']);
    expect(stdout.split('\n').filter((session) => session.startsWith(root))).toEqual([]);
  });

  test('says that no engine answers, and that an image is not to be had', async () => {
    const env = { DOCKER_HOST: 'unix:///no/such/socket' };
    const none = await run(shellJob('echo never'), { wrapper: 'docker', env });
    expect(none.exitCode).toBe(1);
    expect(none.all).toContain('no Docker engine answers at unix:///no/such/socket: start it, or set DOCKER_HOST');
    const parameters = { ContainerImage: 'localhost:9/no/such/image:1' };
    const missing = await run(shellJob('echo never'), { wrapper: 'docker', parameters });
    expect(missing.all).toContain('the image localhost:9/no/such/image:1 is not on this machine and cannot be pulled');
    expect(lines(missing.all)).not.toContain('never');
  });

  test('says that the container died', async () => {
    await prepared('docker');
    const child = start(shellJob('echo started; sleep 1000'), { wrapper: 'docker' });
    child.all?.on('data', (data: Buffer) => {
      const name = /container (openjd-\S+) from/.exec(data.toString())?.[1];
      if (name !== undefined) setTimeout(() => execa('docker', ['container', 'rm', '--force', name]), 1_000);
    });
    const { all, exitCode } = await child;
    expect(exitCode).toBe(1);
    expect(all).toMatch(/the container openjd-\S+ is gone/);
  });
});
