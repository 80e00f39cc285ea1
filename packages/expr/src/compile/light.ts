import type { Typed } from '../check/typed.js';
import { types } from '../types/index.js';
import type { Type } from '../types/type.js';

/**
 * Types whose values count for nothing in the memory account: a number, bool or null fills the slot that holds it, and
 * a call gives back all else that it took. Spec: 1.3.9.
 */
const WEIGHTLESS: ReadonlySet<Type> = new Set([types.bool, types.int, types.float, types.nulltype, types.noreturn]);

export function isWeightless(type: Type): boolean {
  return WEIGHTLESS.has(type);
}

/** Whether code of this leaves the memory account as it finds it, so that its user need not restore it. */
export function isLight(typed: Typed): boolean {
  switch (typed.kind) {
    case 'constant':
    case 'slot':
    case 'chain':
    case 'failure':
      return true;
    case 'call':
      return isWeightless(typed.type);
    case 'conditional':
      return isLight(typed.whenTrue) && isLight(typed.whenFalse) && isLight(typed.test);
    default:
      return false;
  }
}
