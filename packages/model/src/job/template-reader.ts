import {
  checkExpression,
  checkFormatString,
  formatValue,
  type PathSegment,
  quoteText,
  type Scope,
  type ScopeSymbol,
  type SymbolTable,
  type Type,
  types,
  type Value,
} from '@openjd/expr';
import { countFault } from '../check/check-scalars.js';
import { settle } from '../check/settle.js';
import type { JobProblem } from '../faults/job-result.js';
import { formatLabel } from '../faults/paths.js';
import { placeIn, problemAt, problemsOfText, type TemplatePlace } from '../faults/place.js';
import type { Fault } from '../faults/problem-list.js';
import type { Bindings } from '../rules/let.js';
import type { ListDescription, ScalarDescription } from '../schema/description.js';
import type { FormatStrings } from '../schema/format-strings.js';
import type { HostString, LetBinding } from '../schema/host-expression.js';
import type { Profile } from '../schema/profile.js';
import type { ParsedTemplate } from '../template/parse-template.js';
import { DeferredBinding, DeferredString } from './host-expression.js';
import type { DefinitionFields } from './parameters/definition.js';

/** The parts of a checked template that do not depend on its kind. */
export type TemplateParts = Pick<ParsedTemplate, 'profile' | 'formatStrings' | 'document' | 'source'>;

/** The template's parameter definitions. Defaults of floats come as the text that was written: `1.50` stays so. */
export function definitionsOf(template: ParsedTemplate): readonly DefinitionFields[] {
  const definitions = (template.template.parameterDefinitions ?? []) as readonly DefinitionFields[];
  return definitions.map((definition, i) => {
    const { type, default: value } = definition;
    if (type.toUpperCase() !== 'FLOAT' || typeof value !== 'number') return definition;
    return { ...definition, default: sourceText(template, ['parameterDefinitions', i, 'default'], value) };
  });
}

/** A number as its template writes it. Spec: Expression Language 1.3.4. */
function sourceText({ document }: TemplateParts, path: readonly PathSegment[], value: number): string {
  const text = document?.sourceText(path);
  return text !== undefined && /^[+-]?[0-9]*\.?[0-9]*$/.test(text) ? text : String(value);
}

/**
 * Reads the texts of one template while a job is made from it: resolves what is resolved now, and checks what is left to
 * the host with all that is known already. Problems are collected; their phase is `create`. Spec: 2023-09, 7.4.
 */
export class TemplateReader {
  readonly problems: JobProblem[] = [];
  readonly profile: Profile;
  readonly formatStrings: FormatStrings;
  readonly #parts: TemplateParts;

  constructor(parts: TemplateParts) {
    this.#parts = parts;
    this.profile = parts.profile;
    this.formatStrings = parts.formatStrings;
  }

