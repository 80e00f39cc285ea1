import type { ExprList } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { EvaluationFailure } from './row.js';

/** What Python's `shlex.quote` lets through as it is. */
const SAFE = /^[\w@%+=:,./-]+$/;

/**
 * One word for a POSIX shell, as Python's `shlex.quote`: as it is where no character means anything to a shell, else in
 * single quotes. Throws INVALID_ARGUMENT for NUL, which no argument of a process can hold.
 * @spec RFC0008-repr-sh
 * @spec EL-2.2.6-sh
 */
export function quoteForShell(text: string): string {
  if (SAFE.test(text)) return text;
  if (text.includes('\0')) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      'repr_sh() cannot quote a text with a NUL character: no shell word can hold it',
    );
  }
  if (text === '') return "''";
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** What becomes words of a command line: a string, a path or a list of these. */
export type Words = string | ExprPath | ExprList;

/** The quoted words, with spaces between. @spec EL-2.2.6-sh-list */
export function joinWords(value: Words, quote: (text: string) => string): string {
  if (typeof value === 'string') return quote(value);
  if (value instanceof ExprPath) return quote(value.text);
  let words = '';
  for (const item of value.items as readonly (string | ExprPath)[]) {
    if (words !== '') words += ' ';
    words += quote(typeof item === 'string' ? item : item.text);
  }
  return words;
}
