import { type CheckResult, checkFormatString, type PathSegment, type Scope, type Type } from '@openjd/expr';
import { DefinedNames } from '../check/defined-names.js';
import { checkKnownValue, type ResolvedDescription } from '../check/known-values.js';
import { explainUnknownSymbols } from '../check/unknown-symbols.js';
import type { DocumentValue } from '../document/value.js';
import type { Profile } from '../extensions/profile.js';
import type { Fault, ProblemList } from '../faults/problem-list.js';
import type { FormatStrings } from '../schema/format-strings.js';

/** What the rules of one template share. */
export class RuleContext {
  readonly profile: Profile;
  readonly problems: ProblemList;
  readonly formatStrings: FormatStrings;
  /** Read from the template with all its faults. */
  readonly names: DefinedNames;

  constructor(profile: Profile, problems: ProblemList, formatStrings: FormatStrings, document: DocumentValue = null) {
    this.profile = profile;
    this.problems = problems;
    this.formatStrings = formatStrings;
    this.names = new DefinedNames(document, !problems.isEmpty);
  }

  get knowsExpr(): boolean {
    return this.profile.formatStringGrammar === 'expr';
  }

  add(fault: Omit<Fault, 'phase'>): void {
    this.problems.add({ ...fault, phase: 'check' });
  }

  /**
   * Checks the format string at `path`: every symbol is in scope, every expression has a type, and the whole has the
   * target's. A text without interpolation is left to the schema. `target` counts only under EXPR: without it every
   * result is text, whose value is known later. `resolved` is what the value must be, where it is known already.
   */
  checkText(
    text: string,
    scope: Scope,
    path: readonly PathSegment[],
    target?: Type,
    resolved?: ResolvedDescription,
  ): CheckResult | undefined {
    if (!text.includes('{{')) return undefined;
    const parsed = this.formatStrings.parse(text);
    if (!parsed.ok || parsed.value.isLiteral) return undefined;
    const wanted = this.knowsExpr && target !== undefined ? { target } : {};
    const result = checkFormatString(parsed.value, scope, wanted);
    this.problems.addFromText(explainUnknownSymbols(result.problems, text, scope, this.profile), { path });
    if (result.problems.length > 0) return undefined;
    if (resolved !== undefined && result.constant !== undefined) {
      const { problems, formatStrings, profile } = this;
      checkKnownValue(result.constant, resolved, path, { limits: profile.limits, problems, formatStrings });
    }
    return result;
  }

  /** As `checkText`, for a field that is a number: only a text that is one interpolation has the number's type itself. */
  checkNumber(
    value: unknown,
    scope: Scope,
    path: readonly PathSegment[],
    target: Type,
    resolved: ResolvedDescription,
  ): void {
    if (typeof value !== 'string' || !value.includes('{{')) return;
    const parsed = this.formatStrings.parse(value);
    if (parsed.ok) this.checkText(value, scope, path, parsed.value.isWholeField ? target : undefined, resolved);
  }
}
