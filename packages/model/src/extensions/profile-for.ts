import { extendDialect, type WrapDialect } from '../dialect/dialect.js';
import type { ObjectDescription, VariantSet } from '../schema/description.js';
import { cancelationMethod, embeddedFile, environmentObjects } from '../schema/environments.js';
import type { ExtensionSymbols } from '../schema/extension-symbols.js';
import { BASE_LIMITS, type Limits } from '../schema/limits.js';
import { jobParameterDefinition, parameterObjects } from '../schema/parameters.js';
import type { Abilities, Profile } from '../schema/profile.js';
import { rootObjects } from '../schema/roots.js';
import { stepObjects, taskParameterDefinition } from '../schema/steps.js';
import type { Extension } from './extension.js';
import type { Proposal } from './proposal.js';
import { EXTENSIONS, proposalsNamed } from './registry.js';
import { TEXT_FILE } from './text-file.js';

const BASE_OBJECTS: readonly ObjectDescription[] = [
  ...rootObjects,
  ...parameterObjects,
  ...stepObjects,
  ...environmentObjects,
];

const BASE_VARIANT_SETS: readonly VariantSet[] = [
  jobParameterDefinition,
  taskParameterDefinition,
  cancelationMethod,
  embeddedFile,
];

const profiles = new Map<string, Profile>();

/**
 * The profile of a set of extensions of revision 2023-09, with these draft proposals switched on (default: none). Names
 * that no extension has are ignored; whether a name is known, allowed and complete is for `checkExtensions` to say.
 * Throws a RangeError for a proposal that is not known.
 */
export function profileFor(extensions: Iterable<string> = [], enableProposals: Iterable<string> = []): Profile {
  const wanted = new Set(extensions);
  const accepted = EXTENSIONS.filter((extension) => wanted.has(extension.name));
  const drafts = proposalsNamed(enableProposals).filter(({ extension }) => extension && wanted.has(extension.name));
  const key = [...accepted, ...drafts].map(({ name }) => name).join(' ');
  let profile = profiles.get(key);
  if (profile === undefined) {
    profile = buildProfile(accepted, drafts);
    profiles.set(key, profile);
  }
  return profile;
}

/**
 * The profile with everything that a template may declare: accepted extensions by name and draft proposals. Where two
 * exclude each other, the proposal counts, and of two proposals the later one.
 */
export function widestProfile(extensions: Iterable<string>, enableProposals: Iterable<string> = []): Profile {
  const added: string[] = [];
  const excluded = new Set<string>();
  for (const { extension } of proposalsNamed(enableProposals)) {
    if (extension === undefined) continue;
    added.push(extension.name);
    for (const name of extension.excludes ?? []) excluded.add(name);
  }
  return profileFor([...[...extensions].filter((name) => !excluded.has(name)), ...added], enableProposals);
}

function buildProfile(accepted: readonly Extension[], drafts: readonly Proposal[]): Profile {
  const used = [...accepted, ...drafts.map(({ extension }) => extension!)];
  const dialect = dialectOf(used);
  return {
    revision: '2023-09',
    extensions: [...new Set(used.map((extension) => extension.name))].sort(),
    proposals: drafts.map(({ name }) => name).sort(),
    ...abilitiesOf(used),
    symbols: symbolsOf(used),
    ...(dialect === undefined ? {} : { wrapDialect: dialect }),
    shortActions: new Map(used.flatMap(({ shortActions = {} }) => Object.entries(shortActions))),
    actionFacts: new Map(
      used.flatMap(({ actionFacts = {} }) => Object.entries(actionFacts).map(([field, { label }]) => [field, label])),
    ),
    passesHooks: (facts) => used.some((extension) => extension.passesHooks?.(facts)),
    failureFacts: (end) => used.flatMap((extension) => extension.failureFacts?.(end) ?? []),
    fileKinds: Object.assign(
      { TEXT: TEXT_FILE },
      ...used.map((extension) => extension.fileKinds),
    ) as Profile['fileKinds'],
    limits: Object.assign({}, BASE_LIMITS, ...used.map((extension) => extension.limits)) as Limits,
    objects: extendObjects(used),
    variantSets: extendVariantSets(used),
  };
}

/** What is no part of a template by itself. @spec EL-0-backward-compatible EL-0-opt-in */
const NONE: Abilities = {
  hasExpressions: false,
  keepsTypes: false,
  normalizesPaths: false,
  allowsUris: false,
  redactedEnvVars: false,
};

function abilitiesOf(used: readonly Extension[]): Abilities {
  return Object.assign({}, NONE, ...used.map(({ abilities }) => abilities));
}

function symbolsOf(used: readonly Extension[]): ExtensionSymbols {
  const at = <Place extends keyof ExtensionSymbols>(place: Place) =>
    new Map(used.flatMap(({ symbols }) => [...(symbols?.[place] ?? [])] as [string, never][]));
  return { job: at('job'), step: at('step'), host: at('host') };
}

function dialectOf(used: readonly Extension[]): WrapDialect | undefined {
  const dialect = used.findLast((extension) => extension.wrapDialect !== undefined)?.wrapDialect;
  if (dialect === undefined) return undefined;
  return used.reduce(
    (extended, { wrapDialectChanges: changes }) =>
      changes === undefined ? extended : extendDialect(extended, changes),
    dialect,
  );
}

/** @spec TS-0-extension */
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
  for (const extension of used) {
    for (const [name, { of, fields }] of Object.entries(extension.derivedObjects ?? {})) {
      const object = objects.get(of);
      if (object !== undefined) objects.set(name, { ...object, name, fields: { ...object.fields, ...fields } });
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
