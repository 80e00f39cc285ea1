import { basename, isAbsolute } from 'node:path';

/** More output than this is garbage: the call is ended and its outcome is an error. Unit: characters. */
export const OUTPUT_LIMIT = 20_000_000;

/** Default of the time that a runtime has between SIGTERM and SIGKILL, to take away what it started. */
export const GRACE_MS = 5_000;

/** Options of execa: a process group of its own, so that a signal reaches what the program started as well; never rejects. */
export const GROUP_OPTIONS = { detached: true, cleanup: false, reject: false } as const;

/** A command for people: files without their folders. */
export function shortName(command: readonly string[]): string {
  return command.map((word) => (isAbsolute(word) ? basename(word) : word)).join(' ');
}

export function signalGroup(child: { readonly pid?: number | undefined }, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}
