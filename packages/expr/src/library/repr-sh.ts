import { ExprList } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { EvaluationFailure } from './row.js';

/** What Python's `shlex.quote` lets through as it is. */
const SAFE = /^[\w@%+=:,./-]+$/;

/**
 * One word for a POSIX shell, as Python's `shlex.quote`: as it is where no character means anything to a shell, else in
 * single quotes. Throws INVALID_ARGUMENT for NUL, which no argument of a process can hold.
 */
export function quoteForShell(text: string): string {
  if (text.includes('\0')) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      'repr_sh() cannot quote a text with a NUL character: no shell word can hold it',
    );
  }
  if (text === '') return "''";
  if (SAFE.test(text)) return text;
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** The text of a string or path, or of each item of a list of these. */
export function textsOf(value: string | ExprPath | ExprList): string[] {
  if (value instanceof ExprList) return (value.items as readonly (string | ExprPath)[]).flatMap(textsOf);
  return [value instanceof ExprPath ? value.text : value];
}
