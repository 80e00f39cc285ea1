import { Checker } from './check/checker.js';
import type { Typed } from './check/typed.js';
import type { Code } from './compile/code.js';
import { Compiler } from './compile/compiler.js';
import { asFailure } from './compile/failure.js';
import { Frame } from './compile/frame.js';
import type { Expression } from './expression.js';
import type { EvaluationLimits } from './limits.js';
import { NameIndex, type NearName } from './nearest.js';
import { type ExprProblemCode, ProblemError, type ProblemPhase } from './problem.js';
import { shortenText } from './quote.js';
import type { ExprProblem, Result } from './result.js';
import type { Scope, ScopeSymbol, SymbolSource } from './scope.js';
import type { SymbolTable } from './symbol-table.js';
import { isAssignable, types } from './types/index.js';
import type { Type } from './types/type.js';
import { formatValue } from './values/format.js';
import { type PathMappingRule, sortPathMappingRules } from './values/path-mapping.js';
import { typeOf } from './values/type-of.js';
import type { PathFormat, Value } from './values/value.js';

/** How an expression is checked and evaluated. */
export interface EvaluationOptions {
  /** What the caller expects; the result is converted to it without loss. Default: anything. Spec: 1.3.1. */
  readonly target?: Type | undefined;
  /** How paths are read and written. Default: `posix`, as in template scope. Spec: Path Format. */
  readonly pathFormat?: PathFormat | undefined;
  /** The session's rules in any order, for `apply_path_mapping`. Default: none known. */
  readonly pathMapping?: readonly PathMappingRule[] | undefined;
  /** Bounds, of the parts that are computed beforehand too. */
  readonly limits?: EvaluationLimits | undefined;
  /** Whether names are symbols as a whole, without properties, as in templates without EXPR. Default: false. */
  readonly plainNames?: boolean;
}

/** What a check says of an expression. */
export interface CheckResult {
  /** The type of its value after conversion to the target. `noreturn` where it cannot have any. */
  readonly type: Type;
  /** Every fault that was found, in order of place. */
  readonly problems: readonly ExprProblem[];
  /** Its value, where everything in it is known. */
  readonly constant?: Value;
}

interface Checked {
  readonly typed: Typed;
  readonly checker: Checker;
  readonly problems: readonly ExprProblem[];
}

function runPart(typed: Typed, frame: Frame, slots: number): Value {
  const compiler = new Compiler(slots);
  const code = compiler.compile(typed);
  while (frame.slots.length < compiler.slots) frame.slots.push(null);
  return code(frame);
}

function check(expression: Expression, scope: SymbolSource, options: EvaluationOptions, phase: ProblemPhase): Checked {
  const checker = new Checker(expression, scope, {
    // @spec EL-1.2.1-path-semantics
    pathFormat: options.pathFormat ?? 'posix',
    pathMapping: options.pathMapping && sortPathMappingRules(options.pathMapping),
    limits: options.limits,
    phase,
    plainNames: options.plainNames ?? false,
    run: runPart,
  });
  const typed = checker.check(options.target);
  const problems = checker.problems.length > 1 ? inOrder(checker.problems) : checker.problems;
  return { typed, checker, problems };
}

