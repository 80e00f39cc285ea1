import { ExprFloat } from '../values/float.js';
import { shortestFloatText } from '../values/float-text.js';
import { ExprList } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { ExprRange } from '../values/range-expr.js';
import type { Value } from '../values/value.js';

/** JSON text in ASCII: other characters become `\uXXXX`, those above U+FFFF as two of these. */
function jsonString(text: string): string {
  const asEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[^ -~]/g, asEscape);
}

/**
 * A value as Python's `json.dumps` writes it by default: `, ` between items and ASCII only, which every target reads.
 * Spec: Expression Language 2.2.6 leaves both open.
 * @spec EL-2.2.6-json
 */
export function jsonRepr(value: Value): string {
  if (typeof value === 'string') return jsonString(value);
  if (value instanceof ExprFloat) return shortestFloatText(value.value);
  if (value instanceof ExprPath || value instanceof ExprRange) return jsonString(value.text);
  if (value instanceof ExprList) return `[${value.items.map(jsonRepr).join(', ')}]`;
  return String(value);
}
