import { chmodSync, chownSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { MAKE_FOLDER, REMOVE_FOLDER, WRITE_FILE } from '../platform/posix/sudo/scripts.js';
import type { SudoUser } from '../platform/posix/sudo/sudo-user.js';
import { removeFolder } from './remove.js';
import { type FileOwner, writeFileInside } from './safe-write.js';

/** With whose rights the working directory of a session and its files are made and removed. */
export interface FolderAccess {
  /** Makes a new folder, for its owner alone, whose path begins with `prefix`. Throws where that is impossible. */
  make(prefix: string): string;
  /**
   * Writes a file `name` into the folder `folders` below `root`, in place of whatever has its name. Links in the way are
   * replaced and not followed.
   */
  write(root: string, folders: readonly string[], name: string, content: string, mode: number): void;
  /** As `write`, directly in `root`: the file appears whole or not at all. */
  replace(root: string, name: string, content: string, mode: number): void;
  /** Removes a folder with all that is in it. Returns why something is left, undefined when nothing is. */
  remove(folder: string): Promise<string | undefined>;
  /** As `remove`, for when this process is ending. Throws where something is left. */
  removeAtOnce(folder: string): void;
}

/** With the rights of this process. `owner`: to whom everything is given; it takes the rights of root. */
export function ownAccess(owner?: FileOwner): FolderAccess {
  let drafts = 0;
  return {
    make(prefix) {
      const folder = mkdtempSync(prefix);
      // The process's umask may have taken rights away.
      chmodSync(folder, 0o700);
      if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
      return folder;
    },
    write(root, folders, name, content, mode) {
      writeFileInside(root, folders, name, content, mode, owner);
    },
    replace(root, name, content, mode) {
      const draft = `${name}.${++drafts}`;
      const file = path.join(root, name);
      writeFileInside(root, [], draft, content, mode, owner);
      try {
        renameSync(path.join(root, draft), file);
      } catch {
        // A folder has taken the name.
        rmSync(file, { recursive: true, force: true });
        renameSync(path.join(root, draft), file);
      }
    },
    remove: removeFolder,
    removeAtOnce: (folder) => rmSync(folder, { recursive: true, force: true }),
  };
}

/** With the rights of another user: what an action of that user makes, only that user can remove. */
export function sudoAccess(sudo: SudoUser): FolderAccess {
  const removeAtOnce = (folder: string): void => {
    sudo.run(REMOVE_FOLDER, [folder]);
  };
  const write: FolderAccess['write'] = (root, folders, name, content, mode) => {
    sudo.run(WRITE_FILE, [root, mode.toString(8), name, ...folders], content);
  };
  return {
    make: (prefix) => sudo.run(MAKE_FOLDER, [prefix]).replace(/\n$/, ''),
    write,
    replace: (root, name, content, mode) => write(root, [], name, content, mode),
    remove: async (folder) => {
      try {
        removeAtOnce(folder);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
    removeAtOnce,
  };
}
