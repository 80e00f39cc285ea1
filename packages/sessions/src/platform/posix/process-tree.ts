import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { escapeUnshowable } from '@openjd/expr';
import type { ControlGroup } from '../linux/control-group.js';
import { inheritedMark, type MarkNumber, numberOf } from '../linux/inherited-mark.js';
import { orphansOfOnlySession, reapOrphans } from '../linux/orphans.js';
import { environmentContains, findProcess, listProcesses, type ProcessEntry } from './process-table.js';
import { groupExists, signalProcess } from './signals.js';
import type { SudoUser } from './sudo/sudo-user.js';

/** Name of the variable by which a process can be told to belong to a session wherever it went. */
export const MARK_VARIABLE = 'OPENJD_PROCESS_MARK';

/** How long ended processes may take to disappear before we say that they are left. */
const LONGEST_WAIT_MS = 5_000;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 100;
/** How often we look for processes that are new before those that were found are ended. */
const MOST_LOOKS = 50;

/**
 * Which processes belong together. Each way of finding them catches what escaped the others: what they were marked with
 * (`mark` in the environment, and its number, see `startMarked`), what they are members of (the first process's group,
 * the session's control group), and what they descend from (the first process; on Linux this runtime, where it inherits
 * orphans, see `countSession`).
 *
 * A process that is marked as another action's is that one's. One without a mark is that of the action which ran when it
 * began, and of its session.
 */
export interface ProcessTree {
  /** A text that only the environments of these processes contain: `<session>/<action>;`, or `<session>/` for all. */
  readonly mark: string;
  /** Start of the runtime that started them (`ProcessEntry.start`): what is older is none of them and not looked at. */
  readonly since: string;
  /** The first process, as long as it has not been waited for: its descendants are found by their parents. */
  readonly root?: number;
  /** Its process group, as long as the group cannot have been given to others. */
  readonly group?: number;
  /** The session's, where it has one. */
  readonly controlGroup?: ControlGroup | undefined;
  /** Start of the first process, or of the runtime for all of a session. Absent: no process without a mark is of it. */
  readonly unmarkedSince?: string | undefined;
  /** It is of a session of this runtime, so that what the runtime has inherited may be of it. */
  readonly mayBeInherited?: boolean;
}

/**
 * Ends all processes of a tree with SIGKILL, also those that left its process group or session, and returns when none
 * is alive. Spec: 2023-09, 5.3.1. They are stopped before, until nothing new appears, so that none outruns its end. No
 * signal goes to a process id that was given to another process since it was seen. Returns those that could not be
 * ended. `sudoUser`: whose processes they are, where they are not ours.
 * @spec TS-5.3.1-kill
 */
export async function killTree(tree: ProcessTree, sudoUser?: SudoUser): Promise<readonly ProcessEntry[]> {
  const known = new Map<number, string>();
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  let sought = tree;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const alive = await endOnce(sought, known, sudoUser);
    if (alive.length === 0 || performance.now() > giveUpAt) return alive;
    await sleep(pause);
    // The ids of ended processes may be given to others from now on; an id of a group only when the group is empty.
    const { root: _, group, ...rest } = tree;
    sought = group !== undefined && groupExists(group) ? { ...rest, group } : rest;
  }
}

/** Stops and then ends what there is now. Returns what was found alive. */
async function endOnce(
  tree: ProcessTree,
  known: Map<number, string>,
  sudoUser: SudoUser | undefined,
): Promise<readonly ProcessEntry[]> {
  tree.controlGroup?.freeze();
  try {
    const alive = sudoUser === undefined ? await stopAll(tree, known) : await findAll(tree, known, sudoUser);
    if (sudoUser === undefined) signalEach(alive, 'SIGKILL');
    else await sudoUser.signal(alive, 'SIGKILL');
    if (isWholeSession(tree)) tree.controlGroup?.kill();
    return alive;
  } finally {
    tree.controlGroup?.thaw();
    reapOrphans();
  }
}

/** Returns the live processes of the tree when a look has found no new one. */
async function stopAll(tree: ProcessTree, known: Map<number, string>): Promise<readonly ProcessEntry[]> {
  for (let looks = 1; ; looks++) {
    stopOrphans(tree);
    const alive = findMembers(tree, known);
    const fresh = note(alive, known);
    if (fresh.length === 0 || looks === MOST_LOOKS) return alive;
    signalEach(fresh, 'SIGSTOP');
    await turn();
  }
}

/** Through sudo a signal costs more than a look, so that what was found is ended and not stopped. */
async function findAll(tree: ProcessTree, known: Map<number, string>, sudoUser: SudoUser): Promise<ProcessEntry[]> {
  const alive = findMembers(tree, known, await sudoUser.findMarked(tree.mark));
  note(alive, known);
  return alive;
}

