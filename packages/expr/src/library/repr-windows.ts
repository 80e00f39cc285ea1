import { ExprFloat } from '../values/float.js';
import { floatText, shortestFloatText } from '../values/float-text.js';
import { ExprList } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { ExprRange } from '../values/range-expr.js';
import type { Value } from '../values/value.js';
import { WHITESPACE_CLASS } from '../values/whitespace.js';
import { EvaluationFailure } from './row.js';

/** @spec EL-2.2.6-cmd EL-2.2.6-cmd-simple */
const CMD_SPECIAL = new RegExp(`[&|<>^"()%!${WHITESPACE_CLASS}]`);

function refuseNul(text: string, name: string): void {
  if (text.includes('\0')) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      `${name}() cannot quote a text with a NUL character: no command line can hold it`,
    );
  }
}

/**
 * One word for `cmd.exe` in a .bat file: in double quotes where a character means something to it, with `^`, `"`, `%` and
 * `!` escaped. Line ends are left out, since nothing can stand for them in an argument and what follows one would be a
 * command. Throws INVALID_ARGUMENT for NUL. Spec: Expression Language 2.2.6.
 * @spec EL-2.2.6-cmd
 */
export function quoteForCmd(text: string): string {
  refuseNul(text, 'repr_cmd');
  // @spec EL-2.2.6-cmd-simple
  if (text !== '' && !CMD_SPECIAL.test(text)) return text;
  // @spec EL-2.2.6-cmd-escapes EL-2.2.6-cmd-exclamation-mark EL-2.2.6-cmd-newlines RFC0006-cmd-newlines
  const escaped = text
    .replace(/[\r\n]/g, '')
    .replace(/[\^"]/g, '^$&')
    .replaceAll('%', '%%')
    .replaceAll('!', '^^!');
  return `"${escaped}"`;
}

/** A quote of any of the shapes that PowerShell reads as a single quote. */
const POWERSHELL_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

/** @spec EL-2.2.6-pwsh */
function powerShellString(text: string): string {
  refuseNul(text, 'repr_pwsh');
  return `'${text.replace(POWERSHELL_QUOTES, '$&$&')}'`;
}

/** What PowerShell reads as a number of the same value. */
const POWERSHELL_NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

function powerShellFloat(float: ExprFloat): string {
  const text = floatText(float);
  return POWERSHELL_NUMBER.test(text) ? text : shortestFloatText(float.value);
}

/**
 * A value as a PowerShell literal. Throws INVALID_ARGUMENT for NUL. Spec: 2.2.6.
 * @spec EL-2.2.6-pwsh-values EL-2.2.6-pwsh-list
 */
export function powerShellRepr(value: Value): string {
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'string') return powerShellString(value);
  if (value instanceof ExprFloat) return powerShellFloat(value);
  if (value instanceof ExprPath || value instanceof ExprRange) return powerShellString(value.text);
  if (!(value instanceof ExprList)) return String(value);
  // PowerShell unrolls an array that is the only item of another one; the comma keeps it.
  const comma = value.items.length === 1 && value.items[0] instanceof ExprList ? ',' : '';
  return `@(${comma}${value.items.map(powerShellRepr).join(', ')})`;
}
