import { describe, expect, test } from 'vitest';
import {
  checkExpression,
  compileExpression,
  ProblemError,
  parseExpression,
  Scope,
  SymbolTable,
  type Type,
  types,
} from '../src/index.js';
import { compiledOutcome, outcome, parsedType, type Symbols } from './helpers.js';

const scope = new Scope({
  'Param.Int': types.int,
  'Param.Float': types.float,
  'Param.Name': types.string,
  'Param.Bool': types.bool,
  'Param.File': types.path,
  'Param.Frames': types.rangeExpr,
  'Param.Ints': types.list(types.int),
  'Param.Paths': types.list(types.path),
  'Param.MaybeInt': types.optional(types.int),
  'Param.MaybePath': types.optional(types.path),
  'Param.IntOrString': types.union(types.int, types.string),
  'Param.Any': types.any,
  known: { type: types.int, value: 5 },
  nothing: { type: types.nulltype, value: null },
});

function check(text: string, target?: Type, within = scope) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new ProblemError(parsed.problems);
  return checkExpression(parsed.value, within, { target });
}

/** The type of a sound expression, or the codes of its problems. */
function verdict(text: string, target?: string): string {
  const { type, problems } = check(text, target === undefined ? undefined : parsedType(target));
  return problems.length === 0 ? type.name : problems.map((problem) => problem.code).join(' ');
}

describe('types of expressions', () => {
  test.each([
    ['Param.Int + 1', 'int'],
    ['Param.Int + 1.5', 'float'],
    ['Param.Int / 2', 'float'],
    ['Param.Int // 2', 'int'],
    ['Param.Int ** Param.Int', 'float | int'],
    ["Param.Name + 'x'", 'string'],
    ["Param.File / 'x'", 'path'],
    ['Param.File.stem', 'string'],
    ['Param.File.parent.name.upper()', 'string'],
    ['Param.Ints[0]', 'int'],
    ['Param.Ints[1:]', 'list[int]'],
    ['Param.Frames[0]', 'int'],
    ['Param.Frames[::-1]', 'list[int] | range_expr'],
    ['Param.Ints + Param.Frames', 'list[int]'],
    ['Param.Ints + [1.5]', 'list[float]'],
    ["Param.Paths + ['x']", 'list[string]'],
    ['[Param.Int, Param.Float]', 'list[float]'],
    ['[Param.File, Param.Name]', 'list[string]'],
    ['[]', 'list[nulltype]'],
    ['[[], [Param.Int]]', 'list[list[int]]'],
    ['[x * 2 for x in Param.Ints]', 'list[int]'],
    ['[x / 2 for x in Param.Frames if x > 1]', 'list[float]'],
    ['[Param.File / string(x) for x in Param.Ints]', 'list[path]'],
    ['Param.Bool and Param.Int', 'bool | int'],
    ['Param.MaybeInt or 5', 'int'],
    ["Param.MaybeInt or 'x'", 'int | string'],
    ['Param.MaybeInt and Param.MaybeInt + 1', 'int?'],
    ['Param.Int or 5', 'int'],
    ['Param.Int and 5.0', 'float'],
    ["Param.Int if Param.Bool else 'x'", 'int | string'],
    ["Param.Int if Param.Bool else fail('no')", 'int'],
    ["Param.Int > 0 or fail('positive')", 'bool'],
    ['Param.Int if Param.Bool else null', 'int?'],
    ["re_search(Param.Name, 'a')", 'list[string]?'],
    ["re_search(Param.Name, 'a')[0]", 'string'],
    ['Param.MaybeInt + 1', 'int'],
    ['Param.IntOrString * 2', 'int | string'],
    ['string(Param.IntOrString)', 'string'],
    ['Param.MaybePath.stem', 'string'],
    ['1 < Param.Int < 3', 'bool'],
    ["Param.Name in ['a']", 'bool'],
    ["Param.Int == 'a'", 'bool'],
    ['not Param.Bool', 'bool'],
    ['Param.Any + 1', 'any'],
    ['len(Param.Any)', 'int'],
    ['min(Param.Int, Param.Float)', 'float'],
    ['sorted(Param.Frames)', 'list[int]'],
    ['flatten([[Param.Name], []])', 'list[string]'],
    ["startswith(Param.File, '/')", 'bool'],
    ['known + 1', 'int'],
    ["known if known > 3 else 'no'", 'int'],
    ["nothing or 'x'", 'string'],
    ['fail(Param.Name)', 'noreturn'],
  ])('%s is %s', (text, type) => {
    expect(verdict(text)).toBe(type);
  });
});

