import {
  type CheckResult,
  checkExpression,
  compileExpression,
  type EvaluationOptions,
  type Evaluator,
} from './evaluator.js';
import type { FormatString, FormatStringSegment } from './format-string.js';
import { DEFAULT_MEMORY_BYTES, type EvaluationLimits } from './limits.js';
import { LineIndex, ProblemError } from './problem.js';
import type { ExprProblem, Result } from './result.js';
import type { Scope } from './scope.js';
import type { SymbolTable } from './symbol-table.js';
import { coercibility, types } from './types/index.js';
import type { Type } from './types/type.js';
import { coerce } from './values/coerce.js';
import { EvaluationFailure } from './values/failure.js';
import { formatValue } from './values/format.js';
import { STRING_UNIT_BYTES } from './values/size.js';
import type { PathFormat, Value } from './values/value.js';

/**
 * Whether the value is the expression's own, of any type, and not text. Spec: 1.3.2; 2023-09 7.3 knows text only.
 * @spec EL-1.3.2-transparent
 */
function isTransparent(formatString: FormatString): boolean {
  return formatString.isWholeField && formatString.grammar === 'expr';
}

/** An interpolation among text is not converted to anything but text. Spec: 1.3.2. @spec EL-1.3.2-surrounding-text */
function partOptions(formatString: FormatString, options: EvaluationOptions): EvaluationOptions {
  const target = isTransparent(formatString) ? options.target : undefined;
  return { ...options, target, plainNames: formatString.grammar === 'plain' };
}

/** @spec EL-1.3.2-null-in-text */
function formatPart(value: Value): string {
  return value === null ? '' : formatValue(value);
}

/** What keeps text from being the target: a required int is not met by `frame {{Param.Frame}}`. */
function textProblem(formatString: FormatString, target: Type | undefined): ExprProblem | undefined {
  if (target === undefined || coercibility(types.string, target) !== 'no') return undefined;
  return wholeProblem(formatString, 'WRONG_TYPE', `The value is a string where ${target.name} is expected`, 'check');
}

function wholeProblem(
  formatString: FormatString,
  code: ExprProblem['code'],
  message: string,
  phase: ExprProblem['phase'],
  hint?: string,
): ExprProblem {
  const range = new LineIndex(formatString.text).range(0, formatString.text.length);
  return { code, phase, message, path: [], range, ...(hint === undefined ? {} : { hint }) };
}

/** Most characters of the whole text, so that it is held to the memory limit as the values in it are. Spec: 1.3.9. */
function longestText(limits: EvaluationLimits | undefined): number {
  return Math.floor((limits?.memoryBytes ?? DEFAULT_MEMORY_BYTES) / STRING_UNIT_BYTES);
}

function tooLong(formatString: FormatString, longest: number, phase: ExprProblem['phase']): ExprProblem {
  return wholeProblem(formatString, 'MEMORY_LIMIT_EXCEEDED', `The text is longer than ${longest} characters`, phase);
}

/** Converts text to what the field expects. Throws EvaluationFailure. */
function textTo(text: string, target: Type | undefined, pathFormat: PathFormat): Value {
  return target === undefined ? text : coerce(text, target, pathFormat);
}

/** Checks every interpolation. `constant` is there where all symbols are known. See `checkExpression`. */
export function checkFormatString(
  formatString: FormatString,
  scope: Scope,
  options: EvaluationOptions = {},
): CheckResult {
  const part = partOptions(formatString, options);
  const problems: ExprProblem[] = [];
  const longest = longestText(options.limits);
  let text: string | undefined = '';
  for (const segment of formatString.segments) {
    if (segment.kind === 'text') {
      text = text === undefined ? undefined : text + segment.text;
      continue;
    }
    const result = checkExpression(segment.expression, scope, part);
    if (isTransparent(formatString)) return relocated(result, formatString, segment);
    problems.push(...result.problems.map((problem) => formatString.relocate(problem, segment)));
    const next = result.constant === undefined ? undefined : formatPart(result.constant);
    if (text !== undefined && next !== undefined && text.length + next.length > longest) {
      return { type: types.string, problems: [tooLong(formatString, longest, 'check')] };
    }
    text = text === undefined || next === undefined ? undefined : text + next;
  }
  const mismatch = textProblem(formatString, options.target);
  if (mismatch !== undefined) problems.push(mismatch);
  const type = options.target === undefined ? types.string : targetOfText(options.target);
  if (problems.length > 0 || text === undefined) return { type, problems };
  try {
    return { type, problems, constant: textTo(text, options.target, options.pathFormat ?? 'posix') };
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error;
    return { type, problems: [wholeProblem(formatString, error.code, error.message, 'check', error.hint)] };
  }
}

function targetOfText(target: Type): Type {
  return coercibility(types.string, target) === 'same' ? types.string : target;
}

