import type { SimpleTypeName, Type } from './type.js';

const interned = new Map<string, Type>();

function intern<T extends Type>(type: T): T {
  const known = interned.get(type.name);
  if (known !== undefined) return known as T;
  Object.freeze(type);
  interned.set(type.name, type);
  return type;
}

function simple(name: SimpleTypeName): Type {
  return intern({ kind: 'simple', name });
}

const any = simple('any');
const noreturn = simple('noreturn');
const nulltype = simple('nulltype');

/** The list types by their element, which are asked for whenever the type of a list value is. */
const lists = new Map<Type, Type>();

/**
 * `list[T]`. A list of unresolved elements is an unresolved list. Spec: Unknown Type Normalization.
 * @spec EL-0-unresolved-normalization
 */
function list(element: Type): Type {
  const known = lists.get(element);
  if (known !== undefined) return known;
  const made =
    element.kind === 'unresolved'
      ? unresolved(list(element.constraint))
      : intern({ kind: 'list', name: `list[${element.name}]`, element });
  lists.set(element, made);
  return made;
}

/**
 * `unresolved[T]`: a value that is not known yet and is a `T`. It never nests. Spec: Unknown Type Normalization.
 * @spec EL-0-unresolved-normalization
 */
function unresolved(constraint: Type): Type {
  if (constraint.kind === 'unresolved') return constraint;
  return intern({
    kind: 'unresolved',
    name: constraint === any ? 'unresolved' : `unresolved[${constraint.name}]`,
    constraint,
  });
}

function byName(a: Type, b: Type): number {
  if (a === nulltype) return 1;
  if (b === nulltype) return -1;
  return a.name < b.name ? -1 : 1;
}

/**
 * The union of the given types, normalized: nested unions are flattened, members sorted by name with `nulltype` last,
 * duplicates removed, `any` absorbs all, `noreturn` vanishes, one member stands for itself, and one unresolved member
 * makes the whole union unresolved. The union of nothing is `noreturn`. Spec: Union Type Normalization.
 * @spec EL-0-union-normalization EL-0-unresolved-normalization
 */
function union(...parts: readonly Type[]): Type {
  const members = new Set<Type>();
  let isUnresolved = false;
  for (const part of parts) {
    let known = part;
    if (part.kind === 'unresolved') {
      isUnresolved = true;
      known = part.constraint;
    }
    if (known.kind === 'union') for (const member of known.members) members.add(member);
    // @spec EL-2.2.1-noreturn
    else if (known !== noreturn) members.add(known);
  }
  const type = unionOf(members);
  return isUnresolved ? unresolved(type) : type;
}

/** @spec EL-0-union-normalization */
function unionOf(set: ReadonlySet<Type>): Type {
  if (set.has(any)) return any;
  const [first] = set;
  if (first === undefined) return noreturn;
  if (set.size === 1) return first;
  const members = Object.freeze([...set].sort(byName));
  const [only, last] = members;
  const name =
    members.length === 2 && last === nulltype ? optionalName(only!) : members.map((member) => member.name).join(' | ');
  return intern({ kind: 'union', name, members });
}

function optionalName(type: Type): string {
  return `${type.name}?`;
}

/** `T?`, which is `T | nulltype`. */
function optional(type: Type): Type {
  return union(type, nulltype);
}

/** Every type, by constant or constructor. Equal types are the same object. Spec: Expression Language, ExprType and 1.2.1. */
export const types = Object.freeze({
  any,
  bool: simple('bool'),
  float: simple('float'),
  int: simple('int'),
  noreturn,
  nulltype,
  path: simple('path'),
  rangeExpr: simple('range_expr'),
  string: simple('string'),
  T: simple('T'),
  T1: simple('T1'),
  T2: simple('T2'),
  T3: simple('T3'),
  /** The type of `[]`, which fits every `list[T]`. @spec EL-1.2.6-empty */
  emptyList: list(nulltype),
  list,
  union,
  optional,
  unresolved,
});
