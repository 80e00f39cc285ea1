import process from 'node:process';
import { throwProblem } from '../problem.js';

const SUPPORTED: readonly NodeJS.Platform[] = ['linux', 'darwin'];

/** Throws where this host's system is one that sessions cannot run on. */
export function requireSupportedPlatform(platform: NodeJS.Platform = process.platform): void {
  if (SUPPORTED.includes(platform)) return;
  throwProblem(
    'PLATFORM_NOT_SUPPORTED',
    `jobs cannot be run on ${platform === 'win32' ? 'Windows' : platform} yet`,
    'Run them on Linux or macOS; on Windows, in the Windows Subsystem for Linux. Checking templates works everywhere.',
  );
}
