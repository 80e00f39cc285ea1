import type { PathSegment } from '@openjd/expr';
import type { ProblemList } from '../faults/problem-list.js';
import { type DocumentMap, type DocumentValue, setKey } from './value.js';

/**
 * A copy of plain data as a document's value. Faults: what no document can hold (functions, dates, cycles), and nesting
 * beyond the limit, which a cycle ends in. Undefined where there is one.
 */
export function plainValue(
  value: unknown,
  limits: { readonly nesting: number },
  problems: ProblemList,
): DocumentValue | undefined {
  const path: PathSegment[] = [];
  const fail = (message: string, code: 'WRONG_VALUE_TYPE' | 'DOCUMENT_TOO_DEEP'): undefined => {
    problems.add({ code, phase: 'schema', message, path: [...path] });
    return undefined;
  };
  const inside = (key: PathSegment, inner: unknown): DocumentValue | undefined => {
    path.push(key);
    const copy =
      path.length > limits.nesting
        ? fail(`Lists and maps are nested deeper than ${limits.nesting}`, 'DOCUMENT_TOO_DEEP')
        : read(inner);
    path.pop();
    return copy;
  };
  const read = (data: unknown): DocumentValue | undefined => {
    switch (typeof data) {
      case 'string':
      case 'boolean':
      case 'number':
        return data;
      case 'bigint': {
        const number = Number(data);
        return Number.isSafeInteger(number) ? number : data;
      }
      case 'object':
        break;
      default:
        return fail(`A template cannot hold a value of the JavaScript type ${typeof data}`, 'WRONG_VALUE_TYPE');
    }
    if (data === null) return null;
    if (Array.isArray(data)) {
      const list: DocumentValue[] = [];
      for (let i = 0; i < data.length; i++) {
        const item = inside(i, data[i]);
        if (item === undefined) return undefined;
        list.push(item);
      }
      return list;
    }
    const prototype: unknown = Object.getPrototypeOf(data);
    if (prototype !== Object.prototype && prototype !== null) {
      return fail('A template can hold plain objects only', 'WRONG_VALUE_TYPE');
    }
    const map: DocumentMap = {};
    for (const [key, inner] of Object.entries(data)) {
      if (inner === undefined) continue;
      const copy = inside(key, inner);
      if (copy === undefined) return undefined;
      setKey(map, key, copy);
    }
    return map;
  };
  return read(value);
}
