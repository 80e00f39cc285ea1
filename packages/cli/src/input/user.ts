import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { quoteText } from '@openjd/expr';
import { fail } from '../failure.js';

/** A user of this host, as a session takes one. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads `--user`: `USER` or `USER:GROUP`, each a name or a number that this host knows; the group is the user's own by
 * default. Throws CommandFailure for an unknown one. Whether this process may run anything as that user, the session says.
 */
export function readUser(text: string): HostUser {
  const [user = '', group] = text.split(/:(.*)/s);
  const uid = idOf('-u', user);
  const own = idOf('-g', user);
  if (uid === undefined || own === undefined) return fail('UNKNOWN_USER', `this host has no user ${quoteText(user)}`);
  if (group === undefined) return { uid, gid: own };
  const gid = groupIdOf(group);
  return gid === undefined ? fail('UNKNOWN_GROUP', `this host has no group ${quoteText(group)}`) : { uid, gid };
}

/** What `id`, which every POSIX host has and which knows all its sources of users, says. */
function idOf(flag: '-u' | '-g', user: string): number | undefined {
  if (user === '' || user.startsWith('-')) return undefined;
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : undefined;
}

/** `getent` knows all sources of groups; where it is missing, the file of the local ones is read. */
function groupIdOf(group: string): number | undefined {
  if (group === '' || group.startsWith('-')) return undefined;
  const { status, stdout, error } = spawnSync('getent', ['group', group], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error === undefined && status !== 0) return undefined;
  for (const line of (error === undefined ? stdout : readFileSync('/etc/group', 'utf8')).split('\n')) {
    const [name, , gid] = line.split(':');
    if (gid !== undefined && (name === group || gid === group)) return Number(gid);
  }
  return undefined;
}
