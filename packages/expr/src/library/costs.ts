import { ExprList, LIST_OVERHEAD_BYTES, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprPath } from '../values/path.js';
import { ExprRange } from '../values/range-expr.js';
import { STEPS_PER_NUMBER, STEPS_PER_SEGMENT, STRING_OVERHEAD_BYTES, stringBytes } from '../values/size.js';
import type { Value } from '../values/value.js';
import { type CallContext, type Cost, EvaluationFailure } from './row.js';

/**
 * A text of this many characters costs one operation to process. Spec: Expression Language 1.3.10.
 * @spec EL-1.3.10-texts
 */
export const CHARACTERS_PER_OPERATION = 256;

/** Steps for a character of a text that is searched for another one: the engine may begin to compare at each. */
const STEPS_PER_SEARCHED_CHARACTER = 2;

/** Steps for a character that may become several: a call of a function, and a text of its own. */
export const STEPS_PER_ESCAPED_CHARACTER = 20;

/** Steps for one comparison of a sort, besides what the texts take. */
export const STEPS_PER_COMPARISON = 6;

/** About how many comparisons it takes to sort so many items. */
export function sortingSteps(items: number): number {
  return items * (32 - Math.clz32(items));
}

/** What a text may hold and still be written as it is, whatever is written: for all else each character is looked at. */
const PLAIN = /^[\w #$()*+,./:;<=>?@[\]{|}~-]*$/;

/** Longest text with which so little is done that it is not asked how much. */
export const SHORT_TEXT = 24;

/** Steps to write a value as text: its numbers, its texts, and what of these has to be escaped. */
function writingSteps(value: Value): number {
  if (typeof value === 'string')
    return value.length * (value.length > SHORT_TEXT && PLAIN.test(value) ? 2 : STEPS_PER_ESCAPED_CHARACTER);
  if (value instanceof ExprPath) return writingSteps(value.text);
  if (value instanceof ExprRange) return value.segments.length * STEPS_PER_SEGMENT;
  if (!(value instanceof ExprList)) return STEPS_PER_NUMBER;
  let steps = value.items.length * STEPS_PER_NUMBER;
  for (const item of value.items) if (typeof item === 'object' || typeof item === 'string') steps += writingSteps(item);
  return steps;
}

/** To write a value as text: its elements, those of inner lists included, and its texts. A range is one text. */
export const WRITING_COST: Cost = {
  text: 'number of elements + length of the texts / 256',
  operations: ([value]) => (value instanceof ExprList ? elementCount(value) : 0) + textOperations(textUnits(value!)),
  steps: ([value]) => writingSteps(value!),
};

/** Steps to go through the segments of a range, or to write it as text. */
export function segmentSteps(value: Value): number {
  return value instanceof ExprRange ? value.segments.length * STEPS_PER_SEGMENT : 0;
}

/** What counts steps in a context. */
export function stepsIn(context: CallContext): (steps: number) => void {
  return (steps) => context.countSteps(steps);
}

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
  if (value instanceof ExprList) return value.elementCount;
  return value instanceof ExprRange ? Number(value.count) : 0;
}

/** Length of a string or path, or of all strings and paths in a list, in UTF-16 units; 0 for any other value. */
export function textUnits(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof ExprPath) return value.text.length;
  if (!(value instanceof ExprList)) return 0;
  let units = 0;
  for (const item of value.items) units += textUnits(item);
  return units;
}

/** The length of one or two of the arguments, strings or paths, by 256. @spec EL-1.3.10-texts */
export function costOfText(...indices: readonly [number] | readonly [number, number]): Cost {
  const [first = 0, second] = indices;
  const of = (args: readonly Value[], i: number) => textOperations(textUnits(args[i]!));
  return {
    text: 'length of the text / 256',
    operations: second === undefined ? (args) => of(args, first) : (args) => of(args, first) + of(args, second),
  };
}

/**
 * As `costOfText`, for what reads or writes the texts character by character and does not just copy them: each of their
 * characters is a step.
 */
export function costOfCharacters(...indices: readonly [number] | readonly [number, number]): Cost {
  const [first, second] = indices;
  return {
    ...costOfText(...indices),
    steps:
      second === undefined
        ? (args) => textUnits(args[first]!)
        : (args) => textUnits(args[first]!) + textUnits(args[second]!),
  };
}

/** The number of elements of one or two of the arguments, lists or ranges. @spec EL-1.3.10-elements */
export function costOfElements(...indices: readonly [number] | readonly [number, number]): Cost {
  const [first = 0, second] = indices;
  return {
    text: 'number of elements',
    operations:
      second === undefined
        ? (args) => elementCount(args[first]!)
        : (args) => elementCount(args[first]!) + elementCount(args[second]!),
  };
}

/** To search a text for another one: both are read, and the second may be worked on first. */
export const SEARCH_COST: Cost = {
  text: 'length of the text / 256',
  operations: ([s]) => textOperations(textUnits(s!)),
  steps: ([s, sub]) => (textUnits(s!) + textUnits(sub!)) * STEPS_PER_SEARCHED_CHARACTER,
};

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

/** Says that a list of `count` texts, parts of a text of so many units, is about to be made. */
export function reserveParts(context: CallContext, units: number, count: number): void {
  context.reserveMemory(stringBytes(units) + LIST_OVERHEAD_BYTES + count * (LIST_SLOT_BYTES + STRING_OVERHEAD_BYTES));
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
