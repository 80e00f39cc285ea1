import type { Type } from '../types/type.js';
import type { Value } from './value.js';

/** A list. `elementType` is `nulltype` for the empty literal `[]`. Items are never null. Spec: 1.2.1. */
export class ExprList {
  readonly elementType: Type;
  readonly items: readonly Value[];
  /** What the list counts for against the memory limit, its items included. */
  readonly bytes: number;

  constructor(elementType: Type, items: readonly Value[], bytes: number) {
    this.elementType = elementType;
    this.items = items;
    this.bytes = bytes;
  }
}
