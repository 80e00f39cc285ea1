import type { ExprList } from '../values/list.js';
import type { ExprPath } from '../values/path.js';
import type { Value } from '../values/value.js';
import { elementCount, reserveText, textOperations } from './costs.js';
import { definer } from './define.js';
import { quoteForShell, textsOf } from './repr-sh.js';
import type { CallContext, Cost, LibraryFunction } from './row.js';

const row = definer('repr', '2.2.6');

function textUnits(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  if ('items' in value) return value.items.reduce((sum: number, item) => sum + textUnits(item), 0);
  return 'format' in value ? value.text.length : 0;
}

const COST: Cost = {
  text: 'number of elements + length of the texts / 256',
  operations: ([value]) => elementCount(value!) + textOperations(textUnits(value!)),
};

function shellWords(context: CallContext, value: string | ExprPath | ExprList): string {
  reserveText(context, textUnits(value) + 2);
  return textsOf(value).map(quoteForShell).join(' ');
}

/** Section 2.2.6. */
export const REPR: readonly LibraryFunction[] = [
  row('repr_sh(s: string) -> string', {
    doc: 'One word for a POSIX shell, quoted where it must be',
    cost: COST,
    call: shellWords,
  }),
  row('repr_sh(p: path) -> string', {
    doc: 'A path as one word for a POSIX shell',
    cost: COST,
    call: shellWords,
  }),
  row('repr_sh(args: list[string]) -> string', {
    doc: 'Words for a POSIX shell with spaces between',
    cost: COST,
    call: shellWords,
  }),
  row('repr_sh(args: list[path]) -> string', {
    doc: 'Paths as words for a POSIX shell with spaces between',
    cost: COST,
    call: shellWords,
  }),
];
