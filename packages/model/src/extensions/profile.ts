import type { WrapDialect } from '../wrap/dialect.js';

/**
 * What holds for one template: a revision with its set of extensions, asked by name. Base code asks the profile and
 * never the list of extensions. Built once per template; two templates with the same extensions share one.
 */
export interface Profile {
  readonly revision: '2023-09';
  /** Declared and accepted, sorted. */
  readonly extensions: readonly string[];
  /** Draft proposals in use. */
  readonly proposals: readonly string[];
  /** `expr`: the expression language; `plain`: dotted names only (7.3). */
  readonly formatStringGrammar: 'expr' | 'plain';
  /** The wrap hooks that environments may define; absent: none. */
  readonly wrapDialect?: WrapDialect;
  /** Redacted variables may be set with `openjd_redacted_env` (RFC 0003). Redaction itself holds always. */
  readonly redactedEnvVars: boolean;
}