  place(path: readonly PathSegment[]): TemplatePlace {
    return placeIn(this.#parts, path);
  }

  /** A number as the template writes it. */
  numberText(path: readonly PathSegment[], value: number): string {
    return sourceText(this.#parts, path, value);
  }

  /** Reports a value that its field does not take. */
  reportInvalid(path: readonly PathSegment[], message: string, hint?: string): void {
    this.problems.push(problemAt(this.place(path), { code: 'INVALID_VALUE', phase: 'create', message, hint }));
  }

  /** Reports a value that is longer, larger or more than a limit allows. */
  reportLimit(path: readonly PathSegment[], message: string): void {
    this.problems.push(problemAt(this.place(path), { code: 'LIMIT_EXCEEDED', phase: 'create', message }));
  }

  /**
   * The value of a format string that is resolved now: of the expression itself where it fills the whole field under
   * EXPR, else a text. Undefined where a problem was reported.
   */
  resolve(text: string, scope: Scope, target: Type, path: readonly PathSegment[]): Value | undefined {
    const string = this.formatStrings.get(text);
    if (string.isLiteral) return text;
    const isText = !string.isWholeField || !this.profile.keepsTypes;
    const { problems, constant } = checkFormatString(string, scope, { target: isText ? types.string : target });
    this.#reportExpression(problems, path);
    return constant;
  }

  /**
   * What a format string gave, as its field has it. Undefined where a problem was reported. `name`: what messages call the
   * value. Default: the last part of the path.
   */
  settle(
    value: Value,
    gives: ScalarDescription,
    path: readonly PathSegment[],
    name?: string,
  ): string | number | bigint | undefined {
    const settled = settle(value, gives, this.profile.limits, { path, ...(name === undefined ? {} : { name }) });
    if (settled.ok) return settled.value;
    const hint = `the format string gives ${quoteText(formatValue(value))}`;
    for (const fault of settled.faults) this.#report(path, fault, hint);
    return undefined;
  }

  /** Reports a list that has too few or too many values once its items are resolved. */
  settleCount(count: number, list: ListDescription, path: readonly PathSegment[]): void {
    const fault = countFault(count, list, this.profile.limits, formatLabel(path));
    if (fault !== undefined) this.#report(path, fault, 'these are the values that its items give');
  }

  #report(path: readonly PathSegment[], { code, message }: Pick<Fault, 'code' | 'message'>, hint: string): void {
    const told = code === 'LIMIT_EXCEEDED' ? code : 'INVALID_VALUE';
    const sentence = message.charAt(0).toUpperCase() + message.slice(1);
    this.problems.push(problemAt(this.place(path), { code: told, phase: 'create', message: sentence, hint }));
  }

  /** A text that is resolved now; null is the empty text. Undefined where a problem was reported. */
  resolveText(text: string, scope: Scope, path: readonly PathSegment[]): string | undefined {
    return this.resolve(text, scope, types.string, path) as string | undefined;
  }

  /** A format string for the host, checked now. @spec TS-7.4-type-checked EL-0-progressive */
  hostString(text: string, scope: Scope, target: Type, path: readonly PathSegment[]): HostString {
    const string = this.formatStrings.get(text);
    const isText = !string.isWholeField || !this.profile.keepsTypes;
    const wanted = isText ? types.string : target;
    if (!string.isLiteral) this.#reportExpression(checkFormatString(string, scope, { target: wanted }).problems, path);
    return new DeferredString(string, scope, wanted, this.place(path));
  }

  /** Values of a step's `let`, resolved now, added to `table` in order. Spec: 2023-09, 3.6. @spec TS-3.6-order */
  resolveLet(texts: readonly string[], scope: Scope, table: SymbolTable, path: readonly PathSegment[]): Bindings {
    const bound = new Map<string, ScopeSymbol>();
    const inner = scope.child(bound);
    for (const [index, text] of texts.entries()) {
      const { name, expression, relocate } = this.#binding(text);
      const { type, problems, constant } = checkExpression(expression, inner);
      this.#reportExpression(problems.map(relocate), [...path, index]);
      bound.set(name, { type: problems.length > 0 ? types.any : type, value: constant });
      if (constant !== undefined) table.set(name, constant);
    }
    return bound;
  }

  /** A script's `let` for the host, checked now, and the scope with its names. Spec: 2023-09, 3.6. */
  hostLet(
    texts: readonly string[],
    scope: Scope,
    path: readonly PathSegment[],
  ): { readonly bindings: readonly LetBinding[]; readonly bound: Bindings } {
    const bindings: LetBinding[] = [];
    const bound = new Map<string, ScopeSymbol>();
    for (const [index, text] of texts.entries()) {
      const place = [...path, index];
      const { name, expression, relocate } = this.#binding(text);
      // A copy: it is compiled later, when `bound` has the names after it too.
      const inner = scope.child(new Map(bound));
      const { type, problems } = checkExpression(expression, inner);
      this.#reportExpression(problems.map(relocate), place);
      bindings.push(new DeferredBinding({ name, text, expression, relocate }, inner, this.place(place)));
      bound.set(name, { type: problems.length > 0 ? types.any : type });
    }
    return { bindings, bound };
  }

  #binding(text: string) {
    const parsed = this.formatStrings.parseBinding(text);
    if (!parsed.ok) throw new TypeError(`not a let binding: ${text}`);
    return parsed.value;
  }

  #reportExpression(problems: Parameters<typeof problemsOfText>[0], path: readonly PathSegment[]): void {
    if (problems.length === 0) return;
    this.problems.push(...problemsOfText(problems, this.place(path), 'create', (message) => message));
  }
}
