import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { SessionProblemCode } from '../../../problem-codes.js';
import { type SudoError, SudoUser } from './sudo-user.js';

/** Why nothing could be done as the other user, and what to do about it. */
export interface SudoProblem {
  readonly code: SessionProblemCode;
  readonly message: string;
  readonly hint: string;
}

/**
 * Tells what a refusal of sudo means: it says the same when no rule fits the user, the group or the lack of a password,
 * so we try. Undefined where it was not sudo that refused, but something that it ran.
 */
export function explainSudoRefusal({ user }: SudoUser, error: SudoError): SudoProblem | undefined {
  const { uid, gid } = user;
  const who = nameOf(uid);
  if (error.code === 'ENOENT') {
    return {
      code: 'SUDO_NOT_FOUND',
      message: `actions cannot be run as ${who}: this process is not root, and sudo was not found in PATH`,
      hint: 'Install sudo, or run as root, or run the actions as yourself.',
    };
  }
  if (!/^(?:sudo:|sorry,)/im.test(error.said)) return undefined;
  if (/unknown user/i.test(error.said)) {
    return {
      code: 'UNKNOWN_USER',
      message: `actions cannot be run as user ${uid}: this host has no user of that number`,
      hint: 'Name a user that `id` knows on this host.',
    };
  }
  if (/unknown group/i.test(error.said)) {
    return {
      code: 'UNKNOWN_GROUP',
      message: `actions cannot be run as ${who} with group ${gid}: this host has no group of that number`,
      hint: `Name a group that this host knows, such as one of those that \`id ${who}\` lists.`,
    };
  }
  const own = nameOf(process.geteuid?.() ?? 0);
  if (isAllowedWithOwnGroup(uid)) {
    return {
      code: 'GROUP_NOT_ALLOWED',
      message: `actions cannot be run as ${who} with group ${gid}: sudo lets ${own} be ${who}, but not with that group`,
      hint: `Name a group of ${who}, or allow this one in sudoers: \`${own} ALL=(${who}:#${gid}) NOPASSWD: ALL\`.`,
    };
  }
  return {
    code: 'SUDO_REFUSED',
    message: `actions cannot be run as ${who}: sudo refuses it to ${own}: ${lastLine(error.said)}`,
    hint: `Nobody can be asked for a password. Allow it without one in sudoers: \`${own} ALL=(${who}) NOPASSWD: ALL\`.`,
  };
}

function isAllowedWithOwnGroup(uid: number): boolean {
  const gid = idOf('-g', uid);
  if (gid === undefined) return false;
  try {
    new SudoUser({ uid, gid: Number(gid) }).run('exit 0', []);
    return true;
  } catch {
    return false;
  }
}

/** What `id` calls the user of this number; the number as sudo takes it where it has no name. */
function nameOf(uid: number): string {
  return idOf('-un', uid) ?? `#${uid}`;
}

function idOf(flag: '-g' | '-un', uid: number): string | undefined {
  const { status, stdout } = spawnSync('id', [flag, String(uid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
