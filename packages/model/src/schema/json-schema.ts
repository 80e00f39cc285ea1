import type {
  Bound,
  CharacterSet,
  FloatDescription,
  IntegerDescription,
  ObjectDescription,
  TextDescription,
  TypeDescription,
  VariantSet,
} from './description.js';
import { BASE_LIMITS } from './limits.js';
import { FLOAT_TEXT_SOURCE, INTEGER_TEXT_SOURCE } from './numbers.js';
import type { Profile } from './profile.js';

/** A JSON Schema of the draft 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const INTERPOLATION = '\\{\\{';

const CHARACTERS: Readonly<Record<Exclude<CharacterSet, 'any'>, string>> = {
  noControl: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
  noControlButLineEnds: '^[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$',
  noControlButSpace: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$',
};

/**
 * The JSON Schema of a template under a profile: what a document must look like before the rules that no schema can say
 * are asked. A document that the schema refuses is refused by `parseTemplate` too; whole numbers beyond 2^53 and the
 * grammar of format strings are left to it.
 */
export function jsonSchemaOf(profile: Profile, kind: 'job' | 'environment'): JsonSchema {
  const writer = new SchemaWriter(profile);
  const root = kind === 'job' ? 'JobTemplate' : 'EnvironmentTemplate';
  const schema = writer.object(profile.objects.get(root)!);
  const extensions =
    profile.extensions.length === 0 ? 'no extensions' : `the extensions ${profile.extensions.join(', ')}`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Open Job Description 2023-09 ${kind} template with ${extensions}`,
    ...(profile.proposals.length === 0 ? {} : { $comment: `Draft proposals in use: ${profile.proposals.join(', ')}` }),
    ...schema,
    $defs: writer.definitions,
  };
}

class SchemaWriter {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly #profile: Profile;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  object(object: ObjectDescription): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const [name, field] of Object.entries(object.fields)) {
      properties[name] = { description: field.doc, ...this.#type(field.type) };
      if (field.required) required.push(name);
    }
    return {
      description: object.doc,
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
      ...(object.atLeastOneOf === undefined
        ? {}
        : { anyOf: object.atLeastOneOf.map((name) => ({ required: [name] })) }),
      ...(object.exactlyOneOf === undefined
        ? {}
        : { oneOf: object.exactlyOneOf.map((name) => ({ required: [name] })) }),
    };
  }

  #type(type: TypeDescription): JsonSchema {
    switch (type.kind) {
      case 'text':
        return this.#text(type);
      case 'integer': {
        const bounds =
          type.max === 'int64' ? {} : { minimum: type.min ?? 0, maximum: type.max ?? Number.MAX_SAFE_INTEGER };
        const number = { type: 'integer', ...bounds };
        return orString(number, INTEGER_TEXT_SOURCE, type);
      }
      case 'float': {
        const bound =
          type.min === undefined ? {} : type.exclusive ? { exclusiveMinimum: type.min } : { minimum: type.min };
        const number = { type: 'number', ...bound };
        return orString(number, FLOAT_TEXT_SOURCE, type);
      }
      case 'boolean':
        if (!type.words) return { type: 'boolean' };
        return { anyOf: [{ type: 'boolean' }, { enum: [0, 1] }, { type: 'string', pattern: BOOL_WORD_PATTERN }] };
      case 'choice':
        return type.values.length === 1 ? { const: type.values[0] } : { enum: type.values };
      case 'list':
        return {
          type: 'array',
          items: this.#type(type.items),
          ...this.#bounds('Items', type.min, type.max),
        };
      case 'map':
        return {
          type: 'object',
          propertyNames: this.#text(type.keys),
          additionalProperties: this.#type(type.values),
          minProperties: type.min ?? 0,
        };
      case 'either':
        return { anyOf: [this.#type(type.list), this.#text(type.text)] };
      case 'structure':
        return {};
      case 'reference':
        return this.#reference(type.name);
      case 'variants':
        return this.#variants(this.#profile.variantSets.get(type.name)!);
    }
  }

  #reference(name: string): JsonSchema {
    if (this.definitions[name] === undefined) {
      // Reserved first: the object may contain itself.
      this.definitions[name] = {};
      this.definitions[name] = this.object(this.#profile.objects.get(name)!);
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** One `if` for each variant, so that an editor tells of the fields of the one that is meant. */
  #variants(set: VariantSet): JsonSchema {
    if (this.definitions[set.name] === undefined) {
      this.definitions[set.name] = {};
      this.definitions[set.name] = this.#variantDefinition(set);
    }
    return { $ref: `#/$defs/${set.name}` };
  }

  #variantDefinition(set: VariantSet): JsonSchema {
    const told = (value: string): JsonSchema =>
      set.ignoreCase ? { type: 'string', pattern: ignoringCase(value) } : { const: value };
    const caseOf = (value: JsonSchema, name: string): JsonSchema => {
      const schema = this.object(this.#profile.objects.get(name)!);
      const properties = { ...(schema['properties'] as JsonSchema), [set.field]: value };
      return {
        if: { required: [set.field], properties: { [set.field]: value } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { ...schema, properties },
      };
    };
    const cases = Object.entries(set.variants).map(([value, name]) => caseOf(told(value), name));
    const values: JsonSchema[] = set.ignoreCase
      ? Object.keys(set.variants).map(told)
      : [{ enum: Object.keys(set.variants) }];
    if (set.deferred !== undefined) {
      const deferred: JsonSchema = { type: 'string', pattern: INTERPOLATION };
      values.push(deferred);
      cases.push(caseOf(deferred, set.deferred));
    }
    return {
      type: 'object',
      required: [set.field],
      properties: { [set.field]: values.length === 1 ? values[0] : { anyOf: values } },
      allOf: cases,
    };
  }

  #text(text: TextDescription): JsonSchema {
    const literal: Record<string, unknown> = { ...this.#bounds('Length', text.min, text.max) };
    const patterns = [
      ...(text.characters === undefined || text.characters === 'any' ? [] : [CHARACTERS[text.characters]]),
      ...(text.pattern === undefined ? [] : [text.pattern.source]),
    ];
    if (patterns.length === 1) literal['pattern'] = patterns[0];
    else if (patterns.length > 1) literal['allOf'] = patterns.map((pattern) => ({ pattern }));
    if (text.resolves === undefined || Object.keys(literal).length === 0 || onlyMinimum(literal)) {
      return { type: 'string', ...literal };
    }
    if (text.asWritten) return { type: 'string', ...literal };
    return { type: 'string', anyOf: [{ pattern: INTERPOLATION }, literal] };
  }

  #bounds(what: 'Items' | 'Length', min: Bound | undefined, max: Bound | undefined): JsonSchema {
    const number = (bound: Bound) =>
      typeof bound === 'number' ? bound : (this.#profile.limits[bound] ?? BASE_LIMITS[bound]);
    return {
      ...(min === undefined ? {} : { [`min${what}`]: number(min) }),
      ...(max === undefined ? {} : { [`max${what}`]: number(max) }),
    };
  }
}

/** An interpolation makes a text longer than 1, so that it meets a minimum by itself. */
function onlyMinimum(literal: Record<string, unknown>): boolean {
  return Object.keys(literal).every((keyword) => keyword === 'minLength');
}

const BOOL_WORD_PATTERN = `^(?:${['true', 'yes', 'on', '1', 'false', 'no', 'off', '0'].map(anyCase).join('|')})$`;

/** A number, where the description says so also as digits or as a format string. */
function orString(number: JsonSchema, pattern: string, { digits, resolves }: IntegerDescription | FloatDescription) {
  if (!digits && resolves === undefined) return number;
  const forms = [pattern, ...(resolves === undefined ? [] : [INTERPOLATION])];
  return { anyOf: [number, ...forms.map((form) => ({ type: 'string', pattern: form }))] };
}

function ignoringCase(text: string): string {
  return `^${anyCase(text)}$`;
}

function anyCase(text: string): string {
  let pattern = '';
  for (const c of text) {
    const lower = c.toLowerCase();
    const upper = c.toUpperCase();
    if (lower !== upper) pattern += `[${upper}${lower}]`;
    else pattern += c === '[' || c === ']' ? `\\${c}` : c;
  }
  return pattern;
}
