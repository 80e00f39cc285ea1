/** Most memory that the live values of one evaluation may take. Unit: bytes. Spec: Expression Language 1.3.9. */
export const DEFAULT_MEMORY_BYTES = 100_000_000;

/** Most operations of one evaluation. Spec: Expression Language 1.3.10. */
export const DEFAULT_OPERATIONS = 10_000_000;

/**
 * Steps that one operation of the limit stands for. A step is the smallest work that an engine does: to read or change
 * one character, to compare two items. The specification counts a text's length by 256 whatever is done with it, which
 * is true of a copy and not of a search or a pattern; so steps are counted beside the operations, and more of them than
 * the limit's operations stand for end an evaluation just the same. Spec: Expression Language 1.3.10 sets no such bound.
 */
export const STEPS_PER_OPERATION = 10;

/** Steps that every evaluation may take besides, so that a low limit of operations is about operations alone. */
export const LEAST_STEPS = 1_000_000;

/**
 * Deepest nesting of one expression: brackets, calls, prefix operators, exponents and `else` branches inside each other.
 * Chains of the same level (`a + b + c`, `a and b and c`, `a.b().c()`) are not nesting. The specification sets no bound;
 * this one keeps every pass within a small part of a JavaScript stack.
 */
export const DEFAULT_NESTING_DEPTH = 128;

/** Longest text of one expression. Unit: UTF-16 code units. The specification sets no bound. */
export const DEFAULT_SOURCE_LENGTH = 4_000_000;

/** Steps of a call of a function of the library, whatever it does. Arithmetic of safe ints and of floats takes none. */
export const STEPS_PER_CALL = 20;

/**
 * Most tokens of one expression: names, literals, operators and brackets. Every pass takes time and memory with their
 * number, while a long string literal is one of them. The specification sets no bound.
 */
export const DEFAULT_TOKENS = 200_000;

/** Longest name that `let` binds. Unit: characters. Spec: 2023-09 3.6.1. @spec TS-3.6.1-name-max-length */
export const MAX_USER_IDENTIFIER_LENGTH = 512;

/**
 * Largest program that a regular expression becomes. Unit: instructions, about one for each character of the pattern,
 * those of a repeated part as often as `{n,m}` says. A text costs at most so many steps for each of its characters. The
 * specification sets no bound (2.2.5).
 */
export const DEFAULT_REGEX_PROGRAM_SIZE = 20_000;

/** The bounds of one evaluation. */
export interface EvaluationLimits {
  /** Default: `DEFAULT_MEMORY_BYTES`. Error: `MEMORY_LIMIT_EXCEEDED`. */
  readonly memoryBytes?: number;
  /** Default: `DEFAULT_OPERATIONS`. Error: `OPERATION_LIMIT_EXCEEDED`. */
  readonly operations?: number;
  /** Default: `DEFAULT_REGEX_PROGRAM_SIZE`. Error: `INVALID_REGEX`. */
  readonly regexProgramSize?: number;
}

/** The bounds of one expression that is parsed. */
export interface ParseLimits {
  /** Default: `DEFAULT_NESTING_DEPTH`. Error: `NESTING_TOO_DEEP`. */
  readonly nestingDepth?: number;
  /** Default: `DEFAULT_SOURCE_LENGTH`. Error: `SOURCE_TOO_LONG`. */
  readonly sourceLength?: number;
  /** Default: `DEFAULT_TOKENS`. Error: `SOURCE_TOO_LONG`. */
  readonly tokens?: number;
}
