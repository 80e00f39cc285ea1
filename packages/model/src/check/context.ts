import type { PathSegment } from '@openjd/expr';
import type { TemplateDocument } from '../document/document.js';
import type { DocumentMap, DocumentValue } from '../document/value.js';
import { formatLabel } from '../faults/paths.js';
import type { ModelProblemCode } from '../faults/problem-codes.js';
import type { Fault, ProblemList } from '../faults/problem-list.js';
import type { FormatStrings } from '../schema/format-strings.js';

/** What one walk of the checker over a template carries along. */
export class CheckContext {
  /** Where the walk is; changed in place, so copy it to keep it. */
  readonly path: PathSegment[] = [];
  readonly problems: ProblemList;
  readonly formatStrings: FormatStrings;
  /** Places whose values are of no use to the rules. */
  readonly cuts: (readonly PathSegment[])[] = [];
  /** Requirement that the field of the walk belongs to. */
  requirement: string | undefined;
  readonly #document: TemplateDocument | undefined;
  readonly #root: DocumentValue;

  constructor(
    root: DocumentValue,
    document: TemplateDocument | undefined,
    problems: ProblemList,
    formatStrings: FormatStrings,
  ) {
    this.#root = root;
    this.#document = document;
    this.problems = problems;
    this.formatStrings = formatStrings;
  }

  /** The name of the place for messages: `"args[2]"`. */
  get label(): string {
    return formatLabel(this.path);
  }

  add(code: ModelProblemCode, message: string, more: Partial<Fault> = {}): void {
    // Names of extensions are told of before the walk.
    if (this.path[0] === 'extensions' && this.problems.hasFaultAt(this.path)) return;
    this.problems.add({ code, phase: 'schema', message, path: [...this.path], requirement: this.requirement, ...more });
  }

  /** Says that the value here is of no use. */
  cut(): void {
    this.cuts.push([...this.path]);
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

  /** Puts another value into the place of the walk. */
  replace(value: DocumentValue): void {
    let parent = this.#root as DocumentMap;
    for (const segment of this.path.slice(0, -1)) parent = parent[segment] as DocumentMap;
    parent[this.path.at(-1)!] = value;
  }
}
