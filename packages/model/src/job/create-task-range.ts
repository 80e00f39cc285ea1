import {
  type ExprRange,
  isExprList,
  isExprRange,
  type PathSegment,
  parseRangeExpr,
  quoteText,
  type Scope,
  type Value,
} from '@openjd/expr';
import { problemAt } from '../faults/place.js';
import type {
  EitherDescription,
  ListDescription,
  Resolution,
  ScalarDescription,
  TextDescription,
} from '../schema/description.js';
import type { TaskParameterDefinition } from '../schema/generated/template-types.js';
import type { Profile } from '../schema/profile.js';
import { InputFault, readValue } from '../scopes/read-value.js';
import type { TaskParameterType } from './parameter-space.js';
import type { TaskParameter } from './space/build.js';
import type { TemplateReader } from './template-reader.js';

/** How the values of a task parameter are read: as a job parameter of that type. @spec RFC0001-same-space */
const VALUE_TYPES = { INT: 'INT', FLOAT: 'FLOAT', STRING: 'STRING', PATH: 'STRING', 'CHUNK[INT]': 'INT' } as const;

type Range = TaskParameter['range'];

/**
 * Resolves the `range` of a task parameter. Undefined where a problem was reported. Spec: 2023-09, 3.4.1.
 * @spec TS-3.4.1.1-values TS-3.4.1.2-values TS-3.4.1.3-values TS-3.4.1.4-values HJC-range-at-submission
 */
export function createTaskRange(
  template: TaskParameterDefinition['range'],
  type: TaskParameterType,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Range | undefined {
  const { list, text } = describedRange(type, reader.profile);
  const making = { type, item: list.items as ScalarDescription & { readonly resolves: Resolution }, scope, reader };
  if (typeof template !== 'string') {
    const items = template.map((item, i) => createItem(item, [...path, i], making));
    return items.includes(undefined)
      ? undefined
      : withCount(
          items.flatMap((values) => values ?? []),
          list,
          path,
          reader,
        );
  }
  const value = reader.resolve(template, scope, text!.resolves!.target, path);
  if (value === undefined) return undefined;
  if (isExprRange(value)) return value;
  if (!isExprList(value)) return parseRange(String(value), template, path, reader);
  return value.items.every((item) => reader.settle(item, making.item, path, 'a value of "range"') !== undefined)
    ? withCount(value.items, list, path, reader)
    : undefined;
}

/** What the profile says of the `range` of a task parameter of this type. `text`: where it may be a string. */
function describedRange(
  type: TaskParameterType,
  { objects, variantSets }: Profile,
): { readonly list: ListDescription; readonly text?: TextDescription } {
  const object = variantSets.get('TaskParameterDefinition')!.variants[type]!;
  const description = objects.get(object)!.fields['range']!.type as ListDescription | EitherDescription;
  return description.kind === 'either' ? description : { list: description };
}

/** @spec TS-*-list-minimum TS-*-list-maximum */
function withCount(
  values: readonly Value[],
  list: ListDescription,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Range | undefined {
  const found = reader.problems.length;
  reader.settleCount(values.length, list, path);
  return reader.problems.length === found ? values : undefined;
}

interface Making {
  readonly type: TaskParameterType;
  /** What one value is. */
  readonly item: ScalarDescription & { readonly resolves: Resolution };
  readonly scope: Scope;
  readonly reader: TemplateReader;
}

/** The values that an item of a list gives; undefined where a problem was reported. */
function createItem(
  item: number | bigint | string,
  path: readonly PathSegment[],
  making: Making,
): readonly Value[] | undefined {
  const { type, scope, reader } = making;
  const text = type === 'FLOAT' && typeof item === 'number' ? reader.numberText(path, item) : item;
  const given = typeof text === 'string' ? reader.resolve(text, scope, making.item.resolves.target, path) : text;
  if (given === undefined) return undefined;
  const values = given === null ? [] : isExprList(given) ? given.items : [given];
  const read = values.map((value) => readItem(value, path, making));
  return read.includes(undefined) ? undefined : (read as Value[]);
}

/** A number as it is, a string by the rules of the type. @spec TS-3.4.1.1-resolved TS-3.4.1.2-resolved */
function readItem(value: Value, path: readonly PathSegment[], { type, item, reader }: Making): Value | undefined {
  if (typeof value === 'object') return value;
  try {
    const read = readValue(VALUE_TYPES[type], value);
    return reader.settle(read, item, path) === undefined ? undefined : read;
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
  const told = text === template ? message : `${message} (the range is ${quoteText(text)})`;
  // Offsets in the resolved text mean something in the template only where the two are the same.
  const stretch = text === template ? { start, end } : {};
  reader.problems.push(problemAt(reader.place(path), { code, phase: 'create', message: told, hint, ...stretch }));
  return undefined;
}
