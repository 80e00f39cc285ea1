import { type PathSegment, parseRangeExpr, type Scope, type Type, types } from '@openjd/expr';
import type { ResolvedDescription } from '../check/known-values.js';
import { joinAnd, quoteText } from '../document/describe-value.js';
import { itemsOf } from '../document/prune.js';
import { float, integer } from '../schema/description.js';
import type {
  ChunkIntTaskParameterDefinition,
  StepParameterSpaceDefinition,
  TaskParameterDefinition,
} from '../schema/generated/template-types.js';
import { taskParameterStringValue } from '../schema/strings.js';
import { closestName } from '../scopes/closest-name.js';
import { type Combination, parseCombination } from '../scopes/combination.js';
import type { RuleContext } from './context.js';

/** Types of one item of a range, by the parameter's type. */
const ITEM_TYPES: Readonly<Record<string, Type>> = {
  INT: types.int,
  'CHUNK[INT]': types.int,
  FLOAT: types.float,
  STRING: types.string,
  PATH: types.string,
};

/** What one item of a range must be, by the parameter's type. */
const ITEM_VALUES: Readonly<Record<string, ResolvedDescription>> = {
  INT: integer({ min: Number.NEGATIVE_INFINITY, max: 'int64' }),
  'CHUNK[INT]': integer({ min: Number.NEGATIVE_INFINITY, max: 'int64' }),
  FLOAT: float(),
  STRING: taskParameterStringValue,
  PATH: taskParameterStringValue,
};

const TASK_COUNT = integer({ min: 1 });
const TARGET_RUNTIME = types.optional(types.int);
const SECONDS = integer({ min: 0 });

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
  for (const [index, parameter] of itemsOf(space.taskParameterDefinitions)) {
    const place = [...path, 'taskParameterDefinitions', index];
    if (seen.has(parameter.name)) {
      context.add({
        code: 'DUPLICATE_NAME',
        message: `Two task parameters have the name "${parameter.name}"`,
        path: [...place, 'name'],
        requirement: 'TS-3.4-unique-names',
      });
    }
    seen.add(parameter.name);
    const length = checkRange(parameter, scope, [...place, 'range'], context);
    if (length !== undefined) lengths.set(parameter.name, length);
    if (parameter.type !== 'CHUNK[INT]') continue;
    if (chunked.length > 0) {
      context.add({
        code: 'CHUNKS_NOT_ALLOWED',
        message: `"${chunked[0]}" has the type CHUNK[INT] too; a step can have one parameter with chunks`,
        path: [...place, 'type'],
        requirement: 'TS-3.4-one-chunked',
      });
    }
    chunked.push(parameter.name);
    checkChunks(parameter, scope, [...place, 'chunks'], context);
  }
  if (space.combination !== undefined) {
    checkCombination(space.combination, names, chunked, lengths, [...path, 'combination'], context);
  }
}

/** Number of values of the range where the template alone says it. */
function checkRange(
  parameter: TaskParameterDefinition,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  const { range, type } = parameter;
  const item = ITEM_TYPES[type]!;
  if (typeof range === 'string') return checkRangeText(range, type, item, scope, path, context);
  const target = types.union(types.optional(item), types.list(item));
  let fixed = true;
  for (const [index, value] of itemsOf<unknown>(range)) {
    if (typeof value !== 'string' || !value.includes('{{')) continue;
    // Under EXPR an item may vanish or be several, so that the length is not known.
    if (context.knowsExpr) fixed = false;
    const parsed = context.formatStrings.parse(value);
    const whole = parsed.ok && parsed.value.isWholeField;
    context.checkText(value, scope, [...path, index], whole ? target : types.string, ITEM_VALUES[type]);
  }
  return fixed ? range.length : undefined;
}

function checkRangeText(
  text: string,
  type: TaskParameterDefinition['type'],
  item: Type,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  const isInt = type === 'INT' || type === 'CHUNK[INT]';
  if (text.includes('{{')) {
    const parsed = context.formatStrings.parse(text);
    if (!parsed.ok || parsed.value.isLiteral) return undefined;
    if (isInt) checkIntRangeType(text, parsed.value.isWholeField, scope, path, context);
    else context.checkText(text, scope, path, types.list(item), ITEM_VALUES[type]);
    return undefined;
  }
  if (!isInt) {
    context.add({
      code: 'WRONG_VALUE_TYPE',
      message: `"range" of the type ${type} must be a list or an expression that gives one, not a text`,
      path,
      requirement: `TS-${type === 'FLOAT' ? '3.4.1.2' : type === 'STRING' ? '3.4.1.3' : '3.4.1.4'}-range`,
      hint: 'write the values as a list',
    });
    return undefined;
  }
  return checkIntRangeText(text, text, path, context);
}

/** Number of values of a range expression. `written` is the same text where it stands in the template so. */
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

/** What a `range` of ints may be made of: a range expression, the text of one, ints. Spec: Expression Language, 1.3.12. */
function checkIntRangeType(
  text: string,
  isWhole: boolean,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const result = context.checkText(text, scope, path);
  if (result === undefined) return;
  if (typeof result.constant === 'string') checkIntRangeText(result.constant, undefined, path, context);
  if (!isWhole || !context.knowsExpr) return;
  const { type } = result;
  if (membersOfType(type).every((member) => INT_RANGE_TYPES.has(member.name))) return;
  context.add({
    code: 'WRONG_TYPE',
    message: `"range" must be a range expression, its text or a list of ints, not ${type.name}`,
    path,
    requirement: 'TS-3.4.1.1-range',
  });
}

const INT_RANGE_TYPES: ReadonlySet<string> = new Set([
  'any',
  'int',
  'list[int]',
  'list[nulltype]',
  'noreturn',
  'range_expr',
  'string',
]);

function membersOfType(type: Type): readonly Type[] {
  if (type.kind === 'unresolved') return membersOfType(type.constraint);
  return type.kind === 'union' ? type.members : [type];
}

function checkChunks(
  parameter: ChunkIntTaskParameterDefinition,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const { defaultTaskCount, targetRuntimeSeconds } = parameter.chunks;
  context.checkNumber(defaultTaskCount, scope, [...path, 'defaultTaskCount'], types.int, TASK_COUNT);
  context.checkNumber(targetRuntimeSeconds, scope, [...path, 'targetRuntimeSeconds'], TARGET_RUNTIME, SECONDS);
}

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
  if (node.kind === 'product') {
    return parts.reduce(
      (product, length) => (product === undefined || length === undefined ? undefined : product * length),
      1,
    );
  }
  const within = { start: node.start, end: node.end };
  const chunks = [...leavesOf(node)].find((leaf) => chunked.includes(leaf.name));
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
