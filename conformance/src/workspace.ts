import { randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type JournalRecord, parseJournal } from './journal.js';
import { isOrphaned, owner } from './owner.js';

const probeFolder = fileURLToPath(new URL('../probe', import.meta.url));

/** Time for processes that are ending anyway to be gone. */
const SETTLE_MS = 2_000;

/** Begins the name of the folder of one run of the suite, in which the folders of its cases are. */
const PREFIX = 'openjd-cases-';

/** In a run's folder: the process that made it. */
const OWNER_FILE = 'owner';

/** In a case's folder: by which its processes are found. */
const TOKEN_FILE = 'token';

/**
 * The folder of one run of one case: its input files, its journal, and the runtime's temporary files, in which session
 * directories are expected. Everything that a run may leave is found by this folder or by its token.
 */
export class Workspace {
  /** Absolute and without symbolic links. */
  readonly folder: string;
  readonly #token: string;

  private constructor(folder: string, token: string) {
    this.folder = folder;
    this.#token = token;
  }

  /** @param root of `createRoot` */
  static create(root: string): Workspace {
    const folder = mkdtempSync(join(root, 'case-'));
    const token = randomUUID();
    writeFileSync(join(folder, TOKEN_FILE), token);
    writeFileSync(join(folder, 'journal'), '');
    mkdirSync(join(folder, 'tmp'));
    return new Workspace(folder, token);
  }

  /** Makes the folder in which one run of the suite makes its workspaces. Absolute and without symbolic links. */
  static createRoot(): string {
    const root = realpathSync(mkdtempSync(join(tmpdir(), PREFIX)));
    writeFileSync(join(root, OWNER_FILE), owner());
    return root;
  }

  /**
   * Takes away what runs of the suite have left that were killed before they could do it themselves. What another user has
   * laid beside them is none of ours: neither what it says is believed nor is anything in it touched.
   */
  static async removeOrphans(): Promise<void> {
    for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
      const root = join(tmpdir(), name);
      try {
        if (!isOwn(root) || !isOrphaned(readFileSync(join(root, OWNER_FILE), 'utf8'))) continue;
        for (const entry of readdirSync(root, { withFileTypes: true }).filter((found) => found.isDirectory())) {
          const folder = join(root, entry.name);
          await new Workspace(folder, readFileSync(join(folder, TOKEN_FILE), 'utf8')).endProcesses();
        }
        removeFolder(root);
      } catch {
        // It is being made or removed at this moment, or belongs to someone else.
      }
    }
  }

  /** What the runtime is given on top of this process's environment: `openjd-record`, its journal, and a folder for sessions. */
  get environment(): Record<string, string> {
    return {
      PATH: `${probeFolder}${delimiter}${process.env['PATH'] ?? ''}`,
      TMPDIR: join(this.folder, 'tmp'),
      OPENJD_JOURNAL: join(this.folder, 'journal'),
      OPENJD_CASE: this.#token,
    };
  }

  /** @throws {Error} where the journal is not what `openjd-record` writes */
  readJournal(): JournalRecord[] {
    return parseJournal(readFileSync(join(this.folder, 'journal'), 'utf8'));
  }

  /** Ends the processes that the run left, and tells what they were. Without /proc (macOS, Windows) none is found. */
  async endProcesses(): Promise<string[]> {
    const deadline = performance.now() + SETTLE_MS;
    let found = this.#processes();
    while (found.size > 0 && performance.now() < deadline) {
      await sleep(50);
      found = this.#processes();
    }
    for (const pid of found.keys()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    }
    return [...found.values()].map((command) => `a process was left: ${command}`);
  }

  /** Session directories that are still there. */
  leftDirectories(journal: readonly JournalRecord[]): string[] {
    const directories = new Set(journal.map((record) => record.directory));
    return [...directories].filter(existsSync).map((directory) => `the session's directory was left: ${directory}`);
  }

  remove(): void {
    removeFolder(this.folder);
  }

  /** Processes that inherited the token: process id -> command line. */
  #processes(): Map<number, string> {
    const found = new Map<number, string>();
    if (!existsSync('/proc/self/environ')) return found;
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'latin1').includes(`OPENJD_CASE=${this.#token}`)) continue;
        found.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim());
      } catch {
        // It is gone, or belongs to someone else.
      }
    }
    return found;
  }
}

/** Whether this user made a folder in which nobody else can write. */
function isOwn(folder: string): boolean {
  const status = lstatSync(folder);
  return status.isDirectory() && status.uid === (process.geteuid?.() ?? status.uid) && (status.mode & 0o022) === 0;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
