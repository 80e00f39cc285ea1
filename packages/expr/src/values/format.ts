import { ExprFloat } from './float.js';
import { floatText } from './float-text.js';
import { ExprList } from './list.js';
import { ExprPath } from './path.js';
import { ExprRange } from './range-expr.js';
import type { Value } from './value.js';

/** JSON string with everything but control characters, `"` and `\` kept as it is. */
export function jsonQuote(text: string): string {
  return JSON.stringify(text);
}

/**
 * What a format string prints for a value that stands among other text: `true`, `5`, a float's kept or shortest text,
 * strings and paths as they are, the canonical text of a range, lists as JSON with `, ` between items. Null is `null`
 * here; a format string prints nothing for it, and sees to that itself. Spec: Expression Language 1.3.2, 1.3.4, 2.2.1.
 * @spec EL-2.2.1-string
 */
export function formatValue(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'null';
  if (typeof value !== 'object') return String(value);
  if (value instanceof ExprFloat) return floatText(value);
  if (value instanceof ExprPath) return value.text;
  if (value instanceof ExprList) return `[${value.items.map(formatItem).join(', ')}]`;
  return value.text;
}

/** @spec EL-2.2.1-string-of-list */
function formatItem(item: Value): string {
  if (typeof item === 'string') return jsonQuote(item);
  if (item instanceof ExprPath || item instanceof ExprRange) return jsonQuote(item.text);
  return formatValue(item);
}
