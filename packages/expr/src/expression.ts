import { DEFAULT_NESTING_DEPTH, DEFAULT_SOURCE_LENGTH, DEFAULT_TOKENS, type ParseLimits } from './limits.js';
import { type ExprProblemCode, LineIndex } from './problem.js';
import { messageText, shortenText } from './quote.js';
import type { ExprProblem, Result } from './result.js';
import type { Node, Place } from './syntax/ast.js';
import { SyntaxFailure } from './syntax/failure.js';
import { type Parsed, parse } from './syntax/parser.js';
import { collectReferences, type References } from './syntax/walk.js';

/** A parsed expression. Reusable, immutable, and free of any scope. Spec: Expression Language, ParsedExpression. */
export class Expression {
  readonly text: string;
  readonly ast: Node;
  #references: References | undefined;
  #lines: LineIndex | undefined;

  constructor(text: string, ast: Node) {
    this.text = text;
    this.ast = ast;
  }

  /** Dotted names that it refers to, properties included and loop variables left out: `Param.File.stem`. */
  get symbols(): ReadonlySet<string> {
    return this.#collected().symbols;
  }

  /** Names of the functions and methods that it calls. Operators and properties are not among them. */
  get functions(): ReadonlySet<string> {
    return this.#collected().functions;
  }

  /** The problem of a place in this expression. */
  problem(
    code: ExprProblemCode,
    phase: ExprProblem['phase'],
    message: string,
    place: Place,
    hint?: string,
  ): ExprProblem {
    this.#lines ??= new LineIndex(this.text);
    const range = this.#lines.range(place.start, place.end);
    return { code, phase, ...told(message, hint), path: [], range };
  }

  #collected(): References {
    this.#references ??= collectReferences(this.ast);
    return this.#references;
  }
}

const INT_RANGE = '-9223372036854775808 to 9223372036854775807';

/**
 * Reads one expression. Spec: Expression Language 1.1. Errors, all of phase `parse`: `SYNTAX_ERROR`,
 * `UNSUPPORTED_SYNTAX`, `INVALID_LITERAL`, `INVALID_NAME`, `INTEGER_OVERFLOW` and `FLOAT_NOT_FINITE` for literals,
 * `NESTING_TOO_DEEP`, `SOURCE_TOO_LONG`.
 */
export function parseExpression(text: string, limits: ParseLimits = {}): Result<Expression> {
  const longest = limits.sourceLength ?? DEFAULT_SOURCE_LENGTH;
  if (text.length > longest) {
    return failed(text, 'SOURCE_TOO_LONG', `The expression is longer than ${longest} characters`, {
      start: longest,
      end: text.length,
    });
  }
  let parsed: Parsed;
  try {
    parsed = parse(text, limits.nestingDepth ?? DEFAULT_NESTING_DEPTH, limits.tokens ?? DEFAULT_TOKENS);
  } catch (error) {
    // @spec EL-1.3.11-syntax
    if (error instanceof SyntaxFailure) return failed(text, error.code, error.message, error, error.hint);
    throw error;
  }
  if (parsed.tooLarge.length > 0) {
    const lines = new LineIndex(text);
    return { ok: false, problems: parsed.tooLarge.map((place) => tooLarge(text, lines, place)) };
  }
  return { ok: true, value: new Expression(text, parsed.root) };
}

function tooLarge(text: string, lines: LineIndex, place: Place): ExprProblem {
  const digits = shortenText(text.slice(place.start, place.end));
  return problem(lines, 'INTEGER_OVERFLOW', `Integer overflow: ${digits} is outside ${INT_RANGE}`, place);
}

function failed(text: string, code: ExprProblemCode, message: string, place: Place, hint?: string): Result<never> {
  return { ok: false, problems: [problem(new LineIndex(text), code, message, place, hint)] };
}

function problem(lines: LineIndex, code: ExprProblemCode, message: string, place: Place, hint?: string): ExprProblem {
  const range = lines.range(place.start, place.end);
  return { code, phase: 'parse', ...told(message, hint), path: [], range };
}

/** Whatever a message took from the expression or from a value without quotes is cut and escaped all the same. */
function told(message: string, hint: string | undefined): Pick<ExprProblem, 'message' | 'hint'> {
  return { message: messageText(message), ...(hint === undefined ? {} : { hint: messageText(hint) }) };
}
