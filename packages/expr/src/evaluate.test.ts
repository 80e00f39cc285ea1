import { describe, expect, test } from 'vitest';
import {
  checkFormatString,
  compileFormatString,
  ExprList,
  evaluate,
  expandListItem,
  foldFormatString,
  ProblemError,
  parseFormatString,
  parseLetBinding,
  Scope,
  SymbolTable,
  types,
  valueToJs,
} from './index.js';

function text(expression: string, symbols: Record<string, string | number | string[]> = {}) {
  return valueToJs(evaluate(expression, { symbols: SymbolTable.fromJs(symbols) }));
}

function codes(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map((problem) => problem.code);
    throw error;
  }
  return [];
}

describe('evaluate', () => {
  test('knows names, literals, calls, comprehensions, conditions and null coalescing', () => {
    const symbols = { 'Param.Frame': 7, 'Task.Args': ['a b', 'c'] };
    expect(text('Param.Frame * 2 + 1', symbols)).toBe(15);
    expect(text("repr_sh(flatten([['-e', a] for a in Task.Args]))", symbols)).toBe("-e 'a b' -e c");
    expect(text("'big' if Param.Frame > 5 else 'small'", symbols)).toBe('big');
    expect(text("null or 'x'")).toBe('x');
    expect(text('1 < 2 < 3 == 3.0')).toBe(true);
  });

  test('tells every problem with its place', () => {
    try {
      evaluate("[Param.Fram, 1 + 'a', nosuch(2)]", { symbols: SymbolTable.fromJs({ 'Param.Frame': 1 }) });
      expect.unreachable();
    } catch (error) {
      const { problems } = error as ProblemError;
      expect(problems.map((problem) => [problem.code, problem.range?.start.offset, problem.hint])).toEqual([
        ['UNKNOWN_SYMBOL', 1, 'Did you mean Param.Frame?'],
        ['WRONG_TYPE', 13, 'Convert the int with string(…), or the string with int(…)'],
        ['UNKNOWN_FUNCTION', 22, undefined],
      ]);
    }
  });

  test('does not evaluate what is not reached', () => {
    expect(text('1 if true else 1 / 0')).toBe(1);
    expect(text('false and 1 / 0')).toBe(false);
    expect(codes(() => evaluate('true and 1 / 0'))).toEqual(['DIVISION_BY_ZERO']);
  });
});

describe('format strings', () => {
  const scope = new Scope({ 'Param.Frame': types.int, 'Param.Args': types.list(types.string) });
  const symbols = SymbolTable.fromJs({ 'Param.Frame': 3, 'Param.Args': ['a', 'b'] });

  function compiled(source: string) {
    const parsed = parseFormatString(source, { grammar: 'expr' });
    if (!parsed.ok) throw new ProblemError(parsed.problems);
    const evaluator = compileFormatString(parsed.value, scope);
    if (!evaluator.ok) throw new ProblemError(evaluator.problems);
    return evaluator.value;
  }

  test('print values among text', () => {
    expect(compiled("f{{Param.Frame}}-{{ '}}' }}-{{null}}{{ Param.Args }}").format(symbols)).toBe('f3-}}-["a", "b"]');
  });

  test('keep the type of a whole field', () => {
    expect(compiled('{{ Param.Frame + 1 }}').evaluate(symbols)).toBe(4);
    expect(compiled('{{ Param.Args }}').evaluate(symbols)).toBeInstanceOf(ExprList);
    expect(expandListItem(compiled('{{ Param.Args }}'), symbols)).toEqual(['a', 'b']);
    expect(expandListItem(compiled('{{ null if Param.Frame > 1 else 5 }}'), symbols)).toEqual([]);
    expect(expandListItem(compiled('{{ Param.Frame }}'), symbols)).toEqual(['3']);
  });

  test('place problems in the whole text', () => {
    const parsed = parseFormatString('a {{Param.Frame}} b {{ Param.Frme }}', { grammar: 'expr' });
    if (!parsed.ok) throw new ProblemError(parsed.problems);
    const { problems } = checkFormatString(parsed.value, scope);
    expect(problems.map((problem) => [problem.code, problem.range?.start.offset, problem.range?.end.offset])).toEqual([
      ['UNKNOWN_SYMBOL', 23, 33],
    ]);
  });

  test('fold to text where every symbol is known', () => {
    const parsed = parseFormatString('{{Param.Name}}_{{Param.Frame}}', { grammar: 'plain' });
    if (!parsed.ok) throw new ProblemError(parsed.problems);
    const known = new Scope({
      'Param.Name': { type: types.string, value: 'x' },
      'Param.Frame': { type: types.int, value: 2 },
    });
    expect(foldFormatString(parsed.value, known)).toEqual({ ok: true, value: 'x_2' });
    const partly = known.child({ 'Param.Frame': types.int });
    expect(foldFormatString(parsed.value, partly)).toEqual({ ok: true, value: undefined });
  });

  test('know only names without EXPR', () => {
    const parsed = parseFormatString('{{ Param.Frame + 1 }}', { grammar: 'plain' });
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.code)).toEqual(['SYNTAX_ERROR']);
  });
});

describe('let bindings', () => {
  test('have a name and an expression', () => {
    const parsed = parseLetBinding('frame_end =  Param.Start + 1');
    expect(parsed.ok && [parsed.value.name, parsed.value.expression.text, parsed.value.expressionStart]).toEqual([
      'frame_end',
      'Param.Start + 1',
      13,
    ]);
  });

  test.each(['Frame = 1', 'x == 1', 'x', 'if = 1', '1x = 2', ' x = 1'])('refuse %s', (source) => {
    expect(parseLetBinding(source).ok).toBe(false);
  });
});
