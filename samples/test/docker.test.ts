import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtImage, image, removeImage } from './fixtures/image.js';
import { lines, makeRoot, noDocker, type RunOptions, removeRoot, shellJob, start } from './fixtures/run.js';

let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(async () => {
  removeRoot(root);
  if (!noDocker) await removeImage();
});

async function begin(job: string, { parameters, ...options }: Partial<RunOptions> = {}) {
  await builtImage();
  const values = { ContainerImage: image, OutputDir: join(root, 'output'), ...parameters };
  return { child: start(root, job, { environments: ['docker'], parameters: values, ...options }) };
}
const run = async (...args: Parameters<typeof begin>) => (await begin(...args)).child;
const say = (script: string, ...args: string[]) => shellJob(root, [{ script, args }]);

(noDocker ? describe.skip : describe.concurrent)('the environment docker', { timeout: 90_000 }, () => {
  test('runs the task in a container, as the session’s user with all groups, with its files at their paths', async () => {
    const output = join(root, 'files, "quoted"');
    const script =
      'cat /etc/debian_version || echo no Debian; mkdir -p "$1/deep" && echo made >"$1/deep/file"; echo "groups $(id -G)"';
    const { all, exitCode } = await run(say(script, output), { parameters: { OutputDir: output } });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain('no Debian');
    expect(readFileSync(join(output, 'deep/file'), 'utf8')).toBe('made\n');
    expect(statSync(join(output, 'deep/file')).uid).toBe(process.getuid?.());
    const groups = /^groups (.*)$/m.exec(lines(all).join('\n'))?.[1]?.split(' ').map(Number);
    expect(groups?.sort()).toEqual([...new Set([process.getgid?.(), ...(process.getgroups?.() ?? [])])].sort());
  });

  test('mounts what is asked for at the same path, for writing or for reading', async () => {
    const folders = ['for writing', 'for reading'].map((name) => join(root, name));
    const [writing, reading] = folders as [string, string];
    for (const folder of folders) mkdirSync(folder);
    writeFileSync(join(reading, 'file'), 'what is read');
    const job = say('cat "$2/file" >"$1/copy"; { echo no >"$2/file"; } 2>/dev/null || echo refused', writing, reading);
    const mounts = { Mounts: JSON.stringify([writing, root]), ReadOnlyMounts: JSON.stringify([reading, writing]) };
    const { all, exitCode } = await run(job, { parameters: mounts });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain('refused');
    expect(readFileSync(join(writing, 'copy'), 'utf8')).toBe('what is read');
  });

  test('says that a mount is not there', async () => {
    const { all, exitCode } = await run(say('echo never'), { parameters: { Mounts: '["/no/such/folder"]' } });
    expect(exitCode).toBe(1);
    expect(all).toContain('there is no /no/such/folder to mount');
  });

  test('mounts the folders that path mapping leads to', async () => {
    const folder = join(root, 'mapped "é" 👩‍🚀\\');
    mkdirSync(folder);
    writeFileSync(join(folder, 'scene'), 'of the mapped folder\n');
    const rule = (destination: string) => ({
      source_path_format: 'POSIX',
      source_path: '/mnt/p',
      destination_path: destination,
    });
    const rules = {
      version: 'pathmapping-1.0',
      path_mapping_rules: [rule(folder), { ...rule('/no/such'), source_path: '/mnt/q' }],
    };
    // As other writers of JSON do it.
    const escaped = JSON.stringify(rules, null, 2).replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const job = shellJob(root, [{ script: 'cat "$1"', args: ['{{Param.Scene}}'] }], {
      parameterDefinitions: [{ name: 'Scene', type: 'PATH' }],
    });
    const { all, exitCode } = await run(job, {
      parameters: { Scene: '/mnt/p/scene' },
      flags: ['--path-mapping-rules', escaped],
    });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain('of the mapped folder');
    expect(lines(all)).toContain('not mounted, because it is not there: /no/such (path mapping)');
  });

  test('limits memory and processors, and runs as another user where it is told to', async () => {
    const begun = await begin(say('echo "ids $(id -u) $(id -g)"; sleep 3'), {
      parameters: { Memory: '64m', Cpus: 0.5, User: '0:1' },
    });
    let limits = '';
    begun.child.all?.on('data', async (data: Buffer) => {
      const name = /container (openjd-\S+) from/.exec(data.toString())?.[1];
      const format = '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.Config.User}}';
      if (name) limits = (await execa('docker', ['container', 'inspect', '--format', format, name])).stdout;
    });
    const { all } = await begun.child;
    expect(limits).toBe('67108864 500000000 0:1');
    expect(lines(all), all).toContain('ids 0 1');
  });

  test('says that a user cannot read the session’s files', async () => {
    const { all, exitCode } = await run(say('echo never'), { parameters: { User: '12345:12345' } });
    expect(exitCode).toBe(1);
    expect(all).toMatch(/the user 12345:12345 cannot read .* inside/);
  });

  test('hands the flags for graphics processors and network to the engine', async () => {
    // Graphics processors are not to be had here: a command `docker` before the real one shows what it was asked for.
    const bin = join(root, 'bin of docker');
    mkdirSync(bin);
    const { stdout: real } = await execa('sh', ['-c', 'command -v docker']);
    const script = `#!/bin/sh\n[ "$2" != run ] || { echo "asked:"; printf ' %s\\n' "$@"; } >"$ASKED"\nexec '${real}' "$@"\n`;
    writeFileSync(join(bin, 'docker'), script, { mode: 0o755 });
    const asked = join(root, 'asked');
    const env = { PATH: `${bin}:${process.env['PATH']}`, ASKED: asked };
    const { all, exitCode } = await run(say('echo never'), { parameters: { Gpus: 'device=0', Network: 'host' }, env });
    expect(exitCode, all).toBe(1);
    expect(all).toContain('the container could not be started from the image');
    expect(readFileSync(asked, 'utf8')).toMatch(/ --network\n host\n(.*\n)+ --gpus\n device=0\n/);
  });

  test('ends inside what ignores the notice, with all that it started', async () => {
    const job = shellJob(
      root,
      [
        {
          script: `trap '' TERM; sleep 86398 & echo started; sleep 86398`,
          action: { timeout: 1, cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 1 } },
        },
      ],
      {
        jobEnvironments: [
          {
            name: 'Look',
            script: {
              actions: {
                onEnter: { command: 'true' },
                onExit: { command: 'sh', args: ['-c', 'echo "left inside: $(ps -o args | grep -c "^sleep 86398")"'] },
              },
            },
          },
        ],
      },
    );
    const { all } = await run(job);
    expect(lines(all), all).toEqual(expect.arrayContaining(['started', 'left inside: 0']));
  });

  test('works where the session has a PATH for inside', async () => {
    const job = shellJob(root, [{ script: 'echo "inside with $PATH"' }], {
      jobEnvironments: [
        { name: 'Paths', variables: { PATH: '/opt/inside:/bin', HOME: '/nowhere', DOCKER_HOST: 'none' } },
      ],
    });
    const { all, exitCode } = await run(job);
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContain('inside with /opt/inside:/bin');
  });

  test('removes its container where an action failed', async () => {
    await run(say('exit 1'));
    const { stdout } = await execa('docker', ['container', 'ls', '--all', '--format', '{{.Label "openjd.session"}}']);
    expect(stdout.split('\n').filter((session) => session.startsWith(root) && !existsSync(session))).toEqual([]);
  });

  test('says that no engine answers', async () => {
    const { all, exitCode } = await run(say('echo never'), { env: { DOCKER_HOST: 'unix:///no/such/socket' } });
    expect(exitCode).toBe(1);
    expect(all).toContain('no Docker engine answers at unix:///no/such/socket: start it, or set DOCKER_HOST');
    expect(lines(all)).not.toContain('never');
  });

  test.each([
    ['missing', 'the image localhost:9/no/such/image:1 is not on this machine and cannot be pulled'],
    ['always', 'the image localhost:9/no/such/image:1 is not on this machine and cannot be pulled'],
    ['never', 'the image localhost:9/no/such/image:1 is not on this machine, and PullPolicy is never'],
  ])('says that an image is not to be had (%s)', async (policy, message) => {
    const parameters = { ContainerImage: 'localhost:9/no/such/image:1', PullPolicy: policy };
    const { all, exitCode } = await run(say('echo never'), { parameters });
    expect(exitCode).toBe(1);
    expect(all).toContain(message);
  });

  test('says that the container died', async () => {
    const { child } = await begin(say('echo started; sleep 1000'));
    let name: string | undefined;
    child.all?.on('data', async (data: Buffer) => {
      name ??= /container (openjd-\S+) from/.exec(data.toString())?.[1];
      if (/started$/m.test(data.toString())) await execa('docker', ['container', 'rm', '--force', name as string]);
    });
    const { all, exitCode } = await child;
    expect(exitCode).toBe(1);
    expect(all).toMatch(/the container openjd-\S+ is gone/);
  });
});
