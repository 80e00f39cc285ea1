import { Expression, parseExpression } from './expression.js';
import type { ParseLimits } from './limits.js';
import { type ExprProblemCode, LineIndex } from './problem.js';
import { escapeUnshowable, shortenText } from './quote.js';
import type { ExprProblem, Result } from './result.js';
import type { NameNode } from './syntax/ast.js';

/**
 * What stands between `{{` and `}}`.
 * - `plain`: a dotted name, as in templates without EXPR. Spec: 2023-09 7.3.
 * - `expr`: an expression. Spec: Expression Language 1.1.
 */
export type FormatStringGrammar = 'plain' | 'expr';

/** A stretch of a format string; `start` and `end` are offsets in its text, braces included. */
export type FormatStringSegment =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly start: number; readonly end: number };

/** A parsed format string. Spec: 2023-09 7.3. */
export class FormatString {
  readonly text: string;
  readonly grammar: FormatStringGrammar;
  readonly segments: readonly FormatStringSegment[];
  #lines: LineIndex | undefined;

  constructor(text: string, grammar: FormatStringGrammar, segments: readonly FormatStringSegment[]) {
    this.text = text;
    this.grammar = grammar;
    this.segments = segments;
  }

  /** Whether there is nothing to interpolate. */
  get isLiteral(): boolean {
    return this.segments.every((segment) => segment.kind === 'text');
  }

  /** Whether it is one interpolation and nothing else, so that its value may be of any type. Spec: 1.3.2. */
  get isWholeField(): boolean {
    return this.segments.length === 1 && this.segments[0]!.kind === 'expression';
  }

  /** The expressions in it, in order. */
  get expressions(): readonly Expression[] {
    return this.segments.flatMap((segment) => (segment.kind === 'expression' ? [segment.expression] : []));
  }

  /** Dotted names that its expressions refer to. */
  get symbols(): ReadonlySet<string> {
    return new Set(this.expressions.flatMap((expression) => [...expression.symbols]));
  }

  /** Names of the functions and methods that its expressions call. */
  get functions(): ReadonlySet<string> {
    return new Set(this.expressions.flatMap((expression) => [...expression.functions]));
  }

  /** A problem of the expression of a segment, as a problem of this text. */
  relocate(problem: ExprProblem, segment: FormatStringSegment): ExprProblem {
    this.#lines ??= new LineIndex(this.text);
    return relocate(problem, this.#lines, segment.start + 2);
  }
}

function relocate(problem: ExprProblem, lines: LineIndex, by: number): ExprProblem {
  if (problem.range === undefined) return problem;
  const { start, end } = problem.range;
  return { ...problem, range: lines.range(start.offset + by, end.offset + by) };
}

export interface FormatStringOptions extends ParseLimits {
  readonly grammar: FormatStringGrammar;
}

/**
 * Reads a format string. All problems are collected: those of each interpolation are found on their own.
 * The limits are those of each expression; the text around may be of any length (2023-09 6.1.2).
 * Errors: `UNCLOSED_INTERPOLATION` and those of `parseExpression`; ranges are offsets in `text`.
 * @spec HJC-many-interpolations TS-7.3-format-string
 */
export function parseFormatString(text: string, options: FormatStringOptions): Result<FormatString> {
  const segments: FormatStringSegment[] = [];
  const problems: ExprProblem[] = [];
  const lines = new LineIndex(text);
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const literalEnd = open < 0 ? text.length : open;
    const stray = text.indexOf('}}', at);
    if (stray >= 0 && stray < literalEnd) problems.push(strayClose(lines, stray));
    if (literalEnd > at) segments.push({ kind: 'text', text: text.slice(at, literalEnd), start: at, end: literalEnd });
    if (open < 0) break;
    const close = findClose(text, open + 2, options.grammar);
    if (close < 0) {
      problems.push(unclosed(lines, open));
      break;
    }
    const source = text.slice(open + 2, close);
    // @spec EL-0-backward-compatible EL-0-opt-in
    const parsed = options.grammar === 'expr' ? parseExpression(source, options) : parsePlain(source);
    if (parsed.ok) segments.push({ kind: 'expression', expression: parsed.value, start: open, end: close + 2 });
    else problems.push(...parsed.problems.map((problem) => relocate(problem, lines, open + 2)));
    at = close + 2;
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: new FormatString(text, options.grammar, segments) };
}

function problemAt(
  lines: LineIndex,
  code: ExprProblemCode,
  message: string,
  start: number,
  end: number,
  hint?: string,
) {
  const range = lines.range(start, end);
  return { code, phase: 'parse' as const, message, path: [], range, ...(hint === undefined ? {} : { hint }) };
}

function unclosed(lines: LineIndex, open: number): ExprProblem {
  const hint = "Close it with }}; for the two characters themselves write {{ '{' + '{' }} with EXPR";
  return problemAt(
    lines,
    'UNCLOSED_INTERPOLATION',
    'An interpolation is opened with {{ and not closed',
    open,
    open + 2,
    hint,
  );
}

function strayClose(lines: LineIndex, at: number): ExprProblem {
  const hint = 'Open it with {{, or put a space between the braces';
  return problemAt(
    lines,
    'UNCLOSED_INTERPOLATION',
    'An interpolation is closed with }} and not opened',
    at,
    at + 2,
    hint,
  );
}

/** A string literal of the language, whole; a quote that closes nowhere matches nothing. */
const STRING =
  /'''(?:\\[\s\S]|[^\\])*?'''|"""(?:\\[\s\S]|[^\\])*?"""|'(?:\\[\s\S]|[^\\'\r\n])*'|"(?:\\[\s\S]|[^\\"\r\n])*"/y;

/**
 * The place of the `}}` that closes an interpolation, or -1. In an expression it is not looked for inside string
 * literals, so that `{{ '}}' }}` is one interpolation; a quote without its partner hides nothing.
 */
function findClose(text: string, from: number, grammar: FormatStringGrammar): number {
  if (grammar === 'plain') return text.indexOf('}}', from);
  const first = text.indexOf('}}', from);
  if (first < 0) return -1;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x7d && text.charCodeAt(i + 1) === 0x7d) return i;
    if (c !== 0x27 && c !== 0x22) continue;
    STRING.lastIndex = i;
    if (!STRING.test(text)) return first;
    i = STRING.lastIndex - 1;
  }
  return first;
}

const PLAIN_NAME = /^[ \t\r\n\f\v]*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ \t\r\n\f\v]*$/;

/** Reads a dotted name. Spec: 2023-09 7.3. @spec HJC-single-reference TS-7.3-names */
function parsePlain(source: string): Result<Expression> {
  const name = PLAIN_NAME.exec(source)?.[1];
  if (name === undefined) {
    const isEmpty = source.trim() === '';
    const message = isEmpty
      ? 'The interpolation is empty'
      : `${escapeUnshowable(shortenText(source.trim()))} is no name of a value`;
    const hint = isEmpty ? 'Write the name of a value, such as Param.Name' : 'Expressions need the extension EXPR';
    return { ok: false, problems: [problemAt(new LineIndex(source), 'SYNTAX_ERROR', message, 0, source.length, hint)] };
  }
  const start = source.indexOf(name);
  const parts = name.split('.');
  const ends: number[] = [];
  let end = start - 1;
  for (const part of parts) {
    end += part.length + 1;
    ends.push(end);
  }
  const ast: NameNode = { kind: 'name', start, end, name, parts, ends };
  return { ok: true, value: new Expression(source, ast) };
}