describe('conversion to a target (1.2.3)', () => {
  test.each([
    ['Param.Int', 'float', 'float'],
    ['Param.Int', 'float | int', 'int'],
    ['Param.File', 'string', 'string'],
    ['Param.File', 'path | string', 'path'],
    ['Param.Frames', 'string', 'string'],
    ['Param.Frames', 'list[int]', 'list[int]'],
    ['Param.Frames', 'list[int] | range_expr', 'range_expr'],
    ['Param.Frames', 'int', 'WRONG_TYPE'],
    ['Param.Paths', 'list[string]', 'list[string]'],
    ['Param.Ints', 'list[string]', 'list[string]'],
    ['[]', 'list[path]', 'list[path]'],
    ['Param.Bool', 'string', 'string'],
    ['Param.Float', 'string', 'string'],
    ['Param.Name', 'path', 'path'],
    ['Param.Float', 'int', 'int'],
    ['Param.Name', 'int', 'int'],
    ['Param.Name', 'float', 'float'],
    ['Param.Name', 'bool', 'WRONG_TYPE'],
    ['Param.Int', 'bool', 'WRONG_TYPE'],
    ['Param.Int', 'path', 'WRONG_TYPE'],
    ['Param.Name', 'range_expr', 'WRONG_TYPE'],
    ['Param.Int', 'string?', 'string'],
    ['Param.Int', 'string? | list[string]', 'string'],
    ['Param.Ints', 'string? | list[string]', 'list[string]'],
    ['null', 'string? | list[string]', 'nulltype'],
    ['null', 'string', 'WRONG_TYPE'],
    ['Param.Int', 'string | path', 'WRONG_TYPE'],
    ["['--quality', Param.Int] if Param.Bool else null", 'string? | list[string]', 'list[string]?'],
    ["[Param.Int, 'a', Param.File]", 'list[string]', 'list[string]'],
    ["[[1, '2'], []]", 'list[list[int]]', 'list[list[int]]'],
    ['[x for x in Param.Ints]', 'list[string]', 'list[string]'],
    ['Param.Int - 1', 'string', 'string'],
    ["'5'", 'int', 'int'],
    ["'x'", 'int', 'CONVERSION_FAILED'],
    ["'3.1'", 'int', 'CONVERSION_FAILED'],
    ['3.75', 'int', 'CONVERSION_FAILED'],
    ['3.0', 'int', 'int'],
    ["''", 'float', 'CONVERSION_FAILED'],
    ["'nothing'", 'float', 'CONVERSION_FAILED'],
    ['Param.MaybeInt', 'int', 'int'],
    ['Param.Any', 'int', 'any'],
  ])('%s to %s is %s', (text, target, expected) => {
    expect(verdict(text, target)).toBe(expected);
  });

  test('values convert as their types say', () => {
    const symbols: Symbols = { 'Param.Int': ['int', 5], 'Param.Name': ['string', '7'], 'Param.Float': ['float', 2.5] };
    for (const run of [outcome, compiledOutcome]) {
      expect(run('Param.Name', symbols, { target: types.int })).toBe('int: 7');
      expect(run('Param.Float', symbols, { target: types.int })).toBe('CONVERSION_FAILED');
      expect(run('[Param.Int, Param.Name]', symbols, { target: types.list(types.string) })).toBe(
        'list[string]: ["5", "7"]',
      );
      expect(run('Param.Int if Param.Int > 1 else null', symbols, { target: types.optional(types.string) })).toBe(
        'string: 5',
      );
    }
  });
});

