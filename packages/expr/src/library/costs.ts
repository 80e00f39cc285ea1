import { ExprList, LIST_OVERHEAD_BYTES, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { ExprRange } from '../values/range-expr.js';
import { stringBytes } from '../values/size.js';
import type { Value } from '../values/value.js';
import { type CallContext, type Cost, EvaluationFailure } from './row.js';

/** A text of this many characters costs one operation to process. Spec: Expression Language 1.3.10. */
export const CHARACTERS_PER_OPERATION = 256;

/** Longest string that every engine can hold, in UTF-16 units. */
const MAX_STRING_UNITS = 2 ** 29 - 24;
/** Longest list that every engine can hold. */
const MAX_LIST_ITEMS = 2 ** 32 - 1;

/** Operations for processing a text of `units` UTF-16 units. */
export function textOperations(units: number): number {
  return Math.ceil(units / CHARACTERS_PER_OPERATION);
}

/** Elements of a list, those of inner lists included, or of a range; 0 for any other value. */
export function elementCount(value: Value): number {
  if (value instanceof ExprList) {
    if (value.elementType.kind !== 'list') return value.items.length;
    return value.items.reduce((sum: number, item) => sum + elementCount(item), value.items.length);
  }
  return value instanceof ExprRange ? Number(value.count) : 0;
}

/** Length of a string or path, or of all strings and paths in a list, in UTF-16 units; 0 for any other value. */
export function textUnits(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof ExprPath) return value.text.length;
  return value instanceof ExprList ? value.items.reduce((sum: number, item) => sum + textUnits(item), 0) : 0;
}

/** The length of each of the named string or path arguments, by 256. */
export function costOfText(...indices: readonly number[]): Cost {
  return {
    text: 'length of the text / 256',
    operations: (args) => indices.reduce((sum, i) => sum + textOperations(textUnits(args[i]!)), 0),
  };
}

/** The number of elements of each of the named list or range arguments. */
export function costOfElements(...indices: readonly number[]): Cost {
  return {
    text: 'number of elements',
    operations: (args) => indices.reduce((sum, i) => sum + elementCount(args[i]!), 0),
  };
}

/** Says that a string of `units` UTF-16 units is about to be made. */
export function reserveText(context: CallContext, units: number): void {
  context.reserveMemory(stringBytes(units));
  if (units > MAX_STRING_UNITS) {
    throw new EvaluationFailure(
      'MEMORY_LIMIT_EXCEEDED',
      `A string of ${units} characters is longer than this runtime can hold`,
    );
  }
}

/** Says that a list of `items` slots is about to be made; the items themselves are not counted. */
export function reserveList(context: CallContext, items: number): void {
  context.reserveMemory(LIST_OVERHEAD_BYTES + items * LIST_SLOT_BYTES);
  if (items > MAX_LIST_ITEMS) {
    throw new EvaluationFailure(
      'MEMORY_LIMIT_EXCEEDED',
      `A list of ${items} items is longer than this runtime can hold`,
    );
  }
}
