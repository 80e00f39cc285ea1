import { chmodSync, lstatSync, opendirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Removes a folder with all that is in it. A link is removed and what it points to is not touched. Folders that an
 * action has closed (mode 000) are opened again. Returns why something is left, undefined when nothing is.
 */
export async function removeFolder(folder: string): Promise<string | undefined> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    return undefined;
  } catch {
    openFolders(folder);
  }
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Gives us back the right to read and change each folder. */
function openFolders(root: string): void {
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    try {
      if (!lstatSync(folder).isDirectory()) continue;
      chmodSync(folder, 0o700);
      const directory = opendirSync(folder);
      try {
        for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
          if (entry.isDirectory()) waiting.push(path.join(folder, entry.name));
        }
      } finally {
        directory.closeSync();
      }
    } catch {
      // Another user's folder, or gone meanwhile: the second attempt to remove it tells.
    }
  }
}
