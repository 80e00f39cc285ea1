import { ARITHMETIC } from './arithmetic.js';
import { COMPARISON } from './comparison.js';
import { GENERAL } from './general.js';
import { HOST } from './host.js';
import { LIST } from './list.js';
import { MATH } from './math.js';
import { PATH, PATH_OPERATORS } from './path.js';
import { REGEX } from './regex.js';
import { REPR } from './repr.js';
import type { LibraryFunction } from './row.js';
import { SEQUENCE_OPERATORS } from './sequence-operators.js';
import { STRING } from './string.js';

export type { CallContext, Cost, LibraryFunction, LibrarySection, Parameter } from './row.js';
export { EvaluationFailure } from './row.js';

/** Every signature of section 2 of the Expression Language, in the order of its tables. @spec EL-0-no-user-functions */
export const LIBRARY: readonly LibraryFunction[] = Object.freeze([
  ...ARITHMETIC,
  ...SEQUENCE_OPERATORS,
  ...COMPARISON,
  ...PATH_OPERATORS,
  ...GENERAL,
  ...MATH,
  ...LIST,
  ...STRING,
  ...REGEX,
  ...REPR,
  ...PATH,
  ...HOST,
]);

const byName = new Map<string, LibraryFunction[]>();
for (const row of LIBRARY) {
  const rows = byName.get(row.name);
  if (rows === undefined) byName.set(row.name, [row]);
  else rows.push(row);
}

const NONE: readonly LibraryFunction[] = Object.freeze([]);

/** The signatures of a name, in the order in which a call tries them; none for an unknown name. */
export function lookup(name: string): readonly LibraryFunction[] {
  return byName.get(name) ?? NONE;
}
