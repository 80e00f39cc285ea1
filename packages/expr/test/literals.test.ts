import { describe, expect, test } from 'vitest';
import { outcome } from './helpers.js';

describe('number literals (1.1.6)', () => {
  test.each([
    ['42', 'int: 42'],
    ['0x2A', 'int: 42'],
    ['0X2a', 'int: 42'],
    ['0o52', 'int: 42'],
    ['0O52', 'int: 42'],
    ['0b101010', 'int: 42'],
    ['0B101010', 'int: 42'],
    ['1_000_000', 'int: 1000000'],
    ['0xFF_FF', 'int: 65535'],
    ['0x_ff', 'int: 255'],
    ['0b1010_1010', 'int: 170'],
    ['0', 'int: 0'],
    ['00', 'int: 0'],
    ['0_0', 'int: 0'],
    ['3.14', 'float: 3.14'],
    ['1.5e-3', 'float: 1.5e-3'],
    ['1.5E-3', 'float: 1.5E-3'],
    ['1.5e-3 + 0.0', 'float: 0.0015'],
    ['1e10 + 0.0', 'float: 10000000000.0'],
    ['1_000.000_001', 'float: 1000.000001'],
    ['3.500', 'float: 3.500'],
    ['3.500 * 1', 'float: 3.5'],
    ['.5', 'float: 0.5'],
    ['5.', 'float: 5.0'],
    ['5.e1', 'float: 50.0'],
    ['007.5', 'float: 007.5'],
    ['9223372036854775807', 'int: 9223372036854775807'],
    ['-9223372036854775808', 'int: -9223372036854775808'],
    ['- 9223372036854775808', 'int: -9223372036854775808'],
    ['0x7fffffffffffffff', 'int: 9223372036854775807'],
    ['9007199254740993', 'int: 9007199254740993'],
    ['1if true else 2', 'int: 1'],
    ['9223372036854775808', 'INTEGER_OVERFLOW'],
    ['-9223372036854775809', 'INTEGER_OVERFLOW'],
    ['-(-9223372036854775808)', 'INTEGER_OVERFLOW'],
    ['-9223372036854775808 ** 1', 'INTEGER_OVERFLOW'],
    ['9999999999999999999', 'INTEGER_OVERFLOW'],
    ['1e400', 'FLOAT_NOT_FINITE'],
    ['007', 'INVALID_LITERAL'],
    ['01', 'INVALID_LITERAL'],
    ['0_1', 'INVALID_LITERAL'],
    ['0123', 'INVALID_LITERAL'],
    ['0_7', 'INVALID_LITERAL'],
    ['1__000', 'INVALID_LITERAL'],
    ['123_', 'INVALID_LITERAL'],
    ['1_.5', 'INVALID_LITERAL'],
    ['1._5', 'INVALID_LITERAL'],
    ['1_e10', 'INVALID_LITERAL'],
    ['1e_10', 'INVALID_LITERAL'],
    ['1e', 'INVALID_LITERAL'],
    ['0x', 'INVALID_LITERAL'],
    ['0xg', 'INVALID_LITERAL'],
    ['0b2', 'INVALID_LITERAL'],
    ['0o8', 'INVALID_LITERAL'],
    ['1j', 'INVALID_LITERAL'],
    ['42.zfill(5)', 'INVALID_LITERAL'],
    ['_123', 'UNKNOWN_SYMBOL'],
  ])('%s is %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });
});

describe('string literals (1.1.5)', () => {
  test.each([
    [`'hello'`, 'hello'],
    [`"hello"`, 'hello'],
    [`'''hello'''`, 'hello'],
    [`"""hello"""`, 'hello'],
    [`'''a\nb'c'''`, "a\nb'c"],
    [`''`, ''],
    [`''''''`, ''],
    [`r'hello\\n'`, 'hello\\n'],
    [`R"hello\\n"`, 'hello\\n'],
    [`r'''a\\\nb'''`, 'a\\\nb'],
    [`r'it\\'s'`, "it\\'s"],
    [`'\\\\ \\' \\" \\n\\r\\t'`, '\\ \' " \n\r\t'],
    [`'\\x41\\u00e9\\U0001F600'`, 'Aé😀'],
    [`'\\N{DEGREE SIGN}\\N{snowman}'`, '°☃'],
    [`'\\a\\b\\f\\v\\0\\101\\1012'`, '\x07\b\f\v\0AA2'],
    [`'\\q\\d\\ '`, '\\q\\d\\ '],
    [`'a\\\nb'`, 'ab'],
    [`'a\\\r\nb'`, 'ab'],
    [`'\\777'`, '\u01ff'],
  ])('%s', (text, expected) => {
    expect(outcome(text)).toBe(`string: ${expected}`);
  });

  test.each([
    [`'\\x4'`, 'INVALID_LITERAL'],
    [`'\\u12'`, 'INVALID_LITERAL'],
    [`'\\U00110000'`, 'INVALID_LITERAL'],
    [`'\\ud800'`, 'INVALID_LITERAL'],
    [`'\\N{NO SUCH}'`, 'INVALID_LITERAL'],
    [`'\\N'`, 'INVALID_LITERAL'],
    [`'\\N{X'`, 'INVALID_LITERAL'],
    [`'a\nb'`, 'SYNTAX_ERROR'],
    [`r'a\\'`, 'SYNTAX_ERROR'],
  ])('%j is %s', (text, code) => {
    expect(outcome(text)).toBe(code);
  });
});

describe('words (1.1.4)', () => {
  test.each([
    ['None', 'nulltype: null'],
    ['null', 'nulltype: null'],
    ['True', 'bool: true'],
    ['true', 'bool: true'],
    ['False', 'bool: false'],
    ['false', 'bool: false'],
    ['TRUE', 'UNKNOWN_SYMBOL'],
    ['none', 'UNKNOWN_SYMBOL'],
  ])('%s is %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });
});
