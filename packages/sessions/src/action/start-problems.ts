import type { Problem } from '@openjd/expr';
import type { ResolvedAction } from '@openjd/model';
import { exceedsArgumentLimit } from '../platform/posix/argument-limit.js';
import { sessionProblem } from '../problem.js';

/** An embedded file could not be written. `name`: the action, as `describeAction` says it. */
export function fileProblem(name: string, file: string, error: NodeJS.ErrnoException): Problem {
  return sessionProblem(
    'FILE_NOT_WRITTEN',
    `the embedded file ${file} of ${name} could not be written: ${error.message}`,
    error.code === 'ENOSPC'
      ? 'The disk is full. Free some space, or have sessions work elsewhere (working directory root, TMPDIR).'
      : 'An earlier action of this session may have changed or removed its working directory.',
  );
}

/**
 * What keeps the system from taking this command, known before it is asked. A hook's command carries the wrapped one
 * and its variables, so the sizes of both are told. Spec: RFC 0008, "Wrapping overhead and command length".
 */
export function commandProblem(
  name: string,
  { command, args, wrapped }: ResolvedAction,
  environment: Readonly<Record<string, string>>,
): Problem | undefined {
  if ([command, ...args].some((text) => text.includes('\0'))) {
    return sessionProblem('NUL_IN_COMMAND', `the command or an argument of ${name} contains a NUL character`);
  }
  const excess = exceedsArgumentLimit(command, args, environment);
  if (excess === undefined) return undefined;
  if (wrapped === undefined) {
    const hint = 'Put long texts into an embedded file and pass its path.';
    return sessionProblem('COMMAND_TOO_LONG', `${name} cannot be started: ${excess}`, hint);
  }
  const wrappedBytes = Buffer.byteLength([wrapped.command, ...wrapped.args].join(' '));
  return sessionProblem(
    'COMMAND_TOO_LONG',
    `${name} cannot be started: ${excess}; the wrapped command alone has ${wrappedBytes} bytes`,
    'Have the hook forward only the variables that are needed, or write them to a file and pass its path.',
  );
}
