import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkExpression,
  checkFormatString,
  EXPR_PROBLEM_CODES,
  evaluate,
  ProblemError,
  parseExpression,
  parseFormatString,
  parseLetBinding,
  parseType,
  Scope,
  types,
} from '../src/index.js';
import { type Symbols, tableOf } from './helpers.js';

const symbols: Symbols = { 'Param.Frame': ['int', 7], 'Param.Name': ['string', 'shot'], p: ['path', '/a/b.c'] };
const table = tableOf(symbols);
const scope = new Scope({ 'Param.Frame': types.int, 'Param.Name': types.string, p: types.path });
const limits = { operations: 100_000, memoryBytes: 1_000_000 };

const codes: ReadonlySet<string> = new Set(EXPR_PROBLEM_CODES);

/** Whatever the text, nothing is thrown but problems with known codes and places inside it. */
function survives(text: string): void {
  const parsed = parseExpression(text);
  if (parsed.ok) {
    for (const problem of checkExpression(parsed.value, scope, { limits }).problems)
      expect(codes).toContain(problem.code);
  } else {
    const [problem] = parsed.problems;
    expect(codes).toContain(problem?.code);
    expect(problem?.range?.start.offset).toBeGreaterThanOrEqual(0);
    expect(problem?.range?.end.offset).toBeLessThanOrEqual(text.length);
  }
  try {
    evaluate(text, { symbols: table, limits });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const problem of error.problems) expect(codes).toContain(problem.code);
  }
}

const token = fc.constantFrom(
  ...'+ - * / // % ** ( ) [ ] { } , . : = == != < > <= >= & | ^ ~ @ := ... \' " \'\'\' """ \\ # \n \t $ ! ? ;'.split(
    ' ',
  ),
  ...'if else and or not in is for lambda None true x Param.Frame Param.Name p len upper range 0 1 2.5 1e5 0x _ "a" r"b"'.split(
    ' ',
  ),
  ...'repr_sh re_sub sorted flatten join split string int float path stem fail 9223372036854775808 é 😀 \u2028 {{ }}'.split(
    ' ',
  ),
);

describe('random text', () => {
  test('of tokens', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 20 }), fc.constantFrom(' ', ''), (tokens, space) => {
        survives(tokens.join(space));
      }),
      { numRuns: 8000 },
    );
  });

  test('of characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => survives(text)),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => survives(String.fromCharCode(...bytes))),
      { numRuns: 3000 },
    );
  });

  test('of UTF-16 units, halves of pairs included', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff }), { maxLength: 30 }), (units) => {
        survives(`'${String.fromCharCode(...units)}'`);
      }),
      { numRuns: 2000 },
    );
  });

  test('as format strings, let bindings and types', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 20 }), fc.constantFrom('plain', 'expr'), (tokens, grammar) => {
        const text = tokens.join(' ');
        for (const source of [text, `{{${text}}}`, `a {{ ${text} }} b`]) {
          const parsed = parseFormatString(source, { grammar: grammar as 'plain' | 'expr' });
          const problems = parsed.ok ? checkFormatString(parsed.value, scope, { limits }).problems : parsed.problems;
          for (const problem of problems) {
            expect(codes).toContain(problem.code);
            expect(problem.range?.end.offset).toBeLessThanOrEqual(source.length);
          }
        }
        parseLetBinding(text);
        parseLetBinding(`x = ${text}`);
        parseType(text);
      }),
      { numRuns: 3000 },
    );
  });
});
