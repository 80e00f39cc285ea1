import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leftOnMachine } from './fixtures/left.js';
import { lines, makeRoot, type RunOptions, removeRoot, shellJob, start } from './fixtures/run.js';
import { startSshServer, stopSshServer } from './fixtures/sshd.js';
import { wrapperOf } from './fixtures/wrappers.js';

const { unavailable } = wrapperOf('ssh');
let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(async () => {
  await stopSshServer(root);
  removeRoot(root);
});

async function run(
  script: string,
  args: string[] = [],
  { parameters, ...more }: Partial<RunOptions> & { shared?: boolean } = {},
) {
  const server = await startSshServer(root, more.shared);
  const values = { ...server, OutputDir: '', ...parameters };
  return start(root, shellJob(root, [{ script, args }]), { environments: ['ssh'], ...more, parameters: values });
}

describe.skipIf(unavailable !== undefined)(`the environment ssh${unavailable ?? ''}`, { timeout: 90_000 }, () => {
  test('runs on the far side, and brings back what is new and takes away what is gone', async () => {
    const output = join(root, 'out put');
    mkdirSync(join(output, 'empty'), { recursive: true });
    const job = shellJob(root, [
      {
        script:
          'echo here >"$1/first"; mkdir "$1/deep"; echo deep >"$1/deep/file"; echo gone >"$1/passing"; ls -d "$1/empty"; echo "of: $SSH_CONNECTION"',
        args: [output],
      },
      {
        script:
          'cat "$1/first"; rm -r "$1/first" "$1/empty" "$1/passing"; ls "$1/../job0.json" 2>&1 || echo only what was copied',
        args: [output],
      },
    ]);
    const parameters = { ...(await startSshServer(root)), OutputDir: output };
    const { all, exitCode } = await start(root, job, { environments: ['ssh'], parameters });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toEqual(expect.arrayContaining([`${output}/empty`, 'here', 'only what was copied']));
    expect(lines(all)).toContainEqual(expect.stringMatching(/^of: 127\.0\.0\.1 /));
    expect(readdirSync(output)).toEqual(['deep']);
    expect(readFileSync(join(output, 'deep/file'), 'utf8')).toBe('deep\n');
  });

  test('uses one connection for all actions', async () => {
    const job = shellJob(
      root,
      [1, 2, 3].map(() => ({ script: 'echo "of: $SSH_CONNECTION"' })),
    );
    const { all } = await start(root, job, {
      environments: ['ssh'],
      parameters: { ...(await startSshServer(root)), OutputDir: '' },
    });
    const connections = lines(all).filter((line) => line.startsWith('of: '));
    expect(connections).toHaveLength(3);
    expect(new Set(connections).size).toBe(1);
  });

  test('works with files that both sides share, and takes its own away', async () => {
    const output = join(root, 'shared output');
    const { all, exitCode } = await run('echo made >made; echo made >"$1/made"; ls -A .openjd-ssh', [output], {
      shared: true,
      parameters: { Files: 'shared', OutputDir: output },
    });
    expect(exitCode, all).toBe(0);
    expect(readFileSync(join(output, 'made'), 'utf8')).toBe('made\n');
    expect(await leftOnMachine(root)).toEqual([]);
  });

  test('says that the files are shared where it was to copy them', async () => {
    const { all, exitCode } = await run('echo never', [], { shared: true });
    expect(exitCode).toBe(1);
    expect(all).toContain('is this machine, or shares its files: give Files=shared');
  });

  test('says that there is no connection, with the words of ssh', async () => {
    const { all, exitCode } = await run('echo never', [], { parameters: { Port: 1 } });
    expect(exitCode).toBe(1);
    expect(all).toContain('Connection refused');
    expect(all).toContain('no connection to root@127.0.0.1');
  });

  test('says that the connection was lost', async () => {
    const server = await startSshServer(root);
    const job = shellJob(root, [{ script: 'echo started; kill -KILL "$PPID" "$(ps -o ppid= "$PPID")"; sleep 30' }]);
    const { all, exitCode } = await start(root, job, {
      environments: ['ssh'],
      parameters: { ...server, OutputDir: '' },
    });
    expect(exitCode).toBe(1);
    expect(lines(all), all).toContain('started');
    expect(all).toMatch(/the connection to root@127\.0\.0\.1 was lost/);
    expect(existsSync(join(root, 'never'))).toBe(false);
  });
});
