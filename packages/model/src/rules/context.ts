import { checkFormatString, type PathSegment, type Scope, type Type } from '@openjd/expr';
import type { DocumentValue } from '../document/value.js';
import type { Profile } from '../extensions/profile.js';
import type { FormatStrings } from '../template/format-strings.js';
import type { Fault, ProblemList } from '../template/problem-list.js';
import { DefinedNames } from './defined-names.js';
import { explainUnknownSymbols } from './unknown-symbols.js';

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
   * result is text, whose value is known later.
   */
  checkText(text: string, scope: Scope, path: readonly PathSegment[], target?: Type): Type | undefined {
    if (!text.includes('{{')) return undefined;
    const parsed = this.formatStrings.parse(text);
    if (!parsed.ok || parsed.value.isLiteral) return undefined;
    const wanted = this.knowsExpr && target !== undefined ? { target } : {};
    const result = checkFormatString(parsed.value, scope, wanted);
    this.problems.addFromText(explainUnknownSymbols(result.problems, text, scope, this.profile), { path });
    return result.problems.length > 0 ? undefined : result.type;
  }

  /** As `checkText`, for a field that is a number: only a text that is one interpolation has the number's type itself. */
  checkNumber(value: unknown, scope: Scope, path: readonly PathSegment[], target: Type): void {
    if (typeof value !== 'string' || !value.includes('{{')) return;
    const parsed = this.formatStrings.parse(value);
    if (parsed.ok) this.checkText(value, scope, path, parsed.value.isWholeField ? target : undefined);
  }
}
