import type { WrapDialect } from '../dialect/dialect.js';
import type { ObjectDescription, VariantSet } from './description.js';
import type { ExtensionSymbols } from './extension-symbols.js';
import type { Fact, FailedEnd } from './fact.js';
import type { FileKind } from './file-kind.js';
import type { Limits } from './limits.js';
import type { ShortAction } from './short-action.js';

/** What templates can do beyond the base revision, each a question of its own. Without an extension that says so: no. */
export interface Abilities {
  /** Format strings take the expression language; else dotted names only (7.3). */
  readonly hasExpressions: boolean;
  /**
   * An expression that fills a whole field gives a value of its own type, and an item of a list none or several values;
   * else every format string gives a string (7.4; Expression Language, 1.3.2).
   */
  readonly keepsTypes: boolean;
  /** A path is written as its host writes paths; else it stays letter by letter. */
  readonly normalizesPaths: boolean;
  /** A path parameter may have a URI, which is no path of a file system (2.2). */
  readonly allowsUris: boolean;
  /** Redacted variables may be set with `openjd_redacted_env` (RFC 0003). Redaction itself holds always. */
  readonly redactedEnvVars: boolean;
}

/**
 * What holds for one template: a revision with its set of extensions, asked by name. Base code asks the profile and
 * never the list of extensions. Built once per set; two templates with the same extensions share one.
 */
export interface Profile extends Abilities {
  readonly revision: '2023-09';
  /** Declared and known, sorted. */
  readonly extensions: readonly string[];
  /** Names of the draft proposals in use: those that are on and whose extension is declared. */
  readonly proposals: readonly string[];
  /** Symbols that extensions add. */
  readonly symbols: ExtensionSymbols;
  /** The wrap hooks that environments may define; absent: none. */
  readonly wrapDialect?: WrapDialect;
  /** Fields of an action that its job keeps as facts, with what people read where an action has them. */
  readonly actionFacts: ReadonlyMap<string, string>;
  /** Whether an action of this template with these facts, or a hook with them, passes the wrap hooks around it by. */
  readonly passesHooks: (facts: readonly Fact[]) => boolean;
  /** What is to be told where a hook of this template has failed. */
  readonly failureFacts: (end: FailedEnd) => readonly Fact[];
  /** What is done with embedded files, by their `type`. */
  readonly fileKinds: Readonly<Record<string, FileKind>>;
  /** Fields of a step that are short for a script, by name. */
  readonly shortActions: ReadonlyMap<string, ShortAction>;
  readonly limits: Limits;
  /** The objects of the specification with the fields that hold here, by name. */
  readonly objects: ReadonlyMap<string, ObjectDescription>;
  /** The sets of variants with the variants that hold here, by name. */
  readonly variantSets: ReadonlyMap<string, VariantSet>;
}

/**
 * The object that describes the action in a field of EnvironmentActions: that of a hook may be another one than that of
 * `onEnter`. The field of an extension that is not declared is looked into as an Action.
 */
export function actionObject({ objects }: Profile, field: string): string {
  const type = objects.get('EnvironmentActions')?.fields[field]?.type;
  return type?.kind === 'reference' ? type.name : 'Action';
}
