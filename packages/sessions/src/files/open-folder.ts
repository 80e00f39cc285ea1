import { chmodSync, closeSync, constants, type Dirent, fchmodSync, fstatSync, opendirSync, openSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Linux: opens a folder that may not be read, too. */
const O_PATH = 0o10000000;
const NO_LINK = constants.O_DIRECTORY | constants.O_NOFOLLOW;
const OWNER_ALL = 0o700;

/** Whether what is in an open folder can be reached through it, whoever gives its name to something else. */
export const REACHES_THROUGH_OPEN = process.platform === 'linux';

/**
 * A folder that is held open, so that a path below it goes on meaning this folder when its name is given to another one
 * or to a link. Where the system does not have that (macOS), it is the path that it was opened with.
 */
export class OpenFolder {
  readonly handle: number;
  readonly #path: string;

  /**
   * Opens the folder and never what a link in its place points to. `closed`: what becomes of one that its owner has closed.
   * Default: it is opened again.
   */
  constructor(folder: string, closed: 'opened' | 'asItIs' = 'opened') {
    this.handle = closed === 'opened' ? openHandle(folder) : openSync(folder, constants.O_RDONLY | NO_LINK);
    this.#path = REACHES_THROUGH_OPEN ? `/proc/self/fd/${this.handle}` : folder;
  }

  /** Where the entry of this name is. */
  at(name: string): string {
    return path.join(this.#path, name);
  }

  /** What is in it, without holding all of it in memory. */
  *entries(): Generator<Dirent, void, undefined> {
    const directory = opendirSync(this.#path, { bufferSize: 512 });
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry;
    } finally {
      directory.closeSync();
    }
  }

  close(): void {
    closeSync(this.handle);
  }
}

function openHandle(folder: string): number {
  const handle = openForReading(folder);
  try {
    if ((fstatSync(handle).mode & OWNER_ALL) !== OWNER_ALL) fchmodSync(handle, OWNER_ALL);
  } catch {
    // Another user's. Whatever is done in it tells.
  }
  return handle;
}

function openForReading(folder: string): number {
  try {
    return openSync(folder, constants.O_RDONLY | NO_LINK);
  } catch (error) {
    if (!REACHES_THROUGH_OPEN || (error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
  }
  const closed = openSync(folder, O_PATH | NO_LINK);
  try {
    const here = `/proc/self/fd/${closed}`;
    chmodSync(here, OWNER_ALL);
    return openSync(here, constants.O_RDONLY | constants.O_DIRECTORY);
  } finally {
    closeSync(closed);
  }
}
