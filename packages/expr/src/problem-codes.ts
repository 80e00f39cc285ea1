/**
 * Every code of a problem that the expression language reports. A code, once published, keeps its meaning;
 * `docs/problems.md` has one row for each, and a test compares the two lists.
 */
export const EXPR_PROBLEM_CODES = [
  // parse
  'SYNTAX_ERROR',
  'UNSUPPORTED_SYNTAX',
  'INVALID_LITERAL',
  'UNCLOSED_INTERPOLATION',
  'NESTING_TOO_DEEP',
  'SOURCE_TOO_LONG',
  // check
  'UNKNOWN_SYMBOL',
  'UNKNOWN_FUNCTION',
  'UNKNOWN_PROPERTY',
  'WRONG_ARGUMENT_COUNT',
  'WRONG_TYPE',
  'NAME_SHADOWED',
  'INVALID_NAME',
  'HOST_ONLY_FUNCTION',
  // run (also found while checking, where every operand is known)
  'INTEGER_OVERFLOW',
  'FLOAT_NOT_FINITE',
  'DIVISION_BY_ZERO',
  'INDEX_OUT_OF_BOUNDS',
  'INVALID_ARGUMENT',
  'CONVERSION_FAILED',
  'INVALID_REGEX',
  'INVALID_RANGE_EXPR',
  'FAILED_BY_TEMPLATE',
  'MEMORY_LIMIT_EXCEEDED',
  'OPERATION_LIMIT_EXCEEDED',
  'MISSING_SYMBOL_VALUE',
] as const;
