import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  environmentFile,
  isRoot,
  lines,
  makeRoot,
  openjdCommand,
  type RunOptions,
  removeRoot,
  repositoryFolder,
  shellJob,
  start,
} from './fixtures/run.js';
import { works, wrapperOf } from './fixtures/wrappers.js';

const unavailable = wrapperOf('namespace').unavailable;
const because = unavailable === undefined ? '' : ` (${unavailable})`;

let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(() => removeRoot(root));

const run = (script: string, args: string[] = [], { parameters, ...more }: Partial<RunOptions> = {}) =>
  start(root, shellJob(root, [{ script, args }]), {
    environments: ['namespace'],
    parameters: { OutputDir: join(root, 'output'), ...parameters },
    ...more,
  });

/** What the view shows and refuses; run by root and by a user who is not. */
const LOOK = `
  cat "$1/seen"; touch "$1/written"; for place in /usr /; do touch "$place/written" 2>/dev/null && echo "wrote to $place"; done
  echo of the task >"$2/made"; echo of the session >"$3/made"; mkdir "/tmp/$4" && echo private; : >"/dev/shm/$4"
  echo "processes: $(ls -d /proc/[0-9]* | wc -l)"; echo "interfaces: $(tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' ' | tr '\\n' ' ')"
  mount -o remount,bind,rw / 2>/dev/null && echo "made it writable"; hostname`;

describe.skipIf(unavailable !== undefined)(`the environment namespace${because}`, { timeout: 60_000 }, () => {
  test('shows the machine, and lets nothing be written but where it is allowed', async () => {
    const [input, other] = ['in put', 'other'].map((name) => join(root, name)) as [string, string];
    for (const folder of [input, other]) mkdirSync(folder);
    writeFileSync(join(input, 'seen'), 'what is seen\n');
    const output = join(root, 'output');
    const unseen = `${basename(root)}-private`;
    const { all, exitCode } = await run(LOOK, [input, output, other, unseen], {
      parameters: { WritableDirs: JSON.stringify([other]) },
    });
    expect(exitCode, all).toBe(0);
    const printed = lines(all);
    expect(printed).toEqual(expect.arrayContaining(['what is seen', 'private', 'interfaces: lo ']));
    expect(all).not.toContain('wrote to');
    expect(all).not.toContain('made it writable');
    // The first process with its sleep, the task's shell and what it runs.
    expect(Number(/^processes: (\d+)$/m.exec(printed.join('\n'))?.[1])).toBeLessThan(10);
    expect(readFileSync(join(output, 'made'), 'utf8')).toBe('of the task\n');
    expect(readFileSync(join(other, 'made'), 'utf8')).toBe('of the session\n');
    for (const gone of [join(input, 'written'), join('/tmp', unseen), join('/dev/shm', unseen)])
      expect(existsSync(gone), gone).toBe(false);
  });

  test('keeps what an inner environment starts until its exit', async () => {
    const server = {
      command: 'sh',
      args: ['-c', '(while :; do date >ticks; sleep 0.1; done) >/dev/null 2>&1 & echo "$!" >server'],
    };
    const job = shellJob(
      root,
      [{ script: 'kill -0 "$(cat server)" && echo it runs; rm ticks; sleep 0.5; [ -e ticks ] && echo it works' }],
      {
        jobEnvironments: [
          {
            name: 'Server',
            script: { actions: { onEnter: server, onExit: { command: 'sh', args: ['-c', 'kill "$(cat server)"'] } } },
          },
        ],
      },
    );
    const { all, exitCode } = await start(root, job, { environments: ['namespace'], parameters: { OutputDir: '' } });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toEqual(expect.arrayContaining(['it runs', 'it works']));
  });

  test('lets the host’s network in where it is asked to', async () => {
    const { all } = await run('readlink /proc/self/ns/net', [], { parameters: { Network: 'host' } });
    const { stdout } = await execa('readlink', ['/proc/self/ns/net']);
    expect(lines(all), all).toContain(stdout);
  });

  test('says that a directory is not there', async () => {
    const { all, exitCode } = await run('echo never', [], { parameters: { WritableDirs: '["/no/such/folder"]' } });
    expect(exitCode).toBe(1);
    expect(all).toContain('there is no directory /no/such/folder: make it, or take it out of WritableDirs');
  });
});

/** A user without rights of their own, who must be able to read this repository and its Node. */
const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const nobodyCan =
  isRoot &&
  works('setpriv', [
    ...asNobody,
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    'true',
  ]) &&
  works('setpriv', [...asNobody, ...openjdCommand, '--version']);

test.skipIf(!nobodyCan)('the environment namespace works for a user who is not root', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd nobody '));
  try {
    chownSync(folder, 65534, 65534);
    chmodSync(folder, 0o755);
    const output = join(folder, 'output');
    mkdirSync(output);
    chownSync(output, 65534, 65534);
    writeFileSync(join(output, 'seen'), 'what is seen\n');
    const job = shellJob(folder, [{ script: LOOK, args: [output, output, output, `${basename(folder)}-private`] }]);
    const args = ['run', job, '--env', environmentFile('namespace'), '-p', `OutputDir=${output}`];
    const env = { TMPDIR: folder, HOME: folder, OPENJD_STATE_DIR: join(folder, 'state') };
    const { all, exitCode } = await execa('setpriv', [...asNobody, ...openjdCommand, ...args], {
      all: true,
      reject: false,
      env,
    });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toEqual(expect.arrayContaining(['what is seen', 'private']));
    expect(all).not.toContain('wrote to');
    expect(all).not.toContain('made it writable');
    expect(readdirSync(output)).toEqual(['made', 'seen', 'written']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A folder of commands with one that refuses, as a machine without user namespaces does. */
function withoutNamespaces(): string {
  const bin = join(root, 'bin without namespaces');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'unshare'), '#!/bin/sh\necho "unshare failed: Operation not permitted" >&2\nexit 1\n', {
    mode: 0o755,
  });
  return `${bin}:${process.env['PATH']}`;
}

test('the environment namespace says that there are no namespaces', async () => {
  const { all, exitCode } = await run('echo never', [], { env: { PATH: withoutNamespaces() } });
  expect(exitCode).toBe(1);
  expect(all).toMatch(/lets the user \S+ make no namespaces \(unshare failed: Operation not permitted\): run as root/);
});

test('./dev demo is wrapped by record.env.yaml where there are no namespaces, and says so', {
  timeout: 120_000,
}, async () => {
  const env = { PATH: withoutNamespaces() };
  const { all, exitCode } = await execa('./dev', ['demo'], { cwd: repositoryFolder, all: true, reject: false, env });
  expect(exitCode, all).toBe(0);
  expect(all).toContain('the demo is wrapped by record.env.yaml instead');
  expect(all).toContain('What went through the environment Record:');
  expect(all).toContain('/demo-out/contact-sheet.png');
});
