import { LineIndex, type PathSegment, type SourceRange } from '@openjd/expr';
import { alignScalar } from './align.js';
import type { Place, PlaceFinder, ScalarStyle } from './place.js';
import type { DocumentValue } from './value.js';
import type { WrittenFloats } from './written-floats.js';

/**
 * A YAML or JSON document: its values, and where each of them stands in the text. Places are looked up in the text at
 * the first question, so that a document without faults never pays for them.
 */
export class TemplateDocument {
  readonly text: string;
  /** The name under which the text was given, such as a file's. */
  readonly source: string | undefined;
  readonly format: 'yaml' | 'json';
  readonly value: DocumentValue;
  readonly #floats: WrittenFloats;
  readonly #findPlaces: () => PlaceFinder;
  #places: PlaceFinder | undefined;
  #lines: LineIndex | undefined;
  #aligned: { readonly start: number; readonly offsets: Int32Array | undefined } | undefined;

  constructor(parts: {
    readonly text: string;
    readonly source: string | undefined;
    readonly format: 'yaml' | 'json';
    readonly value: DocumentValue;
    readonly floats: WrittenFloats;
    readonly findPlaces: () => PlaceFinder;
  }) {
    this.text = parts.text;
    this.source = parts.source;
    this.format = parts.format;
    this.value = parts.value;
    this.#floats = parts.floats;
    this.#findPlaces = parts.findPlaces;
  }

  /** Where the value at `path`, or its key, stands in the text. Undefined where the document has nothing there. */
  rangeOf(path: readonly PathSegment[], part: 'key' | 'value' = 'value'): SourceRange | undefined {
    const place = this.#find(path);
    if (place === undefined) return undefined;
    if (part === 'value') return this.#range(place.start, place.end);
    return place.key === undefined ? undefined : this.#range(place.key.start, place.key.end);
  }

  /**
   * Where the characters `start` to `end` (UTF-16 offsets) of the text value at `path` stand in the document, through
   * quotes, escapes, folded lines and indentation.
   */
  rangeIn(path: readonly PathSegment[], start: number, end: number): SourceRange | undefined {
    const place = this.#find(path);
    if (place === undefined) return undefined;
    const value = this.valueAt(path);
    if (place.style === undefined || typeof value !== 'string') return this.#range(place.start, place.end);
    const offsets = this.#align(place, place.style, value);
    if (offsets === undefined) return this.#range(place.start, place.end);
    const from = offsets[Math.min(start, value.length)]!;
    // The end is after the last character and not before the next one: folds and escapes lie between the two.
    const last = end > start ? offsets[Math.min(end, value.length) - 1]! : from;
    const next = offsets[Math.min(end, value.length)]!;
    return this.#range(from, end > start ? this.#endOfCharacter(last, next) : from);
  }

  /** The text of the value at `path` as it is written, quotes included. */
  sourceText(path: readonly PathSegment[]): string | undefined {
    const place = this.#find(path);
    return place === undefined ? undefined : this.text.slice(place.start, place.end);
  }

  /** Whether the whole number at `path` is written as a float, such as `5.0` or `1e3`. */
  isWrittenAsFloat(path: readonly PathSegment[]): boolean {
    if (this.#floats.isEmpty) return false;
    const container = this.valueAt(path.slice(0, -1));
    const key = path.at(-1);
    return typeof container === 'object' && container !== null && key !== undefined && this.#floats.has(container, key);
  }

  /** The value at `path`. */
  valueAt(path: readonly PathSegment[]): DocumentValue | undefined {
    let value: DocumentValue | undefined = this.value;
    for (const segment of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
      value = (value as Readonly<Record<PathSegment, DocumentValue>>)[segment];
    }
    return value;
  }

  #find(path: readonly PathSegment[]) {
    this.#places ??= this.#findPlaces();
    return this.#places.find(path);
  }

  /** Of the text value that was asked for last, since many faults of one value come one after the other. */
  #align(place: Place, style: ScalarStyle, value: string): Int32Array | undefined {
    if (this.#aligned?.start !== place.start) {
      const offsets = alignScalar(this.text, place.start, place.end, style, value);
      this.#aligned = { start: place.start, offsets };
    }
    return this.#aligned.offsets;
  }

  #range(start: number, end: number): SourceRange {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines.range(start, end);
  }

  #endOfCharacter(last: number, next: number): number {
    return /\s/.test(this.text.slice(last + 1, next)) ? last + 1 : next;
  }
}
