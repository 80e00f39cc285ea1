import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { quoteText } from '@openjd/expr';

const GROUP_OR_OTHERS = 0o022;
const OTHERS = 0o002;
const STICKY = 0o1000;
const NOT_OURS_ALONE = 0o077;
/** As the system's own limit of links in a path. */
const MOST_LINKS = 40;

/**
 * Makes a folder, with those that lead to it, that is this user's alone (mode 0700), or opens the one that is there.
 * Throws an Error with the part of the path that is in the way and the reason: each has to be this user's or root's and
 * not for others to write in, so that nobody else can have prepared what is in the folder or put another in its place.
 */
export function openPrivateFolder(folder: string): string {
  let last: Part = { path: '/', status: lstatSync('/') };
  for (const part of partsOf(folder)) {
    last = { path: part.path, status: part.status ?? make(part.path) };
    const weakness = weaknessOf(last, GROUP_OR_OTHERS);
    if (weakness !== undefined) throw new Error(weakness);
  }
  const { uid, mode } = last.status;
  const name = quoteText(last.path);
  if (uid !== ownId()) throw new Error(`${name} belongs to ${nameOf(uid)}`);
  if ((mode & NOT_OURS_ALONE) !== 0) throw new Error(`${name} is open to others, with the mode ${modeText(mode)}`);
  accessSync(last.path, constants.R_OK | constants.W_OK | constants.X_OK);
  return last.path;
}

/** As `openPrivateFolder`, but makes nothing: undefined where there is none, or none that is this user's alone. */
export function findPrivateFolder(folder: string): string | undefined {
  try {
    return [...partsOf(folder)].every(({ status }) => status !== undefined) ? openPrivateFolder(folder) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Who else than this user and root could put something in the place of what lies in a folder, in words; undefined where
 * nobody can. `trusted`: one more user. `groups`: whether that a group may write counts. Default: it does.
 */
export function whoCanExchange(
  folder: string,
  { trusted, groups = true }: { readonly trusted?: number | undefined; readonly groups?: boolean } = {},
): string | undefined {
  for (const { path, status } of partsOf(folder)) {
    if (status === undefined) return undefined;
    const weakness = weaknessOf({ path, status }, groups ? GROUP_OR_OTHERS : OTHERS, trusted);
    if (weakness !== undefined) return weakness;
  }
  return undefined;
}

interface Part {
  readonly path: string;
  readonly status: Stats;
}

/** Each part of a path from the root on, through links; without a status where there is none yet. */
function* partsOf(folder: string): Generator<{ readonly path: string; readonly status: Stats | undefined }> {
  const rest = namesIn(path.resolve(folder));
  let here = '/';
  let links = 0;
  yield { path: here, status: lstatSync(here) };
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const part = path.join(here, name);
    const status = lstatSync(part, { throwIfNoEntry: false });
    yield { path: part, status };
    if (status?.isSymbolicLink()) {
      if (++links > MOST_LINKS) throw new Error(`${quoteText(part)} is one of too many links`);
      const target = readlinkSync(part);
      if (path.isAbsolute(target)) here = '/';
      rest.unshift(...namesIn(target));
    } else {
      here = part;
    }
  }
}

function namesIn(folder: string): string[] {
  return folder.split('/').filter((name) => name !== '' && name !== '.');
}

function make(folder: string): Stats {
  // One by one: in some places (/proc) Node never ends making a folder with those that lead to it.
  mkdirSync(folder, 0o700);
  chmodSync(folder, 0o700);
  return lstatSync(folder);
}

/** Why a part of a path cannot be relied on; `writers` are the bits of its mode that matter. */
function weaknessOf({ path, status }: Part, writers: number, trusted?: number): string | undefined {
  const { uid, mode } = status;
  if (uid !== trusted && !isOwnOrSystem(uid)) return `${quoteText(path)} belongs to ${nameOf(uid)}`;
  if (status.isSymbolicLink()) return undefined;
  if (!status.isDirectory()) return `${quoteText(path)} is no folder`;
  if ((mode & writers) === 0 || (mode & STICKY) !== 0) return undefined;
  return `others may write in ${quoteText(path)}, whose mode is ${modeText(mode)}`;
}

function isOwnOrSystem(uid: number): boolean {
  return uid === 0 || uid === ownId() || (uid === UNMAPPED && !allUsersAreSeen());
}

/** How the system shows every user that a user namespace does not know, root of the host among them. */
const UNMAPPED = 65_534;

/** Not so in a sandbox such as bubblewrap's, where the owner of `/` is shown as `UNMAPPED`. */
function allUsersAreSeen(): boolean {
  try {
    return /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'latin1'));
  } catch {
    return true;
  }
}

function ownId(): number {
  return process.geteuid?.() ?? 0;
}

function nameOf(uid: number): string {
  return uid === 0 ? 'root' : `the user ${uid}`;
}

function modeText(mode: number): string {
  return `0${(mode & 0o7777).toString(8)}`;
}
