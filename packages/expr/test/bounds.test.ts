import { describe, expect, test } from 'vitest';
import {
  DEFAULT_MEMORY_BYTES,
  DEFAULT_OPERATIONS,
  DEFAULT_REGEX_PROGRAM_SIZE,
  parseExpression,
  parseFormatString,
  printExpression,
} from '../src/index.js';
import { compiledOutcome, outcome, type Symbols } from './helpers.js';

const symbols: Symbols = { 'Param.N': ['int', 1], 'Param.B': ['bool', true], 'Param.S': ['string', 'ab'] };

describe('nesting is bounded and no stack overflows', () => {
  const deep = 1_000_000;
  test.each([
    ['brackets', '('.repeat(deep)],
    ['closed brackets', `${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['lists', '['.repeat(deep)],
    ['minus signs', `${'-'.repeat(deep)}1`],
    ['not', 'not '.repeat(200_000).concat('true')],
    ['exponents', '2 ** '.repeat(200_000).concat('1')],
    ['else', '1 if true else '.repeat(100_000).concat('2')],
    ['calls', 'abs('.repeat(200_000)],
    ['subscripts', 'a['.repeat(200_000)],
    ['comprehensions', '[x for x in '.repeat(100_000)],
    ['slices', 'a[:'.repeat(200_000)],
  ])('%s', (_, text) => {
    const result = parseExpression(text);
    expect(result.ok ? 'ok' : result.problems[0]!.code).toBe('NESTING_TOO_DEEP');
  });

  test('the bound is adjustable, and what is within it evaluates', () => {
    const nested = `${'('.repeat(100)}1${')'.repeat(100)}`;
    expect(outcome(nested)).toBe('int: 1');
    expect(outcome(nested, {}, { parseLimits: { nestingDepth: 50 } })).toBe('NESTING_TOO_DEEP');
    expect(outcome(`${'-'.repeat(100)}1`)).toBe('int: 1');
  });

  test('the greatest nesting passes through every pass', () => {
    // Each level nests as many operators as the grammar has between two brackets.
    const level = (inner: string) => `(false or true and not 1 < 2 + 3 * -2 ** ${inner} == Param.B)`;
    let text = '(Param.N)';
    for (let i = 0; i < 30; i++) text = `(0 + 1 * -(${text}))`;
    expect(compiledOutcome(text, symbols)).toBe('int: 1');
    expect(parseExpression(Array.from({ length: 30 }).reduce((inner: string) => level(inner), '1')).ok).toBe(true);
  });
});

describe('chains of one level are not nesting', () => {
  const count = 20_000;
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    ['sums', `Param.N${' + Param.N'.repeat(count)}`, `int: ${count + 1}`],
    ['strings', `len(Param.S${' + Param.S'.repeat(count)})`, `int: ${2 * count + 2}`],
    ['and', `Param.B${' and Param.B'.repeat(count)}`, 'bool: true'],
    ['or', `false${' or false'.repeat(count)} or Param.B`, 'bool: true'],
    ['comparisons', `Param.N${' <= Param.N'.repeat(count)}`, 'bool: true'],
    ['methods', `Param.S${'.upper()'.repeat(count)}`, 'string: AB'],
    ['slices', `Param.S${'[0:]'.repeat(count)}`, 'string: ab'],
    ['list items', `len([${'Param.N,'.repeat(count)}])`, `int: ${count}`],
    ['constants', `1${' + 1'.repeat(count)}`, `int: ${count + 1}`],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    expect(outcome(text, symbols)).toBe(expected);
    expect(compiledOutcome(text, symbols)).toBe(expected);
    const parsed = parseExpression(text);
    expect(parsed.ok && printExpression(parsed.value.ast).length).toBeGreaterThan(count);
    expect(parsed.ok && parsed.value.symbols.size).toBeLessThanOrEqual(1);
  });
});

describe('source length', () => {
  test('is bounded for expressions, and not for the text around them', () => {
    expect(outcome(' '.repeat(5_000_000))).toBe('SOURCE_TOO_LONG');
    expect(outcome('1 + 1', {}, { parseLimits: { sourceLength: 4 } })).toBe('SOURCE_TOO_LONG');
    const limits = { grammar: 'expr', sourceLength: 4 } as const;
    const tooLong = parseFormatString('a {{ 1 + 1 }}', limits);
    expect(tooLong.ok ? 'ok' : tooLong.problems[0]!.code).toBe('SOURCE_TOO_LONG');
    expect(parseFormatString(`${'x'.repeat(6_000_000)}{{ a }}`, limits).ok).toBe(true);
  });
});

// EL-1.3.10-calls, EL-1.3.10-elements, EL-1.3.10-texts, EL-0-operation-limit-default
describe('operations (1.3.10)', () => {
  // The counts that RFC 0005 works out, and simple ones. A limit of the count passes, one less fails.
  test.each([
    ['Param.N', 0],
    ['Param.N + 1', 1],
    ['1 + 1', 1],
    ['Param.N * 2 + 1', 2],
    ['sum(range(1000))', 2002],
    ['[x * 2 for x in range(100)]', 301],
    ["'a' * 100000", 392],
    ['Param.S + Param.S', 3],
    ['Param.N < 2 < 3', 2],
    ['-Param.N', 1],
    ['Param.B and Param.B', 0],
    ['1 if Param.B else 2 + 2', 0],
  ])('%s costs %d', (text, operations) => {
    for (const run of [outcome, compiledOutcome]) {
      expect(run(text, symbols, { limits: { operations } })).not.toBe('OPERATION_LIMIT_EXCEEDED');
      if (operations > 0) {
        expect(run(text, symbols, { limits: { operations: operations - 1 } })).toBe('OPERATION_LIMIT_EXCEEDED');
      }
    }
  });

  test('the default limit is ten million and a range of 10 ** 12 never starts', () => {
    expect(DEFAULT_OPERATIONS).toBe(10_000_000);
    expect(outcome('range(10 ** 12)')).toBe('OPERATION_LIMIT_EXCEEDED');
    expect(outcome("[x for x in range_expr('1-1000000000000')]")).toBe('OPERATION_LIMIT_EXCEEDED');
    expect(outcome('[[y for y in range(1000)] for x in range(100000)]')).toBe('OPERATION_LIMIT_EXCEEDED');
  });
});

describe('regular expressions', () => {
  test('their programs are bounded, also those that are ready to run', () => {
    const text = "re_search('aaaa', '(?:a{3})+')";
    expect(outcome(text)).toBe('list[string]: ["aaa"]');
    expect(outcome(text, {}, { limits: { regexProgramSize: 3 } })).toBe('INVALID_REGEX');
    const large = "re_search('a', '(?:a?){15000}') != null";
    expect(outcome(large)).toBe('INVALID_REGEX');
    expect(outcome(large, {}, { limits: { regexProgramSize: 100_000 } })).toBe('bool: true');
    expect(outcome(large)).toBe('INVALID_REGEX');
    expect(DEFAULT_REGEX_PROGRAM_SIZE).toBe(20_000);
  });
});

// EL-1.3.9-live-values, EL-1.3.9-size, EL-0-memory-limit-default
describe('memory (1.3.9)', () => {
  test('the default limit is a hundred million bytes', () => {
    expect(DEFAULT_MEMORY_BYTES).toBe(100_000_000);
    expect(outcome("len('a' * 10000000)")).toBe('int: 10000000');
    expect(outcome("'a' * 200000000")).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(compiledOutcome('Param.S * 100000000', symbols)).toBe('MEMORY_LIMIT_EXCEEDED');
  });

  test('counts live values and not those that were given back', () => {
    const limits = { memoryBytes: 5000 };
    const once = 'len(Param.S * 1000)';
    expect(compiledOutcome(once, symbols, { limits })).toBe('int: 2000');
    expect(compiledOutcome(Array(50).fill(once).join(' + '), symbols, { limits })).toBe('int: 100000');
    expect(compiledOutcome(`sum([${once} for x in range(100)])`, symbols, { limits })).toBe('int: 200000');
    expect(compiledOutcome('[Param.S * 1000, Param.S * 1000]', symbols, { limits })).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(compiledOutcome('[Param.S * 100 for x in range(100)]', symbols, { limits })).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(outcome('[Param.S * 100 for x in range(100)]', symbols, { limits })).toBe('MEMORY_LIMIT_EXCEEDED');
  });
});
