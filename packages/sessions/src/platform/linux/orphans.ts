import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { childrenOf, tellsChildren } from '../posix/process-table.js';
import { systemCalls } from './system-calls.js';

/** How often orphans that have ended by themselves are reaped. Milliseconds. */
const SWEEP_MS = 1_000;

/** Node's own children, which Node waits for. */
const started = new Set<ChildProcess>();
let adopts: boolean | undefined;
let sessions = 0;

/**
 * Counts a session of this process. Returns what says that it is over.
 *
 * `adopt`: from now on this process inherits, as Linux's *child subreaper*, what actions leave when their processes end.
 * Only for a program that is there for sessions alone (`SessionOptions.dedicatedProcess`): a daemon that the program
 * itself started would be inherited just the same, and could not be told from one of an action. It does nothing where the
 * program had children before its first session, in a worker thread, and where the system has no such thing.
 */
export function countSession(adopt: boolean): () => void {
  if (adopt) adopts ??= begin();
  sessions++;
  return () => {
    sessions--;
  };
}

/** Whether this process inherits what actions leave. */
export function adoptsOrphans(): boolean {
  return adopts === true;
}

/** Whether there is an inherited process, ended or not. */
export function hasOrphans(): boolean {
  return orphans().length > 0;
}

/**
 * Ids of the inherited processes, of which nobody else can have left them: as long as one session is there, it is this
 * one. Of several sessions none can be told from an orphan without a mark, so that it is the last one's to end.
 */
export function orphansOfOnlySession(): readonly number[] {
  return sessions === 1 ? orphans() : [];
}

/** Has the system forget inherited processes that have ended. Children that Node waits for are left to Node. */
export function reapOrphans(): void {
  for (const pid of orphans()) systemCalls()?.reap(pid);
}

/** What is inherited comes to the main thread, whose children those of Node's other threads are not. */
function orphans(): readonly number[] {
  if (!adoptsOrphans()) return [];
  const own = new Set<number>();
  for (const child of started) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) own.add(child.pid);
    else started.delete(child);
  }
  return childrenOf(process.pid).filter((pid) => !own.has(pid));
}

function begin(): boolean {
  const calls = systemCalls();
  if (calls === undefined || !isMainThread || !tellsChildren() || childrenOf(process.pid).length > 0) return false;
  if (!calls.setSubreaper(true)) return false;
  subscribe('child_process', (message) => {
    started.add((message as { readonly process: ChildProcess }).process);
  });
  setInterval(reapOrphans, SWEEP_MS).unref();
  return true;
}
