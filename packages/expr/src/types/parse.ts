import { types } from './construct.js';
import type { Type } from './type.js';

const SIMPLE: ReadonlyMap<string, Type> = new Map(
  [
    types.any,
    types.bool,
    types.float,
    types.int,
    types.noreturn,
    types.nulltype,
    types.path,
    types.rangeExpr,
    types.string,
    types.T,
    types.T1,
    types.T2,
    types.T3,
  ].map((type) => [type.name, type]),
);

/** Longest text of a type that is read; it also bounds how deep the reader can go. */
const MAX_TYPE_TEXT = 1000;

/**
 * Reads the text of a type: `int`, `list[string]`, `int?`, `int | string`, `unresolved`, `unresolved[path]`.
 * The result is normalized, so `(int | string) | int` reads as `int | string`. Spec: Expression Language, ExprType.
 * Answers undefined for a text that names no type.
 */
export function parseType(text: string): Type | undefined {
  if (text.length > MAX_TYPE_TEXT) return undefined;
  const tokens = text.match(/[A-Za-z_0-9]+|[^\sA-Za-z_0-9]/g) ?? [];
  let next = 0;

  function take(token: string): boolean {
    if (tokens[next] !== token) return false;
    next++;
    return true;
  }

  function bracketed(): Type | undefined {
    const inner = union();
    return inner !== undefined && take(']') ? inner : undefined;
  }

  function primary(): Type | undefined {
    if (take('(')) {
      const inner = union();
      return inner !== undefined && take(')') ? inner : undefined;
    }
    if (take('list')) {
      const element = take('[') ? bracketed() : undefined;
      return element && types.list(element);
    }
    if (take('unresolved')) {
      if (!take('[')) return types.unresolved(types.any);
      const constraint = bracketed();
      return constraint && types.unresolved(constraint);
    }
    return SIMPLE.get(tokens[next++] ?? '');
  }

  function postfix(): Type | undefined {
    let type = primary();
    while (type !== undefined && take('?')) type = types.optional(type);
    return type;
  }

  function union(): Type | undefined {
    const members: Type[] = [];
    do {
      const member = postfix();
      if (member === undefined) return undefined;
      members.push(member);
    } while (take('|'));
    return types.union(...members);
  }

  const type = union();
  return next === tokens.length ? type : undefined;
}
