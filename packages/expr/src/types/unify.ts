import { types } from './construct.js';
import type { Type } from './type.js';

/** What the type variables of a signature stand for in one call. */
export type Bindings = Map<Type, Type>;

const VARIABLES: ReadonlySet<Type> = new Set([types.T, types.T1, types.T2, types.T3]);

export function isTypeVariable(type: Type): boolean {
  return VARIABLES.has(type);
}

/** Whether the type has a type variable in it. */
export function isGeneric(type: Type): boolean {
  switch (type.kind) {
    case 'simple':
      return VARIABLES.has(type);
    case 'list':
      return isGeneric(type.element);
    case 'union':
      return type.members.some(isGeneric);
    case 'unresolved':
      return isGeneric(type.constraint);
  }
}

/**
 * Matches an argument's type with a parameter's, without any conversion, and binds the parameter's type variables.
 * A variable that is bound already must meet the same type again. `any` and `noreturn` arguments fit every parameter.
 */
export function unify(parameter: Type, argument: Type, bindings: Bindings): boolean {
  if (VARIABLES.has(parameter)) {
    const bound = bindings.get(parameter);
    if (bound === undefined || bound === types.noreturn) {
      bindings.set(parameter, argument);
      return true;
    }
    return bound === argument || argument === types.noreturn;
  }
  if (parameter === argument || parameter === types.any) return true;
  if (argument === types.any || argument === types.noreturn) {
    bindAll(parameter, argument, bindings);
    return true;
  }
  if (argument.kind === 'union') return argument.members.every((member) => unify(parameter, member, bindings));
  if (parameter.kind === 'list')
    return argument.kind === 'list' && unify(parameter.element, argument.element, bindings);
  if (parameter.kind === 'union') return parameter.members.some((member) => unify(member, argument, bindings));
  return false;
}

function bindAll(parameter: Type, argument: Type, bindings: Bindings): void {
  if (VARIABLES.has(parameter)) {
    if (!bindings.has(parameter)) bindings.set(parameter, argument);
  } else if (parameter.kind === 'list') bindAll(parameter.element, argument, bindings);
  else if (parameter.kind === 'union') for (const member of parameter.members) bindAll(member, argument, bindings);
}

/** The type with its variables replaced by what they are bound to; a variable without a binding becomes `any`. */
export function substitute(type: Type, bindings: ReadonlyMap<Type, Type>): Type {
  switch (type.kind) {
    case 'simple':
      return VARIABLES.has(type) ? (bindings.get(type) ?? types.any) : type;
    case 'list':
      return types.list(substitute(type.element, bindings));
    case 'union':
      return types.union(...type.members.map((member) => substitute(member, bindings)));
    case 'unresolved':
      return types.unresolved(substitute(type.constraint, bindings));
  }
}
