import { fchmodSync, fchownSync, lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { MAKE_FOLDER, REMOVE_EMPTY_FOLDER, REMOVE_FOLDER, WRITE_FILE } from '../platform/posix/sudo/scripts.js';
import { ChildShell, type FileOwner, type UserShell } from '../platform/posix/user-shell.js';
import type { FolderIdentity } from './identity.js';
import { OpenFolder } from './open-folder.js';
import { whoCanExchange } from './private-folder.js';
import { emptyFoldersClosedTo, removeFolder, removeFolderAtOnce } from './remove.js';
import { replaceFileInside, writeFileInside } from './safe-write.js';

/** With whose rights the working directory of a session and its files are made and removed. */
export interface FolderAccess {
  /** Makes a new folder for its owner alone. Throws where that is impossible. */
  make(folder: string): void;
  /**
   * Writes a file `name` into the folder `folders` below `root`, in place of whatever has its name. Links in the way are
   * replaced and not followed.
   */
  write(root: string, folders: readonly string[], name: string, content: string, mode: number): void;
  /** As `write`, directly in `root`: the file appears whole or not at all. */
  replace(root: string, name: string, content: string, mode: number): void;
  /**
   * Removes a folder with all that is in it. Returns why something is left, undefined when nothing is. `identity`: only this folder,
   * and no other that has its name now.
   */
  remove(folder: string, identity?: FolderIdentity): Promise<string | undefined>;
  /** As `remove`, for when this process is ending. Throws where something is left. */
  removeAtOnce(folder: string): void;
  /** Removes a folder in which nothing is. Throws where that is impossible. */
  removeEmpty(folder: string): void;
}

/** The access for actions of this process's own user, or of another one. */
export function accessOf(shell: UserShell | undefined): FolderAccess {
  return shell === undefined ? ownAccess() : otherAccess(shell);
}

/** With the rights of this process. */
function ownAccess(): FolderAccess {
  let drafts = 0;
  return {
    make: (folder) => makeFolder(folder),
    write: writeFileInside,
    replace: (root, name, content, mode) => replaceFileInside(root, name, `${name}.${++drafts}`, content, mode),
    remove: removeFolder,
    removeAtOnce: removeFolderAtOnce,
    removeEmpty: rmdirSync,
  };
}

/**
 * With the rights of another user. In a folder that this user can write in, names can be exchanged at any moment, by
 * what an action has left or by anything else of that user: whatever this process did there itself could be led to
 * files that are not the user's. So nothing is done there but by a child of that user.
 *
 * The name of the session's directory is the last thing to go. Where the user may not take it away, since the folder that
 * it lies in is not the user's to write in, this process does, which removes only an empty folder and follows no link.
 */
function otherAccess(shell: UserShell): FolderAccess {
  const write: FolderAccess['write'] = (root, folders, name, content, mode) => {
    shell.run(WRITE_FILE, [root, mode.toString(8), name, ...folders], content);
  };
  return {
    make: (folder) => {
      // A folder of root's is given away only where nobody can put another one in its place before that.
      const byUs = shell instanceof ChildShell && whoCanExchange(path.dirname(folder)) === undefined;
      if (byUs) makeFolder(folder, shell.user);
      else shell.run(MAKE_FOLDER, [folder]);
    },
    write,
    replace: (root, name, content, mode) => write(root, [], name, content, mode),
    remove: async (folder) => {
      if (!isThere(folder)) return undefined;
      let problem = await removeBeside(shell, folder);
      for (let turn = 1; problem !== undefined && shell instanceof ChildShell && turn <= TURNS; turn++) {
        await emptyFoldersClosedTo(shell.user.uid, folder);
        problem = await removeBeside(shell, folder);
      }
      return problem;
    },
    removeAtOnce: (folder) => {
      if (!isThere(folder)) return;
      try {
        shell.run(REMOVE_FOLDER, [folder]);
      } catch (error) {
        if (!isEmptied(folder)) throw error;
      }
    },
    removeEmpty: (folder) => {
      try {
        shell.run(REMOVE_EMPTY_FOLDER, [folder]);
      } catch (error) {
        if (!isEmptied(folder)) throw error;
      }
    },
  };
}

/** How often folders of the user and of root can lie in each other. */
const TURNS = 3;

async function removeBeside(shell: UserShell, folder: string): Promise<string | undefined> {
  try {
    await shell.runBeside(REMOVE_FOLDER, [folder]);
    return undefined;
  } catch (error) {
    return isEmptied(folder) ? undefined : (error as Error).message;
  }
}

/** Whether something has this name. What cannot be seen may be there. */
function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ENAMETOOLONG';
  }
}

/** Whether an empty folder was all that was left; it is gone then. */
function isEmptied(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function makeFolder(folder: string, owner?: FileOwner): void {
  mkdirSync(folder, 0o700);
  const made = new OpenFolder(folder);
  try {
    // The process's umask may have taken rights away.
    fchmodSync(made.handle, 0o700);
    if (owner !== undefined) fchownSync(made.handle, owner.uid, owner.gid);
  } finally {
    made.close();
  }
}
