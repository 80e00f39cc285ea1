import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a word names a program on the PATH. */
export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

/** Why the first word of a command starts nothing, and what to do about it; undefined: it names a program. */
export function programFault(program: string): string | undefined {
  // Windows adds endings to the names of programs, and has no right to execute.
  if (process.platform === 'win32') return undefined;
  if (!program.includes('/')) return isOnPath(program) ? undefined : `there is no program ${program} on the PATH`;
  if (!existsSync(program)) return `there is no file ${program}`;
  if (statSync(program).isDirectory()) return `the folder ${program} has no runtime.yaml`;
  return isExecutable(program) ? undefined : `${program} is not executable: chmod +x ${program}`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
