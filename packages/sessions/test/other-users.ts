import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** Two users of this host and a group, made for a test, and the rule by which sudo lets the one be the other. */
export interface OtherUsers {
  readonly runtime: { readonly uid: number; readonly gid: number };
  readonly target: { readonly uid: number; readonly gid: number };
  readonly runtimeName: string;
  readonly targetName: string;
  /** One that the target is in, and the runtime is not. */
  readonly group: { readonly name: string; readonly gid: number };
  /** Takes all of it away again. */
  readonly remove: () => void;
}

const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`;

function admin(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', env: { PATH }, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Why such users cannot be made here; undefined where they can. */
export function noOtherUsers(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can make users';
  const missing = ['sudo', 'useradd', 'groupadd'].filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: { PATH } }).status !== 0,
  );
  if (missing.length > 0) return `${missing.join(' and ')} is not installed`;
  const status = spawnSync('grep', ['-q', '^NoNewPrivs:\t0$', '/proc/self/status']).status;
  return status === 0 ? undefined : 'no program can gain rights here, as in a container without new privileges';
}

export function makeOtherUsers(): OtherUsers {
  const runtimeName = `openjd-test-a${process.pid}`;
  const targetName = `openjd-test-b${process.pid}`;
  const groupName = `openjd-test-g${process.pid}`;
  const rule = `/etc/sudoers.d/openjd-test-${process.pid}`;
  const remove = (): void => {
    process.removeListener('exit', remove);
    rmSync(rule, { force: true });
    for (const name of [runtimeName, targetName]) spawnSync('userdel', [name], { env: { PATH } });
    for (const name of [groupName, runtimeName, targetName]) spawnSync('groupdel', [name], { env: { PATH } });
  };
  process.on('exit', remove);
  try {
    admin('groupadd', groupName);
    admin('useradd', '--no-create-home', '--user-group', '--shell', '/bin/sh', runtimeName);
    admin('useradd', '--no-create-home', '--user-group', '--groups', groupName, '--shell', '/bin/sh', targetName);
    writeFileSync(rule, `${runtimeName} ALL=(${targetName}:${targetName},${groupName}) NOPASSWD: ALL\n`, {
      mode: 0o440,
    });
    const ids = (name: string) => ({ uid: Number(admin('id', '-u', name)), gid: Number(admin('id', '-g', name)) });
    const gid = Number(admin('getent', 'group', groupName).split(':')[2]);
    return {
      runtime: ids(runtimeName),
      target: ids(targetName),
      runtimeName,
      targetName,
      group: { name: groupName, gid },
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}
