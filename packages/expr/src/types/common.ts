import { types } from './construct.js';
import type { Type } from './type.js';

/**
 * The one element type that a list of the two types has: the same type, `float` for int and float, `string` for path
 * and string, and the same one level down for lists; an empty list takes the other's type. Undefined where the two
 * have none. Spec: Expression Language 1.2.6 and the concatenation table of 2.1.3.
 */
export function commonType(a: Type, b: Type): Type | undefined {
  // @spec EL-1.2.6-same-type
  if (a === b || b === types.noreturn) return a;
  if (a === types.noreturn) return b;
  if (a === types.any || b === types.any) return types.any;
  // @spec EL-1.2.6-int-float EL-2.1.3-int-float
  if (isPair(a, b, types.int, types.float)) return types.float;
  // @spec EL-1.2.6-path-string EL-2.1.3-path-string
  if (isPair(a, b, types.path, types.string)) return types.string;
  if (a.kind === 'list' && b.kind === 'list') {
    // @spec EL-2.1.3-empty
    if (a === types.emptyList) return b;
    if (b === types.emptyList) return a;
    // @spec EL-1.2.6-nested-int-float EL-1.2.6-nested-path-string
    const element = commonType(a.element, b.element);
    return element && types.list(element);
  }
  return undefined;
}

function isPair(a: Type, b: Type, first: Type, second: Type): boolean {
  return (a === first && b === second) || (a === second && b === first);
}
