import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type Dirent, fstatSync, lstatSync, renameSync, rmdirSync, type Stats, unlinkSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { REMOVE_FOLDER } from '../platform/posix/sudo/scripts.js';
import { type FolderIdentity, identityIn, identityOf, isSameIdentity } from './identity.js';
import { OpenFolder, REACHES_THROUGH_OPEN } from './open-folder.js';

/** Entries that are removed before signals and timers have their turn. */
const TURN = 200;
/** How often a folder is emptied that somebody fills again. */
const ROUNDS = 5;

/** What is said of an entry that is gone, has become another one, or is full because of what was told before. */
const PASSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENOTEMPTY']);

/**
 * Removes a folder with all that is in it, with the rights of this process. Folders that their owner has closed (mode 000)
 * are opened again; what is mounted in it stays. Returns why something is left, undefined when nothing is. `identity`:
 * only this folder, and no other that has its name.
 *
 * Nothing outside is touched whatever others do with names meanwhile: each entry is removed through its folder, which is
 * held open, and a link is removed and never followed. However deep it is, three folders are open at a time and no path is
 * longer than a name: a folder in a folder is moved up before it is emptied.
 */
export async function removeFolder(folder: string, identity?: FolderIdentity): Promise<string | undefined> {
  const removal = removing(folder, identity);
  for (let count = 1; ; count++) {
    const step = removal.next();
    if (step.done) return step.value;
    if (count % TURN === 0) await setImmediate();
  }
}

/** As `removeFolder`, in one go. Throws where something is left. */
export function removeFolderAtOnce(folder: string): void {
  const removal = removing(folder);
  let step = removal.next();
  while (!step.done) step = removal.next();
  if (step.value !== undefined) throw new Error(step.value);
}

/**
 * For root, in a folder of another user: empties those below it in which that user cannot write, such as a container's root
 * may have left. That user cannot have brought them here, since a folder is moved only by who may write in it, and cannot
 * exchange anything in them. What lies between is passed through, and nothing there is touched.
 */
export async function emptyFoldersClosedTo(uid: number, folder: string): Promise<void> {
  if (!REACHES_THROUGH_OPEN) return;
  const work = emptyingIn(folder, 0, (status) => isOpenTo(uid, status));
  for (let count = 1; !work.next().done; count++) if (count % TURN === 0) await setImmediate();
}

/** Of more levels above such a folder there would be too many open at a time. */
const MOST_LEVELS = 32;

function* emptyingIn(folder: string, level: number, isOpen: (status: Stats) => boolean): Generator<void> {
  let here: OpenFolder | undefined;
  try {
    here = new OpenFolder(folder, 'asItIs');
    if (level > 0 && !isOpen(fstatSync(here.handle))) {
      yield* new Removal(folder, here, isOpen).emptyTop();
    } else if (level < MOST_LEVELS) {
      for (const { name } of foldersIn(here)) yield* emptyingIn(here.at(name), level + 1, isOpen);
    }
    yield;
  } catch {
    // Gone, or exchanged for a link. What is left is told by who tries to remove it.
  } finally {
    here?.close();
  }
}

/** Those in which nothing is mounted. */
function foldersIn(here: OpenFolder): readonly Dirent[] {
  const { dev } = fstatSync(here.handle);
  return [...here.entries()].filter((entry) => {
    if (!entry.isDirectory()) return false;
    const status = lstatSync(here.at(entry.name), { throwIfNoEntry: false });
    return status?.dev === dev;
  });
}

/** Whether a user may write in a folder, or can give himself the right. A group may be one of his. */
function isOpenTo(uid: number, status: Stats): boolean {
  return status.uid === uid || (status.mode & 0o022) !== 0;
}

/** Removes what has this name: a file, a link, or a folder with all that is in it. */
export function removeName(file: string): void {
  const code = attempt(() => unlinkSync(file));
  if (code === undefined || code === 'ENOENT') return;
  removeFolderAtOnce(file);
}

/** One step for each entry; returns why something is left. */
function* removing(folder: string, identity?: FolderIdentity): Generator<void, string | undefined, undefined> {
  if (!REACHES_THROUGH_OPEN) return removeByProgram(folder, identity);
  let top: OpenFolder;
  try {
    top = new OpenFolder(folder);
  } catch (error) {
    return withoutFolder(folder, error as NodeJS.ErrnoException);
  }
  try {
    if (identity !== undefined && !isSameIdentity(identity, identityIn(fstatSync(top.handle)))) return undefined;
    return yield* new Removal(folder, top).run();
  } catch (error) {
    return (error as Error).message;
  } finally {
    top.close();
  }
}

/** There is no folder of this name, or none that can be opened. */
function withoutFolder(folder: string, error: NodeJS.ErrnoException): string | undefined {
  if (error.code === 'ENOENT') return undefined;
  if (error.code !== 'ELOOP' && error.code !== 'ENOTDIR') return error.message;
  const code = attempt(() => unlinkSync(folder));
  // Not a folder is either this, or what it would lie in.
  return code === undefined || code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `${folder}: ${code}`;
}

