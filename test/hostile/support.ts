import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** What a test of hostile neighbours and scarce machines is made of: a place, a second user, a small disk, limits. */

const CLI = fileURLToPath(new URL('../../packages/cli', import.meta.url));
/** The administrator's programs are on the PATH of few. */
const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`;
/** What takes longer than this hangs, and is killed. Milliseconds. */
const LONGEST_MS = 20_000;

/** Why a test cannot be made here; undefined where it can. `programs`: what else it needs on the PATH. */
export function missing(needs: { readonly root?: true; readonly programs?: readonly string[] }): string | undefined {
  if (process.platform !== 'linux') return 'the host is not Linux';
  if (needs.root && process.getuid?.() !== 0) return 'it needs root';
  const absent = (needs.programs ?? []).filter(
    (name) => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { env: { PATH } }).status !== 0,
  );
  return absent.length === 0 ? undefined : `${absent.join(' and ')} is not installed`;
}

/** Why nothing can be mounted here, as in a container without the right to; undefined where it can. */
export function cannotMount(): string | undefined {
  const reason = missing({ root: true, programs: ['mount', 'umount'] });
  if (reason !== undefined) return reason;
  const folder = mkdtempSync(path.join(tmpdir(), 'openjd-mount-'));
  try {
    mountSmallDisk(folder, '4k')();
    return undefined;
  } catch {
    return 'nothing can be mounted here';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A folder for one test that every user can enter; what runs there has its own folder for temporary files. */
export interface Place {
  readonly folder: string;
  /** `TMPDIR` of what is run; every user can write in it. */
  readonly tmp: string;
  /** What is left in `tmp`, sessions' records and pipes included; empty folders of records do not count. */
  readonly left: () => readonly string[];
  readonly remove: () => void;
}

export function makePlace(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'openjd-hostile-'));
  const tmp = path.join(folder, 'tmp');
  mkdirSync(tmp);
  chmodSync(folder, 0o755);
  chmodSync(tmp, 0o1777);
  return {
    folder,
    tmp,
    left: () => [...filesIn(tmp), ...filesIn(path.join(folder, '.local', 'state', 'openjd', 'sessions'))],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function filesIn(place: string): readonly string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/^openjd-sessions-\d+$/.test(name),
  );
}

/** Mounts a disk of this size (`256k`) at a folder that exists. Returns what takes it away. Throws where that is refused. */
export function mountSmallDisk(folder: string, size: string): () => void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=1777`, 'tmpfs', folder], {
    env: { PATH },
    stdio: 'pipe',
  });
  return () => {
    execFileSync('umount', ['--lazy', folder], { env: { PATH }, stdio: 'pipe' });
  };
}

/** A user of this host without any rights, made for a test. */
export interface OtherUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly remove: () => void;
}

let users = 0;

/** Needs root and `useradd`. */
export function makeUser(): OtherUser {
  const name = `openjd-h${process.pid}-${++users}`;
  const remove = (): void => {
    process.removeListener('exit', remove);
    spawnSync('userdel', [name], { env: { PATH } });
    spawnSync('groupdel', [name], { env: { PATH } });
  };
  process.on('exit', remove);
  execFileSync('useradd', ['--no-create-home', '--user-group', '--shell', '/bin/sh', name], {
    env: { PATH },
    stdio: 'pipe',
  });
  const id = (which: string): number => Number(execFileSync('id', [which, name], { encoding: 'utf8' }));
  return { name, uid: id('-u'), gid: id('-g'), remove };
}

/** Node and `openjd` where every user can start them, wherever the clone lies. */
export interface Build {
  readonly node: string;
  readonly openjd: string;
}

/** Copies the build (with the packages that it loads at run time) and the running Node into the place. */
export function copyBuild({ folder }: Pick<Place, 'folder'>): Build {
  const root = path.join(folder, 'build');
  const node = path.join(root, 'node');
  const copy = (name: string): void =>
    cpSync(path.join(CLI, name), path.join(root, 'packages', 'cli', name), { recursive: true, dereference: true });
  for (const name of ['bin', 'dist', 'package.json']) copy(name);
  const { optionalDependencies = {} } = JSON.parse(readFileSync(path.join(CLI, 'package.json'), 'utf8'));
  for (const name of Object.keys(optionalDependencies)) copy(`node_modules/${name}`);
  execFileSync('chmod', ['-R', 'a+rX', root]);
  copyProgram(process.execPath, node);
  return { node, openjd: path.join(root, 'packages', 'cli', 'bin', 'openjd.js') };
}

/** A link is enough where it is on the same disk and may be run by all; its mode would be that of the original. */
function copyProgram(from: string, to: string): void {
  try {
    if ((statSync(from).mode & 0o005) !== 0o005) throw new Error('not for all');
    linkSync(from, to);
  } catch {
    cpSync(from, to);
    chmodSync(to, 0o755);
  }
}

/** The build where it lies: for who has the rights of this process. */
export const OWN_BUILD: Build = { node: process.execPath, openjd: path.join(CLI, 'bin', 'openjd.js') };

/** How a program is started. */
export interface Start {
  readonly place: Place;
  readonly build?: Build;
  /** Default: the user of the test. Needs `setpriv` and a build that the user can reach. */
  readonly user?: Pick<OtherUser, 'uid' | 'gid'>;
  /** As `prlimit` takes them: `['--nofile=16']`. */
  readonly limits?: readonly string[];
  /** A command that the command is given to, such as `strace …`. */
  readonly through?: readonly string[];
  /** For a shell that starts it, `"$@"`; such as `"$@" > log`, `cd x && rmdir ../x && "$@"`. */
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Finished {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `openjd ARGS`. The environment has PATH, HOME and TMPDIR in the place and no more. */
export function startOpenjd(args: readonly string[], start: Start): ChildProcess {
  const { place, build = OWN_BUILD, user, limits, through = [], shell } = start;
  const command = [
    ...(user === undefined ? [] : ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']),
    ...(shell === undefined ? [] : ['sh', '-c', shell, 'sh']),
    ...(limits === undefined ? [] : ['prlimit', ...limits]),
    ...through,
    build.node,
    build.openjd,
    ...args,
  ];
  return spawn(command[0]!, command.slice(1), {
    // A process group of its own, so that it can be ended with all that it started.
    detached: true,
    cwd: start.cwd ?? place.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME: place.folder,
      TMPDIR: place.tmp,
      // How the suite sees what a test leaves behind.
      OPENJD_PROCESS_MARK: process.env['OPENJD_PROCESS_MARK'] ?? '',
      ...start.env,
    },
  });
}

/** Waits for the end of what `startOpenjd` has started. What hangs is killed, so that its signal tells. */
export async function finish(child: ChildProcess): Promise<Finished> {
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), LONGEST_MS);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
    });
  } finally {
    clearTimeout(timer);
  }
}

export function runOpenjd(args: readonly string[], start: Start): Promise<Finished> {
  return finish(startOpenjd(args, start));
}

/** Exit statuses of docs/cli.md. */
const DOCUMENTED = [0, 1, 2, 129, 130, 141, 143, 152];

/** It ended by itself, with a documented status, and told nothing that only its authors understand. */
export function expectPlainEnd({ status, signal, stderr }: Finished): void {
  expect({ signal, stderr }).toEqual({ signal: null, stderr });
  expect(DOCUMENTED).toContain(status);
  expect(stderr).not.toMatch(/internal error|^ +at .*:\d+:\d+|node:internal|Node\.js v\d/m);
}
