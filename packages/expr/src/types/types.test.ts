import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coercibility, commonType, parseType, substitute, type Type, types, unify } from './index.js';

function parsed(text: string): Type {
  const type = parseType(text);
  if (type === undefined) throw new Error(`${text} is no type`);
  return type;
}

// EL-0-union-normalization, EL-0-unresolved-normalization
describe('normalization (Union Type Normalization, Unknown Type Normalization)', () => {
  test.each([
    ['int', 'int'],
    ['(int | string) | bool', 'bool | int | string'],
    ['string | int', 'int | string'],
    ['int | int', 'int'],
    ['int | any', 'any'],
    ['int | noreturn', 'int'],
    ['noreturn | noreturn', 'noreturn'],
    ['int?', 'int?'],
    ['nulltype | int', 'int?'],
    ['int??', 'int?'],
    ['nulltype | string | int', 'int | string | nulltype'],
    ['int | string?', 'int | string | nulltype'],
    ['list[int]?', 'list[int]?'],
    ['list[int | string]', 'list[int | string]'],
    ['list[list[int]]', 'list[list[int]]'],
    ['unresolved', 'unresolved'],
    ['unresolved[any]', 'unresolved'],
    ['list[unresolved[int]]', 'unresolved[list[int]]'],
    ['int | unresolved[string]', 'unresolved[int | string]'],
    ['unresolved[int] | unresolved[string]', 'unresolved[int | string]'],
    ['unresolved[unresolved[int]]', 'unresolved[int]'],
    ['list[list[unresolved[int]]]', 'unresolved[list[list[int]]]'],
    [' list [ T1 ] ', 'list[T1]'],
  ])('%s is %s', (text, name) => {
    expect(parsed(text).name).toBe(name);
    expect(parsed(name)).toBe(parsed(text));
  });

  test.each([
    '',
    'x',
    'list',
    'list[',
    'list[]',
    'list[int',
    'int |',
    '| int',
    '?',
    'int int',
    'list[int]]',
    '['.repeat(2000),
  ])('%s names no type', (text) => {
    expect(parseType(text)).toBeUndefined();
  });

  const type: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(types.int, types.string, types.nulltype, types.any, types.noreturn, types.path, types.rangeExpr),
      tie('type').map(types.list),
      tie('type').map(types.unresolved),
      fc.tuple(tie('type'), tie('type')).map(([a, b]) => types.union(a, b)),
    ),
  })).type;

  test('a name reads as its type, and a union does not depend on order', () => {
    fc.assert(
      fc.property(type, type, type, (a, b, c) => {
        expect(parseType(a.name)).toBe(a);
        expect(types.union(a, b)).toBe(types.union(b, a));
        expect(types.union(types.union(a, b), c)).toBe(types.union(a, types.union(b, c)));
        expect(types.union(a, a)).toBe(types.union(a));
      }),
    );
  });
});

describe('conversion', () => {
  test.each([
    ['int', 'float', 'converts'],
    ['int', 'float | int', 'same'],
    ['string', 'int', 'may convert'],
    ['string', 'bool', 'no'],
    ['path', 'string', 'converts'],
    ['range_expr', 'list[int]', 'converts'],
    ['list[nulltype]', 'list[path]', 'converts'],
    ['list[int]', 'list[float]', 'converts'],
    ['list[string]', 'list[int]', 'may convert'],
    ['list[bool]', 'list[int]', 'no'],
    ['int?', 'int', 'may convert'],
    ['int?', 'int?', 'same'],
    ['bool', 'string', 'converts'],
    ['bool', 'string | path', 'no'],
    ['noreturn', 'int', 'same'],
  ])('%s to %s: %s', (from, target, how) => {
    expect(coercibility(parsed(from), parsed(target))).toBe(how);
  });

  test.each([
    ['int', 'float', 'float'],
    ['path', 'string', 'string'],
    ['list[int]', 'list[float]', 'list[float]'],
    ['list[nulltype]', 'list[int]', 'list[int]'],
    ['int', 'string', undefined],
    ['int', 'list[int]', undefined],
    ['bool', 'int', undefined],
  ])('%s and %s have %s in common', (a, b, common) => {
    expect(commonType(parsed(a), parsed(b))?.name).toBe(common);
    expect(commonType(parsed(b), parsed(a))?.name).toBe(common);
  });
});

test('unification binds type variables and substitution puts them in', () => {
  const bindings = new Map<Type, Type>();
  expect(unify(parsed('list[T]'), parsed('list[int]'), bindings)).toBe(true);
  expect(unify(parsed('T'), parsed('string'), bindings)).toBe(false);
  expect(unify(parsed('T'), parsed('int'), bindings)).toBe(true);
  expect(substitute(parsed('list[T] | T?'), bindings)).toBe(parsed('int | list[int] | nulltype'));
  expect(substitute(parsed('T2'), bindings)).toBe(types.any);
});
