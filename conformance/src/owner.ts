import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** This process, for as long as the machine is up: a process id alone may be used again. */
export function owner(): string {
  return `${hostname()}/${process.pid}/${startTime(process.pid)}`;
}

/** Whether the owner was a process of this machine that is gone. */
export function isOrphaned(of: string): boolean {
  const [host, pid, started] = of.split('/');
  return host === hostname() && pid !== undefined && startTime(Number(pid)) !== started;
}

/** Start time of a process as /proc tells it; empty where there is no such process, or no /proc. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