describe('method receivers do not convert (1.2.4)', () => {
  test.each([
    ["startswith(path('/foo/bar'), '/foo')", 'bool'],
    ["path('/foo/bar').startswith('/foo')", 'WRONG_TYPE'],
    ["Param.File.startswith('/foo')", 'WRONG_TYPE'],
    ["'/foo/bar'.startswith('/foo')", 'bool'],
    ["'hello'.startswith(path('h'))", 'bool'],
    ['Param.Int.upper()', 'WRONG_TYPE'],
    ['(5).round()', 'WRONG_TYPE'],
    ['round(5)', 'int'],
    // The empty list is a list of every type already (1.2.1), and so may be what a filter leaves.
    ['[].repr_sh()', 'string'],
    ['[].any()', 'bool'],
    ["[s for s in ['a'] if s == 'b'].repr_cmd()", 'string'],
    ['[].upper()', 'WRONG_TYPE'],
    ['Param.File[0]', 'WRONG_TYPE'],
    ['Param.File[1:]', 'WRONG_TYPE'],
    ['Param.File.parts[0]', 'string'],
  ])('%s is %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('faults', () => {
  test.each([
    ['Param.Int + Param.Name', 'WRONG_TYPE', 'Convert the int with string(…), or the string with int(…)'],
    ['Param.Frme', 'UNKNOWN_SYMBOL', undefined],
    ['Param.Inst', 'UNKNOWN_SYMBOL', 'Did you mean Param.Int?'],
    ['Param.Inst.stem', 'UNKNOWN_SYMBOL', 'Did you mean Param.Int?'],
    ['Param', 'UNKNOWN_SYMBOL', 'Name one of its values, such as Param.Int, Param.Float, Param.Name'],
    ['upper', 'UNKNOWN_SYMBOL', '"upper" is a function; write upper(…)'],
    ['uper(Param.Name)', 'UNKNOWN_FUNCTION', 'Did you mean upper?'],
    ['str(Param.Int)', 'UNKNOWN_FUNCTION', 'Did you mean string?'],
    ['Param.Name.__len__()', 'UNKNOWN_FUNCTION', 'Write the operator or the property that it stands for'],
    ['__add__(1, 2)', 'UNKNOWN_FUNCTION', 'Write the operator or the property that it stands for'],
    ['Param.Name.stem', 'UNKNOWN_PROPERTY', 'A path has it; write path(…).stem'],
    ['Param.File.stm', 'UNKNOWN_PROPERTY', 'Did you mean stem?'],
    ['Param.Name.upper', 'UNKNOWN_PROPERTY', 'upper is a method; write upper()'],
    ['Param.Int()', 'UNKNOWN_FUNCTION', 'Leave out the parentheses'],
    ['[x() for x in Param.Ints]', 'UNKNOWN_FUNCTION', 'Leave out the parentheses'],
    ['TRUE', 'UNKNOWN_SYMBOL', 'Did you mean true?'],
    ['nil', 'UNKNOWN_SYMBOL', 'Did you mean null?'],
    ['Param.File.extension', 'UNKNOWN_PROPERTY', 'Did you mean suffix?'],
    ['Param.Name.length', 'UNKNOWN_PROPERTY', 'Did you mean len(…)?'],
    ["Param.Name.contains('a')", 'UNKNOWN_FUNCTION', 'Did you mean the operator in, item in list?'],
    ['print(1)', 'UNKNOWN_FUNCTION', undefined],
    ["','.join(['a'])", 'WRONG_TYPE', 'The list comes first: list.join(separator)'],
    ["'%s' % 1", 'WRONG_TYPE', "Join the parts with +, such as 'v' + string(n)"],
    ['null[0]', 'WRONG_TYPE', 'Test it first: value[0] if value != null else …'],
    ['len()', 'WRONG_ARGUMENT_COUNT', 'It takes len(list[T]) or len(string) or len(path) or len(range_expr)'],
    ['min(1, 2, 3, 4)', 'WRONG_ARGUMENT_COUNT', undefined],
    ['Param.Name.replace()', 'WRONG_ARGUMENT_COUNT', undefined],
    ["'yes' if Param.Int else 'no'", 'WRONG_TYPE', 'Write a comparison, such as != 0 or != null, or use bool(…)'],
    ['[x for x in Param.Ints if x]', 'WRONG_TYPE', 'Write a comparison, such as != 0 or != null, or use bool(…)'],
    ['not Param.Int', 'WRONG_TYPE', 'Write a comparison: there are no truthy values; only a bool can be negated'],
    ['[x for x in Param.Name]', 'WRONG_TYPE', 'For its characters write [s[i] for i in range(len(s))]'],
    ['[x for x in Param.Int]', 'WRONG_TYPE', undefined],
    ["[1, 'a']", 'WRONG_TYPE', 'Convert the items to one type, for example with string(…)'],
    ['[true, 1]', 'WRONG_TYPE', 'Convert the items to one type, for example with string(…)'],
    ['[1, [2]]', 'WRONG_TYPE', 'Convert the items to one type, for example with string(…)'],
    ['[1, null, 2]', 'WRONG_TYPE', 'Leave it out, or choose the whole list with a condition'],
    ['[null for x in Param.Ints]', 'WRONG_TYPE', 'Leave it out, or choose the whole list with a condition'],
    ['[[[1]]]', 'WRONG_TYPE', 'Join inner lists with flatten(…)'],
    ['[[Param.Ints]]', 'WRONG_TYPE', 'Join inner lists with flatten(…)'],
    ['[[[x] for x in Param.Ints]]', 'WRONG_TYPE', 'Join inner lists with flatten(…)'],
    ['[X for X in Param.Ints]', 'INVALID_NAME', 'Begin it with a lowercase letter or an underscore'],
    ['[known for known in Param.Ints]', 'NAME_SHADOWED', 'Choose another name for it'],
    ['[[x for x in Param.Ints] for x in Param.Ints]', 'NAME_SHADOWED', 'Choose another name for it'],
    ["apply_path_mapping('/a')", 'HOST_ONLY_FUNCTION', undefined],
    ['1 / 0', 'DIVISION_BY_ZERO', undefined],
    ['[1, 2][5] + Param.Int', 'INDEX_OUT_OF_BOUNDS', undefined],
    ["fail('stop')", 'FAILED_BY_TEMPLATE', undefined],
    ['9223372036854775807 + 1', 'INTEGER_OVERFLOW', undefined],
    ['1e300 * 1e300', 'FLOAT_NOT_FINITE', undefined],
  ])('%s is %s', (text, code, hint) => {
    const { problems } = check(text);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    if (hint !== undefined) expect(problems[0]!.hint).toBe(hint);
    const { start, end } = problems[0]!.range!;
    expect(end.offset).toBeGreaterThan(start.offset);
  });

  test('are found all at once, in order, each at its place', () => {
    const text = "[Param.Frme, 1 + 'a', nosuch(2), Param.Name.stem, 1 / 0]";
    const { problems } = check(text);
    expect(problems.map(({ code, range }) => [code, text.slice(range!.start.offset, range!.end.offset)])).toEqual([
      ['UNKNOWN_SYMBOL', 'Param.Frme'],
      ['WRONG_TYPE', "1 + 'a'"],
      ['UNKNOWN_FUNCTION', 'nosuch'],
      ['UNKNOWN_PROPERTY', 'Param.Name.stem'],
      ['DIVISION_BY_ZERO', '1 / 0'],
    ]);
  });

  test('a fault is not told again by what contains it', () => {
    expect(check("upper(1 + 'a') + nosuch(2) * 3").problems.map((problem) => problem.code)).toEqual([
      'WRONG_TYPE',
      'UNKNOWN_FUNCTION',
    ]);
  });
});

describe('branches of an unresolved condition', () => {
  test.each([
    // One succeeds and the other fails: the type of the first.
    ["Param.Int if Param.Bool else 1 + 'a'", 'int'],
    ["1 + 'a' if Param.Bool else Param.Int", 'int'],
    ['1 / 0 if Param.Bool else Param.Name', 'string'],
    // Both fail: both faults.
    ["1 + 'a' if Param.Bool else 1 / 0", 'WRONG_TYPE DIVISION_BY_ZERO'],
    // Names must exist even in a branch that may never be taken (RFC 0005, Validation with Symbol Collection).
    ['Param.Int if Param.Bool else Param.Nothing', 'UNKNOWN_SYMBOL'],
    ['1 if true else Param.Nothing', 'UNKNOWN_SYMBOL'],
    ['Param.Bool and false and Param.Nothing', 'UNKNOWN_SYMBOL'],
    ['1 if true else 1 / 0', 'int'],
    ['false and 1 / 0', 'bool'],
    ['true or 1 / 0', 'bool'],
    ['Param.Bool and 1 / 0', 'bool'],
    ['Param.Bool or 1 / 0', 'bool'],
    ['null or 1 / 0', 'DIVISION_BY_ZERO'],
    ['Param.Int and 1 / 0', 'DIVISION_BY_ZERO'],
    ['Param.Int or 1 / 0', 'int'],
    ['1 < 2 < 1 / 0', 'DIVISION_BY_ZERO'],
    ['3 < 2 < 1 < 1 / 0', 'bool'],
  ])('%s is %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  test('a suppressed fault is told where it is reached', () => {
    const symbols: Symbols = { 'Param.Bool': ['bool', false], 'Param.Int': ['int', 3] };
    expect(compiledOutcome("Param.Int if Param.Bool else 1 + 'a'", symbols)).toBe('WRONG_TYPE');
    expect(compiledOutcome("Param.Bool or fail('no')", symbols)).toBe('FAILED_BY_TEMPLATE');
    expect(compiledOutcome("Param.Bool and fail('no')", symbols)).toBe('bool: false');
    expect(compiledOutcome("Param.Int > 5 or fail('no')", symbols)).toBe('FAILED_BY_TEMPLATE');
  });
});

