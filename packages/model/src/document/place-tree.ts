import type { PathSegment } from '@openjd/expr';
import type { Place, PlaceFinder, ScalarStyle } from './place.js';

/** A value's place with those inside of it; what a reader that records places makes. */
export interface PlaceNode {
  readonly start: number;
  end: number;
  /** Of a scalar. */
  style?: ScalarStyle;
  /** Of a map: by key. */
  entries?: Map<string, PlaceEntry>;
  /** Of a list. */
  items?: PlaceNode[];
}

interface PlaceEntry {
  readonly start: number;
  readonly end: number;
  readonly value: PlaceNode;
}

/** Finds places in a tree of them, which is made at the first question: a text without faults is not read twice. */
export class PlaceTree implements PlaceFinder {
  readonly #read: () => PlaceNode;
  #root: PlaceNode | undefined;

  constructor(read: () => PlaceNode) {
    this.#read = read;
  }

  find(path: readonly PathSegment[]): Place | undefined {
    this.#root ??= this.#read();
    let node: PlaceNode = this.#root;
    let key: { start: number; end: number } | undefined;
    for (const segment of path) {
      if (typeof segment === 'number') {
        const item = node.items?.[segment];
        if (item === undefined) return undefined;
        node = item;
        key = undefined;
      } else {
        const entry = node.entries?.get(segment);
        if (entry === undefined) return undefined;
        node = entry.value;
        key = { start: entry.start, end: entry.end };
      }
    }
    const { start, end, style } = node;
    return { start, end, ...(key === undefined ? {} : { key }), ...(style === undefined ? {} : { style }) };
  }
}
