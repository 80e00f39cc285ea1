import type { WrapDialect, WrapDialectChanges } from '../dialect/dialect.js';
import type { FieldDescription, ObjectDescription } from '../schema/description.js';
import type { ExtensionSymbols } from '../schema/extension-symbols.js';
import type { Fact, FailedEnd } from '../schema/fact.js';
import type { FileKind } from '../schema/file-kind.js';
import type { Limits } from '../schema/limits.js';
import type { Abilities } from '../schema/profile.js';
import type { ShortAction } from '../schema/short-action.js';

/**
 * All that one extension changes in the model: data, and behaviour as pure functions. Base code never asks for an
 * extension by name: it asks the profile, which is the base with the changes of the template's extensions.
 */
export interface Extension {
  /** As it is written in `extensions`. */
  readonly name: string;
  /** Where it was proposed. */
  readonly rfcs: readonly string[];
  /** Extensions that must be declared with it. */
  readonly requires?: readonly string[];
  /** Extensions that cannot be declared with it. */
  readonly excludes?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Objects that it adds. */
  readonly objects?: readonly ObjectDescription[];
  /** Fields that it adds to an object or puts in the place of one. Ignored where the object is another extension's that is off. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, FieldDescription>>>>;
  /** Objects that are as another one is with all extensions, but for these fields. */
  readonly derivedObjects?: Readonly<
    Record<string, { readonly of: string; readonly fields: Readonly<Record<string, FieldDescription>> }>
  >;
  /** Fields that join an object's list of alternatives, exactly one of which must be given. */
  readonly exactlyOneOf?: Readonly<Record<string, readonly string[]>>;
  /** Fields that join an object's list of alternatives, at least one of which must be given. */
  readonly atLeastOneOf?: Readonly<Record<string, readonly string[]>>;
  /** Objects that join a set of variants, by the value of the set's field. */
  readonly variants?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Sets of variants whose field is compared without regard to case. */
  readonly ignoreCase?: readonly string[];
  /** By set of variants: the object where the set's field is a format string. */
  readonly deferredVariants?: Readonly<Record<string, string>>;
  /** What is done with embedded files of types that it adds to the variants of EmbeddedFile. */
  readonly fileKinds?: Readonly<Record<string, FileKind>>;
  /** Fields of a step that are short for a script, in the order in which they are looked for. */
  readonly shortActions?: Readonly<Record<string, ShortAction>>;
  /** What templates can do with it. */
  readonly abilities?: Partial<Readonly<Record<keyof Abilities, true>>>;
  /** Symbols that it adds, by place. */
  readonly symbols?: Partial<ExtensionSymbols>;
  /** Environments may define wrap hooks. */
  readonly wrapDialect?: WrapDialect;
  /** Changes the wrap hooks of another extension that is declared too. */
  readonly wrapDialectChanges?: WrapDialectChanges;
  /**
   * Fields of an action that its job keeps as facts, with what people read where an action has them. They are resolved
   * when the job is made; one that is false or not given says nothing.
   */
  readonly actionFacts?: Readonly<Record<string, { readonly label: string }>>;
  /** Whether an action with these facts, or a hook with them, passes the wrap hooks around it by. */
  readonly passesHooks?: (facts: readonly Fact[]) => boolean;
  /** What is to be told where a wrap hook of a template that declares it has failed; the end's event carries it. */
  readonly failureFacts?: (end: FailedEnd) => readonly Fact[];
}
