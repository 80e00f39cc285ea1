import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { FolderIdentity } from '../files/session-directory.js';
import { findProcess } from '../platform/posix/process-table.js';

const VERSION = 1;
const SUFFIX = '.session.json';

/** What a session has made, as it is written down for the case that the runtime is killed. Plain JSON. */
export interface SessionRecord {
  readonly version: typeof VERSION;
  readonly sessionId: string;
  readonly startedAt: string;
  /** The runtime's process. It is still at work when this process exists with this start. */
  readonly runtime: { readonly pid: number; readonly start: string };
  /** Tells one run of the system from the next; a process of an earlier one is gone. */
  readonly boot: string;
  /** In the environment of every process of the session. */
  readonly mark: string;
  readonly workingDirectory: string;
  readonly identity: FolderIdentity;
  /** The working directory was to be kept. */
  readonly preserve: boolean;
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
  const { version, sessionId, mark, workingDirectory, runtime, identity } = value as Partial<SessionRecord>;
  return (
    version === VERSION &&
    typeof sessionId === 'string' &&
    typeof mark === 'string' &&
    mark.length > 0 &&
    typeof workingDirectory === 'string' &&
    typeof runtime === 'object' &&
    typeof identity === 'object'
  );
}

/** Whether the runtime that wrote the record is still at work. */
export function isAtWork(record: SessionRecord): boolean {
  return record.boot === bootId() && findProcess(record.runtime.pid)?.start === record.runtime.start;
}

let boot: string | undefined;

/** Tells this run of the system from others; empty where the system does not tell. */
export function bootId(): string {
  if (boot === undefined) {
    try {
      boot = process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : '';
    } catch {
      boot = '';
    }
  }
  return boot;
}

let runtime: SessionRecord['runtime'] | undefined;

/** This process, as a record names it. */
export function thisRuntime(): SessionRecord['runtime'] {
  runtime ??= { pid: process.pid, start: findProcess(process.pid)?.start ?? '' };
  return runtime;
}
