import { types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { ExprFloat } from './float.js';
import { ExprList } from './list.js';
import { ExprPath } from './path.js';
import type { Value } from './value.js';

/** The type of a value. Spec: Expression Language 1.2.1. */
export function typeOf(value: Value): Type {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return types.int;
    case 'string':
      return types.string;
    case 'boolean':
      return types.bool;
    default:
      if (value === null) return types.nulltype;
      if (value instanceof ExprList) return types.list(value.elementType);
      if (value instanceof ExprFloat) return types.float;
      if (value instanceof ExprPath) return types.path;
      return types.rangeExpr;
  }
}
