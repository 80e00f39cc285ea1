import { types } from './construct.js';
import type { Type } from './type.js';

/**
 * How a value of one type fits a target type.
 * - `same`: it is one already.
 * - `converts`: it always converts.
 * - `may convert`: that depends on the value (`"5"` converts to an int, `"x"` does not).
 * - `no`: it never does.
 */
export type Coercibility = 'same' | 'converts' | 'may convert' | 'no';

/**
 * Which of the implicit conversions apply.
 * - `value`: all of 1.2.3, for a value that goes to a field or into a list of known type.
 * - `argument`: without the last two rules (any scalar to the only scalar type, and the same for the values of a list),
 *   for an argument of a function: there the intent is not obvious, and `upper(5)` is an error (1.3.11).
 */
export type CoercionRules = 'value' | 'argument';

const SCALARS: ReadonlySet<Type> = new Set([types.bool, types.int, types.float, types.string, types.path]);

/**
 * What each scalar type converts to where that is the only scalar type of the target. Spec: 1.2.3.
 * @spec EL-1.2.3-single-scalar
 */
const SCALAR_CONVERSIONS: ReadonlyMap<Type, ReadonlyMap<Type, Coercibility>> = new Map([
  [
    types.string,
    new Map<Type, Coercibility>([
      [types.bool, 'converts'],
      [types.int, 'converts'],
      [types.float, 'converts'],
      [types.path, 'converts'],
    ]),
  ],
  [types.path, new Map<Type, Coercibility>([[types.string, 'converts']])],
  [
    types.int,
    new Map<Type, Coercibility>([
      [types.float, 'may convert'],
      [types.string, 'may convert'],
    ]),
  ],
  [
    types.float,
    new Map<Type, Coercibility>([
      [types.int, 'converts'],
      [types.string, 'may convert'],
    ]),
  ],
]);

/** The members of a union; any other type is its own only member. An unresolved type counts as its constraint. */
export function membersOf(type: Type): readonly Type[] {
  const known = type.kind === 'unresolved' ? type.constraint : type;
  return known.kind === 'union' ? known.members : [known];
}

/**
 * The only scalar type among a target's members, which every scalar value converts to if it can. Spec: 1.2.3.
 * @spec EL-1.2.3-single-scalar
 */
export function onlyScalar(members: readonly Type[]): Type | undefined {
  const scalars = members.filter((member) => SCALARS.has(member));
  return scalars.length === 1 ? scalars[0] : undefined;
}

/** The only list type among a target's members. Spec: 1.2.3 and 1.2.6. @spec EL-1.2.3-single-list */
export function onlyList(members: readonly Type[]): (Type & { readonly kind: 'list' }) | undefined {
  const lists = members.filter((member) => member.kind === 'list');
  return lists.length === 1 ? lists[0] : undefined;
}

/**
 * To which member of `target` a value of the type `from` goes, and how. `from` is one type (no union).
 * The conversions are those of 1.2.3 and no others.
 * @spec EL-1.2.3-no-others
 */
export function coercionTo(
  from: Type,
  target: Type,
  rules: CoercionRules = 'value',
): { readonly to: Type; readonly how: Coercibility } {
  const members = membersOf(target);
  // @spec EL-1.3.1-optional
  if (members.includes(from)) return { to: from, how: 'same' };
  if (members.includes(types.any) || from === types.any) return { to: from, how: 'same' };
  if (from === types.noreturn) return { to: from, how: 'same' };
  const converts = (to: Type) => ({ to, how: 'converts' as const });
  // @spec EL-1.2.3-int-to-float
  if (from === types.int && members.includes(types.float)) return converts(types.float);
  // @spec EL-1.2.3-path-to-string
  if (from === types.path && members.includes(types.string)) return converts(types.string);
  if (from === types.rangeExpr) {
    // @spec EL-1.2.3-range-to-string
    if (members.includes(types.string)) return converts(types.string);
    const ints = types.list(types.int);
    // @spec EL-1.2.3-range-to-list
    if (members.includes(ints)) return converts(ints);
  }
  if (from.kind === 'list') return listCoercion(from.element, members, rules);
  if (rules === 'value') {
    const scalar = onlyScalar(members);
    const how = scalar && SCALAR_CONVERSIONS.get(scalar)?.get(from);
    if (scalar && how) return { to: scalar, how };
  }
  return { to: target, how: 'no' };
}

/** @spec EL-1.2.3-list-elements */
function listCoercion(
  element: Type,
  members: readonly Type[],
  rules: CoercionRules,
): { readonly to: Type; readonly how: Coercibility } {
  // A list that converts whatever its values are wins over one that depends on them.
  let best: { readonly to: Type; readonly how: Coercibility } = { to: types.noreturn, how: 'no' };
  for (const member of members) {
    if (member.kind !== 'list') continue;
    // @spec EL-1.2.3-empty-list
    if (element === types.nulltype) return { to: member, how: 'converts' };
    // @spec EL-1.2.3-single-list
    const how = coercibility(element, member.element, onlyList(members) ? rules : 'argument');
    if (how === 'same' || how === 'converts') return { to: member, how: 'converts' };
    if (how === 'may convert' && best.how === 'no') best = { to: member, how };
  }
  return best;
}

/**
 * How values of `from` fit `target`. Of a union some members may fit and others not: then it depends on the value.
 * An unresolved type counts as its constraint, since its value is one of those. Spec: 1.2.3.
 */
export function coercibility(from: Type, target: Type, rules: CoercionRules = 'value'): Coercibility {
  let best: Coercibility = 'no';
  let worst: Coercibility = 'same';
  for (const member of membersOf(from)) {
    const { how } = coercionTo(member, target, rules);
    if (RANK[how] > RANK[best]) best = how;
    if (RANK[how] < RANK[worst]) worst = how;
  }
  if (best === 'no') return 'no';
  return worst === 'no' ? 'may convert' : worst;
}

const RANK: Readonly<Record<Coercibility, number>> = { no: 0, 'may convert': 1, converts: 2, same: 3 };

/** Whether some value of `from` is or converts to a `target`. Spec: 1.2.3. */
export function isAssignable(from: Type, target: Type, rules: CoercionRules = 'value'): boolean {
  return coercibility(from, target, rules) !== 'no';
}
