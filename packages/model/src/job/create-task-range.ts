import {
  type ExprRange,
  isExprList,
  isExprRange,
  type PathSegment,
  parseRangeExpr,
  type Scope,
  type Type,
  types,
  type Value,
} from '@openjd/expr';
import { problemAt } from '../faults/place.js';
import type { TaskParameterDefinition } from '../schema/generated/template-types.js';
import { InputFault, readValue } from '../scopes/read-value.js';
import type { TaskParameterType } from './parameter-space.js';
import type { TaskParameter } from './space/build.js';
import type { TemplateReader } from './template-reader.js';

/** How the values of a task parameter are read: as a job parameter of that type. */
const VALUE_TYPES = { INT: 'INT', FLOAT: 'FLOAT', STRING: 'STRING', PATH: 'STRING', 'CHUNK[INT]': 'INT' } as const;

/** A single int is a range of one value. */
const INT_RANGE = types.union(types.rangeExpr, types.list(types.int), types.int, types.string);

/** What a `range` that is an expression may give. Spec: Expression Language 1.3.12. */
const RANGE_TARGETS: Readonly<Record<TaskParameterType, Type>> = {
  INT: INT_RANGE,
  'CHUNK[INT]': INT_RANGE,
  FLOAT: types.list(types.float),
  STRING: types.list(types.string),
  PATH: types.list(types.string),
};

/** An item of a list may give no value, one, or several. Spec: Expression Language 1.3.2. */
function itemTarget(item: Type): Type {
  return types.union(types.optional(item), types.list(item));
}

const ITEM_TARGETS: Readonly<Record<TaskParameterType, Type>> = {
  INT: itemTarget(types.int),
  'CHUNK[INT]': itemTarget(types.int),
  FLOAT: itemTarget(types.float),
  STRING: itemTarget(types.string),
  PATH: itemTarget(types.string),
};

type Range = TaskParameter['range'];

/** Resolves the `range` of a task parameter. Undefined where a problem was reported. Spec: 2023-09, 3.4.1. */
export function createTaskRange(
  template: TaskParameterDefinition['range'],
  type: TaskParameterType,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Range | undefined {
  if (typeof template !== 'string') {
    const items = template.map((item, i) => createItem(item, type, scope, [...path, i], reader));
    return items.includes(undefined)
      ? undefined
      : checkCount(
          items.flatMap((values) => values ?? []),
          path,
          reader,
        );
  }
  const value = reader.resolve(template, scope, RANGE_TARGETS[type], path);
  if (value === undefined) return undefined;
  if (isExprRange(value)) return value;
  if (!isExprList(value)) return parseRange(String(value), template, path, reader);
  return value.items.every((item) => checkText(item, type, path, reader))
    ? checkCount(value.items, path, reader)
    : undefined;
}

function checkCount(values: readonly Value[], path: readonly PathSegment[], reader: TemplateReader): Range | undefined {
  const most = reader.profile.limits.rangeItems;
  if (values.length === 0) reader.reportInvalid(path, 'The range has no values; at least one is required');
  else if (values.length > most)
    reader.reportLimit(path, `The range has ${values.length} values; at most ${most} are allowed`);
  else return values;
  return undefined;
}

/** The values that an item of a list gives; undefined where a problem was reported. */
function createItem(
  item: number | bigint | string,
  type: TaskParameterType,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): readonly Value[] | undefined {
  const text = type === 'FLOAT' && typeof item === 'number' ? reader.numberText(path, item) : item;
  const given = typeof text === 'string' ? reader.resolve(text, scope, ITEM_TARGETS[type], path) : text;
  if (given === undefined) return undefined;
  const values = given === null ? [] : isExprList(given) ? given.items : [given];
  const read = values.map((value) => readItem(value, type, path, reader));
  return read.includes(undefined) ? undefined : (read as Value[]);
}

/** A number as it is, a text by the rules of the type. */
function readItem(
  value: Value,
  type: TaskParameterType,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Value | undefined {
  if (typeof value === 'object') return value;
  try {
    const read = readValue(VALUE_TYPES[type], value);
    return checkText(read, type, path, reader) ? read : undefined;
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    reader.reportInvalid(
      path,
      `The value is not valid for a task parameter of type ${type}: ${error.message}`,
      error.hint,
    );
    return undefined;
  }
}

/** Texts have from 1 character to a limit once they are resolved. Spec: 2023-09, 3.4.2. */
function checkText(
  value: Value,
  type: TaskParameterType,
  path: readonly PathSegment[],
  reader: TemplateReader,
): boolean {
  if ((type !== 'STRING' && type !== 'PATH') || typeof value !== 'string') return true;
  const most = reader.profile.limits.taskParameterStringLength;
  const length = [...value].length;
  if (length === 0) reader.reportInvalid(path, 'A value of the range is empty; at least one character is required');
  else if (length > most)
    reader.reportLimit(path, `A value of the range has ${length} characters; at most ${most} are allowed`);
  else return true;
  return false;
}

function parseRange(
  text: string,
  template: string,
  path: readonly PathSegment[],
  reader: TemplateReader,
): ExprRange | undefined {
  const parsed = parseRangeExpr(text);
  if (parsed.ok) return parsed.value;
  const { message, start, end, hint, overlap } = parsed.fault;
  const code = overlap ? 'OVERLAPPING_RANGES' : 'INVALID_RANGE_EXPR';
  const told = text === template ? message : `${message} (the range is ${JSON.stringify(text)})`;
  // Offsets in the resolved text mean something in the template only where the two are the same.
  const stretch = text === template ? { start, end } : {};
  reader.problems.push(problemAt(reader.place(path), { code, phase: 'create', message: told, hint, ...stretch }));
  return undefined;
}
