import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { childrenOf, readProcStat } from '../posix/process-table.js';

/** Where control groups of one version are, and how all processes of one are stopped. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** The group that this process is in, as a folder. New ones are made in it, so that its limits hold for them. */
  readonly folder: string;
}

/**
 * Longest time to wait until a group is frozen, or empty after its processes were ended: a process in an uninterruptible
 * call is neither before that ends.
 */
const LONGEST_WAIT_MS = 40;

/** A file of the system that is not there is not to be made. */
const WRITE = { flag: 'r+' } as const;

/**
 * A session's control group: what is in it is the session's, wherever it went and whatever it did to its environment,
 * and none of it can outrun its end. A process leaves it only by moving itself, which takes rights that few have.
 * All that goes wrong here is left to the other ways of finding processes.
 */
export class ControlGroup {
  readonly path: string;
  readonly #version: 1 | 2;

  constructor(folder: string) {
    this.path = folder;
    this.#version = existsSync(path.join(folder, 'freezer.state')) ? 1 : 2;
  }

  /**
   * Moves a process into it with all that it has started, and with them what these start from then on. The system takes
   * some 10 ms for the first, in which it runs on and this one does other things; a process that has become nobody's child
   * by then stays outside. `start`: see `ProcessEntry`.
   */
  async add(pid: number, start: string): Promise<void> {
    await moveTo(this.path, pid);
    // Where it has ended meanwhile, its id may be another's.
    const now = readProcStat(pid)?.start;
    if (now !== undefined && now !== start) await moveTo(path.dirname(this.path), pid);
    else await this.#addChildren(pid);
  }

  async #addChildren(pid: number): Promise<void> {
    for (const child of childrenOf(pid)) {
      await moveTo(this.path, child);
      await this.#addChildren(child);
    }
  }

  /** Ids of its processes, also of those in groups that were made in it. */
  members(): readonly number[] {
    return groupsIn(this.path).flatMap((group) => numbersIn(path.join(group, 'cgroup.procs')));
  }

  /** Stops all in it as a whole, so that nothing new can begin. Takes time; see `isFrozen`. */
  freeze(): void {
    this.#freezer(true);
    waitFor(() => this.#isFrozen());
  }

  thaw(): void {
    this.#freezer(false);
  }

  /** Ends all in it with SIGKILL, also processes to which this one may send no signal. */
  kill(): void {
    if (this.#version === 2) writeTo(path.join(this.path, 'cgroup.kill'), '1');
  }

  /** Removes it with the groups that were made in it. False where there still is one, because it is not empty. */
  remove(): boolean {
    return waitFor(() => groupsIn(this.path).reverse().every(removeGroup));
  }

  #freezer(on: boolean): void {
    if (this.#version === 2) writeTo(path.join(this.path, 'cgroup.freeze'), on ? '1' : '0');
    else writeTo(path.join(this.path, 'freezer.state'), on ? 'FROZEN' : 'THAWED');
  }

  #isFrozen(): boolean {
    if (this.#version === 2) return !/^frozen 0/m.test(read(path.join(this.path, 'cgroup.events')));
    return !read(path.join(this.path, 'freezer.state')).startsWith('FREEZING');
  }
}

/** Where a session's control group would be; undefined where this process is in none that we know how to use. */
export function controlGroupPath(sessionId: string): string | undefined {
  const hierarchy = findHierarchy(read('/proc/self/cgroup'), read('/proc/self/mountinfo'));
  return hierarchy && path.join(hierarchy.folder, `openjd-${sessionId}`);
}

/** Makes a control group. Undefined where that is not ours to do, or where the system's cannot end what is in them. */
export function makeControlGroup(folder: string): ControlGroup | undefined {
  try {
    mkdirSync(folder);
  } catch {
    return undefined;
  }
  const group = new ControlGroup(folder);
  if (['cgroup.kill', 'freezer.state'].some((name) => existsSync(path.join(folder, name)))) return group;
  group.remove();
  return undefined;
}

/**
 * What this process is in, from the texts of `/proc/self/cgroup` and `/proc/self/mountinfo`. Version 2 comes first; of
 * version 1 only the freezer is of use. A mount that does not show our own group, as in some containers, is none.
 */
export function findHierarchy(groups: string, mounts: string): Hierarchy | undefined {
  for (const version of [2, 1] as const) {
    const own = (version === 2 ? /^0::(\/.*)$/m : /^\d+:(?:[^:\n]*,)?freezer(?:,[^:\n]*)?:(\/.*)$/m).exec(groups)?.[1];
    for (const line of own === undefined ? [] : mounts.split('\n')) {
      const folder = folderIn(line, version, own!);
      if (folder !== undefined) return { version, folder };
    }
  }
  return undefined;
}

function folderIn(mount: string, version: 1 | 2, own: string): string | undefined {
  const [place = '', system = ''] = mount.split(' - ');
  const [, , , root = '', mountPoint = ''] = place.split(' ');
  const [type, , options = ''] = system.split(' ');
  if (version === 2 ? type !== 'cgroup2' : type !== 'cgroup' || !options.split(',').includes('freezer'))
    return undefined;
  const below = path.relative(root, own);
  return below.startsWith('..') ? undefined : path.join(mountPoint, below);
}

/** A group and those in it, each before what is in it. */
function groupsIn(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
  return [folder, ...entries.flatMap((name) => groupsIn(path.join(folder, name)))];
}

function numbersIn(file: string): readonly number[] {
  return read(file).split('\n').filter(Boolean).map(Number);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function writeTo(file: string, text: string): void {
  try {
    writeFileSync(file, text, WRITE);
  } catch {
    // Gone, not ours to change, or the process has ended: what else we know of the processes has to do.
  }
}

async function moveTo(group: string, pid: number): Promise<void> {
  await writeFile(path.join(group, 'cgroup.procs'), String(pid), WRITE).catch(() => {});
}

function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** Blocks, since this process itself may be ending. Returns whether it has come true. */
function waitFor(condition: () => boolean): boolean {
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  while (!condition()) {
    if (performance.now() > giveUpAt) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  return true;
}
