import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkExpression,
  compileExpression,
  type ExprProblemCode,
  evaluate,
  isAssignable,
  ProblemError,
  parseExpression,
  Scope,
  type Type,
  typeOf,
  types,
  type Value,
  valuesEqual,
} from '../src/index.js';
import { expressionText } from './arbitrary-expressions.js';
import { type Symbols, tableOf, typesOf } from './helpers.js';

const symbols: Symbols = {
  'Param.Frame': ['int', 7],
  'Param.Name': ['string', 'shot'],
  'Param.File': ['path', '/a/b.tar.gz'],
  'Param.if': ['bool', true],
  'Param.Numbers': ['list[int]', [3, 1, 2]],
  'Param.Scale': ['float', 2.5],
  x: ['int?', null],
};

const table = tableOf(symbols);
const scope = new Scope(typesOf(symbols));
const limits = { operations: 100_000, memoryBytes: 1_000_000 };

/** What an expression that checks may still meet when it runs. */
const RUN_TIME: ReadonlySet<ExprProblemCode> = new Set<ExprProblemCode>([
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
]);

/** A value's type fits what the checker said. The list of no items fits every list type. */
function isOf(value: Value, type: Type): boolean {
  return isAssignable(typeOf(value), type, 'argument');
}

function hasUnion(type: Type): boolean {
  return type.kind === 'union' || type === types.any || (type.kind === 'list' && hasUnion(type.element));
}

function run(step: () => Value): { value: Value } | { codes: readonly string[] } {
  try {
    return { value: step() };
  } catch (error) {
    if (error instanceof ProblemError) return { codes: error.problems.map((problem) => problem.code) };
    throw error;
  }
}

describe('the checker is sound', () => {
  test('what checks as T evaluates to a T or meets a run-time problem', () => {
    let checked = 0;
    fc.assert(
      fc.property(expressionText, (text) => {
        const parsed = parseExpression(text);
        if (!parsed.ok) return expect.unreachable(text);
        const { type, problems } = checkExpression(parsed.value, scope, { limits });
        const compiled = compileExpression(parsed.value, scope, { limits });
        expect(compiled.ok).toBe(problems.length === 0);
        if (!compiled.ok) return;
        checked++;
        const result = run(() => compiled.value.evaluate(table, limits));
        if ('value' in result) expect(isOf(result.value, type)).toBe(true);
        // A union's members may not all fit, which shows only with the value (get_call_return_types is lenient).
        else if (!usesUnions(text)) for (const code of result.codes) expect(RUN_TIME).toContain(code);
      }),
      { numRuns: 4000 },
    );
    expect(checked).toBeGreaterThan(400);
  });

  test('compiled code and evaluation at once agree', () => {
    fc.assert(
      fc.property(expressionText, (text) => {
        const parsed = parseExpression(text);
        if (!parsed.ok) return expect.unreachable(text);
        const compiled = compileExpression(parsed.value, scope, { limits });
        if (!compiled.ok) return;
        const late = run(() => compiled.value.evaluate(table, limits));
        const early = run(() => evaluate(text, { symbols: table, limits }));
        if ('value' in late) {
          if (!('value' in early)) throw new Error(`${text}: ${early.codes} only at once`);
          expect(valuesEqual(late.value, early.value) || hasUnion(compiled.value.type)).toBe(true);
        } else expect('codes' in early).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Whether a part of the expression may be of several types, so that the check is lenient about it. */
function usesUnions(text: string): boolean {
  return /\bx\b|\*\*|\bif\b|\bor\b|\band\b|\[.*:.*\]|\bv\b/.test(text);
}
