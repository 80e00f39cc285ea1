import process from 'node:process';

/** Sends a signal to one process. False where we may not; that it has ended already is no fault. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Sends a signal to all processes of a group. */
export function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  return signalProcess(-group, signal);
}

/** Whether the group has a process. One that ended and was not waited for counts. */
export function groupExists(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch (error) {
    // A group whose processes are all another user's answers that we may not, so it exists.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
