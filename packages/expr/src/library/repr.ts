import type { Value } from '../values/value.js';
import { reserveText, textUnits, WRITING_COST } from './costs.js';
import { definer } from './define.js';
import { jsonRepr } from './repr-json.js';
import { pythonRepr } from './repr-python.js';
import { joinWords, quoteForShell, type Words } from './repr-sh.js';
import { powerShellRepr, quoteForCmd } from './repr-windows.js';
import type { CallContext, LibraryFunction } from './row.js';

const row = definer('repr', '2.2.6');

/** Reserves what the shortest answer takes, and then what the answer took. */
function reserved(context: CallContext, value: Value, answer: (value: Value) => string): string {
  const least = textUnits(value);
  reserveText(context, least);
  const text = answer(value);
  reserveText(context, text.length - least);
  return text;
}

/** Rows of a function that makes words for a command line. */
function wordRows(
  name: string,
  shell: string,
  quote: (text: string) => string,
  types: readonly [type: string, doc: string][],
): LibraryFunction[] {
  const words = (value: Value) => joinWords(value as Words, quote);
  return types.map(([type, doc]) =>
    row(`${name}(${type}) -> string`, {
      doc: `${doc} for ${shell}, quoted where needed`,
      cost: WRITING_COST,
      call: (context, value: Words) => reserved(context, value, words),
    }),
  );
}

/** Rows of a function that makes a literal. */
function literalRows(
  name: string,
  answer: (value: Value) => string,
  types: readonly [type: string, doc: string][],
): LibraryFunction[] {
  return types.map(([type, doc]) =>
    row(`${name}(${type}) -> string`, {
      doc,
      cost: WRITING_COST,
      call: (context, value: Value) => reserved(context, value, answer),
    }),
  );
}

/** Section 2.2.6. Paths go to `repr_cmd` as strings, by the conversion of 1.2.3. */
export const REPR: readonly LibraryFunction[] = [
  ...wordRows('repr_sh', 'POSIX shells', quoteForShell, [
    ['s: string', 'A string as one word'],
    ['p: path', 'A path as one word'],
    ['args: list[string]', 'Strings as words with spaces between'],
    ['args: list[path]', 'Paths as words with spaces between'],
  ]),
  ...wordRows('repr_cmd', 'cmd.exe in .bat files', quoteForCmd, [
    ['s: string', 'A string as one word'],
    ['args: list[string]', 'Strings as words with spaces between'],
  ]),
  ...literalRows('repr_pwsh', powerShellRepr, [
    ['s: string', 'A string in single quotes for PowerShell'],
    ['n: int', 'An int for PowerShell'],
    ['f: float', 'A float for PowerShell'],
    ['b: bool', '`$true` or `$false` for PowerShell'],
    ['p: path', "A path's text in single quotes for PowerShell"],
    ['r: range_expr', "A range's text in single quotes for PowerShell"],
    ['args: list[T]', 'An array `@(...)` for PowerShell'],
  ]),
  ...literalRows('repr_py', pythonRepr, [
    ['value: nulltype', '`None`'],
    ['r: range_expr', "A range's text as a Python string"],
    ['p: path', "A path's text as a Python string"],
    ['value: bool', '`True` or `False`'],
    ['value: int', 'An int for Python'],
    ['value: float', 'A float for Python'],
    ['value: string', 'A string for Python'],
    ['value: list[T]', 'A list for Python'],
  ]),
  ...literalRows('repr_json', jsonRepr, [
    ['value: nulltype', '`null`'],
    ['r: range_expr', "A range's text as a JSON string"],
    ['p: path', "A path's text as a JSON string"],
    ['value: bool', '`true` or `false`'],
    ['value: int', 'An int for JSON'],
    ['value: float', 'A float for JSON'],
    ['value: string', 'A string for JSON, in ASCII'],
    ['value: list[T]', 'An array for JSON'],
  ]),
];
