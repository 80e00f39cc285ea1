import { types } from '@openjd/expr';
import { inCapitals } from './characters.js';
import type {
  ListDescription,
  ObjectDescription,
  Resolution,
  ScalarDescription,
  TypeDescription,
  VariantSet,
} from './description.js';
import type { Profile } from './profile.js';

/** A format string of a field, with what its description says of it. */
export interface FormatStringField {
  readonly resolves: Resolution;
  /** What the value must be; undefined: the target says all. */
  readonly gives: ScalarDescription | undefined;
  /** Of the field. */
  readonly requirement: string;
}

/**
 * Where the format strings of an object are: its description without all that holds none. Who walks it (the rules, job
 * creation, the host) meets each format string once, with what holds for it.
 */
export type FieldShape =
  | { readonly kind: 'string'; readonly field: FormatStringField }
  | { readonly kind: 'list'; readonly items: FieldShape; readonly list: ListDescription }
  | { readonly kind: 'map'; readonly values: FieldShape }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, FieldShape> }
  | { readonly kind: 'variants'; readonly set: VariantSet; readonly objects: ReadonlyMap<string, FieldShape> }
  | { readonly kind: 'either'; readonly list: FieldShape | undefined; readonly string: FieldShape | undefined }
  /** Any value that JSON can hold: its strings, and the keys of its objects. */
  | { readonly kind: 'structure'; readonly strings: FormatStringField; readonly keys: FormatStringField };

const shapes = new WeakMap<Profile, Map<string, FieldShape | undefined>>();

/**
 * The shape of the object with this name, made once. It ends at objects whose format strings see symbols of their own
 * (`ownScope`). Undefined: there is no format string in it.
 */
export function shapeOf(profile: Profile, object: string): FieldShape | undefined {
  let known = shapes.get(profile);
  if (known === undefined) {
    known = new Map();
    shapes.set(profile, known);
  }
  if (!known.has(object)) {
    const description = profile.objects.get(object);
    known.set(object, description && shapeOfObject(profile, description));
  }
  return known.get(object);
}

/** The shape of the variant that a value is: by its field, or the deferred one where that is a format string. */
export function shapeOfVariant(
  { set, objects }: Extract<FieldShape, { kind: 'variants' }>,
  value: object,
): FieldShape | undefined {
  const told = (value as Readonly<Record<string, unknown>>)[set.field];
  // Where it was resolved on the host it may be anything; the deferred form has the same fields.
  const name = typeof told === 'string' ? (set.ignoreCase ? inCapitals(told) : told) : '';
  return Object.hasOwn(set.variants, name) ? objects.get(name) : objects.get(DEFERRED);
}

/** Stands for the object of a set whose field is a format string; no value of a field is this. */
const DEFERRED = '';

function shapeOfObject(profile: Profile, { section, fields }: ObjectDescription): FieldShape | undefined {
  const found = new Map<string, FieldShape>();
  for (const [name, { type }] of Object.entries(fields)) {
    const shape = shapeOfType(profile, type, `TS-${section}-${name}`);
    if (shape !== undefined) found.set(name, shape);
  }
  return found.size === 0 ? undefined : { kind: 'object', fields: found };
}

function shapeOfType(profile: Profile, type: TypeDescription, requirement: string): FieldShape | undefined {
  switch (type.kind) {
    case 'text':
    case 'integer':
    case 'float':
      return type.resolves && { kind: 'string', field: fieldOf(type, type.resolves, requirement) };
    case 'list': {
      const items = shapeOfType(profile, type.items, requirement);
      return items && { kind: 'list', items, list: type };
    }
    case 'map': {
      const values = shapeOfType(profile, type.values, requirement);
      return values && { kind: 'map', values };
    }
    case 'either': {
      const list = shapeOfType(profile, type.list, requirement);
      return { kind: 'either', list, string: shapeOfType(profile, type.text, requirement) };
    }
    case 'structure': {
      const strings = { resolves: STRUCTURE_STRING, gives: undefined, requirement };
      return { kind: 'structure', strings, keys: { ...strings, resolves: STRUCTURE_KEY } };
    }
    case 'reference':
      return shapeInside(profile, type.name);
    case 'variants':
      return shapeOfVariants(profile, profile.variantSets.get(type.name)!);
    default:
      return undefined;
  }
}

const STRUCTURE_STRING: Resolution = { stage: 'host', target: types.any };
const STRUCTURE_KEY: Resolution = { stage: 'host', target: types.string };

function fieldOf(type: ScalarDescription, resolves: Resolution, requirement: string): FormatStringField {
  return { resolves, gives: resolves.gives === 'any' ? undefined : (resolves.gives ?? type), requirement };
}

/** Of an object that another one holds. */
function shapeInside(profile: Profile, object: string): FieldShape | undefined {
  return profile.objects.get(object)?.ownScope ? undefined : shapeOf(profile, object);
}

function shapeOfVariants(profile: Profile, set: VariantSet): FieldShape | undefined {
  const objects = new Map<string, FieldShape>();
  const names = [...Object.entries(set.variants), ...(set.deferred === undefined ? [] : [[DEFERRED, set.deferred]])];
  for (const [value, object] of names as [string, string][]) {
    const shape = shapeInside(profile, object);
    if (shape !== undefined) objects.set(value, shape);
  }
  return objects.size === 0 ? undefined : { kind: 'variants', set, objects };
}
