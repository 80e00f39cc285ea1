import { ExprFloat } from '../values/float.js';
import { shortestFloatText } from '../values/float-text.js';
import { ExprList } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { ExprRange } from '../values/range-expr.js';
import type { Value } from '../values/value.js';

/** What `repr` escapes besides quotes and backslashes: all that Unicode calls other or separator, but for the space. */
const NOT_PRINTABLE = /[\p{C}\p{Z}]/u;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/** Characters that stand for themselves between quotes. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

function escapeCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  if (character === ' ' || !NOT_PRINTABLE.test(character)) return character;
  const codePoint = character.codePointAt(0)!;
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function pythonString(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const character of text) result += escapeCharacter(character, quote);
  return result + quote;
}

/** A value as Python's `repr` writes it. Spec: Expression Language 2.2.6. @spec EL-2.2.6-py */
export function pythonRepr(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonString(value);
  if (value instanceof ExprFloat) return shortestFloatText(value.value);
  // @spec EL-2.2.6-path EL-2.2.6-range
  if (value instanceof ExprPath || value instanceof ExprRange) return pythonString(value.text);
  if (value instanceof ExprList) return `[${value.items.map(pythonRepr).join(', ')}]`;
  return String(value);
}
