import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as api from '../src/index.js';

// The public surface, pinned: a name is added here with its first release and never leaves without a major version.
// EL-0-library-interface
test('the package exports these names', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_MEMORY_BYTES",
      "DEFAULT_NESTING_DEPTH",
      "DEFAULT_OPERATIONS",
      "DEFAULT_REGEX_PROGRAM_SIZE",
      "DEFAULT_SOURCE_LENGTH",
      "DEFAULT_TOKENS",
      "EXPR_PROBLEM_CODES",
      "EvaluationFailure",
      "ExprFloat",
      "ExprList",
      "ExprPath",
      "ExprRange",
      "Expression",
      "FormatString",
      "LineIndex",
      "MAX_USER_IDENTIFIER_LENGTH",
      "NameIndex",
      "ProblemError",
      "Scope",
      "SymbolTable",
      "applyPathMapping",
      "checkExpression",
      "checkFormatString",
      "coerce",
      "coercibility",
      "commonType",
      "compareValues",
      "compileExpression",
      "compileFormatString",
      "escapeUnshowable",
      "evaluate",
      "evaluateExpression",
      "expandListItem",
      "exprFloat",
      "exprList",
      "exprPath",
      "exprRange",
      "foldFormatString",
      "formatValue",
      "int",
      "isAssignable",
      "isExprFloat",
      "isExprList",
      "isExprPath",
      "isExprRange",
      "isInt",
      "isUri",
      "joinPath",
      "library",
      "listOf",
      "membersOf",
      "messageText",
      "nearestName",
      "parseExpression",
      "parseFormatString",
      "parseLetBinding",
      "parsePathMappingRules",
      "parseRangeExpr",
      "parseType",
      "printExpression",
      "quoteText",
      "rangeFromInts",
      "shortenText",
      "sortPathMappingRules",
      "typeOf",
      "types",
      "valueFromJs",
      "valueToJs",
      "valuesEqual",
    ]
  `);
});

test('every code has one row of advice', () => {
  const page = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
  const section = page.slice(page.indexOf('## Expression language')).split(/\n## /)[0]!;
  const rows = [...section.matchAll(/^\| `([A-Z_]+)` \| [^|]+ \| [^|]+ \|$/gm)].map((match) => match[1]);
  expect(rows).toEqual([...new Set(rows)]);
  expect(rows.toSorted()).toEqual([...api.EXPR_PROBLEM_CODES].sort());
});
