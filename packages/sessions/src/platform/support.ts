import { closeSync, existsSync, openSync } from 'node:fs';
import process from 'node:process';
import { throwProblem } from '../problem.js';

const SUPPORTED: readonly NodeJS.Platform[] = ['linux', 'darwin'];

/** Throws where this host's system is one that sessions cannot run on. */
export function requireSupportedPlatform(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'linux') requireProcesses();
  if (SUPPORTED.includes(platform)) return;
  throwProblem(
    'PLATFORM_NOT_SUPPORTED',
    `jobs cannot be run on ${platform === 'win32' ? 'Windows' : platform} yet`,
    'Run them on Linux or macOS; on Windows, in the Windows Subsystem for Linux. Checking templates works everywhere.',
  );
}

/** What an action starts is found there, and files are reached through it whatever happens to their names. */
function requireProcesses(): void {
  if (existsSync('/proc/self/fd')) return;
  throwProblem(
    'PLATFORM_NOT_SUPPORTED',
    'jobs cannot be run without the file system /proc: what an action leaves running could not be found',
    'Mount it: `mount -t proc proc /proc`.',
  );
}

/** More files than a session and the start of an action have open at any one time. */
const OPEN_FILES = 16;

/**
 * Throws where this process may not open as many files as a session needs: with fewer it could begin, and then not remove
 * what it has made.
 */
export function requireOpenFiles(): void {
  const opened: number[] = [];
  try {
    while (opened.length < OPEN_FILES) opened.push(openSync('/', 'r'));
  } catch (error) {
    throwProblem(
      'SESSION_NOT_STARTED',
      `no session could be started: it opens up to ${OPEN_FILES} files, and the system refuses (${(error as Error).message})`,
      'Close something, or raise the limit of open files (`ulimit -n`).',
    );
  } finally {
    for (const handle of opened) closeSync(handle);
  }
}
