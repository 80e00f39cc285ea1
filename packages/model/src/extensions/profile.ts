import type { ObjectDescription, VariantSet } from '../schema/description.js';
import { cancelationMethod, environmentObjects } from '../schema/environments.js';
import { jobParameterDefinition, parameterObjects } from '../schema/parameters.js';
import { rootObjects } from '../schema/roots.js';
import { stepObjects, taskParameterDefinition } from '../schema/steps.js';
import type { WrapDialect } from '../wrap/dialect.js';
import type { Extension } from './extension.js';
import { BASE_LIMITS, type Limits } from './limits.js';
import { EXTENSIONS } from './registry.js';

/**
 * What holds for one template: a revision with its set of extensions, asked by name. Base code asks the profile and
 * never the list of extensions. Built once per set; two templates with the same extensions share one.
 */
export interface Profile {
  readonly revision: '2023-09';
  /** Declared and known, sorted. */
  readonly extensions: readonly string[];
  /** Draft proposals in use. */
  readonly proposals: readonly string[];
  /** `expr`: the expression language; `plain`: dotted names only (7.3). */
  readonly formatStringGrammar: 'expr' | 'plain';
  /** The wrap hooks that environments may define; absent: none. */
  readonly wrapDialect?: WrapDialect;
  /** Redacted variables may be set with `openjd_redacted_env` (RFC 0003). Redaction itself holds always. */
  readonly redactedEnvVars: boolean;
  readonly limits: Limits;
  /** The objects of the specification with the fields that hold here, by name. */
  readonly objects: ReadonlyMap<string, ObjectDescription>;
  /** The sets of variants with the variants that hold here, by name. */
  readonly variantSets: ReadonlyMap<string, VariantSet>;
}

const BASE_OBJECTS: readonly ObjectDescription[] = [
  ...rootObjects,
  ...parameterObjects,
  ...stepObjects,
  ...environmentObjects,
];

const BASE_VARIANT_SETS: readonly VariantSet[] = [jobParameterDefinition, taskParameterDefinition, cancelationMethod];

const profiles = new Map<string, Profile>();

/**
 * The profile of a set of extensions of revision 2023-09. Names that no extension has are ignored; whether a name is
 * known, allowed and complete is for `checkExtensions` to say.
 */
export function profileFor(extensions: Iterable<string> = []): Profile {
  const wanted = new Set(extensions);
  const used = EXTENSIONS.filter((extension) => wanted.has(extension.name));
  const key = used.map((extension) => extension.name).join(' ');
  let profile = profiles.get(key);
  if (profile === undefined) {
    profile = buildProfile(used);
    profiles.set(key, profile);
  }
  return profile;
}

function buildProfile(used: readonly Extension[]): Profile {
  const dialect = used.findLast((extension) => extension.wrapDialect !== undefined)?.wrapDialect;
  return {
    revision: '2023-09',
    extensions: used.map((extension) => extension.name).sort(),
    proposals: used.filter((extension) => extension.status === 'draft').map((extension) => extension.name),
    formatStringGrammar: used.some((extension) => extension.expressions) ? 'expr' : 'plain',
    ...(dialect === undefined ? {} : { wrapDialect: dialect }),
    redactedEnvVars: used.some((extension) => extension.redactedEnvVars),
    limits: Object.assign({}, BASE_LIMITS, ...used.map((extension) => extension.limits)) as Limits,
    objects: extendObjects(used),
    variantSets: extendVariantSets(used),
  };
}

function extendObjects(used: readonly Extension[]): Map<string, ObjectDescription> {
  const objects = new Map<string, ObjectDescription>();
  for (const object of [...BASE_OBJECTS, ...used.flatMap((extension) => extension.objects ?? [])]) {
    objects.set(object.name, object);
  }
  for (const extension of used) {
    for (const [name, fields] of Object.entries(extension.fields ?? {})) {
      const object = objects.get(name);
      if (object !== undefined) objects.set(name, { ...object, fields: { ...object.fields, ...fields } });
    }
    for (const [name, fields] of Object.entries(extension.exactlyOneOf ?? {})) {
      const object = objects.get(name);
      if (object !== undefined) objects.set(name, withAlternatives(object, 'exactlyOneOf', fields));
    }
    for (const [name, fields] of Object.entries(extension.atLeastOneOf ?? {})) {
      const object = objects.get(name);
      if (object !== undefined) objects.set(name, withAlternatives(object, 'atLeastOneOf', fields));
    }
  }
  return objects;
}

function withAlternatives(
  object: ObjectDescription,
  kind: 'exactlyOneOf' | 'atLeastOneOf',
  added: readonly string[],
): ObjectDescription {
  return { ...object, [kind]: [...(object[kind] ?? []), ...added] };
}

function extendVariantSets(used: readonly Extension[]): Map<string, VariantSet> {
  const sets = new Map(BASE_VARIANT_SETS.map((set) => [set.name, set]));
  for (const extension of used) {
    for (const [name, added] of Object.entries(extension.variants ?? {})) {
      const set = sets.get(name);
      if (set !== undefined) sets.set(name, { ...set, variants: { ...set.variants, ...added } });
    }
    for (const name of extension.ignoreCase ?? []) {
      const set = sets.get(name);
      if (set !== undefined) sets.set(name, { ...set, ignoreCase: true });
    }
    for (const [name, deferred] of Object.entries(extension.deferredVariants ?? {})) {
      const set = sets.get(name);
      if (set !== undefined) sets.set(name, { ...set, deferred });
    }
  }
  return sets;
}
