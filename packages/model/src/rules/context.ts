import {
  type CheckResult,
  checkFormatString,
  formatValue,
  isExprList,
  membersOf,
  type PathSegment,
  quoteText,
  type Scope,
  type Type,
  types,
  type Value,
} from '@openjd/expr';
import { DefinedNames } from '../check/defined-names.js';
import { settle } from '../check/settle.js';
import { explainUnknownSymbols } from '../check/unknown-symbols.js';
import { joinOr } from '../document/describe-value.js';
import type { DocumentValue } from '../document/value.js';
import { formatLabel } from '../faults/paths.js';
import type { Fault, ProblemList } from '../faults/problem-list.js';
import type { ScalarDescription } from '../schema/description.js';
import type { FormatStringField } from '../schema/field-shape.js';
import type { FormatStrings } from '../schema/format-strings.js';
import type { Profile } from '../schema/profile.js';

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

  add(fault: Omit<Fault, 'phase'>): void {
    this.problems.add({ ...fault, phase: 'check' });
  }

  /**
   * Checks the format string at `path`: every symbol is in scope, every expression has a type, and the whole has the
   * type that its field takes and, where it is known already, a value that the field takes. Undefined where there is a
   * fault, or no format string.
   * @spec TS-7.4-type-checked
   * @spec EL-0-fail-fast RFC0005-static-types
   */
  checkFormatString(
    text: string,
    scope: Scope,
    path: readonly PathSegment[],
    { resolves, gives, requirement }: FormatStringField,
  ): CheckResult | undefined {
    const parsed = this.formatStrings.parse(text);
    if (!parsed.ok || parsed.value.isLiteral) return undefined;
    const { isWholeField } = parsed.value;
    // Where types are not kept, every result is a string, whose value is known later.
    const { keepsTypes } = this.profile;
    const target = keepsTypes && resolves.exact !== true ? targetOf(resolves.target, isWholeField) : undefined;
    const result = checkFormatString(parsed.value, scope, target === undefined ? {} : { target });
    this.problems.addFromText(explainUnknownSymbols(result.problems, text, scope, this.profile), { path });
    if (result.problems.length > 0) return undefined;
    if (resolves.exact && isWholeField && keepsTypes) {
      this.#checkExactType(result.type, resolves.target, path, requirement);
    }
    if (gives !== undefined && result.constant !== undefined) this.#checkKnownValue(result.constant, gives, path);
    return result;
  }

  #checkExactType(type: Type, target: Type, path: readonly PathSegment[], requirement: string): void {
    const wanted = new Set(membersOf(target).map(({ name }) => name));
    if (membersOf(type).every(({ name }) => wanted.has(name) || FITS_ANY.has(name))) return;
    const message = `${formatLabel(path)} must give ${joinOr([...wanted])}, not ${type.name}`;
    this.add({ code: 'WRONG_TYPE', message, path, requirement });
  }

  /**
   * Null is as no value, and of a list each item counts. Spec: 2023-09, 7.4; Expression Language, 1.3.2.
   * @spec TS-7.4-known-values
   */
  #checkKnownValue(value: Value, gives: ScalarDescription, path: readonly PathSegment[]): void {
    const items = isExprList(value) ? value.items : value === null ? [] : [value];
    const faults = items.flatMap((item) => {
      const settled = settle(item, gives, this.profile.limits, { path });
      return settled.ok ? [] : settled.faults;
    });
    if (faults.length === 0) return;
    const hint = `the format string gives ${quoteText(formatValue(value))}`;
    for (const fault of faults) this.add({ ...fault, path, requirement: 'TS-7.4-known-values', hint });
  }
}

/** Only an expression that fills the whole field has a type of its own; where there is text around it, it is a string. */
function targetOf(target: Type, isWholeField: boolean): Type {
  return isWholeField || target.kind === 'list' ? target : types.string;
}

/** Types of what fits wherever something is wanted: an empty list, a symbol of unknown type, what always fails. */
const FITS_ANY: ReadonlySet<string> = new Set(['any', 'list[nulltype]', 'noreturn']);
