import { closeSync, constants, fchmodSync, fchownSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Whose files are made, where actions run as another user. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

const FOLDER_MODE = 0o700;

/**
 * Writes a new file `name` into the folder `folders` below `root`. Whatever an action has put in the way (a link, a
 * folder, a file without rights) is replaced and never followed: each folder is opened without following links and the
 * next step goes through the open folder and not through its path.
 */
export function writeFileInside(
  root: string,
  folders: readonly string[],
  name: string,
  content: string,
  mode: number,
  owner?: FileOwner,
): void {
  const opened: number[] = [];
  try {
    let here = openFolder(root, root, opened);
    for (const folder of folders) here = enterFolder(here, folder, opened, owner);
    const file = path.join(here, name);
    rmSync(file, { recursive: true, force: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const handle = openSync(file, flags, mode);
    try {
      // The process's umask may have taken rights away.
      fchmodSync(handle, mode);
      if (owner !== undefined) fchownSync(handle, owner.uid, owner.gid);
      writeFileSync(handle, content);
    } finally {
      closeSync(handle);
    }
  } finally {
    for (const handle of opened) closeSync(handle);
  }
}

function enterFolder(parent: string, name: string, opened: number[], owner: FileOwner | undefined): string {
  const folder = path.join(parent, name);
  try {
    return openFolder(folder, folder, opened);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'ENOTDIR') rmSync(folder, { force: true });
    else if (code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, FOLDER_MODE);
  const here = openFolder(folder, folder, opened);
  const handle = opened.at(-1)!;
  fchmodSync(handle, FOLDER_MODE);
  if (owner !== undefined) fchownSync(handle, owner.uid, owner.gid);
  return here;
}

/** Opens a folder and returns a path that goes on meaning it when its name is given to something else. */
function openFolder(folder: string, fallback: string, opened: number[]): string {
  const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  opened.push(handle);
  return process.platform === 'linux' ? `/proc/self/fd/${handle}` : fallback;
}
