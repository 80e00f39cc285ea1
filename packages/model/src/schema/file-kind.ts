import type { PathSegment, Scope } from '@openjd/expr';
import type { DocumentValue } from '../document/value.js';
import type { TemplateReader } from '../job/template-reader.js';
import type { RuleContext } from '../rules/context.js';
import type { Evaluation } from '../wrap/evaluate.js';
import type { FormatStrings } from './format-strings.js';

/** What an embedded file will hold. */
export interface FileData {
  /** Dotted names that it refers to, properties included. */
  readonly symbols: ReadonlySet<string>;
  /** The file's text. `subject` says for people which file it is. Throws ResolutionFault. */
  render(subject: string, evaluation: Evaluation): string;
}

/** One `type` of embedded files: what is done with `data`, from its rules to the text that is written. */
export interface FileKind {
  /** The end of a name that the runtime chooses. Default: none. */
  readonly suffix?: string;
  /** Checks the format strings. */
  check(data: DocumentValue, scope: Scope, path: readonly PathSegment[], context: RuleContext): void;
  /** Dotted names that `data` refers to. */
  symbols(data: DocumentValue, formatStrings: FormatStrings): ReadonlySet<string>;
  create(data: DocumentValue, scope: Scope, path: readonly PathSegment[], reader: TemplateReader): FileData;
}
