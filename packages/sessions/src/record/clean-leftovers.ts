import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { accessOf, type FolderAccess } from '../files/folder-access.js';
import { identityOf, isSameIdentity } from '../files/identity.js';
import { ControlGroup } from '../platform/linux/control-group.js';
import { sessionOfPipe } from '../platform/posix/output-pipe.js';
import { describeProcesses, killTree } from '../platform/posix/process-tree.js';
import { otherUserFor, SudoUser } from '../platform/posix/sudo/sudo-user.js';
import {
  hasRecord,
  isOfThisBoot,
  mayBeAtWork,
  readDraft,
  readRecord,
  removeRecord,
  type SessionRecord,
  sessionOfDraft,
  sessionOfRecord,
} from './session-record.js';
import { stateFolders } from './state-folder.js';

/** What was left of one session whose runtime was killed, and what became of it. */
export interface Leftover {
  readonly sessionId: string;
  readonly startedAt: string;
  readonly workingDirectory: string;
  /** The working directory was there and has been removed. */
  readonly directoryRemoved: boolean;
  /** Environments whose `onExit` never ran, outermost first. What they started elsewhere, such as a container, is left. */
  readonly environments: readonly string[];
  /** What could not be removed, in words. Its record is kept, so that a later attempt can. */
  readonly left: readonly string[];
}

/**
 * Removes what sessions have left whose runtime was killed and could not do it: processes, working directories, pipes.
 * Sessions of runtimes that are at work, or may be on another host or in another container, are not touched, nor folders
 * that were to be kept (`preserve`). Every session does this once per process before it starts, and `openjd clean` on
 * request. `folders`: where records are looked for. Default: `stateFolders()`. Throws a ProblemError where there is no such folder.
 */
export async function cleanLeftovers(folders: readonly string[] = stateFolders()): Promise<readonly Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const folder of folders) leftovers.push(...(await cleanFolder(folder)));
  return leftovers;
}

async function cleanFolder(folder: string): Promise<readonly Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const name of readdirSync(folder)) {
    const sessionId = sessionOfRecord(name);
    const record = sessionId === undefined ? undefined : readRecord(folder, sessionId);
    if (record === undefined || mayBeAtWork(record)) continue;
    leftovers.push(await cleanOne(folder, record));
  }
  for (const name of readdirSync(folder)) if (isOrphan(folder, name)) rmSync(path.join(folder, name), { force: true });
  return leftovers;
}

/**
 * A draft or a pipe without a record. The record comes first and goes last, so nothing else of that session is there; only the draft
 * of a first record can be that of a runtime at work.
 */
function isOrphan(folder: string, name: string): boolean {
  const ofDraft = sessionOfDraft(name);
  const sessionId = ofDraft ?? sessionOfPipe(name);
  if (sessionId === undefined || hasRecord(folder, sessionId)) return false;
  const draft = ofDraft === undefined ? undefined : readDraft(folder, ofDraft);
  return draft === undefined || !mayBeAtWork(draft);
}

let once: Promise<readonly Leftover[]> | undefined;

/** Cleans once in the life of this process. Only the first to ask is told what was found. */
export async function cleanLeftoversOnce(): Promise<readonly Leftover[]> {
  if (once !== undefined) {
    await once;
    return [];
  }
  // What is wrong with the folder of the records is told when a session needs it for its own.
  once = Promise.resolve()
    .then(() => cleanLeftovers())
    .catch(() => []);
  return once;
}

/** One sentence about it, for people. */
export function describeLeftover({ sessionId, startedAt, environments, left }: Leftover): string {
  const exits = environments.length === 0 ? '' : `; these environments were never exited: ${environments.join(', ')}`;
  const rest = left.length === 0 ? '' : `; this could not be removed: ${left.join('; ')}`;
  return `session ${sessionId} of ${startedAt} was not ended by its runtime and has been cleaned up now${exits}${rest}`;
}

async function cleanOne(folder: string, record: SessionRecord): Promise<Leftover> {
  const left: string[] = [];
  const other = otherUserFor(record.user);
  const sudoUser = other instanceof SudoUser ? other : undefined;
  if (isOfThisBoot(record)) {
    left.push(...(await endProcesses(record, sudoUser)));
  }
  const { sessionId, startedAt, workingDirectory, environments } = record;
  const isThere = isSameFolder(record);
  const directoryRemoved = isThere && !(record.preserve && record.identity !== undefined);
  if (directoryRemoved) {
    const problem = await removeDirectory(record, accessOf(other));
    if (problem !== undefined) {
      left.push(problem.includes(workingDirectory) ? problem : `${workingDirectory}: ${problem}`);
    }
  }
  // Its pipes go after it, as those of no session.
  if (left.length === 0) removeRecord(folder, sessionId);
  return { sessionId, startedAt, workingDirectory, directoryRemoved, environments, left };
}

/** Returns what is left, in words. */
async function endProcesses(record: SessionRecord, sudoUser: SudoUser | undefined): Promise<string[]> {
  const { mark, runtime } = record;
  const controlGroup = controlGroupOf(record);
  const tree = { mark, since: runtime.start, unmarkedSince: runtime.start, controlGroup };
  const survivors = await killTree(tree, sudoUser);
  const left = survivors.length === 0 ? [] : [`processes ${describeProcesses(survivors)}`];
  if (controlGroup?.remove() === false) left.push(`the control group ${controlGroup.path}`);
  return left;
}

function controlGroupOf({ controlGroup: folder, sessionId }: SessionRecord): ControlGroup | undefined {
  const isOurs = typeof folder === 'string' && folder.endsWith(`/openjd-${sessionId}`);
  return isOurs ? new ControlGroup(folder) : undefined;
}

async function removeDirectory(
  { workingDirectory, identity }: SessionRecord,
  access: FolderAccess,
): Promise<string | undefined> {
  if (identity !== undefined) return await access.remove(workingDirectory, identity);
  // The runtime was killed before it wrote down which folder it made.
  try {
    access.removeEmpty(workingDirectory);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A folder that has the same name and is another one is not ours to remove. */
function isSameFolder({ workingDirectory, identity }: SessionRecord): boolean {
  const now = identityOf(workingDirectory);
  return now !== undefined && (identity === undefined || isSameIdentity(now, identity));
}
