import { ExprFloat } from './float.js';
import { least } from './int.js';
import { ExprList } from './list.js';
import { ExprPath } from './path.js';
import { ExprRange } from './range-expr.js';
import { withoutFirst } from './range-segment.js';
import { STEPS_PER_SEGMENT } from './size.js';
import type { Int, Value } from './value.js';

/** The number in an int or a float; undefined for any other value. JavaScript compares number and bigint exactly. */
function numeric(value: Value): Int | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof ExprFloat ? value.value : undefined;
}

/** The text of a string or path; undefined for any other value. */
function textual(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof ExprPath ? value.text : undefined;
}

/** Hears of the steps that a comparison takes. See `STEPS_PER_OPERATION`. */
export type OnSteps = (steps: number) => void;

/** Characters of two texts that an engine finds equal in the time of one step. */
const CHARACTERS_PER_STEP = 8;

function textsEqual(a: string, b: string, onSteps: OnSteps | undefined): boolean {
  if (a.length !== b.length) return false;
  onSteps?.(a.length / CHARACTERS_PER_STEP);
  return a === b;
}

/**
 * `a == b`. Numbers compare by value, strings and paths by text, lists and ranges item by item; any other pair of
 * different types is unequal. Spec: Expression Language 1.2.5.
 * @spec EL-1.2.5-others EL-1.2.5-scalar-list
 */
export function valuesEqual(a: Value, b: Value, onSteps?: OnSteps): boolean {
  if (a === b) return true;
  // @spec EL-1.2.5-bool-other
  if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return false;
  // @spec EL-1.2.5-int-float EL-1.2.5-string-number
  const number = numeric(a);
  if (number !== undefined) {
    const other = numeric(b);
    // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint of the same value are the same int.
    return other !== undefined && number == other;
  }
  // @spec EL-1.2.5-string-path
  const text = textual(a);
  if (text !== undefined) {
    const other = textual(b);
    return other !== undefined && textsEqual(text, other, onSteps);
  }
  if (a instanceof ExprList)
    return b instanceof ExprList ? listsEqual(a, b, onSteps) : b instanceof ExprRange && listEqualsRange(a, b);
  if (b instanceof ExprList) return a instanceof ExprRange && listEqualsRange(b, a);
  return a instanceof ExprRange && b instanceof ExprRange && rangesEqual(a, b, onSteps);
}

/** Steps to compare two items besides what their texts take. */
const STEPS_PER_ITEM = 4;

/** @spec EL-1.2.5-list-equality */
function listsEqual(a: ExprList, b: ExprList, onSteps: OnSteps | undefined): boolean {
  if (a.items.length !== b.items.length) return false;
  for (let i = 0; i < a.items.length; i++) {
    onSteps?.(STEPS_PER_ITEM);
    if (!valuesEqual(a.items[i]!, b.items[i]!, onSteps)) return false;
  }
  return true;
}

/** @spec EL-1.2.5-list-range */
function listEqualsRange(list: ExprList, range: ExprRange): boolean {
  if (list.items.length !== range.count) return false;
  let i = 0;
  for (const value of range) if (!valuesEqual(list.items[i++]!, value)) return false;
  return true;
}

/** Ranges of the same values, however they are cut into segments: walks both, as far at a time as the steps agree. */
function rangesEqual(a: ExprRange, b: ExprRange, onSteps: OnSteps | undefined): boolean {
  if (a.count !== b.count) return false;
  onSteps?.((a.segments.length + b.segments.length) * STEPS_PER_SEGMENT);
  const left = [...a.segments].reverse();
  const right = [...b.segments].reverse();
  for (;;) {
    const x = left.pop();
    const y = right.pop();
    if (x === undefined || y === undefined) return x === y;
    if (x.start !== y.start) return false;
    if (x.count !== 1 && y.count !== 1 && x.step !== y.step) return false;
    const taken = least(x.count, y.count);
    if (x.count > taken) left.push(withoutFirst(x, taken));
    if (y.count > taken) right.push(withoutFirst(y, taken));
  }
}

/** Up to so many equal characters in front are not worth counting. */
const SHORT_PREFIX = 16;

/** Orders two texts by code points, as Python does; UTF-16 order differs above U+FFFF. @spec RFC0006-path-order */
export function compareTexts(a: string, b: string, onSteps?: OnSteps): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    if (i > SHORT_PREFIX) onSteps?.(i);
    // Surrogates stand for code points above all other units.
    if (x >= 0xd800 && y >= 0xd800) {
      x += x >= 0xe000 ? 0 : 0x2800;
      y += y >= 0xe000 ? 0 : 0x2800;
    }
    return x - y;
  }
  if (shorter > SHORT_PREFIX) onSteps?.(shorter);
  return a.length - b.length;
}

/**
 * Below 0, 0 or above 0 as `a` is before, equal to or after `b`; undefined for a pair that has no order. Ints and
 * floats, strings and paths, bools, and lists of these (item by item, then by length). Spec: 1.2.5, 2.1.4.
 */
export function compareValues(a: Value, b: Value, onSteps?: OnSteps): number | undefined {
  const number = numeric(a);
  if (number !== undefined) {
    const other = numeric(b);
    return other === undefined ? undefined : number < other ? -1 : number > other ? 1 : 0;
  }
  // @spec RFC0006-path-order
  const text = textual(a);
  if (text !== undefined) {
    const other = textual(b);
    return other === undefined ? undefined : compareTexts(text, other, onSteps);
  }
  // @spec EL-2.1.4-bool
  if (typeof a === 'boolean') return typeof b === 'boolean' ? Number(a) - Number(b) : undefined;
  if (a instanceof ExprList && b instanceof ExprList) return compareLists(a, b, onSteps);
  return undefined;
}

/** @spec EL-1.2.5-list-order RFC0006-list-order */
function compareLists(a: ExprList, b: ExprList, onSteps: OnSteps | undefined): number | undefined {
  const shorter = Math.min(a.items.length, b.items.length);
  for (let i = 0; i < shorter; i++) {
    onSteps?.(STEPS_PER_ITEM);
    const order = compareValues(a.items[i]!, b.items[i]!, onSteps);
    if (order !== 0) return order;
  }
  return a.items.length - b.items.length;
}
