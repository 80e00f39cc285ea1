import { type EvaluationOptions, type Evaluator, evaluateExpression } from './evaluator.js';
import { parseExpression } from './expression.js';
import type { ParseLimits } from './limits.js';
import { ProblemError } from './problem.js';
import { SymbolTable } from './symbol-table.js';
import { formatValue } from './values/format.js';
import { ExprList } from './values/list.js';
import type { Value } from './values/value.js';

export interface EvaluateOptions extends EvaluationOptions {
  /** Values of the symbols. Default: none. */
  readonly symbols?: SymbolTable;
  /** Bounds of the text. */
  readonly parseLimits?: ParseLimits;
}

/**
 * Parses and evaluates an expression once. Spec: Expression Language, evaluate_expression. To evaluate one expression
 * many times, compile it. Host-only functions are there where `pathMapping` is given. Throws ProblemError with every problem that was found.
 */
export function evaluate(text: string, options: EvaluateOptions = {}): Value {
  const parsed = parseExpression(text, options.parseLimits);
  if (!parsed.ok) throw new ProblemError(parsed.problems);
  return evaluateExpression(parsed.value, options.symbols ?? new SymbolTable(), options);
}

/**
 * The texts that one item of a list of format strings gives: none for null, one for each item of a list, else one.
 * Spec: Expression Language 1.3.2. Throws ProblemError as `Evaluator.evaluate`.
 * @spec EL-1.3.2-list-item EL-1.3.2-list-item-null EL-1.3.2-list-item-flattened
 */
export function expandListItem(evaluator: Evaluator, symbols: SymbolTable): string[] {
  const value = evaluator.evaluate(symbols);
  if (value === null) return [];
  return value instanceof ExprList ? value.items.map(formatValue) : [formatValue(value)];
}
