export { type EvaluateOptions, evaluate, expandListItem } from './evaluate.js';
export {
  type CheckResult,
  checkExpression,
  compileExpression,
  type EvaluationOptions,
  type Evaluator,
  evaluateExpression,
} from './evaluator.js';
export { Expression, parseExpression } from './expression.js';
export {
  FormatString,
  type FormatStringGrammar,
  type FormatStringOptions,
  type FormatStringSegment,
  parseFormatString,
} from './format-string.js';
export { checkFormatString, compileFormatString, foldFormatString } from './format-string-evaluator.js';
export { type LetBinding, parseLetBinding } from './let-binding.js';
export {
  type CallContext,
  type Cost,
  LIBRARY as library,
  type LibraryFunction,
  type LibrarySection,
  type Parameter,
} from './library/index.js';
export {
  DEFAULT_MEMORY_BYTES,
  DEFAULT_NESTING_DEPTH,
  DEFAULT_OPERATIONS,
  DEFAULT_REGEX_PROGRAM_SIZE,
  DEFAULT_SOURCE_LENGTH,
  DEFAULT_TOKENS,
  type EvaluationLimits,
  MAX_USER_IDENTIFIER_LENGTH,
  type ParseLimits,
} from './limits.js';
export { NameIndex, type NearName, nearestName } from './nearest.js';
export {
  type ExprProblemCode,
  LineIndex,
  type PathSegment,
  type Problem,
  ProblemError,
  type ProblemPhase,
  type SourcePosition,
  type SourceRange,
} from './problem.js';
export { EXPR_PROBLEM_CODES } from './problem-codes.js';
export { escapeUnshowable, messageText, quoteText, shortenText } from './quote.js';
export type { ExprProblem, Result } from './result.js';
export { Scope, type ScopeEntries, type ScopeOptions, type ScopeSymbol } from './scope.js';
export { SymbolTable } from './symbol-table.js';
export type { Node, Place } from './syntax/ast.js';
export { print as printExpression } from './syntax/print.js';
export {
  type Coercibility,
  coercibility,
  commonType,
  isAssignable,
  membersOf,
  parseType,
  type SimpleTypeName,
  type Type,
  types,
} from './types/index.js';
export {
  applyPathMapping,
  coerce,
  compareValues,
  EvaluationFailure,
  ExprFloat,
  ExprList,
  ExprPath,
  ExprRange,
  exprFloat,
  exprList,
  exprPath,
  exprRange,
  formatValue,
  type Int,
  int,
  isExprFloat,
  isExprList,
  isExprPath,
  isExprRange,
  isInt,
  isUri,
  type JsValue,
  joinPath,
  listOf,
  type PathFormat,
  type PathMappingRule,
  parsePathMappingRules,
  parseRangeExpr,
  type RangeExprFault,
  type RangeSegment,
  rangeFromInts,
  sortPathMappingRules,
  typeOf,
  type Value,
  valueFromJs,
  valuesEqual,
  valueToJs,
} from './values/index.js';
