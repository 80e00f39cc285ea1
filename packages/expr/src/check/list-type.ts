import { commonType, membersOf, types } from '../types/index.js';
import type { Type } from '../types/type.js';

/** Most combinations of union members that are looked at one by one; beyond, the element type is `any`. */
const MOST_COMBINATIONS = 64;

/** What is wrong with the items of a list, by the index of the item where it shows. */
export interface ListFault {
  readonly index: number;
  readonly message: string;
  readonly hint?: string;
}

/**
 * The list types that items of these types can make, as one type, or what keeps them from making any. Spec: 1.2.6.
 * @spec EL-1.2.6-same-type
 */
export function listTypeOf(items: readonly Type[]): { readonly type: Type } | { readonly fault: ListFault } {
  let elements: readonly Type[] = [types.noreturn];
  for (const [index, item] of items.entries()) {
    const next = new Set<Type>();
    const members = membersOf(item).filter((member) => member !== types.nulltype);
    // @spec EL-1.2.1-no-null-in-list EL-1.2.6-null
    if (members.length === 0) {
      const hint = 'Leave it out, or choose the whole list with a condition';
      return { fault: { index, message: 'A list cannot hold null', hint } };
    }
    for (const element of elements) {
      for (const member of members) {
        const common = commonType(element, member);
        if (common !== undefined) next.add(common);
      }
    }
    // @spec EL-1.2.6-incompatible
    if (next.size === 0) return { fault: mixed(index, elements, item) };
    elements = next.size > MOST_COMBINATIONS ? [types.any] : [...next];
  }
  const shallow = elements.filter((element) => !isNestedTwice(element));
  if (shallow.length === 0) {
    return {
      fault: { index: 0, message: 'Lists nest at most two levels deep', hint: 'Join inner lists with flatten(…)' },
    };
  }
  return {
    type: types.union(...shallow.map((element) => types.list(element === types.noreturn ? types.nulltype : element))),
  };
}

/** Whether a list of these would be nested a third time. Spec: 1.2.1. @spec EL-1.2.1-list-depth */
function isNestedTwice(element: Type): boolean {
  return element.kind === 'list' && element.element.kind === 'list';
}

function mixed(index: number, elements: readonly Type[], item: Type): ListFault {
  const before = types.union(...elements).name;
  const hint = 'Convert the items to one type, for example with string(…)';
  return { index, message: `A list cannot hold both ${before} and ${item.name}`, hint };
}
