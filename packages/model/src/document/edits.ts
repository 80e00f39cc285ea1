import type { PathSegment } from '@openjd/expr';
import { type DocumentMap, type DocumentValue, setKey } from './value.js';

/** What is to be another way than a document has it. */
export interface Edit {
  readonly path: readonly PathSegment[];
  /** Absent: what is there goes. A field goes; an item of a list leaves a hole, so that the others keep their places. */
  readonly value?: DocumentValue;
}

/**
 * A document with edits, in their order; the document itself stays as it is, and what no edit touches is shared with it.
 * An edit of what an earlier one took away does nothing.
 */
export function withEdits(root: DocumentValue, edits: readonly Edit[]): DocumentValue {
  const copies = new Set<DocumentValue>();
  const copied = (value: DocumentValue): DocumentValue => {
    if (typeof value !== 'object' || value === null || copies.has(value)) return value;
    const copy = Array.isArray(value) ? [...(value as readonly DocumentValue[])] : copyOfMap(value as DocumentMap);
    copies.add(copy);
    return copy;
  };
  const whole = copied(root);
  for (const { path, ...edit } of edits) {
    let parent = whole;
    for (const segment of path.slice(0, -1)) {
      const inner: DocumentValue | undefined = parentOf(parent)?.[segment];
      if (inner === undefined) break;
      parent = setIn(parent, segment, copied(inner));
    }
    const holder = parentOf(parent);
    const last = path.at(-1);
    if (holder === undefined || last === undefined || !Object.hasOwn(holder, last)) continue;
    if (edit.value === undefined) delete holder[last];
    else setIn(parent, last, edit.value);
  }
  return whole;
}

function parentOf(value: DocumentValue): DocumentMap | undefined {
  return typeof value === 'object' && value !== null ? (value as DocumentMap) : undefined;
}

function setIn(parent: DocumentValue, segment: PathSegment, value: DocumentValue): DocumentValue {
  setKey(parent as DocumentMap, segment as string, value);
  return value;
}

function copyOfMap(map: DocumentMap): DocumentMap {
  const copy: DocumentMap = {};
  for (const [key, value] of Object.entries(map)) setKey(copy, key, value);
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
