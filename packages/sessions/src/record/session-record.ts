import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { FolderIdentity } from '../files/identity.js';
import { findProcess } from '../platform/posix/process-table.js';
import type { FileOwner } from '../platform/posix/user-shell.js';

const VERSION = 1;
const SUFFIX = '.session.json';
const DRAFT_SUFFIX = `${SUFFIX}.new`;
/** How often a draft is written that the next session's start of another process took for one that was left. */
const ATTEMPTS = 3;

/** Where a process id means what it meant to the runtime. */
export interface SystemIdentity {
  readonly host: string;
  /** Tells one run of the system from the next; a process of an earlier one is gone. Empty where it is not told. */
  readonly boot: string;
  /** Containers that share a folder for temporary files do not see each other's processes. Empty where there are none. */
  readonly processNamespace: string;
}

/** What a session has made, as it is written down for the case that the runtime is killed. Plain JSON. */
export interface SessionRecord {
  readonly version: typeof VERSION;
  readonly sessionId: string;
  readonly startedAt: string;
  /** The runtime's process. It is still at work when this process exists with this start. */
  readonly runtime: { readonly pid: number; readonly start: string };
  readonly system: SystemIdentity;
  /** In the environment of every process of the session. */
  readonly mark: string;
  readonly workingDirectory: string;
  /** Absent until the working directory is made: what has its name then is ours only if nothing is in it. */
  readonly identity?: FolderIdentity;
  /** The working directory was to be kept. */
  readonly preserve: boolean;
  /** Whose processes and files they are, where actions ran as another user. */
  readonly user?: FileOwner;
  /** The session's control group (Linux), if it could be made. */
  readonly controlGroup?: string;
  /** Environments that were entered and not exited, outermost first: their `onExit` never ran. */
  readonly environments: readonly string[];
}

/** Writes the record anew, whole or not at all. */
export function writeRecord(folder: string, record: SessionRecord): void {
  const file = path.join(folder, record.sessionId + SUFFIX);
  const draft = path.join(folder, record.sessionId + DRAFT_SUFFIX);
  for (let attempt = 1; ; attempt++) {
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
    try {
      renameSync(draft, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
}

export function removeRecord(folder: string, sessionId: string): void {
  for (const suffix of [DRAFT_SUFFIX, SUFFIX]) rmSync(path.join(folder, sessionId + suffix), { force: true });
}

/** Whose record a file of the folder is; undefined for every other file. */
export function sessionOfRecord(name: string): string | undefined {
  return name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : undefined;
}

/** Whose record a draft was to become; undefined for every other file. */
export function sessionOfDraft(name: string): string | undefined {
  return name.endsWith(DRAFT_SUFFIX) ? name.slice(0, -DRAFT_SUFFIX.length) : undefined;
}

export function hasRecord(folder: string, sessionId: string): boolean {
  return existsSync(path.join(folder, sessionId + SUFFIX));
}

/** A record that was written by us; undefined for anything else. */
export function readRecord(folder: string, sessionId: string): SessionRecord | undefined {
  return readAs(path.join(folder, sessionId + SUFFIX), sessionId);
}

/** As `readRecord`, of one that was not in its place yet. */
export function readDraft(folder: string, sessionId: string): SessionRecord | undefined {
  return readAs(path.join(folder, sessionId + DRAFT_SUFFIX), sessionId);
}

function readAs(file: string, sessionId: string): SessionRecord | undefined {
  try {
    const value: unknown = JSON.parse(readOwn(file));
    return isRecord(value) && value.sessionId === sessionId ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A file that this user alone can have written. */
function readOwn(file: string): string {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = fstatSync(handle);
    if (!status.isFile() || status.uid !== process.geteuid?.() || (status.mode & 0o022) !== 0) return '';
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

const RECORD_SHAPE: { readonly [Key in keyof SessionRecord]-?: (value: unknown) => boolean } = {
  version: (value) => value === VERSION,
  sessionId: isText,
  startedAt: isText,
  runtime: (value) => isShape(value, { pid: Number.isInteger, start: isText }),
  system: (value) => isShape(value, { host: isText, boot: isText, processNamespace: isText }),
  // An empty mark would be found in every process.
  mark: (value) => isText(value) && value !== '',
  workingDirectory: (value) => isText(value) && path.isAbsolute(value as string),
  identity: (value) =>
    value === undefined || isShape(value, { device: Number.isFinite, inode: Number.isFinite, bornMs: Number.isFinite }),
  preserve: (value) => typeof value === 'boolean',
  user: (value) => value === undefined || isShape(value, { uid: Number.isInteger, gid: Number.isInteger }),
  controlGroup: (value) => value === undefined || isText(value),
  environments: (value) => Array.isArray(value) && value.every(isText),
};

function isRecord(value: unknown): value is SessionRecord {
  return isShape(value, RECORD_SHAPE);
}

function isShape(value: unknown, shape: Readonly<Record<string, (value: unknown) => boolean>>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(shape).every(([key, holds]) => holds((value as Record<string, unknown>)[key]));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/**
 * Whether the runtime that wrote the record is still at work, or may be: one on another host or in another container
 * cannot be seen from here.
 */
export function mayBeAtWork(record: SessionRecord): boolean {
  const here = thisSystem();
  if (record.system.host !== here.host) return true;
  if (record.system.boot !== here.boot) return false;
  if (record.system.processNamespace !== here.processNamespace) return true;
  return findProcess(record.runtime.pid)?.start === record.runtime.start;
}

/** Whether processes of that session can still be there. */
export function isOfThisBoot(record: SessionRecord): boolean {
  return record.system.boot === thisSystem().boot;
}

let system: SystemIdentity | undefined;

export function thisSystem(): SystemIdentity {
  system ??= {
    host: os.hostname(),
    boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    processNamespace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  };
  return system;
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

let runtime: SessionRecord['runtime'] | undefined;

/** This process, as a record names it. */
export function thisRuntime(): SessionRecord['runtime'] {
  runtime ??= { pid: process.pid, start: findProcess(process.pid)?.start ?? '' };
  return runtime;
}
