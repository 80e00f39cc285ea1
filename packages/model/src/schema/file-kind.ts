import type { PathSegment, Scope, Type, Value } from '@openjd/expr';
import type { DocumentValue } from '../document/value.js';
import type { TemplatePlace } from '../faults/place.js';
import type { FormatStrings } from './format-strings.js';
import type { HostExpression, HostString } from './host-expression.js';

/** What a kind of file asks while a job is made. */
export interface FileReader {
  place(path: readonly PathSegment[]): TemplatePlace;
  /** A format string for the host, checked now. */
  hostString(text: string, scope: Scope, target: Type, path: readonly PathSegment[]): HostString;
  /** A number as the template writes it. */
  numberText(path: readonly PathSegment[], value: number): string;
}

/** What it asks on a host. `subject` says for people what is evaluated. Both throw a ResolutionFault. */
export interface FileEvaluation {
  evaluate(source: HostExpression, subject: string): Value;
  evaluateText(source: HostString, subject: string): string;
}

/** What an embedded file will hold. */
export interface FileData {
  /** Dotted names that it refers to, properties included. */
  readonly symbols: ReadonlySet<string>;
  /** The file's text. `subject` says for people which file it is. Throws ResolutionFault. */
  render(subject: string, evaluation: FileEvaluation): string;
}

/** One `type` of embedded files: what is done with `data`, to the text that is written. Its description says how it is checked. */
export interface FileKind {
  /** The end of a name that the runtime chooses. Default: none. */
  readonly suffix?: string;
  /** Dotted names that `data` refers to. */
  symbols(data: DocumentValue, formatStrings: FormatStrings): ReadonlySet<string>;
  create(data: DocumentValue, scope: Scope, path: readonly PathSegment[], reader: FileReader): FileData;
}
