import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How a process ended: by itself, by a signal, or it never started. */
export type ProcessExit =
  | { readonly exitCode: number }
  | { readonly signal: NodeJS.Signals }
  | { readonly spawnError: NodeJS.ErrnoException };

/** A process that was asked for. */
export interface StartedProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when it has ended, whoever still holds its outputs. It does not reject. */
  readonly exit: Promise<ProcessExit>;
}

/** Starts a process. It does not throw: the system's refusal is an exit, in whichever of its two ways Node tells it. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions): StartedProcess {
  try {
    const child = spawn(command, args, options);
    return { pid: child.pid, exit: exitOf(child) };
  } catch (error) {
    return { pid: undefined, exit: Promise.resolve({ spawnError: error as NodeJS.ErrnoException }) };
  }
}

/** Resolves when the process has ended; see `StartedProcess`. */
export function exitOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.on('error', (spawnError) => resolve({ spawnError }));
    child.on('exit', (exitCode, signal) => resolve(signal === null ? { exitCode: exitCode! } : { signal }));
  });
}
