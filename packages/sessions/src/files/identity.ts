import { lstatSync, type Stats } from 'node:fs';

/** What tells one folder from another that later has the same name. */
export interface FolderIdentity {
  readonly device: number;
  readonly inode: number;
  readonly bornMs: number;
}

/** The identity of the folder at a path; undefined when there is none, it is a link, or it cannot be seen. */
export function identityOf(folder: string): FolderIdentity | undefined {
  try {
    const status = lstatSync(folder);
    return status.isDirectory() ? identityIn(status) : undefined;
  } catch {
    return undefined;
  }
}

export function identityIn({ dev, ino, birthtimeMs }: Stats): FolderIdentity {
  return { device: dev, inode: ino, bornMs: Math.trunc(birthtimeMs) };
}

export function isSameIdentity(one: FolderIdentity, other: FolderIdentity): boolean {
  return one.device === other.device && one.inode === other.inode && one.bornMs === other.bornMs;
}
