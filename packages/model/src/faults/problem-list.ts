import type { PathSegment, Problem, ProblemPhase, SourceRange } from '@openjd/expr';
import { firstProblems } from './most-problems.js';
import type { DocumentPlaces } from './place.js';
import type { ModelProblem } from './result.js';

/** A fault in a template, before its place in the text is looked up. */
export interface Fault {
  readonly code: ModelProblem['code'];
  readonly phase: ProblemPhase;
  readonly message: string;
  readonly path: readonly PathSegment[];
  /** What of the place at `path` is at fault. Default: the value. */
  readonly part?: 'key' | 'value';
  /** A stretch of the text value at `path`, in UTF-16 code units. */
  readonly within?: { readonly start: number; readonly end: number };
  readonly requirement?: string | undefined;
  readonly hint?: string | undefined;
  /** The message is another layer's and stays as it is. */
  readonly verbatim?: true;
}

/** Collects the faults of one template and gives them out as problems, in the order of the text. */
export class ProblemList {
  readonly #faults: Fault[] = [];

  get isEmpty(): boolean {
    return this.#faults.length === 0;
  }

  get length(): number {
    return this.#faults.length;
  }

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  /** Takes over problems of an expression in the text value at `path`; their ranges are offsets in that text. */
  addFromText(
    problems: readonly Problem<ModelProblem['code']>[],
    place: {
      readonly path: readonly PathSegment[];
      readonly offset?: number;
      readonly phase?: ProblemPhase;
      /** What the text must be. Default: a format string. */
      readonly requirement?: string;
    },
  ): void {
    const offset = place.offset ?? 0;
    for (const problem of problems) {
      const { code, message, hint, range } = problem;
      const requirement = problem.requirement ?? place.requirement ?? 'TS-7.3-format-string';
      this.add({
        code,
        phase: place.phase ?? 'check',
        message,
        path: place.path,
        ...(range === undefined
          ? {}
          : { within: { start: range.start.offset + offset, end: range.end.offset + offset } }),
        hint,
        requirement,
        verbatim: true,
      });
    }
  }

  /** Forgets what was added after the list had `length` faults, and gives it back. */
  takeSince(length: number): Fault[] {
    return this.#faults.splice(length);
  }

  /** Keys and indices in the value of this field of the root at which something is told. */
  segmentsBelow(field: string): ReadonlySet<PathSegment> {
    return new Set(
      this.#faults.filter(({ path }) => path.length === 2 && path[0] === field).map(({ path }) => path[1]!),
    );
  }

  toProblems(document: DocumentPlaces | undefined, source: string | undefined): ModelProblem[] {
    const problems = this.#faults.map((fault): ModelProblem => {
      const range = document === undefined ? undefined : rangeOf(document, fault);
      const { code, phase, message, path, requirement, hint } = fault;
      return {
        code,
        phase,
        message: fault.verbatim ? message : message.charAt(0).toUpperCase() + message.slice(1),
        path,
        ...(range === undefined ? {} : { range }),
        ...(source === undefined ? {} : { source }),
        ...(requirement === undefined ? {} : { requirement }),
        ...(hint === undefined ? {} : { hint }),
      };
    });
    return firstProblems(problems.sort((a, b) => (a.range?.start.offset ?? 0) - (b.range?.start.offset ?? 0)));
  }
}

function rangeOf(document: DocumentPlaces, fault: Fault): SourceRange | undefined {
  if (fault.within !== undefined) return document.rangeIn(fault.path, fault.within.start, fault.within.end);
  if (fault.part === 'key') {
    const key = document.rangeOf(fault.path, 'key');
    if (key !== undefined) return key;
    const value = document.rangeOf(fault.path);
    return value === undefined ? undefined : { start: value.start, end: value.start };
  }
  const value = document.rangeOf(fault.path);
  if (value === undefined)
    return fault.path.length === 0
      ? undefined
      : rangeOf(document, { ...fault, path: fault.path.slice(0, -1), part: 'key' });
  // An empty value (`name:`) has no text of its own; its key stands for it.
  return value.start.offset === value.end.offset ? (document.rangeOf(fault.path, 'key') ?? value) : value;
}
