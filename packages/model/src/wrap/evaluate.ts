import { type ExprProblem, formatValue, ProblemError, type SymbolTable, type Value } from '@openjd/expr';
import type { JobProblem } from '../faults/job-result.js';
import { problemAt, problemsOfText, type TemplatePlace } from '../faults/place.js';
import type { HostExpression, HostString } from '../schema/host-expression.js';
import type { HostContext } from './routing.js';

/**
 * Ends the resolution of an action. Caught in this folder, where it becomes the answer's problems.
 * @spec EL-1.3.11-job-failure
 */
export class ResolutionFault extends Error {
  readonly problems: readonly JobProblem[];

  constructor(problems: readonly JobProblem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.problems = problems;
  }
}

/** The fault of a value that its field does not take. The message says whose field it is. */
export function invalidValue(place: TemplatePlace, message: string, hint?: string): ResolutionFault {
  return new ResolutionFault([problemAt(place, { code: 'INVALID_VALUE', phase: 'run', message, hint })]);
}

/** What expressions are evaluated with on one host, for one action. */
export interface Evaluation {
  readonly host: HostContext;
  readonly symbols: SymbolTable;
}

/** The value: of the expression itself where it fills the whole field, else a text. Throws ResolutionFault. */
export function evaluate(source: HostExpression, subject: string, { host, symbols }: Evaluation): Value {
  if (source.constant !== undefined) return source.constant;
  const compiled = source.evaluatorFor(host);
  if (!compiled.ok) throw unresolved(compiled.problems, source, subject);
  try {
    return compiled.value.evaluate(symbols);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw unresolved(error.problems as readonly ExprProblem[], source, subject);
  }
}

function unresolved(problems: readonly ExprProblem[], source: HostExpression, subject: string): ResolutionFault {
  const located = problems.map((problem) => source.locate(problem));
  return new ResolutionFault(
    problemsOfText(located, source.place, 'run', (message) => `${subject} cannot be resolved: ${message}`),
  );
}

/** A text; null is the empty text. */
export function evaluateText(source: HostString, subject: string, evaluation: Evaluation): string {
  const value = evaluate(source, subject, evaluation);
  return value === null ? '' : formatValue(value);
}
