import { lstatSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/**
 * The folder in which this user's runtimes record what their sessions made. `OPENJD_STATE_DIR` names another one.
 * It lies beside the temporary files, so that a restart of the host, which ends all processes, may empty both.
 */
export function stateFolder(): string {
  const chosen = process.env['OPENJD_STATE_DIR'];
  return chosen !== undefined && chosen !== ''
    ? path.resolve(chosen)
    : path.join(os.tmpdir(), `openjd-sessions-${userId()}`);
}

/** Makes the folder if need be. Throws when somebody else could write to it. */
export function openStateFolder(folder: string = stateFolder()): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = lstatSync(folder);
  if (!status.isDirectory() || status.uid !== userId() || (status.mode & 0o077) !== 0) {
    throw new Error(
      `${folder} must be a folder of this user that nobody else may enter; remove it or name another in OPENJD_STATE_DIR`,
    );
  }
  return folder;
}

function userId(): number {
  return process.getuid?.() ?? 0;
}