describe('known parts', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['known * 2', 10],
    ["'a' + 'b'", 'ab'],
    ['nothing', null],
    ['sum([x * known for x in range(4)])', 30],
    ['[x for x in []] == []', true],
    ['1 < known < 9', true],
    ["'x' if known == 5 else Param.Name", 'x'],
    ['null or known', 5],
  ])('%s is %j', (text, value) => {
    expect(check(text).constant).toBe(value);
  });

  test('a host-only function is not known before the host', () => {
    const host = new Scope({}, undefined, { hostContext: true });
    const { type, constant, problems } = check("apply_path_mapping('/a')", undefined, host);
    expect([type, constant, problems]).toEqual([types.path, undefined, []]);
  });

  test('a known list is gone through item by item', () => {
    expect(outcome('[1 / 0 for x in []]')).toBe('list[nulltype]: []');
    expect(outcome('[1 / 0 for x in [1] if x > 5]')).toBe('list[nulltype]: []');
    expect(outcome('[10 // x for x in [1, 2, 0]]')).toBe('DIVISION_BY_ZERO');
    expect(outcome("[x if x > 1 else 'a' for x in [2, 3]]")).toBe('list[int]: [2, 3]');
    expect(outcome("[x if x > 1 else 'a' for x in [1, 3]]")).toBe('WRONG_TYPE');
    expect(outcome('[[y * x for y in range(2)] for x in [1, 2]]')).toBe('list[list[int]]: [[0, 1], [0, 2]]');
  });
});

