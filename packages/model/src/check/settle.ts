import { formatValue, isExprFloat, type PathSegment, type Value } from '@openjd/expr';
import type { DocumentValue } from '../document/value.js';
import { type Fault, ProblemList } from '../faults/problem-list.js';
import type { ScalarDescription } from '../schema/description.js';
import { FormatStrings } from '../schema/format-strings.js';
import type { Limits } from '../schema/limits.js';
import { type Check, choiceCheck, floatCheck, integerCheck, textCheck } from './check-scalars.js';
import { CheckContext } from './context.js';

/** What a format string gave, as the field has it; or why the field cannot have it. */
export type Settled =
  | { readonly ok: true; readonly value: string | number | bigint }
  | { readonly ok: false; readonly faults: readonly Pick<Fault, 'code' | 'message'>[] };

/**
 * Makes what a format string gave the value of its field, whichever stage resolved it: what holds for a written value
 * holds for it, so the same checks judge it. A number may be digits. `name`: what messages call the value; default: the
 * last part of the path. Spec: 2023-09, 7.4; Expression Language, "Fail-fast errors".
 * @spec TS-1.1.1-max-length TS-3.3.2.2-maximum TS-3.4.2-max-length TS-5-timeout-resolved
 */
export function settle(
  value: Value,
  type: ScalarDescription,
  limits: Limits,
  { path, name }: { readonly path: readonly PathSegment[]; readonly name?: string },
): Settled {
  const problems = new ProblemList();
  const context = new CheckContext(undefined, problems, NO_FORMAT_STRINGS, name);
  context.path.push(...path);
  const written = asWritten(value, type);
  checkOf(type, limits)(written, context);
  if (!problems.isEmpty) return { ok: false, faults: problems.takeSince(0) };
  return { ok: true, value: inField(written, type) };
}

/** A value that is resolved is no format string any more, whatever it looks like. */
const NO_FORMAT_STRINGS = new FormatStrings('plain');

/** The value as a template would have it. */
function asWritten(value: Value, type: ScalarDescription): DocumentValue {
  if (type.kind === 'float' && isExprFloat(value)) return value.value;
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return isNumber && type.kind !== 'text' ? value : formatValue(value);
}

/** A checked value; digits are the number that they are. */
function inField(written: DocumentValue, { kind }: ScalarDescription): string | number | bigint {
  if (kind === 'float') return Number(written);
  if (kind !== 'integer') return written as string;
  const number = BigInt(written as string | number | bigint);
  return number >= Number.MIN_SAFE_INTEGER && number <= Number.MAX_SAFE_INTEGER ? Number(number) : number;
}

const checks = new WeakMap<Limits, WeakMap<ScalarDescription, Check>>();

function checkOf(type: ScalarDescription, limits: Limits): Check {
  let ofLimits = checks.get(limits);
  if (ofLimits === undefined) {
    ofLimits = new WeakMap();
    checks.set(limits, ofLimits);
  }
  let check = ofLimits.get(type);
  if (check === undefined) {
    check = resolvedCheck(type, limits);
    ofLimits.set(type, check);
  }
  return check;
}

function resolvedCheck(type: ScalarDescription, limits: Limits): Check {
  switch (type.kind) {
    case 'text': {
      const { resolves: _, ...literal } = type;
      return textCheck(literal, limits);
    }
    case 'integer': {
      const { resolves: _, ...literal } = type;
      return integerCheck({ ...literal, digits: true });
    }
    case 'float': {
      const { resolves: _, ...literal } = type;
      return floatCheck({ ...literal, digits: true });
    }
    case 'choice':
      return choiceCheck(type);
  }
}
