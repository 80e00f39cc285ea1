import { fieldsOf, phasesOf, type WrapDialect } from '../dialect/dialect.js';
import { ownValue } from '../document/own-value.js';
import { excludeEachOther } from '../extensions/exclusion.js';
import type { Extension } from '../extensions/extension.js';
import { EXTENSIONS, PROPOSALS } from '../extensions/registry.js';
import { inCapitals } from '../schema/characters.js';
import type { FieldDescription } from '../schema/description.js';
import type { Profile } from '../schema/profile.js';

/** What a template could declare besides what it declares. */
interface Declarable {
  readonly extension: Extension;
  /** The draft proposal that it belongs to. */
  readonly proposal?: string;
}

/** In the order in which it is offered: accepted extensions first. */
const DECLARABLE: readonly Declarable[] = [
  ...EXTENSIONS.map((extension) => ({ extension })),
  ...PROPOSALS.flatMap(({ name, extension }) => (extension === undefined ? [] : [{ extension, proposal: name }])),
];

/** What a message says of an extension that would help: its name, with its proposal, and what to do. */
export interface Missing {
  readonly name: string;
  readonly hint: string;
}

function missing({ extension: { name }, proposal }: Declarable): Missing {
  return proposal === undefined
    ? { name, hint: `add ${name} to "extensions"` }
    : {
        name: `${name} of the draft proposal ${proposal}`,
        hint: `switch on the proposal ${proposal} and add ${name} to "extensions"`,
      };
}

const undeclaredBy = new WeakMap<Profile, readonly Declarable[]>();

/** Extensions that a template of this profile does not declare and could. */
function undeclared(profile: Profile): readonly Declarable[] {
  let found = undeclaredBy.get(profile);
  if (found === undefined) {
    found = [...findUndeclared(profile)];
    undeclaredBy.set(profile, found);
  }
  return found;
}

function* findUndeclared(profile: Profile): Generator<Declarable> {
  for (const declarable of DECLARABLE) {
    const { extension } = declarable;
    if (profile.extensions.includes(extension.name)) continue;
    const names = [extension.name, ...(extension.requires ?? [])];
    const added = DECLARABLE.filter((other) => names.includes(other.extension.name));
    const declared = DECLARABLE.filter((other) => profile.extensions.includes(other.extension.name));
    const clash = added.some((one) => declared.some((other) => excludeEachOther(one.extension, other.extension)));
    if (!clash) yield declarable;
  }
}

/** The extension that would give an object a field (or another form of it), where the template does not declare it. */
export function extensionWithField(
  profile: Profile,
  object: string,
  field: string,
): (Missing & { readonly description: FieldDescription; readonly isAlternative: boolean }) | undefined {
  for (const declarable of undeclared(profile)) {
    const { extension } = declarable;
    const description = ownValue(extension.fields?.[object], field);
    if (description === undefined) continue;
    const alternatives = [...(extension.exactlyOneOf?.[object] ?? []), ...(extension.atLeastOneOf?.[object] ?? [])];
    return { ...missing(declarable), description, isAlternative: alternatives.includes(field) };
  }
  return undefined;
}

/** The extension that would add a variant, where the template does not declare it. */
export function extensionWithVariant(profile: Profile, set: string, value: string): Missing | undefined {
  return find(profile, ({ variants }) => Object.hasOwn(variants?.[set] ?? {}, inCapitals(value)));
}

/** The extension under which a set's field would be compared without regard to case, where it is not declared. */
export function extensionIgnoringCase(profile: Profile, set: string): Missing | undefined {
  return find(profile, ({ ignoreCase }) => ignoreCase?.includes(set) === true);
}

/** The extension under which a set's field may be a format string, where it is not declared. */
export function extensionDeferring(profile: Profile, set: string): Missing | undefined {
  return find(profile, ({ deferredVariants }) => deferredVariants?.[set] !== undefined);
}

/** The extension that would add a symbol, where the template does not declare it. */
export function extensionWithSymbol(profile: Profile, name: string): Missing | undefined {
  return find(profile, ({ symbols }) => symbols?.job?.has(name) || symbols?.step?.has(name) || false);
}

function find(profile: Profile, matches: (extension: Extension) => boolean): Missing | undefined {
  for (const declarable of undeclared(profile)) if (matches(declarable.extension)) return missing(declarable);
  return undefined;
}

/** A hook as another dialect than the template's writes it: whose it is, and the fields that are for it here. */
export function hookOfAnotherDialect(
  dialect: WrapDialect,
  field: string,
): { readonly owner: string; readonly here: readonly string[] } | undefined {
  for (const { extension, proposal } of DECLARABLE) {
    const dialects = [extension.wrapDialect, extension.wrapDialectChanges].filter((table) => table !== undefined);
    for (const { forms = [] } of dialects) {
      const phases = phasesOf({ forms }, field);
      if (phases.length === 0) continue;
      const [form] = dialect.forms;
      const here = form === undefined ? [] : fieldsOf(form).filter((name) => serves(dialect, name, phases));
      return { owner: proposal === undefined ? extension.name : `the draft proposal ${proposal}`, here };
    }
  }
  return undefined;
}

function serves(dialect: WrapDialect, field: string, phases: readonly string[]): boolean {
  return phasesOf(dialect, field).some((phase) => phases.includes(phase));
}
