import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineScript, noDocker } from './fixtures/setup.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oj-'));
});
afterEach(async () => {
  // An engine that a failed test leaves would outlive its folder.
  for (const name of readdirSync(root)) {
    if (existsSync(join(root, name, '.openjd-engine'))) await engine(['stop', join(root, name)]);
  }
  rmSync(root, { recursive: true });
});

const engine = (args: readonly string[], env: Record<string, string | undefined> = {}) =>
  execa('sh', [engineScript, ...args], { reject: false, env });

test.each([[[]], [['start']], [['stop']], [['start', '']], [['watch', 'x']], [['begin', 'x']]])(
  '%j is a wrong call',
  async (args) => {
    const { exitCode, stderr, stdout } = await engine(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('engine.sh start DIR [OWNER]');
  },
);

test('stop leaves alone what start did not make', async () => {
  writeFileSync(join(root, 'mine'), '');
  const { exitCode, stderr } = await engine(['stop', root]);
  expect([exitCode, stderr]).toEqual([1, `engine: ${root} is not an engine's folder: left as it is`]);
  expect(existsSync(join(root, 'mine'))).toBe(true);
});

test('stop is content with a folder that is gone, or was never used', async () => {
  const folder = join(root, 'engine');
  expect((await engine(['stop', folder])).exitCode).toBe(0);
  mkdirSync(folder);
  expect((await engine(['stop', folder])).exitCode).toBe(0);
  expect(existsSync(folder)).toBe(false);
});

test('a folder that others can write in, or put another in the place of, is no place for an engine', async () => {
  const open = join(root, 'open');
  mkdirSync(open);
  writeFileSync(join(open, '.openjd-engine'), '');
  chmodSync(open, 0o777);
  const link = join(root, 'link');
  symlinkSync(root, link);
  const others = join(root, 'others');
  mkdirSync(others);
  if (process.getuid?.() === 0) chownSync(others, 65_534, 65_534);
  for (const folder of process.getuid?.() === 0 ? [open, link, others] : [open, link]) {
    const refused = `engine: ${folder} is a link, another user's, or open to other users: name another folder`;
    for (const command of ['start', 'stop']) {
      expect(await engine([command, folder])).toMatchObject({ exitCode: 1, stdout: '', stderr: refused });
      expect(existsSync(folder)).toBe(true);
    }
  }
  rmSync(open, { recursive: true });
});

test.skipIf(noDocker)('start is content with an engine that answers', async () => {
  const folder = join(root, 'engine');
  const { exitCode, stdout } = await engine(['start', folder]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\w+:\/\/\S+$/);
  expect(existsSync(folder)).toBe(false);
});

// Where it can be: as root, with the engine's programs there. The other machines use an engine of their own.
const canStart = process.getuid?.() === 0 && existsSync('/usr/sbin/dockerd') && existsSync('/usr/sbin/iptables');

describe.skipIf(noDocker || !canStart)('a private engine', { timeout: 120_000 }, () => {
  const nobody = { DOCKER_HOST: 'unix:///no/such/socket' };
  const answers = async (host: string) =>
    (await execa('docker', ['version'], { env: { DOCKER_HOST: host }, reject: false })).exitCode === 0;

  test('is started once, answers, and goes away whole, also when it was killed', async () => {
    const folder = join(root, 'an engine');
    const { stdout: host } = await engine(['start', folder], nobody);
    expect(host).toBe(`unix://${folder}/docker.sock`);
    expect(await answers(host)).toBe(true);
    expect((await engine(['start', folder], nobody)).stdout).toBe(host);
    const { stdout: pid } = await execa('cat', [join(folder, 'docker.pid')]);
    process.kill(Number(pid), 'SIGKILL');
    expect((await engine(['stop', folder], nobody)).exitCode).toBe(0);
    expect(existsSync(folder)).toBe(false);
    expect(await answers(host)).toBe(false);
    expect((await execa('cat', ['/proc/self/mountinfo'])).stdout).not.toContain(root);
  });

  test('ends with its owner', async () => {
    const folder = join(root, 'engine');
    const owner = execa('sleep', ['1000'], { reject: false });
    const { exitCode } = await engine(['start', folder, String(owner.pid)], nobody);
    expect(exitCode).toBe(0);
    owner.kill('SIGKILL');
    await owner;
    await expect.poll(() => existsSync(folder), { timeout: 30_000, interval: 200 }).toBe(false);
  });
});
