import { type PathSegment, parseRangeExpr, quoteText, type Scope, type Value } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import type { StepParameterSpaceDefinition, TaskParameterDefinition } from '../schema/generated/template-types.js';
import { checkCombination } from './combination.js';
import type { RuleContext } from './context.js';
import { checkFields } from './fields.js';

/** Spec: 2023-09, 3.4. `names` are those of all task parameters, of the faulty ones too. */
export function checkParameterSpace(
  space: StepParameterSpaceDefinition,
  names: readonly string[],
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const seen = new Set<string>();
  const chunked: string[] = [];
  const lengths = new Map<string, number>();
  const onKnown = (place: readonly PathSegment[], value: Value) => checkKnownRange(space, place, path, value, context);
  checkFields('StepParameterSpaceDefinition', space, { create: scope, host: scope, onKnown }, path, context);
  for (const [index, parameter] of itemsOf(space.taskParameterDefinitions)) {
    const place = [...path, 'taskParameterDefinitions', index];
    // @spec TS-3.4-unique-names
    if (seen.has(parameter.name)) {
      context.add({
        code: 'DUPLICATE_NAME',
        message: `Two task parameters have the name ${quoteText(parameter.name)}`,
        path: [...place, 'name'],
        requirement: 'TS-3.4-unique-names',
      });
    }
    seen.add(parameter.name);
    const length = checkRange(parameter, [...place, 'range'], context);
    if (length !== undefined) lengths.set(parameter.name, length);
    if (parameter.type !== 'CHUNK[INT]') continue;
    // @spec TS-3.4-one-chunked TS-3.4.1.5-one-chunked RFC0001-at-most-one
    if (chunked.length > 0) {
      context.add({
        code: 'CHUNKS_NOT_ALLOWED',
        message: `${quoteText(chunked[0]!)} has the type CHUNK[INT] too; a step can have one parameter with chunks`,
        path: [...place, 'type'],
        requirement: 'TS-3.4-one-chunked',
      });
    }
    chunked.push(parameter.name);
  }
  if (space.combination !== undefined) {
    checkCombination(space.combination, { names, chunked, lengths }, [...path, 'combination'], context);
  }
}

/** Number of values of the range where the template alone says it. */
function checkRange(
  { range, type }: TaskParameterDefinition,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  if (typeof range !== 'string') {
    // Where types are kept, an item may give nothing or several values, so that the length is not known.
    const isFixed =
      !context.profile.keepsTypes || itemsOf<unknown>(range).every(([, item]) => !String(item).includes('{{'));
    return isFixed ? range.length : undefined;
  }
  if (range.includes('{{')) return undefined;
  if (isIntType(type)) return checkIntRangeText(range, range, path, context);
  context.add({
    code: 'WRONG_VALUE_TYPE',
    message: `"range" of the type ${type} must be a list or an expression that gives one, not a string`,
    path,
    requirement: `TS-${type === 'FLOAT' ? '3.4.1.2' : type === 'STRING' ? '3.4.1.3' : '3.4.1.4'}-range`,
    hint: 'write the values as a list',
  });
  return undefined;
}

/** @spec RFC0001-same-space */
function isIntType(type: TaskParameterDefinition['type']): boolean {
  return type === 'INT' || type === 'CHUNK[INT]';
}

/** A `range` of ints whose format string gives a string that is known: it must be a range expression. */
function checkKnownRange(
  { taskParameterDefinitions: definitions }: StepParameterSpaceDefinition,
  place: readonly PathSegment[],
  path: readonly PathSegment[],
  value: Value,
  context: RuleContext,
): void {
  const [, index, field, ...inside] = place.slice(path.length);
  if (field !== 'range' || inside.length > 0 || typeof value !== 'string') return;
  if (isIntType(definitions[index as number]!.type)) checkIntRangeText(value, undefined, place, context);
}

/**
 * Number of values of a range expression. `written` is the same text where it stands in the template so.
 * @spec TS-3.4.1.1.1-range
 */
function checkIntRangeText(
  text: string,
  written: string | undefined,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  const parsed = parseRangeExpr(text);
  if (parsed.ok) return Number(parsed.value.count);
  const { message, start, end, hint, overlap } = parsed.fault;
  context.add({
    code: overlap ? 'OVERLAPPING_RANGES' : 'INVALID_RANGE_EXPR',
    message: written === undefined ? `the text gives ${quoteText(text)}: ${message}` : message,
    path,
    ...(written === undefined ? {} : { within: { start, end } }),
    hint: hint ?? RANGE_FORMS,
    requirement: 'TS-3.4.1.1.1-range',
  });
  return undefined;
}

/** For people who write ranges in the notation of another system. */
export const RANGE_FORMS = 'ranges are written as "1-10", "1-10:2" or "1,3,5-7"';
