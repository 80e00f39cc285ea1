import { quoteText } from '@openjd/expr';
import { fail } from '../failure.js';
import { reason } from '../input/files.js';

/** Does something to a file that is written; where the system refuses, that is a problem of the command's. */
export function orNotWritable<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    return fail('FILE_NOT_WRITABLE', `${quoteText(path)} is not writable: ${reason(error as NodeJS.ErrnoException)}`);
  }
}
