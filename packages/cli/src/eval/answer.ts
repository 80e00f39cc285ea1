import {
  formatValue,
  isExprFloat,
  isExprList,
  isExprPath,
  isExprRange,
  type Problem,
  typeOf,
  type Value,
} from '@openjd/expr';

/** One line of JSON for a value: `{"ok":true,"type":"int","value":5,"text":"5"}`. */
export function valueAnswer(value: Value): string {
  const type = JSON.stringify(typeOf(value).name);
  const text = JSON.stringify(value === null ? '' : formatValue(value));
  return `{"ok":true,"type":${type},"value":${jsonOf(value)},"text":${text}}`;
}

/** One line of JSON for what went wrong; of several problems the first. */
export function problemAnswer(problem: Problem): string {
  const { code, message, range, hint } = problem;
  return JSON.stringify({ ok: false, problem: { code, message, range, hint } });
}

/**
 * JSON of a value that a reader in any language takes exactly: an int beyond 2^53 is a decimal text, a float always
 * has a point or an exponent, paths and ranges are texts.
 */
function jsonOf(value: Value): string {
  if (typeof value === 'bigint') return `"${value}"`;
  if (isExprFloat(value)) return floatJson(value.value);
  if (isExprPath(value) || isExprRange(value)) return JSON.stringify(value.text);
  if (isExprList(value)) return `[${value.items.map(jsonOf).join(',')}]`;
  return JSON.stringify(value);
}

function floatJson(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
