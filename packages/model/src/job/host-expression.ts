import {
  compileExpression,
  compileFormatString,
  type EvaluationOptions,
  type Evaluator,
  type Expression,
  type ExprProblem,
  type Result as ExprResult,
  type FormatString,
  type Scope,
  type Type,
  type Value,
} from '@openjd/expr';
import type { TemplatePlace } from '../faults/place.js';
import type { ExpressionHost, HostExpression, LetBinding } from '../schema/host-expression.js';

/** Compiles for one host at a time: a process has one host, a plan another. */
abstract class Deferred implements HostExpression {
  abstract readonly text: string;
  abstract readonly symbols: ReadonlySet<string>;
  readonly place: TemplatePlace;
  #host: ExpressionHost | undefined;
  #compiled: ExprResult<Evaluator> | undefined;

  constructor(place: TemplatePlace) {
    this.place = place;
  }

  evaluatorFor(host: ExpressionHost): ExprResult<Evaluator> {
    const isSame = this.#host?.pathFormat === host.pathFormat && this.#host.pathMapping === host.pathMapping;
    if (this.#compiled === undefined || !isSame) {
      this.#host = host;
      this.#compiled = this.compile({ pathFormat: host.pathFormat, pathMapping: host.pathMapping });
    }
    return this.#compiled;
  }

  locate(problem: ExprProblem): ExprProblem {
    return problem;
  }

  protected abstract compile(options: EvaluationOptions): ExprResult<Evaluator>;
}

/** A format string with the scope that it was checked in. */
export class DeferredString extends Deferred {
  readonly constant?: Value;
  readonly #string: FormatString;
  readonly #scope: Scope;
  readonly #target: Type;

  constructor(string: FormatString, scope: Scope, target: Type, place: TemplatePlace) {
    super(place);
    this.#string = string;
    this.#scope = scope;
    this.#target = target;
    if (string.isLiteral) this.constant = string.text;
  }

  get text(): string {
    return this.#string.text;
  }

  get symbols(): ReadonlySet<string> {
    return this.#string.symbols;
  }

  protected compile(options: EvaluationOptions): ExprResult<Evaluator> {
    return compileFormatString(this.#string, this.#scope, { ...options, target: this.#target });
  }
}

/** A parsed binding. */
interface Binding {
  readonly name: string;
  readonly text: string;
  readonly expression: Expression;
  /** A problem of the expression, as a problem of the binding's text. */
  readonly relocate: (problem: ExprProblem) => ExprProblem;
}

/** A `let` binding of a script with the scope that it was checked in. */
export class DeferredBinding extends Deferred implements LetBinding {
  readonly #binding: Binding;
  readonly #scope: Scope;

  constructor(binding: Binding, scope: Scope, place: TemplatePlace) {
    super(place);
    this.#binding = binding;
    this.#scope = scope;
  }

  get name(): string {
    return this.#binding.name;
  }

  get text(): string {
    return this.#binding.text;
  }

  get symbols(): ReadonlySet<string> {
    return this.#binding.expression.symbols;
  }

  override locate(problem: ExprProblem): ExprProblem {
    return this.#binding.relocate(problem);
  }

  // @spec TS-3.6.1-expression TS-3.6.1-type
  protected compile(options: EvaluationOptions): ExprResult<Evaluator> {
    return compileExpression(this.#binding.expression, this.#scope, options);
  }
}
