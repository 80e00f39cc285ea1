import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { quoteText } from '@openjd/expr';
import type { FileLook } from '../platform/posix/user-shell.js';

/** Why a process did not start, and what to do about it. */
export interface SpawnFailure {
  readonly code: 'COMMAND_NOT_FOUND' | 'COMMAND_NOT_EXECUTABLE' | 'WORKING_DIRECTORY_GONE' | 'SPAWN_FAILED';
  readonly message: string;
  readonly hint: string;
}

/** The search path of `execvp` where `PATH` is not set. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * Tells why `command` could not be started. The system has one word for many causes (ENOENT for a missing command, a
 * missing interpreter and a missing working directory), so we look. `look`: with the eyes of the action's user. `quote`:
 * how a text from a template is quoted.
 */
export function explainSpawnFailure(
  command: string,
  workingDirectory: string,
  environment: Readonly<Record<string, string>>,
  error: NodeJS.ErrnoException,
  look: Look = lookAt,
  quote: (text: string) => string = quoteText,
): SpawnFailure {
  if (look(workingDirectory).kind !== 'directory') {
    return {
      code: 'WORKING_DIRECTORY_GONE',
      message: `the session's working directory ${workingDirectory} is gone`,
      hint: 'An earlier action of this session has removed or replaced it; let actions remove only what they made.',
    };
  }
  const file = locate(command, workingDirectory, environment['PATH'] ?? DEFAULT_PATH, look);
  if (file === undefined) {
    return {
      code: 'COMMAND_NOT_FOUND',
      message: command.includes('/')
        ? `the command ${quote(command)} does not exist`
        : `the command ${quote(command)} was not found in any folder of PATH (${environment['PATH'] ?? DEFAULT_PATH})`,
      hint: 'Install it on this host, or have an outer environment add its folder to PATH with openjd_env.',
    };
  }
  const { kind, isExecutable, start } = look(file);
  if (kind === 'directory') {
    return {
      code: 'COMMAND_NOT_EXECUTABLE',
      message: `the command ${file} is a directory`,
      hint: 'Name a program in it.',
    };
  }
  if (!isExecutable) {
    return {
      code: 'COMMAND_NOT_EXECUTABLE',
      message: `the command ${file} is not executable`,
      hint: 'Give an embedded file `runnable: true`, or start the file by its interpreter, as in `bash FILE`.',
    };
  }
  const interpreter = interpreterOf(start);
  if (error.code === 'ENOENT' && interpreter !== undefined) {
    return {
      code: 'COMMAND_NOT_FOUND',
      message: `the interpreter ${quote(interpreter)} that the first line of ${file} names does not exist`,
      hint: interpreter.endsWith('\r')
        ? 'The line ends with a carriage return: write the file with `endOfLine: LF`.'
        : 'Install it, or name another one in the line that begins with "#!".',
    };
  }
  return {
    code: 'SPAWN_FAILED',
    message: `the command ${file} could not be started: ${error.code ?? error.message}`,
    hint: hintFor(error.code),
  };
}

function hintFor(code: string | undefined): string {
  switch (code) {
    case 'EACCES':
      return 'The system refuses it: look at the permissions of its folders and at the mount option noexec.';
    case 'ENOEXEC':
      return 'It is no program of this system; a script begins with a line such as "#!/bin/sh".';
    case 'ENOSPC':
      return 'The disk with the folder for temporary files is full; free some space.';
    case 'EAGAIN':
    case 'ENOMEM':
    case 'EMFILE':
    case 'ENFILE':
      return 'The host has reached a limit of processes, memory or open files; end something or raise the limit.';
    default:
      return 'Start the command by hand on this host to see more.';
  }
}

function locate(command: string, workingDirectory: string, searchPath: string, look: Look): string | undefined {
  if (command.includes('/')) {
    const file = path.resolve(workingDirectory, command);
    return look(file).kind === 'none' ? undefined : file;
  }
  const candidates = searchPath
    .split(':')
    .map((folder) => path.resolve(workingDirectory, folder, command))
    .filter((file) => look(file).kind === 'file');
  return candidates.find((file) => look(file).isExecutable) ?? candidates[0];
}

function interpreterOf(start: string): string | undefined {
  const line = start.split('\n', 1)[0] ?? '';
  return /^#![ \t]*([^ \t]+)/.exec(line)?.[1];
}

type Look = (file: string) => FileLook;

function lookAt(file: string): FileLook {
  try {
    const status = statSync(file);
    if (status.isDirectory()) return { kind: 'directory', isExecutable: true, start: '' };
    return { kind: 'file', isExecutable: isExecutable(file), start: startOf(file) };
  } catch {
    // There is none; or a folder on the way is a file, may not be entered, or is a loop of links.
    return { kind: 'none', isExecutable: false, start: '' };
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function startOf(file: string): string {
  try {
    // A named pipe would otherwise have us wait for a writer.
    const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const start = Buffer.alloc(256);
      return start.toString('utf8', 0, readSync(handle, start));
    } finally {
      closeSync(handle);
    }
  } catch {
    return '';
  }
}
