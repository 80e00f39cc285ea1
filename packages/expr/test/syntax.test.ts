import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../src/expression.js';
import type { Node } from '../src/syntax/ast.js';
import { print } from '../src/syntax/print.js';
import { expressionText } from './arbitrary-expressions.js';

function parsed(text: string) {
  const result = parseExpression(text);
  if (!result.ok) throw new Error(`${text}: ${result.problems[0]!.message}`);
  return result.value;
}

function codeOf(text: string): string {
  const result = parseExpression(text);
  return result.ok ? 'ok' : result.problems[0]!.code;
}

/** The tree without the places, which printing changes. */
function shape(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) =>
      ['start', 'end', 'ends', 'nameEnd', 'variablePlace'].includes(key)
        ? undefined
        : typeof value === 'bigint'
          ? `${value}n`
          : value,
    ),
  );
}

describe('grammar', () => {
  test('what is printed parses to the same tree', () => {
    fc.assert(
      fc.property(expressionText, (text) => {
        const tree = parsed(text).ast;
        expect(shape(parsed(print(tree)).ast)).toEqual(shape(tree));
      }),
      { numRuns: 2000 },
    );
  });

  // Precedence and associativity, 1.1.
  test.each([
    ['a + b * c', 'a + b * c'],
    ['(a + b) * c', '(a + b) * c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['(a - b) - c', 'a - b - c'],
    ['-x ** 2', '-x ** 2'],
    ['(-x) ** 2', '(-x) ** 2'],
    ['2 ** 3 ** 2', '2 ** 3 ** 2'],
    ['(2 ** 3) ** 2', '(2 ** 3) ** 2'],
    ['2 ** -1', '2 ** -1'],
    ['not (a == b)', 'not a == b'],
    ['(not a) == b', '(not a) == b'],
    ['a or b and c', 'a or b and c'],
    ['(a or b) and c', '(a or b) and c'],
    ['a if b else (c if d else e)', 'a if b else c if d else e'],
    ['(a if b else c) if d else e', '(a if b else c) if d else e'],
    ['(a).b', '(a).b'],
    ['(42).zfill(5)', '(42).zfill(5)'],
    ['[x for x in (a if b else c)]', '[x for x in (a if b else c)]'],
    ['[x for x in a if b else c]', '[x for x in (a if b else c)]'],
    ['(a < b) < c', '(a < b) < c'],
    ['a < (b < c)', 'a < (b < c)'],
    ['a not in b', 'a not in b'],
  ])('%s prints as %s', (text, printed) => {
    expect(print(parsed(text).ast)).toBe(printed);
  });

  test.each([
    ['Param.if', 'Param.if'],
    ['Param.Value.if.else.and', 'Param.Value.if.else.and'],
    ['Param . Frame', 'Param.Frame'],
    ['[\n  Param.if,\n  Param.else\n]', '[Param.if, Param.else]'],
    ['Param.Start +\n  Param.Count *\r\n\tParam.Step', 'Param.Start + Param.Count * Param.Step'],
    ['1 + \\\n 2', '1 + 2'],
  ])('%j reads over lines and keywords after dots', (text, printed) => {
    expect(print(parsed(text).ast)).toBe(printed);
  });

  test('every Python keyword is a name after a dot (RFC 0005, appendix C)', () => {
    for (const word of ['if', 'def', 'else', 'and', 'or', 'not', 'for', 'in', 'True', 'False', 'None', 'class', 'is']) {
      expect([...parsed(`Param.${word}`).symbols]).toEqual([`Param.${word}`]);
      expect(codeOf(`x if Param.${word} else y`)).toBe('ok');
      expect(codeOf(`Param.${word} if Param.${word} else Param.${word}`)).toBe('ok');
    }
  });
});

// RFC0005-symbols, RFC0005-method-names, RFC0005-loop-variables, RFC0005-calls
describe('references (RFC 0005, Symbol Collection)', () => {
  test.each([
    ['Param.InputFile', ['Param.InputFile'], []],
    ['Param.Start + Param.End', ['Param.Start', 'Param.End'], []],
    ['Param.File.stem.upper()', ['Param.File.stem'], ['upper']],
    ['Param.File.parent.parent.name', ['Param.File.parent.parent.name'], []],
    ['[x * 2 for x in Param.Values]', ['Param.Values'], []],
    ['[x for x in Param.Items if x > Param.Min]', ['Param.Items', 'Param.Min'], []],
    ['[x for x in x]', ['x'], []],
    ['min(Param.A, Param.B)', ['Param.A', 'Param.B'], ['min']],
    ["Param.File.stem.replace('a', 'b')", ['Param.File.stem'], ['replace']],
    ['RawParam.File.apply_path_mapping()', ['RawParam.File'], ['apply_path_mapping']],
    ["Param.Items.split(',').join(';')", ['Param.Items'], ['split', 'join']],
    ['[str(x) for x in Param.Values]', ['Param.Values'], ['str']],
  ])('%s', (text, symbols, functions) => {
    const expression = parsed(text);
    expect(new Set(expression.symbols)).toEqual(new Set(symbols));
    expect(new Set(expression.functions)).toEqual(new Set(functions));
  });
});

describe('what is not part of the language says what to write instead', () => {
  test.each([
    'lambda x: x',
    '{1: 2}',
    '{1, 2}',
    '{}',
    '(1, 2)',
    '1, 2',
    '()',
    '(x := 1)',
    'x := 1',
    'x = 1',
    '[*a]',
    'f(*a)',
    'f(**a)',
    'f(x=1)',
    "f'{x}'",
    "b'x'",
    "rb'x'",
    "u'x'",
    'a & b',
    'a | b',
    'a ^ b',
    '~a',
    'a << 1',
    'a >> 1',
    'a @ b',
    'a is b',
    'a is not b',
    'x for x in y',
    '(x for x in y)',
    'sum(x for x in y)',
    '[x for x in y for z in w]',
    '[x for x in y if a if b]',
    '[x for x, y in z]',
    '[x for (x, y) in z]',
    'a && b',
    'a || b',
    '!a',
    'a ? b : c',
    'a === b',
    'a if b',
    'a[1, 2]',
    'await x',
    'yield x',
    "'a' 'b'",
    '(f)(x)',
    '1 + 2 # sum',
    '...',
  ])('%s', (text) => {
    const result = parseExpression(text);
    expect(result.ok).toBe(false);
    const problem = result.ok ? undefined : result.problems[0];
    expect(problem?.code).toBe('UNSUPPORTED_SYNTAX');
    expect(problem?.hint?.length ?? 0).toBeGreaterThan(0);
    expect(problem?.range?.end.offset).toBeLessThanOrEqual(text.length);
  });
});

describe('syntax errors', () => {
  test.each([
    ['', 'SYNTAX_ERROR'],
    ['   ', 'SYNTAX_ERROR'],
    ['1 +', 'SYNTAX_ERROR'],
    ['(1', 'SYNTAX_ERROR'],
    ['[1, 2', 'SYNTAX_ERROR'],
    ['[1,, 2]', 'SYNTAX_ERROR'],
    ['1 2', 'SYNTAX_ERROR'],
    ['min(1, 2,)', 'SYNTAX_ERROR'],
    ['a == not b', 'SYNTAX_ERROR'],
    ['a not b', 'SYNTAX_ERROR'],
    ['class', 'SYNTAX_ERROR'],
    ['if', 'SYNTAX_ERROR'],
    ['a.', 'SYNTAX_ERROR'],
    ['a.1', 'SYNTAX_ERROR'],
    ['a[', 'SYNTAX_ERROR'],
    ['a[]', 'SYNTAX_ERROR'],
    ['a[1:2:3:4]', 'SYNTAX_ERROR'],
    ["'abc", 'SYNTAX_ERROR'],
    ["'a\nb'", 'SYNTAX_ERROR'],
    ["'''abc'", 'SYNTAX_ERROR'],
    ['[x for 1 in y]', 'UNSUPPORTED_SYNTAX'],
    ['[x for if in y]', 'INVALID_NAME'],
    ['[x for true in y]', 'INVALID_NAME'],
    ['é', 'SYNTAX_ERROR'],
    ['“a”', 'SYNTAX_ERROR'],
    ['$x', 'SYNTAX_ERROR'],
    ['a if b else', 'SYNTAX_ERROR'],
    ['\0', 'SYNTAX_ERROR'],
  ])('%j is %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
