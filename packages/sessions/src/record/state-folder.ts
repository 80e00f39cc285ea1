import { existsSync, lstatSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { findPrivateFolder, openPrivateFolder } from '../files/private-folder.js';
import { systemWords, throwProblem } from '../problem.js';

/**
 * The folder in which this user's runtimes record what their sessions made, and in which their pipes lie. It is made if
 * need be. What a record says is believed, so nobody else may write here or put another folder in its place: of the places
 * that come into question it is the first where that holds and where this user may write. Throws a ProblemError where
 * there is none.
 *
 * A temporary folder is the last choice, because there another user can take the name first.
 */
export function openStateFolder(): string {
  const reasons: string[] = [];
  for (const place of places()) {
    try {
      return withRoomForNames(openPrivateFolder(place));
    } catch (error) {
      reasons.push(systemWords(error));
    }
  }
  throwProblem(
    'NO_STATE_FOLDER',
    `there is no folder in which only this user can record what sessions make: ${reasons.join('; ')}`,
    'Name a folder in OPENJD_STATE_DIR that you alone may enter (chmod 700), in one where others cannot exchange it.',
  );
}

/** The longest name of a file there is that of a pipe. Throws where the path would be too long for the system. */
function withRoomForNames(folder: string): string {
  lstatSync(path.join(folder, 'x'.repeat(100)), { throwIfNoEntry: false });
  return folder;
}

/** Each folder in which a runtime of this user may have left a record, where the environment or the host was another one. */
export function stateFolders(): readonly string[] {
  const first = openStateFolder();
  const others = places().map((place) => findPrivateFolder(place));
  return [...new Set([first, ...others.filter((folder) => folder !== undefined)])];
}

/** Best first. */
function places(): readonly string[] {
  const chosen = process.env['OPENJD_STATE_DIR'];
  if (chosen !== undefined && chosen !== '') return [chosen];
  const home = stateHome();
  const name = `openjd-sessions-${process.geteuid?.() ?? 0}`;
  return [
    ...(home === undefined ? [] : [path.join(home, 'openjd', 'sessions')]),
    path.join(os.tmpdir(), name),
    path.join('/var/tmp', name),
  ];
}

/** As the XDG Base Directory Specification has it. Undefined for a user without a home, which is not made either. */
function stateHome(): string | undefined {
  const chosen = process.env['XDG_STATE_HOME'];
  if (chosen !== undefined && path.isAbsolute(chosen)) return chosen;
  try {
    const home = os.homedir();
    return path.isAbsolute(home) && existsSync(home) ? path.join(home, '.local', 'state') : undefined;
  } catch {
    return undefined;
  }
}
