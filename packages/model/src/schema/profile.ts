import type { WrapDialect } from '../dialect/dialect.js';
import type { ObjectDescription, VariantSet } from './description.js';
import type { Fact, FailedEnd } from './fact.js';
import type { FileKind } from './file-kind.js';
import type { Limits } from './limits.js';
import type { ShortAction } from './short-action.js';

/**
 * What holds for one template: a revision with its set of extensions, asked by name. Base code asks the profile and
 * never the list of extensions. Built once per set; two templates with the same extensions share one.
 */
export interface Profile {
  readonly revision: '2023-09';
  /** Declared and known, sorted. */
  readonly extensions: readonly string[];
  /** Names of the draft proposals in use: those that are on and whose extension is declared. */
  readonly proposals: readonly string[];
  /** `expr`: the expression language; `plain`: dotted names only (7.3). */
  readonly formatStringGrammar: 'expr' | 'plain';
  /** The wrap hooks that environments may define; absent: none. */
  readonly wrapDialect?: WrapDialect;
  /** Fields of an action that its job keeps as facts, with what people read where an action has them. */
  readonly actionFacts: ReadonlyMap<string, string>;
  /** Whether an action of this template with these facts, or a hook with them, passes the wrap hooks around it by. */
  readonly passesHooks: (facts: readonly Fact[]) => boolean;
  /** What is to be told where a hook of this template has failed. */
  readonly failureFacts: (end: FailedEnd) => readonly Fact[];
  /** Redacted variables may be set with `openjd_redacted_env` (RFC 0003). Redaction itself holds always. */
  readonly redactedEnvVars: boolean;
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