function relocated(result: CheckResult, formatString: FormatString, segment: FormatStringSegment): CheckResult {
  return { ...result, problems: result.problems.map((problem) => formatString.relocate(problem, segment)) };
}

/** Checks and compiles a format string for values of the scope's types. */
export function compileFormatString(
  formatString: FormatString,
  scope: Scope,
  options: EvaluationOptions = {},
): Result<Evaluator> {
  const part = partOptions(formatString, options);
  const problems: ExprProblem[] = [];
  const parts: Part[] = [];
  for (const segment of formatString.segments) {
    if (segment.kind === 'text') {
      parts.push(segment.text);
      continue;
    }
    const compiled = compileExpression(segment.expression, scope, part);
    if (compiled.ok) parts.push({ evaluator: compiled.value, segment });
    else problems.push(...compiled.problems.map((problem) => formatString.relocate(problem, segment)));
  }
  const [only] = parts;
  if (isTransparent(formatString) && only !== undefined && typeof only !== 'string') {
    return { ok: true, value: new WholeFieldEvaluator(formatString, only) };
  }
  const mismatch = isTransparent(formatString) ? undefined : textProblem(formatString, options.target);
  if (mismatch !== undefined) problems.push(mismatch);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: new TextEvaluator(formatString, parts, options) };
}

/**
 * The text of a format string whose symbols are all known in the scope; undefined where some are not. Spec: 2023-09
 * 7.4, Progressive Expression Evaluation.
 */
export function foldFormatString(
  formatString: FormatString,
  scope: Scope,
  options: EvaluationOptions = {},
): Result<string | undefined> {
  const { problems, constant } = checkFormatString(formatString, scope, options);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: constant === undefined ? undefined : formatPart(constant) };
}

interface ExpressionPart {
  readonly evaluator: Evaluator;
  readonly segment: FormatStringSegment;
}

type Part = string | ExpressionPart;

/** Evaluates a part; its problems are told as those of the whole text. */
function evaluatePart(
  formatString: FormatString,
  part: ExpressionPart,
  symbols: SymbolTable,
  limits: EvaluationLimits | undefined,
): Value {
  try {
    return part.evaluator.evaluate(symbols, limits);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const problems = error.problems as readonly ExprProblem[];
    throw new ProblemError(problems.map((problem) => formatString.relocate(problem, part.segment)));
  }
}

/** @spec TS-7.3-resolved */
class WholeFieldEvaluator implements Evaluator {
  readonly type: Type;
  readonly symbols: readonly string[];
  readonly #formatString: FormatString;
  readonly #part: ExpressionPart;

  constructor(formatString: FormatString, part: ExpressionPart) {
    this.#formatString = formatString;
    this.#part = part;
    this.type = part.evaluator.type;
    this.symbols = part.evaluator.symbols;
  }

  evaluate(symbols: SymbolTable, limits?: EvaluationLimits): Value {
    return evaluatePart(this.#formatString, this.#part, symbols, limits);
  }

  format(symbols: SymbolTable, limits?: EvaluationLimits): string {
    return formatPart(this.evaluate(symbols, limits));
  }
}

/** @spec TS-7.3-resolved */
class TextEvaluator implements Evaluator {
  readonly type: Type;
  readonly symbols: readonly string[];
  readonly #formatString: FormatString;
  readonly #parts: readonly Part[];
  readonly #options: EvaluationOptions;

  constructor(formatString: FormatString, parts: readonly Part[], options: EvaluationOptions) {
    this.#formatString = formatString;
    this.#parts = parts;
    this.#options = options;
    this.type = options.target === undefined ? types.string : targetOfText(options.target);
    this.symbols = [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part.evaluator.symbols)))];
  }

  evaluate(symbols: SymbolTable, limits?: EvaluationLimits): Value {
    const text = this.#text(symbols, limits);
    if (this.#options.target === undefined) return text;
    try {
      return textTo(text, this.#options.target, this.#options.pathFormat ?? 'posix');
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
      throw new ProblemError([wholeProblem(this.#formatString, error.code, error.message, 'run', error.hint)]);
    }
  }

  format(symbols: SymbolTable, limits?: EvaluationLimits): string {
    return formatPart(this.evaluate(symbols, limits));
  }

  // @spec HJC-replaced-with-value
  #text(symbols: SymbolTable, limits: EvaluationLimits | undefined): string {
    const longest = longestText(limits ?? this.#options.limits);
    let text = '';
    for (const part of this.#parts) {
      const next =
        typeof part === 'string' ? part : formatPart(evaluatePart(this.#formatString, part, symbols, limits));
      if (text.length + next.length > longest) throw new ProblemError([tooLong(this.#formatString, longest, 'run')]);
      text += next;
    }
    return text;
  }
}
