import type { PathSegment } from '@openjd/expr';
import type { TemplateDocument } from '../document/document.js';
import type { Edit } from '../document/edits.js';
import type { DocumentValue } from '../document/value.js';
import { formatLabel } from '../faults/paths.js';
import type { ModelProblemCode } from '../faults/problem-codes.js';
import type { Fault, ProblemList } from '../faults/problem-list.js';
import type { FormatStrings } from '../schema/format-strings.js';

const NONE: ReadonlySet<PathSegment> = new Set();

/** What one walk of the checker over a template carries along. */
export class CheckContext {
  /** Where the walk is; changed in place, so copy it to keep it. */
  readonly path: PathSegment[] = [];
  readonly problems: ProblemList;
  readonly formatStrings: FormatStrings;
  /**
   * How the template has to be read: without what is of no use to the rules or says nothing, with what was meant. The
   * document itself stays as it is.
   */
  readonly edits: Edit[] = [];
  /** Requirement that the field of the walk belongs to. */
  requirement: string | undefined;
  /** Names of extensions that were told of before the walk, by their place in the list. */
  toldExtensions: ReadonlySet<PathSegment> = NONE;
  readonly #document: TemplateDocument | undefined;
  readonly #name: string | undefined;

  /** `name`: what messages call the value. Default: the last part of the path. */
  constructor(
    document: TemplateDocument | undefined,
    problems: ProblemList,
    formatStrings: FormatStrings,
    name?: string,
  ) {
    this.#name = name;
    this.#document = document;
    this.problems = problems;
    this.formatStrings = formatStrings;
  }

  /** The name of the place for messages: `"args[2]"`. */
  get label(): string {
    return this.#name ?? formatLabel(this.path);
  }

  add(code: ModelProblemCode, message: string, more: Partial<Fault> = {}): void {
    if (this.path.length === 2 && this.path[0] === 'extensions' && this.toldExtensions.has(this.path[1]!)) return;
    this.problems.add({ code, phase: 'schema', message, path: [...this.path], requirement: this.requirement, ...more });
  }

  /** Says that the value here is of no use to the rules, or says nothing. */
  cut(): void {
    this.edits.push({ path: [...this.path] });
  }

  /** Whether the whole number here is written as a float, such as `5.0` or `1e3`. */
  isWrittenAsFloat(): boolean {
    return this.#document?.isWrittenAsFloat(this.path) ?? false;
  }

  /**
   * The text of a plain scalar that YAML 1.2 reads as a number or bool and YAML 1.1 as text (`1e3`, `0o17`). Where the
   * template wants a text, what was written is meant; docs/documents.md says why.
   */
  textOfScalar(): string | undefined {
    if (this.#document?.format !== 'yaml') return undefined;
    const written = this.#document.sourceText(this.path);
    return written !== undefined && (/^0o[0-7]+$/.test(written) || /^[-+]?[0-9]+[eE][0-9]+$/.test(written))
      ? written
      : undefined;
  }

  /** Says what the value here means. */
  replace(value: DocumentValue): void {
    this.edits.push({ path: [...this.path], value });
  }
}