/** A folder that waits to be emptied: its name in the top, and where it was at first. */
interface Waiting {
  readonly name: string;
  readonly origin: string;
}

class Removal {
  readonly #folder: string;
  readonly #top: OpenFolder;
  readonly #device: number;
  readonly #prefix = `${randomUUID()}.`;
  #moved = 0;
  readonly #spares: (status: Stats) => boolean;
  #left: string | undefined;

  /** `spares`: folders in which nothing is to be touched. Default: none. */
  constructor(folder: string, top: OpenFolder, spares: (status: Stats) => boolean = () => false) {
    this.#folder = folder;
    this.#top = top;
    this.#spares = spares;
    this.#device = fstatSync(top.handle).dev;
  }

  *run(): Generator<void, string | undefined, undefined> {
    for (let round = 1; ; round++) {
      this.#left = undefined;
      yield* this.emptyTop();
      const code = attempt(() => rmdirSync(this.#folder));
      if (code === undefined || code === 'ENOENT') return undefined;
      if (code === 'ENOTDIR' || code === 'ELOOP') return `${this.#folder}: something else has its name now`;
      if (code !== 'ENOTEMPTY' || this.#left !== undefined || round === ROUNDS) {
        return this.#left ?? `${this.#folder}: ${code}`;
      }
    }
  }

  /** Once. What is left is noted. */
  *emptyTop(): Generator<void, void, undefined> {
    const waiting: Waiting[] = [];
    for (const entry of this.#top.entries()) {
      const { name } = entry;
      if (entry.isDirectory() || !this.#removeFile(this.#top, name, name)) waiting.push({ name, origin: name });
      yield;
    }
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) yield* this.#emptyOne(next, waiting);
  }

  *#emptyOne({ name, origin }: Waiting, waiting: Waiting[]): Generator<void, void, undefined> {
    const here = this.#enter(name, origin);
    if (here === undefined) return;
    try {
      for (const entry of here.entries()) {
        const place = `${origin}/${entry.name}`;
        if (entry.isDirectory() || !this.#removeFile(here, entry.name, place)) {
          const moved = this.#moveUp(here, entry.name, place);
          if (moved !== undefined) waiting.push({ name: moved, origin: place });
        }
        yield;
      }
    } catch (error) {
      this.#note(origin, (error as NodeJS.ErrnoException).code);
    } finally {
      here.close();
    }
    this.#note(
      origin,
      attempt(() => rmdirSync(this.#top.at(name))),
    );
  }

  /** Undefined where it is no folder any more, or none to be emptied. */
  #enter(name: string, origin: string): OpenFolder | undefined {
    try {
      const here = new OpenFolder(this.#top.at(name));
      const status = fstatSync(here.handle);
      const isMounted = status.dev !== this.#device;
      if (!isMounted && !this.#spares(status)) return here;
      here.close();
      this.#note(origin, isMounted ? 'something is mounted there' : attempt(() => rmdirSync(this.#top.at(name))));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ELOOP' || code === 'ENOTDIR') this.#removeFile(this.#top, name, origin);
      else this.#note(origin, code);
    }
    return undefined;
  }

  /** False where it is a folder. */
  #removeFile(here: OpenFolder, name: string, origin: string): boolean {
    const code = attempt(() => unlinkSync(here.at(name)));
    if (code === 'EISDIR' || code === 'EPERM') {
      // Which of the two a system says of a folder is its own choice; EPERM has other causes, too.
      if (isFolder(here.at(name))) return false;
    }
    this.#note(origin, code);
    return true;
  }

  /** Its new name in the top. A folder that is empty or cannot be moved is dealt with where it is. */
  #moveUp(here: OpenFolder, name: string, origin: string): string | undefined {
    if (attempt(() => rmdirSync(here.at(name))) === undefined) return undefined;
    const moved = `${this.#prefix}${++this.#moved}`;
    const move = (): string | undefined => attempt(() => renameSync(here.at(name), this.#top.at(moved)));
    let code = move();
    if (code === 'EACCES') {
      // A folder can only be moved by who may write in it.
      attempt(() => new OpenFolder(here.at(name)).close());
      code = move();
    }
    if (code === undefined) return moved;
    this.#note(origin, code);
    return undefined;
  }

  #note(origin: string, code: string | undefined): void {
    if (code !== undefined && !PASSING.has(code)) this.#left ??= `${this.#folder}/${origin}: ${code}`;
  }
}

function isFolder(file: string): boolean {
  return attempt(() => new OpenFolder(file).close()) === undefined;
}

/** Where no path goes through an open folder: `rm` holds what it walks through open itself. */
function removeByProgram(folder: string, identity: FolderIdentity | undefined): string | undefined {
  const now = identityOf(folder);
  if (identity !== undefined && (now === undefined || !isSameIdentity(identity, now))) return undefined;
  try {
    execFileSync('/bin/sh', ['-c', REMOVE_FOLDER, 'sh', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The system's word for why it cannot be done; undefined when it was. */
function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