/** Notes processes as known. Returns those that were not. */
function note(processes: readonly ProcessEntry[], known: Map<number, string>): readonly ProcessEntry[] {
  const fresh = processes.filter(({ pid, start }) => known.get(pid) !== start);
  for (const { pid, start } of fresh) known.set(pid, start);
  return fresh;
}

/**
 * Stops those of the tree that this process has inherited. A chain of processes, each of which starts the next and ends,
 * is over before all of the host has been looked at; each of its links is inherited, and these few are looked at at once.
 */
function stopOrphans(tree: ProcessTree): void {
  if (!tree.mayBeInherited) return;
  for (let looks = 1, found = true; found && looks <= MOST_LOOKS; looks++) {
    found = false;
    // The ended links of a long chain would have to be looked at each time.
    reapOrphans();
    const membership = new Membership(tree);
    for (const pid of membership.orphans) {
      const entry = findProcess(pid);
      if (entry === undefined || entry.zombie || entry.stopped || !membership.includes(entry)) continue;
      signalProcess(pid, 'SIGSTOP');
      found = true;
    }
  }
}

function signalEach(processes: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { pid, start } of processes) if (findProcess(pid)?.start === start) signalProcess(pid, signal);
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
  tree.controlGroup?.freeze();
  try {
    if (sudoUser === undefined) killEachAtOnce(tree);
    else sudoUser.signalAtOnce(findMembers(tree, undefined, sudoUser.findMarkedAtOnce(tree.mark)), 'SIGKILL');
    if (isWholeSession(tree)) tree.controlGroup?.kill();
  } finally {
    tree.controlGroup?.thaw();
  }
}

function killEachAtOnce(tree: ProcessTree): void {
  const known = new Map<number, string>();
  for (let looks = 1; looks <= MOST_LOOKS; looks++) {
    const alive = findMembers(tree, known);
    const fresh = note(alive, known);
    if (fresh.length === 0) break;
    for (const { pid } of fresh) signalProcess(pid, 'SIGSTOP');
  }
  for (const pid of known.keys()) signalProcess(pid, 'SIGKILL');
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
  const membership = new Membership(tree, marked);
  for (const entry of processes) {
    if (known.get(entry.pid) === entry.start || membership.includes(entry)) add(entry);
  }
  return [...members.values()].filter((entry) => !entry.zombie);
}

/** Says of single processes whether they are of a tree, as things are now. Descendants are not its business. */
class Membership {
  readonly #tree: ProcessTree;
  readonly #marked: ReadonlySet<number> | undefined;
  readonly #number: MarkNumber | undefined;
  readonly #grouped: ReadonlySet<number>;
  readonly orphans: ReadonlySet<number>;

  constructor(tree: ProcessTree, marked?: ReadonlySet<number>) {
    this.#tree = tree;
    this.#marked = marked;
    this.#number = numberOf(tree.mark);
    this.#grouped = new Set(tree.controlGroup?.members());
    this.orphans = new Set(tree.mayBeInherited ? orphansOfOnlySession() : []);
  }

  includes(entry: ProcessEntry): boolean {
    const { root, group, since } = this.#tree;
    if (entry.pid === root || entry.group === group) return true;
    // What has ended says nothing of itself any more, and of a long chain there may be thousands.
    if (entry.zombie || !isSince(entry, since)) return false;
    return this.#isMarked(entry) ?? this.#isOursUnmarked(entry);
  }

  /** Undefined: it has no mark of this session. */
  #isMarked({ pid }: ProcessEntry): boolean | undefined {
    const { mark } = this.#tree;
    if (this.#marked?.has(pid)) return true;
    if (environmentContains(pid, sessionOf(mark))) return environmentContains(pid, mark);
    const inherited = this.#number && inheritedMark(pid);
    if (inherited === undefined || inherited.session !== this.#number?.session) return undefined;
    return this.#number.action === undefined || this.#number.action === inherited.action;
  }

  #isOursUnmarked(entry: ProcessEntry): boolean {
    const { unmarkedSince } = this.#tree;
    if (unmarkedSince === undefined || !isSince(entry, unmarkedSince)) return false;
    return this.#grouped.has(entry.pid) || this.orphans.has(entry.pid);
  }
}

/** `<session>/` of the mark of one of its actions. */
function sessionOf(mark: string): string {
  return mark.slice(0, mark.indexOf('/') + 1) || mark;
}

function isWholeSession({ mark }: ProcessTree): boolean {
  return mark.endsWith('/');
}

/** Ticks since the system started; where the start is written otherwise, no environment can be read either. */
function isSince(entry: ProcessEntry, since: string): boolean {
  return Number(entry.start) >= Number(since);
}

/** Names processes in a message: `12 (sleep), 13 (ssh-agent)`. */
export function describeProcesses(processes: readonly ProcessEntry[]): string {
  return processes
    .map(({ pid, name }) => (name === '' ? String(pid) : `${pid} (${escapeUnshowable(name)})`))
    .join(', ');
}
