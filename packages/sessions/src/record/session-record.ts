import { readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { FolderIdentity } from '../files/identity.js';
import { findProcess } from '../platform/posix/process-table.js';
import type { FileOwner } from '../platform/posix/user-shell.js';

const VERSION = 1;
const SUFFIX = '.session.json';

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
  readonly identity: FolderIdentity;
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
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  renameSync(draft, file);
}

export function removeRecord(folder: string, sessionId: string): void {
  rmSync(path.join(folder, sessionId + SUFFIX), { force: true });
}

export function isRecordName(name: string): boolean {
  return name.endsWith(SUFFIX);
}

/** A record that was written by us; undefined for anything else. */
export function readRecord(file: string): SessionRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, sessionId, mark, workingDirectory, runtime, identity, system } = value as Partial<SessionRecord>;
  return (
    version === VERSION &&
    typeof sessionId === 'string' &&
    typeof mark === 'string' &&
    mark.length > 0 &&
    typeof workingDirectory === 'string' &&
    typeof runtime === 'object' &&
    typeof identity === 'object' &&
    typeof system === 'object'
  );
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
