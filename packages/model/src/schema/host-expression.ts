import type { Evaluator, ExprProblem, Result as ExprResult, PathFormat, PathMappingRule, Value } from '@openjd/expr';
import type { TemplatePlace } from '../faults/place.js';

/** What the evaluation of an expression depends on besides symbols. A `HostContext` is one. */
export interface ExpressionHost {
  readonly pathFormat: PathFormat;
  readonly pathMapping: readonly PathMappingRule[];
}

/**
 * An expression that the host evaluates. It was checked when the job was made, with the parameters' values; it is
 * compiled on the host, because what its paths mean depends on the host's path format.
 */
export interface HostExpression {
  /** As the template has it. */
  readonly text: string;
  /** The value of a text without expressions. */
  readonly constant?: Value;
  /** Dotted names that it refers to, properties included. */
  readonly symbols: ReadonlySet<string>;
  readonly place: TemplatePlace;
  /** Compiled for a host. Asked again for the same host, it answers the same. */
  evaluatorFor(host: ExpressionHost): ExprResult<Evaluator>;
  /** A problem of the evaluator, with its range as offsets in `text`. */
  locate(problem: ExprProblem): ExprProblem;
}

/** A format string of the host (`@fmtstring[host]`), or one whose symbols the host alone knows. Spec: 2023-09, 7.3. */
export type HostString = HostExpression;

/** One name bound by `let`. Spec: 2023-09, 3.6. */
export interface LetBinding extends HostExpression {
  readonly name: string;
}