describe('evaluators', () => {
  const parsed = parseExpression('Param.Int + len(Param.Name)');
  if (!parsed.ok) throw new ProblemError(parsed.problems);
  const compiled = compileExpression(parsed.value, scope);
  if (!compiled.ok) throw new ProblemError(compiled.problems);
  const evaluator = compiled.value;

  test('name the symbols that they need', () => {
    expect(evaluator.symbols).toEqual(['Param.Int', 'Param.Name']);
    expect(evaluator.type).toBe(types.int);
  });

  test('are used again and again, with layered symbols', () => {
    const job = SymbolTable.fromJs({ 'Param.Int': 1, 'Param.Name': 'abc' });
    expect(evaluator.evaluate(job)).toBe(4);
    expect(evaluator.evaluate(job.child({ 'Param.Int': 10 }))).toBe(13);
    expect(evaluator.format(job)).toBe('4');
  });

  test('refuse a missing symbol and one of another type', () => {
    const code = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return (error as ProblemError).problems[0]!.code;
      }
    };
    expect(code(() => evaluator.evaluate(SymbolTable.fromJs({ 'Param.Int': 1 })))).toBe('MISSING_SYMBOL_VALUE');
    const wrong = SymbolTable.fromJs({ 'Param.Int': 'x', 'Param.Name': 'y' });
    expect(code(() => evaluator.evaluate(wrong))).toBe('WRONG_TYPE');
  });

  test('say where they fail', () => {
    const text = 'Param.Int + 10 // (Param.Int - 1)';
    const failing = parseExpression(text);
    const made = failing.ok ? compileExpression(failing.value, scope) : undefined;
    if (!made?.ok) throw new Error('does not compile');
    try {
      made.value.evaluate(SymbolTable.fromJs({ 'Param.Int': 1 }));
      expect.unreachable();
    } catch (error) {
      const { code, phase, range } = (error as ProblemError).problems[0]!;
      expect([code, phase, text.slice(range!.start.offset, range!.end.offset)]).toEqual([
        'DIVISION_BY_ZERO',
        'run',
        '10 // (Param.Int - 1)',
      ]);
    }
  });

  test.each(["[['', true] for v in range(7)]", '[x for x in [1] if x]'])(
    'of known items fails in the check: %s',
    (text) => {
      expect(check(text).problems.map(({ code, phase }) => [code, phase])).toEqual([['WRONG_TYPE', 'check']]);
    },
  );
});

