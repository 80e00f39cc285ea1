import { types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { sizeOf } from './size.js';
import type { Value } from './value.js';

/** A list. `elementType` is `nulltype` for the empty literal `[]`. Items are never null. Spec: 1.2.1. */
export class ExprList {
  readonly elementType: Type;
  readonly items: readonly Value[];
  /** What the list counts for against the memory limit, its items included. */
  readonly bytes: number;
  #elementCount: number | undefined;

  constructor(elementType: Type, items: readonly Value[], bytes: number) {
    this.elementType = elementType;
    this.items = items;
    this.bytes = bytes;
  }

  /** Number of items, those of inner lists included. Found once. */
  get elementCount(): number {
    if (this.elementType.kind !== 'list') return this.items.length;
    this.#elementCount ??= this.items.reduce(
      (sum: number, item) => sum + (item as ExprList).elementCount,
      this.items.length,
    );
    return this.#elementCount;
  }
}

/** Bytes of a list besides its items, and of one slot for an item. */
export const LIST_OVERHEAD_BYTES = 32;
export const LIST_SLOT_BYTES = 8;

const SCALARS_IN_SLOT: ReadonlySet<Type> = new Set([types.int, types.bool, types.nulltype]);

/** Makes a list whose items are values of `elementType` already. Spec: 1.2.1. */
export function exprList(elementType: Type, items: readonly Value[]): ExprList {
  let bytes = LIST_OVERHEAD_BYTES + items.length * LIST_SLOT_BYTES;
  if (!SCALARS_IN_SLOT.has(elementType)) for (const item of items) bytes += sizeOf(item);
  return new ExprList(elementType, items, bytes);
}

/** The list `[]`, which fits every list type. */
export const EMPTY_LIST: ExprList = exprList(types.nulltype, []);

export function isExprList(value: unknown): value is ExprList {
  return value instanceof ExprList;
}
