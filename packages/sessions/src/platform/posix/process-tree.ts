import { setTimeout as sleep } from 'node:timers/promises';
import { environmentContains, findProcess, listProcesses, type ProcessEntry } from './process-table.js';
import { groupExists, signalProcess } from './signals.js';
import type { SudoUser } from './sudo/sudo-user.js';

/** Name of the variable by which a process can be told to belong to a session wherever it went. */
export const MARK_VARIABLE = 'OPENJD_PROCESS_MARK';

/** How long ended processes may take to disappear before we say that they are left. */
const LONGEST_WAIT_MS = 5_000;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 100;

/** Which processes belong together. Each way of finding them catches what escaped the others. */
export interface ProcessTree {
  /** A text that only the environments of these processes contain. It is found in all that did not drop it. */
  readonly mark: string;
  /** Start of the runtime that started them (`ProcessEntry.start`): what is older is none of them and not looked at. */
  readonly since: string;
  /** The first process, as long as it has not been waited for: its descendants are found by their parents. */
  readonly root?: number;
  /** Its process group, as long as the group cannot have been given to others. */
  readonly group?: number;
}

/**
 * Ends all processes of a tree with SIGKILL, also those that left its process group or session, and returns when none
 * is alive. Spec: 2023-09, 5.3.1. No signal goes to a process id that was given to another process since it was seen.
 * Returns the ids of those that could not be ended. `sudoUser`: whose processes they are, where they are not ours.
 */
export async function killTree(tree: ProcessTree, sudoUser?: SudoUser): Promise<readonly number[]> {
  const known = new Map<number, string>();
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  let sought = tree;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const alive = findMembers(sought, known, await sudoUser?.findMarked(sought.mark));
    if (alive.length === 0) return [];
    if (performance.now() > giveUpAt) return alive.map((entry) => entry.pid);
    for (const entry of alive) known.set(entry.pid, entry.start);
    if (sudoUser === undefined) killEach(alive);
    else await sudoUser.signal(alive, 'SIGKILL');
    await sleep(pause);
    // The ids of ended processes may be given to others from now on; an id of a group only when the group is empty.
    const { mark, since, group } = tree;
    sought = group !== undefined && groupExists(group) ? { mark, since, group } : { mark, since };
  }
}

function killEach(processes: readonly ProcessEntry[]): void {
  for (const { pid, start } of processes) if (findProcess(pid)?.start === start) signalProcess(pid, 'SIGKILL');
}

/**
 * Whether a process of the group is alive. One that has ended and that nobody waits for does not count: in a container
 * whose first process does not care for orphans it stays for ever.
 */
export function isGroupAlive(group: number): boolean {
  return groupExists(group) && listProcesses().some((entry) => entry.group === group && !entry.zombie);
}

/** Sends SIGKILL to all processes of a tree without waiting for their end: for when this process itself is ending. */
export function killTreeAtOnce(tree: ProcessTree, sudoUser?: SudoUser): void {
  const alive = findMembers(tree, undefined, sudoUser?.findMarkedAtOnce(tree.mark));
  if (sudoUser === undefined) for (const { pid } of alive) signalProcess(pid, 'SIGKILL');
  else sudoUser.signalAtOnce(alive, 'SIGKILL');
}

/**
 * The live processes of a tree, and all descendants of those that were known before. `marked`: those with the mark, where
 * we may not look into their environments ourselves.
 */
export function findMembers(
  tree: ProcessTree,
  known: ReadonlyMap<number, string> = new Map(),
  marked?: ReadonlySet<number>,
): ProcessEntry[] {
  const processes = listProcesses();
  const members = new Map<number, ProcessEntry>();
  const children = new Map<number, ProcessEntry[]>();
  for (const entry of processes) {
    const siblings = children.get(entry.parent);
    if (siblings === undefined) children.set(entry.parent, [entry]);
    else siblings.push(entry);
  }
  const add = (entry: ProcessEntry): void => {
    if (members.has(entry.pid) || entry.pid === process.pid) return;
    members.set(entry.pid, entry);
    for (const child of children.get(entry.pid) ?? []) add(child);
  };
  for (const entry of processes) {
    if (
      entry.pid === tree.root ||
      entry.group === tree.group ||
      known.get(entry.pid) === entry.start ||
      (isSince(entry, tree.since) && (marked?.has(entry.pid) ?? environmentContains(entry.pid, tree.mark)))
    ) {
      add(entry);
    }
  }
  return [...members.values()].filter((entry) => !entry.zombie);
}

/** Ticks since the system started; where the start is written otherwise, no environment can be read either. */
function isSince(entry: ProcessEntry, since: string): boolean {
  return Number(entry.start) >= Number(since);
}
