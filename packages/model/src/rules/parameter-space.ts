import { type PathSegment, parseRangeExpr, type Scope, type Value } from '@openjd/expr';
import { closestName } from '../document/closest-name.js';
import { joinAnd, quoteText } from '../document/describe-value.js';
import { itemsOf } from '../document/edits.js';
import type { StepParameterSpaceDefinition, TaskParameterDefinition } from '../schema/generated/template-types.js';
import { type Combination, parseCombination } from '../scopes/combination.js';
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
        message: `Two task parameters have the name "${parameter.name}"`,
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
        message: `"${chunked[0]}" has the type CHUNK[INT] too; a step can have one parameter with chunks`,
        path: [...place, 'type'],
        requirement: 'TS-3.4-one-chunked',
      });
    }
    chunked.push(parameter.name);
  }
  if (space.combination !== undefined) {
    checkCombination(space.combination, names, chunked, lengths, [...path, 'combination'], context);
  }
}

/** Number of values of the range where the template alone says it. */
function checkRange(
  { range, type }: TaskParameterDefinition,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  if (typeof range !== 'string') {
    // Under EXPR an item may give nothing or several values, so that the length is not known.
    const isFixed = !context.knowsExpr || itemsOf<unknown>(range).every(([, item]) => !String(item).includes('{{'));
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

/** Each parameter exactly once; associated parts of one length and without chunks. Spec: 2023-09, 3.4.3. */
function checkCombination(
  text: string,
  names: readonly string[],
  chunked: readonly string[],
  lengths: ReadonlyMap<string, number>,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const parsed = parseCombination(text);
  if (!parsed.ok) {
    context.problems.addFromText(
      parsed.problems.map((problem) => ({
        ...problem,
        code: 'INVALID_COMBINATION' as const,
        requirement: 'TS-3.4.3-grammar',
      })),
      { path },
    );
    return;
  }
  const used = new Set<string>();
  let sound = true;
  for (const leaf of leavesOf(parsed.value)) {
    const within = { start: leaf.start, end: leaf.end };
    // @spec TS-3.4.3-known-names
    if (!names.includes(leaf.name)) {
      const close = closestName(leaf.name, names);
      context.add({
        code: 'INVALID_COMBINATION',
        message: `No task parameter has the name "${leaf.name}"`,
        path,
        within,
        requirement: 'TS-3.4.3-known-names',
        hint: close === undefined ? undefined : `did you mean "${close}"?`,
      });
      sound = false;
    } else if (used.has(leaf.name)) {
      // @spec TS-3.4.3-each-once
      context.add({
        code: 'INVALID_COMBINATION',
        message: `"${leaf.name}" occurs twice; each task parameter must occur once`,
        path,
        within,
        requirement: 'TS-3.4.3-each-once',
      });
      sound = false;
    }
    used.add(leaf.name);
  }
  const missing = [...new Set(names)].filter((name) => !used.has(name));
  // @spec TS-3.4.3-each-once
  if (sound && missing.length > 0) {
    context.add({
      code: 'INVALID_COMBINATION',
      message: `${joinAnd(missing.map((name) => `"${name}"`))} ${missing.length === 1 ? 'does' : 'do'} not occur in the combination; each task parameter must occur once`,
      path,
      requirement: 'TS-3.4.3-each-once',
      hint: `for example ${text.trim()} * ${missing.join(' * ')}`,
    });
  }
  checkAssociations(parsed.value, chunked, lengths, path, context);
}

function* leavesOf(root: Combination): Generator<Extract<Combination, { kind: 'parameter' }>> {
  const stack: Combination[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'parameter') yield node;
    else stack.push(...node.parts.toReversed());
  }
}

/** Length of the combined values where it is known, with the faults of associations on the way. */
function checkAssociations(
  node: Combination,
  chunked: readonly string[],
  lengths: ReadonlyMap<string, number>,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  if (node.kind === 'parameter') return lengths.get(node.name);
  const parts = node.parts.map((part) => checkAssociations(part, chunked, lengths, path, context));
  /** @spec RFC0001-product */
  if (node.kind === 'product') {
    return parts.reduce(
      (product, length) => (product === undefined || length === undefined ? undefined : product * length),
      1,
    );
  }
  const within = { start: node.start, end: node.end };
  const chunks = [...leavesOf(node)].find((leaf) => chunked.includes(leaf.name));
  // @spec TS-3.4.3-no-chunks-in-association RFC0001-not-associative
  if (chunks !== undefined) {
    context.add({
      code: 'CHUNKS_NOT_ALLOWED',
      message: `"${chunks.name}" has chunks and cannot be paired with other parameters`,
      path,
      within: { start: chunks.start, end: chunks.end },
      requirement: 'TS-3.4.3-no-chunks-in-association',
      hint: 'multiply it with "*" instead',
    });
    return undefined;
  }
  const known = parts.flatMap((length, i) => (length === undefined ? [] : [{ length, part: node.parts[i]! }]));
  const different = known.find(({ length }) => length !== known[0]!.length);
  // @spec TS-3.4.3-equal-lengths
  if (different !== undefined) {
    const describe = ({ length, part }: { length: number; part: Combination }) =>
      `${part.kind === 'parameter' ? `"${part.name}"` : 'another part'} has ${length}`;
    context.add({
      code: 'LENGTH_MISMATCH',
      message: `What is paired must have equally many values; ${describe(known[0]!)} and ${describe(different)}`,
      path,
      within,
      requirement: 'TS-3.4.3-equal-lengths',
    });
    return undefined;
  }
  return known[0]?.length;
}
