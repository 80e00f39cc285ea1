import { EvaluationFailure } from './failure.js';

/**
 * A 64-bit float. Never NaN, infinite or negative zero (spec: Expression Language 1.3.4).
 * `text` is the source text where the value was only copied (`3.500` prints as `3.500`) or where a function fixes its
 * digits (`round(3.5, 2)`); computed values have none and print as the shortest text that reads back the same.
 * @spec EL-1.3.4-ieee EL-1.3.4-original
 */
export class ExprFloat {
  readonly value: number;
  readonly text: string | undefined;

  constructor(value: number, text?: string) {
    this.value = value;
    this.text = text;
  }
}

/**
 * Makes a float. Negative zero becomes zero; NaN and infinity throw FLOAT_NOT_FINITE. Spec: 1.3.4.
 * @spec EL-1.3.4-negative-zero EL-1.3.4-infinity EL-1.3.4-nan
 */
export function exprFloat(value: number, text?: string): ExprFloat {
  if (value - value !== 0) {
    throw new EvaluationFailure('FLOAT_NOT_FINITE', `The result is not a finite float: ${pythonNotFinite(value)}`);
  }
  return new ExprFloat(value + 0, text);
}

export function isExprFloat(value: unknown): value is ExprFloat {
  return value instanceof ExprFloat;
}

function pythonNotFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'infinity' : '-infinity';
}
