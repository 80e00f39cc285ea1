import { nearestName, type PathSegment } from '@openjd/expr';
import type { DocumentMap, DocumentValue } from '../document/value.js';

/** What a definition says of itself; the type is empty where there is none. */
export interface DefinedName {
  readonly name: string;
  readonly type: string;
}

/**
 * The names that a template's author defined, whatever else is wrong with the definitions: a fault of a definition is
 * not one of its uses. A misspelled key stands for the one that was meant, and a map of definitions for a list of them.
 */
export class DefinedNames {
  readonly #document: DocumentValue;
  readonly #hasFaults: boolean;

  /** `hasFaults`: the template has faults, so that it may be worth looking for misspelled keys. */
  constructor(document: DocumentValue, hasFaults: boolean) {
    this.#document = document;
    this.#hasFaults = hasFaults;
  }

  /** The names that are defined in the list at `path`. */
  at(path: readonly PathSegment[]): readonly DefinedName[] {
    let value: DocumentValue | undefined = this.#document;
    for (const segment of path) {
      value = typeof segment === 'number' ? itemAt(value, segment) : this.#field(value, segment);
    }
    if (Array.isArray(value)) return value.flatMap((item) => this.#nameOf(item) ?? []);
    if (!isMap(value)) return [];
    // `parameterDefinitions: { Frames: { type: INT } }`, or one definition without its dash.
    const one = this.#nameOf(value);
    if (one !== undefined) return [one];
    return Object.entries(value).map(([name, inner]) => ({ name, type: textOf(this.#field(inner, 'type')) ?? '' }));
  }

  #nameOf(definition: DocumentValue): DefinedName | undefined {
    const name = textOf(this.#field(definition, 'name'));
    return name === undefined ? undefined : { name, type: textOf(this.#field(definition, 'type')) ?? '' };
  }

  #field(value: DocumentValue | undefined, field: string): DocumentValue | undefined {
    if (!isMap(value)) return undefined;
    const key = this.#hasFaults || Object.hasOwn(value, field) ? keyMeant(value, field) : undefined;
    return key === undefined ? undefined : value[key];
  }
}

function itemAt(value: DocumentValue | undefined, index: number): DocumentValue | undefined {
  return Array.isArray(value) ? (value as readonly DocumentValue[])[index] : undefined;
}

/** The key of the field as it is written: of this name or, where there is none, of one that is nearly the same. */
export function keyMeant(map: DocumentMap, field: string): string | undefined {
  return Object.hasOwn(map, field) ? field : nearestName(field, Object.keys(map));
}

function isMap(value: DocumentValue | undefined): value is DocumentMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: DocumentValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
