import { spawnSync } from 'node:child_process';
import { fail } from '../failure.js';
import { quote } from '../output/quote.js';

/** A user of this host, as a session takes one. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads `--user`: a name or a number that this host knows; the group is the user's own. Throws CommandFailure for an
 * unknown user, and where this process may not run anything as that user.
 */
export function readUser(text: string): HostUser {
  const uid = idOf('-u', text);
  const gid = idOf('-g', text);
  if (uid === undefined || gid === undefined) return fail('UNKNOWN_USER', `this host has no user ${quote(text)}`);
  const own = process.getuid?.();
  if (own !== 0 && own !== uid) {
    return fail('USER_NOT_ALLOWED', `actions cannot be run as ${quote(text)}: only root can run them as another user`);
  }
  return { uid, gid };
}

/** What `id`, which every POSIX host has and which knows all its sources of users, says. */
function idOf(flag: '-u' | '-g', user: string): number | undefined {
  if (user === '' || user.startsWith('-')) return undefined;
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : undefined;
}
