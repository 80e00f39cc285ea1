import type { ExprFloat } from './float.js';
import type { ExprList } from './list.js';
import type { ExprPath } from './path.js';
import type { ExprRange } from './range-expr.js';

/**
 * An int: a number where that is exact, else a bigint, never a bigint that a safe integer could be.
 * Always within the language's 64 bits. Spec: Expression Language 1.2.1.
 */
export type Int = number | bigint;

/**
 * A value during evaluation. It tells its own type: a JavaScript number or bigint is an `int`, so every float is an
 * ExprFloat; null is `nulltype`.
 */
export type Value = null | boolean | Int | string | ExprFloat | ExprPath | ExprRange | ExprList;

/** How paths are read and written. A URI is known by its text and is the same under either. Spec: 1.2.1. */
export type PathFormat = 'posix' | 'windows';
