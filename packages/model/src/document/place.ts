import type { PathSegment } from '@openjd/expr';

/** How a scalar is written, which decides how an offset of its value maps to the text. */
export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded' | 'json';

/** Where a value (and the key in front of it) stands in the text. Offsets are UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Absent for an item of a list and for the root. */
  readonly key?: { readonly start: number; readonly end: number };
  /** Absent for lists and maps. */
  readonly style?: ScalarStyle;
}

/** Finds places in a document's text. */
export interface PlaceFinder {
  /** The place at `path`, or undefined where the document has nothing there. */
  find(path: readonly PathSegment[]): Place | undefined;
}
