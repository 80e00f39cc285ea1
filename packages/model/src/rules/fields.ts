import type { PathSegment, Scope, Value } from '@openjd/expr';
import { type FieldShape, type FormatStringField, shapeOf, shapeOfVariant } from '../schema/field-shape.js';
import type { RuleContext } from './context.js';

/** The scopes of an object's format strings, by the stage at which they are resolved. */
export interface StageScopes {
  readonly create: Scope;
  readonly host: Scope;
  /** Told each value that is known already, where the description does not say all that holds for it. */
  readonly onKnown?: (path: readonly PathSegment[], value: Value) => void;
}

/**
 * Checks every format string of an object, and of what lies in it up to objects with symbols of their own: each in the
 * scope of the stage at which its description says that it is resolved. Spec: 2023-09, 7.3 and 7.4.
 * @spec TS-0-fmtstring
 */
export function checkFields(
  object: string,
  value: object,
  scopes: StageScopes,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const shape = shapeOf(context.profile, object);
  if (shape !== undefined) new FieldWalk(scopes, path, context).visit(shape, value);
}

/** One walk over an object, which may have holes: what was found to be of no use is not there. */
class FieldWalk {
  readonly #scopes: StageScopes;
  readonly #context: RuleContext;
  /** Where the walk is. */
  readonly #path: PathSegment[];

  constructor(scopes: StageScopes, path: readonly PathSegment[], context: RuleContext) {
    this.#scopes = scopes;
    this.#path = [...path];
    this.#context = context;
  }

  visit(shape: FieldShape, value: unknown): void {
    switch (shape.kind) {
      case 'string':
        this.#string(shape.field, value);
        break;
      case 'object':
        for (const [name, inner] of shape.fields) this.#visitAt(name, inner, (value as Fields)[name]);
        break;
      case 'list':
        for (const [index, item] of (value as readonly unknown[]).entries()) this.#visitAt(index, shape.items, item);
        break;
      case 'map':
        for (const [key, inner] of Object.entries(value as object)) this.#visitAt(key, shape.values, inner);
        break;
      case 'either': {
        const inner = Array.isArray(value) ? shape.list : shape.string;
        if (inner !== undefined) this.visit(inner, value);
        break;
      }
      case 'variants': {
        const inner = shapeOfVariant(shape, value as object);
        if (inner !== undefined) this.visit(inner, value);
        break;
      }
      case 'structure':
        this.#structure(shape, value);
    }
  }

  #visitAt(segment: PathSegment, shape: FieldShape, value: unknown): void {
    if (value === undefined) return;
    this.#path.push(segment);
    this.visit(shape, value);
    this.#path.pop();
  }

  #string(field: FormatStringField, value: unknown): void {
    // Most fields hold no format string, and no path is made for them.
    if (typeof value !== 'string' || !value.includes('{{')) return;
    const path = [...this.#path];
    const scope = this.#scopes[field.resolves.stage];
    const known = this.#context.checkFormatString(value, scope, path, field)?.constant;
    if (known !== undefined) this.#scopes.onKnown?.(path, known);
  }

  /** The faults of a key are told at the key. */
  #structure(shape: Extract<FieldShape, { kind: 'structure' }>, value: unknown): void {
    if (typeof value === 'string') this.#string(shape.strings, value);
    if (typeof value !== 'object' || value === null) return;
    const { problems } = this.#context;
    for (const [key, inner] of Object.entries(value)) {
      this.#path.push(Array.isArray(value) ? Number(key) : key);
      const before = problems.length;
      if (!Array.isArray(value)) this.#string(shape.keys, key);
      for (const { within: _, ...fault } of problems.takeSince(before)) problems.add({ ...fault, part: 'key' });
      this.#structure(shape, inner);
      this.#path.pop();
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;
