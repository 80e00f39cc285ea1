import type { PathSegment } from '@openjd/expr';
import { type DocumentMap, type DocumentValue, setKey } from './value.js';

/**
 * A copy of a document without what the checker found to be of no use, so that the rules can tell of faults elsewhere in
 * the same pass. A field goes; an item of a list leaves a hole, so that the others keep their places.
 */
export function prune(value: DocumentValue, cuts: readonly (readonly PathSegment[])[]): DocumentValue {
  const copy = clone(value);
  for (const cut of cuts) {
    let parent: DocumentValue | undefined = copy;
    for (const segment of cut.slice(0, -1)) parent = (parent as DocumentMap | undefined)?.[segment];
    const last = cut.at(-1);
    if (parent !== undefined && parent !== null && last !== undefined) delete (parent as DocumentMap)[last];
  }
  return copy;
}

function clone(value: DocumentValue): DocumentValue {
  if (Array.isArray(value)) return value.map(clone);
  if (typeof value !== 'object' || value === null) return value;
  const copy: DocumentMap = {};
  for (const [key, inner] of Object.entries(value)) setKey(copy, key, clone(inner));
  return copy;
}

/** The items of a list that may have holes, with their places. */
export function itemsOf<T>(list: readonly T[] | undefined): readonly [index: number, item: T][] {
  if (list === undefined) return NONE;
  const items: [number, T][] = [];
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (item !== undefined) items.push([index, item]);
  }
  return items;
}

const NONE: readonly [number, never][] = [];
