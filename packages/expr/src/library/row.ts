import type { Type } from '../types/type.js';
import type { Characters } from '../values/code-points.js';
import type { PathMappingRule } from '../values/path-mapping.js';
import type { PathFormat, Value } from '../values/value.js';

export { EvaluationFailure } from '../values/failure.js';

/** The files of the library, one a part of section 2. */
export type LibrarySection = 'operators' | 'general' | 'math' | 'list' | 'string' | 'regex' | 'repr' | 'path' | 'host';

/** What a function may use besides its arguments. @spec EL-0-no-outside-access */
export interface CallContext {
  readonly pathFormat: PathFormat;
  /** Longest source first. Empty without host context. */
  readonly pathMapping: readonly PathMappingRule[];
  /** Most instructions of a regular expression's program. */
  readonly regexProgramSize: number;
  /** The last long text that was taken apart into its code points. */
  characters: Characters | undefined;
  /** Adds to the operation count; a count beyond the limit throws. Spec: 1.3.10. */
  countOperations(n: number): void;
  /** Adds to the steps, of which the limit's operations stand for so many; more throw. See `STEPS_PER_OPERATION`. */
  countSteps(n: number): void;
  /**
   * Says that `bytes` are about to be taken; more than the limit throws. Call it before building a string or list that
   * is larger than the arguments. The evaluator gives them back after the call and keeps only the result's size.
   */
  reserveMemory(bytes: number): void;
}

export interface Parameter {
  readonly name: string;
  /** May hold type variables (`T`, `T1`, …), which a call binds. */
  readonly type: Type;
}

/**
 * What a call costs beyond the one operation that every call costs (spec: 1.3.10), told for people and counted before
 * the implementation runs, so that `range(10 ** 12)` is refused before anything is built.
 */
export interface Cost {
  /** For example `elements of values` or `length of s / 256`. */
  readonly text: string;
  readonly operations: (args: readonly Value[]) => number;
  /** The steps that the call takes, where they are more than its operations stand for. See `STEPS_PER_OPERATION`. */
  readonly steps?: (args: readonly Value[]) => number;
}

/** Counts what a call of the row costs besides its own operation, before it is made. */
export function countCost(context: CallContext, cost: Cost, args: readonly Value[]): void {
  context.countOperations(cost.operations(args));
  if (cost.steps !== undefined) context.countSteps(cost.steps(args));
}

/** One signature of section 2: the checker, the evaluator, `openjd help functions` and the docs all read this row. */
export interface LibraryFunction {
  /** `upper`, `__add__`, `__property_stem__`. Signatures that share a name are tried in the order of the table. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Result type; may hold the parameters' type variables. */
  readonly result: Type;
  /**
   * Where the result type cannot be said with type variables (`list[int] + list[float]`): gives it for the argument
   * types, or undefined where these arguments have no meaning together. `result` is then what the documentation prints.
   */
  readonly resultFor?: (args: readonly Type[]) => Type | undefined;
  /** Absent: the call costs one operation and nothing more. */
  readonly cost?: Cost;
  readonly section: LibrarySection;
  /** Section number of the Expression Language document, such as `2.2.4`. */
  readonly specSection: string;
  /** One line for people. */
  readonly doc: string;
  /** Only in host context (`apply_path_mapping`), and never folded before. */
  readonly hostOnly?: true;
  /** Arguments come already coerced to the parameters' types, in order. Throws EvaluationFailure, nothing else. */
  readonly call: (context: CallContext, ...args: Value[]) => Value;
}