test('a template that fails without a word says at least that', () => {
  expect(check("fail('')").problems[0]?.message).toBe('The template failed without a message');
});

test('a limit that is reached in a body of known items is told of', () => {
  const text = "[[1].i('' if '' else range(5)) for v in [1 for w in range(60)]]";
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new ProblemError(parsed.problems);
  for (let operations = 1; operations < 400; operations++) {
    const { problems, type } = checkExpression(parsed.value, scope, { limits: { operations } });
    expect(problems, `${operations} operations, ${type.name}`).not.toEqual([]);
  }
});

/** Found by `./dev fuzz expressions`: messages that once had what a terminal acts on, or a text of any length. */
describe('a message is short and can be shown, whatever the expression', () => {
  const odd = `\u001b[31m\n\u202e\ud800${'x'.repeat(100_000)}`;
  test.each([
    ['a symbol', 'x'.repeat(100_000), 'UNKNOWN_SYMBOL'],
    ['a property', `Param.Name.${'x'.repeat(100_000)}`, 'UNKNOWN_PROPERTY'],
    ['a function', `${'x'.repeat(100_000)}()`, 'UNKNOWN_FUNCTION'],
    ['a text that is no number', `int('''${odd}''')`, 'CONVERSION_FAILED'],
    ['a text that is no range', `range_expr('''${odd}''')`, 'INVALID_RANGE_EXPR'],
    ['a text that is no file name', `path('/a').with_name('''${odd}/''')`, 'INVALID_ARGUMENT'],
    ['the template fails', `fail('''${odd}''')`, 'FAILED_BY_TEMPLATE'],
  ])('%s', (_, text, code) => {
    const [problem] = check(text).problems;
    expect(problem?.code).toBe(code);
    expect(problem!.message).not.toMatch(/[\0-\x1f\u202e]|\p{Surrogate}/u);
    expect(problem!.message.length).toBeLessThanOrEqual(1100);
  });
});
