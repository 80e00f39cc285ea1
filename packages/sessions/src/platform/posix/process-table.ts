import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** One process as the system sees it at one moment. */
export interface ProcessEntry {
  readonly pid: number;
  /** What it calls itself, at most 15 bytes of its program's name at first; empty where there is no /proc. */
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  /**
   * When it began, in the system's own units. A process id is used again after its process ended; the pair of id and
   * start is not.
   */
  readonly start: string;
  /** It ended and only waits for its parent to notice. */
  readonly zombie: boolean;
  /** A signal has stopped it, and another one can have it go on. */
  readonly stopped: boolean;
}

/** All processes of this host that we may see. */
export function listProcesses(): ProcessEntry[] {
  return process.platform === 'linux' ? listFromProc() : listFromPs();
}

/** The process with this id; undefined when there is none. */
export function findProcess(pid: number): ProcessEntry | undefined {
  if (process.platform === 'linux') return readProcStat(pid);
  return listFromPs().find((entry) => entry.pid === pid);
}

/** Whether the environment that a process was started with contains this text; false where we may not look. */
export function environmentContains(pid: number, text: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(text);
  } catch {
    return false;
  }
}

function listFromProc(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    const first = name.charCodeAt(0);
    if (first < 0x31 || first > 0x39) continue;
    const entry = readProcStat(Number(name));
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** As `findProcess`, on Linux. */
export function readProcStat(pid: number): ProcessEntry | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The command's name stands in parentheses and may itself contain blanks and parentheses.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state = '', parent = '', group = ''] = fields;
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    parent: Number(parent),
    group: Number(group),
    start: fields[19] ?? '',
    // One whose first thread has ended and others have not is alive.
    zombie: (state === 'Z' && Number(fields[17]) <= 1) || state === 'X',
    stopped: state === 'T',
  };
}

/** Whether `childrenOf` can answer: on Linux, as most are built. */
export function tellsChildren(): boolean {
  return existsSync(`/proc/self/task/${process.pid}/children`);
}

/** Ids of the children of a process's first thread, ended ones among them; none where that is not told. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Where there is no /proc. `lstart` is the start to the second. */
export const PS_ARGS = ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='] as const;

function listFromPs(): ProcessEntry[] {
  return parsePs(execFileSync('ps', PS_ARGS, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }));
}

/** What `ps` with `PS_ARGS` prints. */
export function parsePs(text: string): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (match === null) continue;
    const [, pid, parent, group, state = '', start = ''] = match;
    entries.push({
      pid: Number(pid),
      name: '',
      parent: Number(parent),
      group: Number(group),
      start,
      zombie: state.startsWith('Z'),
      stopped: state.startsWith('T'),
    });
  }
  return entries;
}
