import { lookup } from '../library/index.js';
import type { LibraryFunction } from '../library/row.js';
import {
  type Bindings,
  coercionTo,
  commonType,
  isGeneric,
  isTypeVariable,
  substitute,
  types,
  unify,
} from '../types/index.js';
import type { Type } from '../types/type.js';

/** Which signature a call takes, and what its parameters and result are for these arguments. */
export interface Resolution {
  readonly row: LibraryFunction;
  /** What each argument is converted to before the call. */
  readonly parameters: readonly Type[];
  readonly result: Type;
}

interface CacheNode {
  readonly next: Map<Type, CacheNode>;
  resolution: Resolution | undefined | 'unknown';
}

const functions = new Map<string, CacheNode>();
const methods = new Map<string, CacheNode>();

/**
 * The signature that fits arguments of these types, none of them a union: the first that fits them as they are, else
 * the first that they convert to. A method's receiver does not convert, but the empty list is a list of every type: so
 * may be what a filter leaves. Spec: 1.2.1, 1.2.3, 1.2.4, RFC 0005 resolve_and_call.
 * @spec EL-1.3.1-overloads
 */
export function resolve(name: string, args: readonly Type[], isMethod: boolean): Resolution | undefined {
  const cache = isMethod ? methods : functions;
  let node = cache.get(name);
  if (node === undefined) {
    if (lookup(name).length === 0) return undefined;
    node = newCacheNode();
    cache.set(name, node);
  }
  for (const type of args) {
    const known: CacheNode | undefined = node.next.get(type);
    const next: CacheNode = known ?? newCacheNode();
    if (known === undefined) node.next.set(type, next);
    node = next;
  }
  if (node.resolution === 'unknown') node.resolution = find(name, args, isMethod);
  return node.resolution;
}

function newCacheNode(): CacheNode {
  return { next: new Map(), resolution: 'unknown' };
}

function find(name: string, args: readonly Type[], isMethod: boolean): Resolution | undefined {
  const rows = lookup(name).filter((row) => row.parameters.length === args.length);
  for (const row of rows) {
    const bindings: Bindings = new Map();
    if (row.parameters.every(({ type }, i) => unify(type, args[i]!, bindings))) {
      const found = resolution(row, args, args, bindings);
      if (found !== undefined) return found;
    }
  }
  for (const row of rows) {
    const bindings: Bindings = new Map();
    // @spec EL-1.2.4-receiver
    const isFixed = (i: number) => isMethod && i === 0 && args[i] !== types.emptyList;
    // @spec EL-1.2.4-other-parameters EL-2.1.1-promotion
    const fits = row.parameters.every(({ type }, i) =>
      isFixed(i) ? unify(type, args[i]!, bindings) : widen(type, args[i]!, bindings),
    );
    if (!fits) continue;
    const parameters = row.parameters.map(({ type }, i) => {
      if (isFixed(i)) return args[i]!;
      return isGeneric(type) ? substitute(type, bindings) : type;
    });
    const found = resolution(row, args, parameters, bindings);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolution(
  row: LibraryFunction,
  args: readonly Type[],
  parameters: readonly Type[],
  bindings: Bindings,
): Resolution | undefined {
  const result = row.resultFor === undefined ? substitute(row.result, bindings) : row.resultFor(args);
  return result && { row, parameters, result };
}

/** As `unify`, with the implicit conversions; a type variable becomes what all its arguments convert to. */
function widen(parameter: Type, argument: Type, bindings: Bindings): boolean {
  if (isTypeVariable(parameter)) {
    const bound = bindings.get(parameter);
    const common = bound === undefined ? argument : commonType(bound, argument);
    if (common === undefined) return false;
    bindings.set(parameter, common);
    return true;
  }
  if (!isGeneric(parameter)) return coercionTo(argument, parameter, 'argument').how !== 'no';
  if (parameter.kind === 'list') {
    if (argument === types.rangeExpr) return widen(parameter.element, types.int, bindings);
    return argument.kind === 'list' && widen(parameter.element, argument.element, bindings);
  }
  return unify(parameter, argument, bindings);
}
