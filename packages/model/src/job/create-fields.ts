import { isExprList, type PathSegment, type Scope, type Value } from '@openjd/expr';
import type { ListDescription } from '../schema/description.js';
import { type FieldShape, type FormatStringField, shapeOf, shapeOfVariant } from '../schema/field-shape.js';
import type { TemplateReader } from './template-reader.js';

/** The scopes of an object's format strings, by the stage at which they are resolved. */
export interface CreationScopes {
  readonly create: Scope;
  readonly host: Scope;
  /** It is in a wrap hook, which may forward what the host alone knows. Default: false. */
  readonly isHook?: boolean;
}

/**
 * The fields of an object of a template as a job has them: what is resolved when the job is made as its value, what is
 * left to the host as a HostString, everything else as it is; of an object with symbols of its own nothing is read.
 * What gives null is as not given. Faults are reported to the reader. Spec: 2023-09, 7.4.
 */
export function createFields(
  object: string,
  template: object,
  scopes: CreationScopes,
  path: readonly PathSegment[],
  reader: TemplateReader,
): Fields {
  const shape = shapeOf(reader.profile, object);
  const made = shape === undefined ? template : new FieldMaker(scopes, path, reader).make(shape, template);
  return made as Fields;
}

/**
 * For each value of a list that was made of format strings, the index of the item that gave it. Undefined where each item
 * is one value.
 */
export function originsOf(values: readonly unknown[]): readonly number[] | undefined {
  return origins.get(values);
}

const origins = new WeakMap<readonly unknown[], readonly number[]>();

type Fields = Readonly<Record<string, unknown>>;

/** Makes one object. Undefined: there is no value, because it is null or has a fault. */
class FieldMaker {
  readonly #scopes: CreationScopes;
  readonly #reader: TemplateReader;
  /** Where the walk is. */
  readonly #path: PathSegment[];

  constructor(scopes: CreationScopes, path: readonly PathSegment[], reader: TemplateReader) {
    this.#scopes = scopes;
    this.#path = [...path];
    this.#reader = reader;
  }

  make(shape: FieldShape, value: unknown): unknown {
    switch (shape.kind) {
      case 'string':
        return this.#string(shape.field, value);
      case 'object':
        return this.#object(shape.fields, value as Fields);
      case 'map':
        return this.#map(shape.values, value as Fields);
      case 'list':
        return this.#list(shape.items, shape.list, value as readonly unknown[]);
      case 'variants': {
        const inner = shapeOfVariant(shape, value as object);
        return inner === undefined ? value : this.make(inner, value);
      }
      default:
        // A `range` and the data of a file have makers of their own.
        return value;
    }
  }

  #makeAt(segment: PathSegment, shape: FieldShape, value: unknown): unknown {
    this.#path.push(segment);
    const made = this.make(shape, value);
    this.#path.pop();
    return made;
  }

  #object(shapes: ReadonlyMap<string, FieldShape>, value: Fields): Fields {
    const made: Record<string, unknown> = {};
    // A checked object has no names but those of its description.
    for (const name in value) {
      const shape = shapes.get(name);
      const field = shape === undefined ? value[name] : this.#makeAt(name, shape, value[name]);
      if (field !== undefined) made[name] = field;
    }
    return made;
  }

  /** The names of variables are an author's: `__proto__` is one like others. */
  #map(shape: FieldShape, value: Fields): Fields {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#makeAt(name, shape, inner)]));
  }

  /**
   * An item gives no value, one or several. Spec: Expression Language, 1.3.2.
   * @spec EL-1.3.2-list-item-null EL-1.3.2-list-item-flattened
   */
  #list(shape: FieldShape, list: ListDescription, items: readonly unknown[]): unknown {
    const found = this.#reader.problems.length;
    const made = items.map((item, index) => this.#makeAt(index, shape, item));
    if (!made.some((item) => item === undefined || Array.isArray(item))) return made;
    const values = made.map((item) => (item === undefined ? [] : Array.isArray(item) ? item : [item]));
    const flat: unknown[] = values.flat();
    origins.set(
      flat,
      values.flatMap((several, index) => several.map(() => index)),
    );
    if (this.#reader.problems.length === found) this.#reader.settleCount(flat.length, list, this.#path);
    return flat;
  }

  /** @spec TS-7.4-create */
  #string({ resolves, gives }: FormatStringField, value: unknown): unknown {
    if (typeof value !== 'string') return value;
    const { stage, target, inHooks } = resolves;
    const path = this.#path.slice();
    const scope = this.#scopes[stage];
    // @spec TS-0-fmtstring-host HJC-host-values-on-host
    if (stage === 'host' || (this.#scopes.isHook === true && inHooks === 'host')) {
      return this.#reader.hostString(value, scope, target, path);
    }
    const resolved = this.#reader.resolve(value, scope, target, path);
    // @spec TS-5-timeout-null EL-1.3.2-optional-field
    if (resolved === undefined || resolved === null) return undefined;
    const settled = (item: Value) => (gives === undefined ? item : this.#reader.settle(item, gives, path));
    return isExprList(resolved) ? resolved.items.map(settled) : settled(resolved);
  }
}
