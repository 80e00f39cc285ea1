import { closeSync, constants, fchmodSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { OpenFolder } from './open-folder.js';
import { removeName } from './remove.js';

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
): void {
  const opened = [new OpenFolder(root)];
  try {
    for (const folder of folders) opened.push(enterFolder(opened.at(-1)!.at(folder)));
    const file = opened.at(-1)!.at(name);
    removeName(file);
    writeNewFile(file, content, mode);
  } finally {
    for (const folder of opened) folder.close();
  }
}

/** As `writeFileInside`, directly in `root`: the file appears whole or not at all. `draft`: a name for it until then. */
export function replaceFileInside(root: string, name: string, draft: string, content: string, mode: number): void {
  const folder = new OpenFolder(root);
  try {
    removeName(folder.at(draft));
    writeNewFile(folder.at(draft), content, mode);
    try {
      renameSync(folder.at(draft), folder.at(name));
    } catch {
      // A folder has taken the name.
      removeName(folder.at(name));
      renameSync(folder.at(draft), folder.at(name));
    }
  } finally {
    folder.close();
  }
}

function writeNewFile(file: string, content: string, mode: number): void {
  const handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode);
  try {
    // The process's umask may have taken rights away.
    fchmodSync(handle, mode);
    writeFileSync(handle, content);
  } finally {
    closeSync(handle);
  }
}

function enterFolder(folder: string): OpenFolder {
  try {
    return new OpenFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'ENOTDIR') removeName(folder);
    else if (code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, FOLDER_MODE);
  return new OpenFolder(folder);
}
