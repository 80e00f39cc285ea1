import { describe, expect, test } from 'vitest';
import { DEFAULT_TOKENS, parseExpression, parseLetBinding, types } from '../src/index.js';
import { TextSearch } from '../src/values/text-search.js';
import { compiledOutcome, outcome, type Symbols } from './helpers.js';
import { pick, random } from './library-support.js';

/*
 * Short expressions that would end or occupy the process. Each ends in the problem of its limit, or with its value
 * after work that the limits allow: a fault of this kind shows as a test that does not end. Spec: 1.3.9, 1.3.10.
 */

const OPERATIONS = 'OPERATION_LIMIT_EXCEEDED';
const MEMORY = 'MEMORY_LIMIT_EXCEEDED';
const symbols: Symbols = {
  ALL: ['range_expr', '-9223372036854775807-9223372036854775807'],
  A: ['string', 'a'],
  M: ['int', 1_000_000],
};

describe('each ends', () => {
  test.each<[string, string]>([
    // A range is not unrolled before its values are counted.
    ['len(sorted(ALL))', OPERATIONS],
    ['len(unique(ALL))', OPERATIONS],
    ['len(reversed(ALL))', OPERATIONS],
    ['len(flatten(ALL))', OPERATIONS],
    ['len(list(ALL))', OPERATIONS],
    ['len(ALL + [1])', OPERATIONS],
    ['len([1.5] + ALL)', OPERATIONS],
    ['len(ALL[::-1])', OPERATIONS],
    ['len([x for x in ALL])', OPERATIONS],
    ['ALL == [1]', 'bool: false'],
    ['5 in ALL', 'bool: true'],
    ['max(ALL)', 'int: 9223372036854775807'],
    // A search takes time with the sum of the lengths.
    ["(A * M + 'b' + A * M) in A * (2 * M)", 'bool: false'],
    ["(A * M + 'b' + A * M) not in A * (2 * M)", 'bool: true'],
    ["(A * (2 * M)).find(A * M + 'b' + A * M)", 'int: -1'],
    ["(A * (2 * M)).rfind(A * M + 'b' + A * M)", 'int: -1'],
    ["(A * (2 * M)).count(A * M + 'b' + A * M)", 'int: 0'],
    ["len((A * (2 * M)).replace(A * M + 'b' + A * M, ''))", 'int: 2000000'],
    ["len((A * (2 * M)).split(A * M + 'b' + A * M))", 'int: 1'],
    ["len((A * (2 * M)).rsplit(A * M + 'b' + A * M))", 'int: 1'],
    ["(A * (2 * M)).index(A * M + 'b')", 'INVALID_ARGUMENT'],
    ["[('ab' * 500).count('a') for x in range(2 * M)]", OPERATIONS],
    ["[len(('ab' * 500).replace('a', 'c')) for x in range(2 * M)]", OPERATIONS],
    // A pattern's threads are steps, and so is what it takes to make it.
    ["re_search(A * M, '(a?){1000}b') == null", OPERATIONS],
    ["re_findall(A * M, '(a?){1000}b') == null", OPERATIONS],
    ["re_sub(A * M, '(a?){1000}b', '')", OPERATIONS],
    ["re_split(A * M, '(a?){1000}b') == []", OPERATIONS],
    ["re_search(A, '(?:(?:(?:(?:){100000}){100000}){100000}){100000}') == null", 'bool: false'],
    ["len([re_search(A, '(?i)[' + string(x) + 'a]') for x in range(M)])", OPERATIONS],
    // Memory is counted before it is taken, and as long as something holds it.
    ["A * 9223372036854775807 == ''", OPERATIONS],
    ['[1] * 9223372036854775807 == []', OPERATIONS],
    ["A.ljust(9223372036854775807) == ''", OPERATIONS],
    ['[A * (40 * M), A * (40 * M), A * (40 * M)] == []', MEMORY],
    ["len(path('/a' * (10 * M)).parts)", OPERATIONS],
    ['len(path([A] * 300000))', 'int: 599999'],
    ['[(A * (10 * M) + string(x))[0:20] for x in range(M)] == []', OPERATIONS],
    ["len([len((A * (10 * M + x)).strip('abc')) for x in range(M)])", OPERATIONS],
    // What looks at a long text, or at many items, says so each time.
    ["len([len('š' * 500000 + string(x)) for x in range(M)])", OPERATIONS],
    ["len([('š' * 50000)[x % 9] + ('ž' * 50000)[x % 9] for x in range(M)])", OPERATIONS],
    ['len(unique([A * 16384 + string(x) for x in range(600)]))', 'int: 600'],
    ["len([A * 20000 + 'b' in [A * 20000 + 'c'] * 100 for x in range(M)])", OPERATIONS],
    ['len([[A * 20000] * 100 == [A * 20000] * 100 for x in range(M)])', OPERATIONS],
    ['len([sorted([A * 20000 + string(9 - x % y) for x in range(500)])[0][0] for y in range(1, 99)])', OPERATIONS],
    ['len([round(x * 0.1, 1000) for x in range(M)])', OPERATIONS],
    ["len([len(('Š' * 99 + string(x)).title()) for x in range(M)])", OPERATIONS],
    ["repr_json('\u0001' * (20 * M))", OPERATIONS],
    ["len([range_expr('1,3,7,9,15,' + string(x + 20)) for x in range(M)])", OPERATIONS],
    ['len([range_expr([x * x for x in range(1000)])[1:] for y in range(M)])', OPERATIONS],
    ["int('1' * 100000 + 'x')", 'CONVERSION_FAILED'],
    ["[path('/a/b').with_number(x) for x in range(M)] == []", MEMORY],
  ])('%s', (text, expected) => {
    expect(outcome(text, symbols)).toBe(expected);
    expect(compiledOutcome(text, symbols)).toBe(expected);
  });

  test('where a range converts to the target', () => {
    expect(outcome('ALL', symbols, { target: types.list(types.int) })).toBe(OPERATIONS);
    expect(compiledOutcome('ALL', symbols, { target: types.list(types.int) })).toBe(OPERATIONS);
    expect(outcome('[ALL]', symbols, { target: types.list(types.list(types.int)) })).toBe(OPERATIONS);
  });
});

