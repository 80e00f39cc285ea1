import { type Expression, parseExpression } from './expression.js';
import { MAX_USER_IDENTIFIER_LENGTH, type ParseLimits } from './limits.js';
import { type ExprProblemCode, LineIndex, type SourceRange } from './problem.js';
import { quoteText } from './quote.js';
import type { ExprProblem, Result } from './result.js';
import { isKeyword, isLiteralWord } from './syntax/keywords.js';

/** `name = expression`. Spec: 2023-09 3.6.1. */
export interface LetBinding {
  readonly name: string;
  /** Where the name stands in the text. */
  readonly nameRange: SourceRange;
  readonly expression: Expression;
  /** Where the expression's text begins in the binding's. Its own places count from there. */
  readonly expressionStart: number;
  /** A problem of the expression, as a problem of the binding's text. */
  readonly relocate: (problem: ExprProblem) => ExprProblem;
}

/**
 *     frame_count = Param.End - Param.Start + 1
 *     ^^^^^^^^^^^ ^ ^^^^^^^^^^^^^^^^^^^^^^^^^^^
 *     name          expression
 * @spec TS-3.6.1-binding TS-3.6.1-white-space
 */
const BINDING = /^([^=]*)=(?!=)[ \t]*/;

/**
 * Reads a `let` binding. Spec: 2023-09 3.6.1. Errors: `SYNTAX_ERROR` without a `=`, `INVALID_NAME` for a name that does
 * not begin with a lowercase letter or underscore, is longer than 512 characters or is reserved, and those of the expression.
 */
export function parseLetBinding(text: string, limits: ParseLimits = {}): Result<LetBinding> {
  const match = BINDING.exec(text);
  const lines = new LineIndex(text);
  const fail = (code: ExprProblemCode, message: string, start: number, end: number, hint: string): Result<never> => ({
    ok: false,
    problems: [{ code, phase: 'parse', message, path: [], range: lines.range(start, end), hint }],
  });
  if (match === null) {
    return fail(
      'SYNTAX_ERROR',
      'A let binding needs a name, = and an expression',
      0,
      text.length,
      'Write name = expression',
    );
  }
  const [prefix, before = ''] = match;
  const name = withoutBlanksBehind(before);
  const fault = nameFault(name);
  if (fault !== undefined)
    return fail('INVALID_NAME', fault, 0, name.length, 'Begin it with a lowercase letter or an underscore');
  const relocate = (problem: ExprProblem): ExprProblem =>
    problem.range === undefined
      ? problem
      : {
          ...problem,
          range: lines.range(problem.range.start.offset + prefix.length, problem.range.end.offset + prefix.length),
        };
  // @spec TS-3.6.1-expression
  const parsed = parseExpression(text.slice(prefix.length), limits);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(relocate) };
  const nameRange = lines.range(0, name.length);
  return { ok: true, value: { name, nameRange, expression: parsed.value, expressionStart: prefix.length, relocate } };
}

function withoutBlanksBehind(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(0, end);
}

/** @spec TS-3.6.1-name TS-3.6.1-name-min-length */
function nameFault(name: string): string | undefined {
  if (!/^[a-z_][A-Za-z0-9_]*$/.test(name))
    return `${name === '' ? 'An empty text' : `${quoteText(name)}`} is no name for a let binding`;
  if (name.length > MAX_USER_IDENTIFIER_LENGTH) {
    return `The name of a let binding is longer than ${MAX_USER_IDENTIFIER_LENGTH} characters`;
  }
  return isKeyword(name) || isLiteralWord(name)
    ? `${quoteText(name)} is a reserved word and names no let binding`
    : undefined;
}
