import { execFile, type SpawnOptions, spawnSync } from 'node:child_process';
import process from 'node:process';
import { LOOK_AT_FILE } from './sudo/scripts.js';

/** A user of this host with a group, by their numbers: whose processes and files they are. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/** What a path leads to, as the user sees it. */
export interface FileLook {
  readonly kind: 'none' | 'file' | 'directory';
  readonly isExecutable: boolean;
  /** Its first 256 bytes, read as UTF-8; empty where it may not be read. */
  readonly start: string;
}

/** Something could not be done with the rights of a user. */
export class UserShellError extends Error {
  /** What the program, or who should have started it, said. */
  readonly said: string;
  /** The system's word for it, as far as it can be told. */
  readonly code: string | undefined;

  constructor(said: string, code?: string, speaker = '/bin/sh') {
    super(said === '' ? `${speaker}: ${code ?? 'failed without a word'}` : firstLines(said));
    this.said = said;
    this.code = code ?? (said.includes('No space left on device') ? 'ENOSPC' : undefined);
  }
}

/** How a command is started so that it has a user's rights. */
export interface Launcher {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/**
 * Runs the programs of `scripts.ts` with a user's rights and no more: no link can lead them to a file, and no swap of
 * folders to a place, that is not that user's own to touch. How a program gets these rights, a launcher says.
 *
 * Processes of that user can stop or change what runs here. They gain nothing by it, and it costs a limited time.
 */
export abstract class UserShell {
  readonly user: FileOwner;

  constructor(user: FileOwner) {
    this.user = user;
  }

  protected abstract launcher(words: readonly [string, ...string[]]): Launcher;

  protected failure(said: string, code?: string): UserShellError {
    return new UserShellError(said, code);
  }

  /** Runs a program and returns what it prints. Throws a UserShellError. */
  run(script: string, args: readonly string[], input = ''): string {
    const { command, args: all, options } = this.launcher(['/bin/sh', '-c', script, 'sh', ...args]);
    const limits = { timeout: LONGEST_MS, killSignal: 'SIGKILL', maxBuffer: MOST_SAID } as const;
    const { status, stdout, stderr, error } = spawnSync(command, all, {
      ...SHELL_OPTIONS,
      ...options,
      ...limits,
      stdio: 'pipe',
      input,
      encoding: 'utf8',
    });
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code !== undefined && code !== 'EPIPE') throw this.failure('', code);
    if (status !== 0) throw this.failure(stderr.trim());
    return stdout;
  }

  /** As `run`, while this process goes on. Rejects with a UserShellError. */
  runBeside(script: string, args: readonly string[]): Promise<string> {
    const { command, args: all, options } = this.launcher(['/bin/sh', '-c', script, 'sh', ...args]);
    const limits = { timeout: LONGEST_BESIDE_MS, killSignal: 'SIGKILL', maxBuffer: MOST_SAID } as const;
    return new Promise((resolve, reject) => {
      const child = execFile(command, all, { ...SHELL_OPTIONS, ...options, ...limits }, (error, stdout, stderr) => {
        if (error === null) resolve(String(stdout));
        else reject(this.failure(String(stderr).trim(), typeof error.code === 'string' ? error.code : undefined));
      });
      child.stdin?.on('error', () => {}).end();
    });
  }

  /** Looks at a file with the user's eyes. */
  readonly look = (file: string): FileLook => {
    try {
      const [kind, executable, ...start] = this.run(LOOK_AT_FILE, [file]).split('\n');
      return { kind: kind as FileLook['kind'], isExecutable: executable === 'yes', start: start.join('\n') };
    } catch {
      return { kind: 'none', isExecutable: false, start: '' };
    }
  };
}

/** The way for a runtime that is root: a child that has become the user, in that group and no other. */
export class ChildShell extends UserShell {
  protected launcher([command, ...args]: readonly [string, ...string[]]): Launcher {
    const { uid, gid } = this.user;
    // With these two Node also takes root's further groups away.
    return { command, args, options: { uid, gid } };
  }
}

/** Nothing of an action's environment; what is said is not translated; every user may be in this folder. */
export const SHELL_OPTIONS = {
  cwd: '/',
  env: { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' },
} as const;

const LONGEST_MS = 60_000;
const LONGEST_BESIDE_MS = 600_000;
const MOST_SAID = 16_777_216;
const MOST_LINES = 3;

/** A tree that cannot be removed has a line for each of its files. */
function firstLines(said: string): string {
  const lines = said.split('\n');
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? `${lines.slice(0, MOST_LINES).join('\n')}\nand ${rest} more` : said;
}