/** By place, each once. */
function inOrder(problems: readonly ExprProblem[]): readonly ExprProblem[] {
  const seen = new Set<string>();
  const place = (problem: ExprProblem) => problem.range?.start.offset ?? 0;
  return problems
    .filter((problem) => {
      const key = `${place(problem)} ${problem.code} ${problem.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .toSorted((a, b) => place(a) - place(b));
}

/**
 * Finds what is wrong with an expression before its symbols have values, and the type of its value. Known parts are
 * computed; a branch that fails is a fault only if it is surely taken. Never throws for a fault of the expression.
 * Spec: Expression Language, Static Type Checking via Unresolved Values.
 * @spec EL-0-fail-fast RFC0005-static-types
 */
export function checkExpression(expression: Expression, scope: Scope, options: EvaluationOptions = {}): CheckResult {
  const { typed, problems } = check(expression, scope, options, 'check');
  if (typed.kind === 'constant' && problems.length === 0) return { type: typed.type, problems, constant: typed.value };
  return { type: typed.type, problems };
}

/** Checks and compiles an expression for values of the scope's types. */
export function compileExpression(
  expression: Expression,
  scope: Scope,
  options: EvaluationOptions = {},
): Result<Evaluator> {
  const { typed, checker, problems } = check(expression, scope, options, 'check');
  if (problems.length > 0) return { ok: false, problems };
  const compiler = new Compiler(checker.slots);
  const code = compiler.compile(typed);
  return { ok: true, value: new ExpressionEvaluator(expression, typed.type, code, checker, compiler.slots, options) };
}

/** The symbols of a table, all of them known. */
class KnownSymbols implements SymbolSource {
  readonly hostContext: boolean;
  readonly #table: SymbolTable;
  #index: NameIndex | undefined;

  constructor(table: SymbolTable, hostContext: boolean) {
    this.#table = table;
    this.hostContext = hostContext;
  }

  get(name: string): ScopeSymbol | undefined {
    const value = this.#table.get(name);
    return value === undefined ? undefined : { type: typeOf(value), value };
  }

  names(): Iterable<string> {
    return this.#table.names();
  }

  nearest(name: string): NearName | undefined {
    return this.#known().nearest(name);
  }

  startingWith(prefix: string, most: number): readonly string[] {
    return this.#known().startingWith(prefix, most);
  }

  #known(): NameIndex {
    this.#index ??= new NameIndex(this.#table.names());
    return this.#index;
  }
}

/**
 * Evaluates a parsed expression once: all symbols are known, so the check is the evaluation. Host-only functions are
 * there where `pathMapping` is given. Throws ProblemError with every problem that was found.
 */
export function evaluateExpression(
  expression: Expression,
  symbols: SymbolTable,
  options: EvaluationOptions = {},
): Value {
  const known = new KnownSymbols(symbols, options.pathMapping !== undefined);
  const { typed, problems } = check(expression, known, options, 'run');
  if (problems.length > 0) throw new ProblemError(problems);
  if (typed.kind === 'constant') return typed.value;
  throw new ProblemError(typed.kind === 'failure' ? typed.problems : []);
}

/** A compiled expression or format string. Evaluation neither parses nor looks up names in it again. */
export interface Evaluator {
  /** The type of its values. */
  readonly type: Type;
  /** The symbols whose values it needs. */
  readonly symbols: readonly string[];
  /** Finds the value. Throws ProblemError with problems of phase `run`. */
  evaluate(symbols: SymbolTable, limits?: EvaluationLimits): Value;
  /** The value as a format string prints it; null prints nothing. Throws ProblemError. */
  format(symbols: SymbolTable, limits?: EvaluationLimits): string;
}

class ExpressionEvaluator implements Evaluator {
  readonly type: Type;
  readonly symbols: readonly string[];
  readonly #expression: Expression;
  readonly #code: Code;
  readonly #slots: Checker['symbolSlots'];
  readonly #frame: Frame;
  readonly #limits: EvaluationLimits | undefined;

  constructor(
    expression: Expression,
    type: Type,
    code: Code,
    checker: Checker,
    slots: number,
    options: EvaluationOptions,
  ) {
    this.#expression = expression;
    this.type = type;
    this.#code = code;
    this.#slots = checker.symbolSlots;
    this.symbols = checker.symbolSlots.map((symbol) => symbol.name);
    const pathMapping = sortPathMappingRules(options.pathMapping ?? []);
    this.#frame = new Frame(slots, options.pathFormat ?? 'posix', pathMapping);
    this.#limits = options.limits;
  }

  evaluate(symbols: SymbolTable, limits: EvaluationLimits | undefined = this.#limits): Value {
    const frame = this.#frame;
    frame.reset(limits);
    for (const { name, type, slot } of this.#slots) {
      const value = symbols.get(name);
      if (value === undefined)
        throw this.#error('MISSING_SYMBOL_VALUE', `The symbol ${shortenText(name)} has no value`);
      if (!fits(value, type)) {
        throw this.#error(
          'WRONG_TYPE',
          `The symbol ${shortenText(name)} is ${typeOf(value).name} where ${type.name} is declared`,
        );
      }
      frame.slots[slot] = value;
    }
    try {
      return this.#code(frame);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      const { code, message, hint } = asFailure(error);
      // @spec EL-1.3.11-job-failure
      throw new ProblemError([this.#expression.problem(code, 'run', message, frame.place, hint)]);
    }
  }

  format(symbols: SymbolTable, limits?: EvaluationLimits): string {
    const value = this.evaluate(symbols, limits);
    return value === null ? '' : formatValue(value);
  }

  #error(code: ExprProblemCode, message: string): ProblemError {
    return new ProblemError([this.#expression.problem(code, 'run', message, this.#expression.ast)]);
  }
}

/** Whether a value is of the type that its symbol was declared with. */
function fits(value: Value, type: Type): boolean {
  if (type === types.int) return typeof value === 'number' || typeof value === 'bigint';
  if (type === types.string) return typeof value === 'string';
  if (type === types.any) return true;
  const actual = typeOf(value);
  if (actual === type) return true;
  if (type.kind === 'union') return type.members.some((member) => fits(value, member));
  return actual === types.emptyList && isAssignable(actual, type, 'argument');
}