describe('the text of an expression', () => {
  test.each([
    ['an unknown name of many parts', `Param${'.a'.repeat(90_000)}`, 'UNKNOWN_SYMBOL'],
    ['many properties', `A${'.a'.repeat(90_000)}`, 'UNKNOWN_PROPERTY'],
    ['ints that are too large', `[${'9223372036854775808,'.repeat(50_000)}1]`, 'INTEGER_OVERFLOW'],
    ['a float with a fault at its end', `${'1'.repeat(200_000)}_.5`, 'INVALID_LITERAL'],
    ['unknown functions', `[${'foo(1),'.repeat(30_000)}1]`, 'UNKNOWN_FUNCTION'],
    ['parents of a path', `path(A)${'.parent'.repeat(40_000)}`, 'path: .'],
  ])('%s', (_, text, expected) => {
    expect(outcome(text, symbols)).toBe(expected);
    expect(compiledOutcome(text, symbols)).toBe(expected);
  });

  test('of a let binding is read once', () => {
    const parsed = parseLetBinding(`a${' '.repeat(300_000)}`);
    expect(parsed.ok ? [] : parsed.problems.map(({ code }) => code)).toEqual(['SYNTAX_ERROR']);
  });

  test('has so many tokens at most, and a string of any length is one of them', () => {
    expect(outcome(`1${'+1'.repeat(DEFAULT_TOKENS / 2)}`)).toBe('SOURCE_TOO_LONG');
    expect(outcome(`len('${'a'.repeat(3_000_000)}')`)).toBe('int: 3000000');
    expect(outcome('1 + 2', {}, { parseLimits: { tokens: 4 } })).toBe('int: 3');
    const parsed = parseExpression('1 + 2', { tokens: 3 });
    expect(parsed.ok ? [] : parsed.problems.map(({ range }) => range?.start.offset)).toEqual([5]);
  });
});

test('a search finds what the engine finds', () => {
  const next = random(7);
  const word = (length: number) => Array.from({ length }, () => pick(next, ['a', 'b'])).join('');
  for (let i = 0; i < 2000; i++) {
    const sub = word(1 + Math.floor(next() * 5)).repeat(pick(next, [1, 30, 70])) + word(2);
    const text = word(300) + pick(next, [sub, '']) + sub.slice(1).repeat(2) + pick(next, [sub, 'a']) + word(20);
    const from = Math.floor(next() * text.length);
    const search = new TextSearch(sub);
    expect(search.first(text, from)).toBe(text.indexOf(sub, from));
    expect(search.last(text, from)).toBe(from < sub.length ? -1 : text.lastIndexOf(sub, from - sub.length));
  }
});
