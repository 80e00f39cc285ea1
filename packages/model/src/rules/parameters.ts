import { type PathSegment, parseRangeExpr, quoteText, type Value } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import { formatLabel } from '../faults/paths.js';
import type { JobParameterDefinition } from '../schema/generated/template-types.js';
import { type JobParameterInput, type JobParameterType, sectionOf } from '../schema/parameter-types.js';
import { type Constraints, findViolation, readConstraints } from '../scopes/constraints.js';
import { elementTypeOf, InputFault, readValue } from '../scopes/read-value.js';
import type { RuleContext } from './context.js';
import { RANGE_FORMS } from './parameter-space.js';
import { checkUserInterface } from './user-interface.js';

/** Fields of all definitions, whatever their type. */
type AnyDefinition = {
  readonly name: string;
  readonly type: JobParameterType;
  readonly default?: JobParameterInput;
} & ConstraintSource;

interface ConstraintSource {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: JobParameterInput;
  readonly maxValue?: JobParameterInput;
  readonly allowedValues?: readonly JobParameterInput[];
  readonly item?: ConstraintSource;
}

/** Names that differ, constraints that some value can meet, defaults that meet them. Spec: 2023-09, 2. */
export function checkParameterDefinitions(
  definitions: readonly JobParameterDefinition[] | undefined,
  context: RuleContext,
): void {
  const seen = new Set<string>();
  for (const [index, definition] of itemsOf(definitions)) {
    const path: PathSegment[] = ['parameterDefinitions', index];
    // @spec TS-2-unique-names
    if (seen.has(definition.name)) {
      context.add({
        code: 'DUPLICATE_NAME',
        message: `Two parameters have the name ${quoteText(definition.name)}`,
        path: [...path, 'name'],
        requirement: 'TS-2-unique-names',
      });
    }
    seen.add(definition.name);
    checkDefinition(definition as unknown as AnyDefinition, path, context);
    checkUserInterface(definition, path, context);
  }
}

function checkDefinition(definition: AnyDefinition, path: readonly PathSegment[], context: RuleContext): void {
  const { type } = definition;
  if (!checkOrder(definition, type, path, context)) return;
  const constraints = readConstraints(type, definition as Parameters<typeof readConstraints>[1]);
  checkAllowedValues(type, constraints, definition, path, context);
  if (definition.default === undefined) return;
  const place = [...path, 'default'];
  // @spec TS-2.10-default TS-2.10-default-in-constraints RFC0007-range-expr-grammar
  if (type === 'RANGE_EXPR') {
    const parsed = parseRangeExpr(String(definition.default));
    if (!parsed.ok) {
      const { message, start, end, hint } = parsed.fault;
      const requirement = 'TS-2.10-default';
      context.add({
        code: 'INVALID_RANGE_EXPR',
        message,
        path: place,
        within: { start, end },
        hint: hint ?? RANGE_FORMS,
        requirement,
      });
      return;
    }
  }
  // @spec TS-*-default-in-constraints
  checkValue(type, constraints, definition.default, place, `TS-${sectionOf(type)}-default-in-constraints`, context);
}

/**
 * Minimum and maximum in order, at this level and for items. False where they are not.
 * @spec TS-*-minLength-maxLength TS-*-minValue-maxValue
 */
function checkOrder(
  source: ConstraintSource,
  type: JobParameterType,
  path: readonly PathSegment[],
  context: RuleContext,
): boolean {
  let sound = true;
  const pairs = [
    ['minLength', 'maxLength', 'INT'],
    ['minValue', 'maxValue', type === 'LIST[LIST[INT]]' ? 'INT' : type],
  ] as const;
  for (const [low, high, valueType] of pairs) {
    const least = source[low];
    const most = source[high];
    if (least === undefined || most === undefined) continue;
    const numberType = valueType === 'FLOAT' ? 'FLOAT' : 'INT';
    const violation = findViolation(readValue(numberType, least), { maxValue: readValue(numberType, most) });
    if (violation === undefined) continue;
    sound = false;
    context.add({
      code: 'INCONSISTENT_CONSTRAINTS',
      message: `"${low}" is ${least}, which is greater than "${high}", ${most}`,
      path: [...path, low],
      requirement: `TS-${sectionOf(type)}-${low}-${high}`,
      hint: 'no value can meet both',
    });
  }
  const element = elementTypeOf(type);
  if (source.item !== undefined && element !== undefined) {
    sound = checkOrder(source.item, element, [...path, 'item'], context) && sound;
  }
  return sound;
}

/** Each allowed value meets the other constraints. @spec TS-*-allowed-in-constraints */
function checkAllowedValues(
  type: JobParameterType,
  constraints: Constraints,
  source: ConstraintSource,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const { allowedValues: _, ...others } = constraints;
  for (const [index, value] of itemsOf(source.allowedValues)) {
    const requirement = `TS-${sectionOf(type)}-allowed-in-constraints`;
    checkValue(type, others, value, [...path, 'allowedValues', index], requirement, context);
  }
  const element = elementTypeOf(type);
  if (element !== undefined && source.item !== undefined && constraints.item !== undefined) {
    checkAllowedValues(element, constraints.item, source.item, [...path, 'item'], context);
  }
}

/** One value against constraints; of a list, each item on its own, so that the problem is at the item. */
function checkValue(
  type: JobParameterType,
  constraints: Constraints,
  input: JobParameterInput,
  path: readonly PathSegment[],
  requirement: string,
  context: RuleContext,
): void {
  const value = readOrReport(type, input, path, requirement, context);
  if (value === undefined) return;
  const { item, ...own } = constraints;
  const violation = findViolation(value, own, input);
  if (violation !== undefined) {
    context.add({ code: 'CONSTRAINT_NOT_MET', message: `${formatLabel(path)} ${violation}`, path, requirement });
  }
  const element = elementTypeOf(type);
  if (item === undefined || element === undefined || !Array.isArray(input)) return;
  for (const [index, inner] of itemsOf(input as readonly JobParameterInput[])) {
    checkValue(element, item, inner, [...path, index], requirement, context);
  }
}

function readOrReport(
  type: JobParameterType,
  input: JobParameterInput,
  path: readonly PathSegment[],
  requirement: string,
  context: RuleContext,
): Value | undefined {
  try {
    const whole = Array.isArray(input) ? input.filter((item) => item !== undefined) : input;
    return readValue(type, whole as JobParameterInput);
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    context.add({
      code: 'INVALID_VALUE',
      message: `The value is not valid for ${type}: ${error.message}`,
      path,
      requirement,
    });
    return undefined;
  }
}
