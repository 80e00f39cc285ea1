/** Names of the types that have no parameter. Spec: Expression Language, Type Codes and 1.2.1. */
export type SimpleTypeName =
  | 'any'
  | 'bool'
  | 'float'
  | 'int'
  | 'noreturn'
  | 'nulltype'
  | 'path'
  | 'range_expr'
  | 'string'
  | 'T'
  | 'T1'
  | 'T2'
  | 'T3';

/**
 * A type of the expression language. Types are interned: two equal types are the same object, so `===` compares them,
 * and `name` is their canonical text (`list[int]`, `int | string`, `int?`, `unresolved[path]`).
 */
export type Type =
  | { readonly kind: 'simple'; readonly name: SimpleTypeName }
  | { readonly kind: 'list'; readonly name: string; readonly element: Type }
  | { readonly kind: 'union'; readonly name: string; readonly members: readonly Type[] }
  | { readonly kind: 'unresolved'; readonly name: string; readonly constraint: Type };
