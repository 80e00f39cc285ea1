import { formatValue, isExprFloat, isExprList, type PathSegment, type Value } from '@openjd/expr';
import type { DocumentValue } from '../document/value.js';
import type { ProblemList } from '../faults/problem-list.js';
import type {
  ChoiceDescription,
  FloatDescription,
  IntegerDescription,
  TextDescription,
} from '../schema/description.js';
import type { FormatStrings } from '../schema/format-strings.js';
import type { Limits } from '../schema/limits.js';
import { type Check, choiceCheck, floatCheck, integerCheck, textCheck } from './check-scalars.js';
import { CheckContext } from './context.js';

/** What a field must be once its format string is resolved. */
export type ResolvedDescription = TextDescription | IntegerDescription | FloatDescription | ChoiceDescription;

/**
 * Checks a value that a format string gives whatever the job's parameters are: what holds for a written value holds for it.
 * Null is as no value, and of a list each item counts. Spec: 2023-09, 7.4; Expression Language, "Fail-fast errors".
 */
export function checkKnownValue(
  value: Value,
  type: ResolvedDescription,
  path: readonly PathSegment[],
  around: { readonly limits: Limits; readonly problems: ProblemList; readonly formatStrings: FormatStrings },
): void {
  const check = checkOf(type, around.limits);
  const context = new CheckContext(null, undefined, around.problems, around.formatStrings);
  context.path.push(...path);
  context.requirement = 'TS-7.4-known-values';
  const before = around.problems.length;
  for (const item of isExprList(value) ? value.items : value === null ? [] : [value])
    check(asWritten(item, type), context);
  const shown = JSON.stringify(formatValue(value));
  const gives = shown.length <= LONGEST_SHOWN ? shown : `${shown.slice(0, LONGEST_SHOWN)}…`;
  for (const fault of around.problems.takeSince(before)) {
    around.problems.add({ ...fault, phase: 'check', hint: `the text gives ${gives}` });
  }
}

const LONGEST_SHOWN = 40;

/** The value as a template would have it. */
function asWritten(value: Value, type: ResolvedDescription): DocumentValue {
  if (type.kind === 'float' && isExprFloat(value)) return value.value;
  return typeof value === 'number' || typeof value === 'bigint'
    ? type.kind === 'text'
      ? String(value)
      : value
    : formatValue(value);
}

function checkOf(type: ResolvedDescription, limits: Limits): Check {
  switch (type.kind) {
    case 'text': {
      const { format: _, ...literal } = type;
      return textCheck(literal, limits);
    }
    // A text that is resolved may be digits, and is no format string any more.
    case 'integer':
      return integerCheck({ ...type, text: 'digits' });
    case 'float':
      return floatCheck({ ...type, text: 'digits' });
    case 'choice':
      return choiceCheck(type);
  }
}
