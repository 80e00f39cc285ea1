import type { PathSegment, Problem, ProblemPhase, SourceRange } from '@openjd/expr';
import type { JobProblem } from './job-result.js';

/** Where in a template something was written, so that a problem that is found later can point at it. */
export interface TemplatePlace {
  readonly path: readonly PathSegment[];
  /** Under which name the template's text was given. */
  readonly source?: string | undefined;
  /**
   * Range of the value in the template's text, or of a stretch of a string value (offsets in the value). Undefined for a
   * template that was built in code. Looked up when asked, because most are never needed.
   */
  range(start?: number, end?: number): SourceRange | undefined;
}

/** Where the values of a template lie in its text; a TemplateDocument says it. */
export interface DocumentPlaces {
  rangeOf(path: readonly PathSegment[], part?: 'key' | 'value'): SourceRange | undefined;
  /** The range of a stretch of a string value; offsets are UTF-16 code units of the value. */
  rangeIn(path: readonly PathSegment[], start: number, end: number): SourceRange | undefined;
}

/** The parts of a parsed template that tell where things are. */
export interface PlacesOfTemplate {
  readonly source?: string | undefined;
  readonly document?: DocumentPlaces | undefined;
}

/** The place of the value at `path`. */
export function placeIn(template: PlacesOfTemplate, path: readonly PathSegment[]): TemplatePlace {
  return {
    path,
    source: template.source,
    range: (start, end) =>
      start === undefined ? template.document?.rangeOf(path) : template.document?.rangeIn(path, start, end ?? start),
  };
}

/** What a problem says besides its place. `start` and `end`: the stretch of a string value that is at fault. */
export interface Fault {
  readonly code: JobProblem['code'];
  readonly phase: ProblemPhase;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** The problem at a place. */
export function problemAt(place: TemplatePlace, fault: Fault): JobProblem {
  const { code, phase, message, hint, start, end } = fault;
  const range = place.range(start, end);
  return {
    code,
    phase,
    message,
    path: place.path,
    ...(range === undefined ? {} : { range }),
    ...(place.source === undefined ? {} : { source: place.source }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Problems of an expression in a string value, told as problems of the field at `place`. */
export function problemsOfText(
  problems: readonly Problem<JobProblem['code']>[],
  place: TemplatePlace,
  phase: ProblemPhase,
  tell: (message: string) => string,
): JobProblem[] {
  return problems.map(({ code, message, hint, range }) =>
    problemAt(place, { code, phase, message: tell(message), hint, start: range?.start.offset, end: range?.end.offset }),
  );
}
