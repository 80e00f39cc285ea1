import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkExpression,
  checkFormatString,
  compileExpression,
  compileFormatString,
  type EvaluationOptions,
  EXPR_PROBLEM_CODES,
  type Expression,
  evaluateExpression,
  exprList,
  foldFormatString,
  formatValue,
  isAssignable,
  library,
  type PathMappingRule,
  type Problem,
  ProblemError,
  parseExpression,
  parseFormatString,
  parseLetBinding,
  parseType,
  printExpression,
  Scope,
  SymbolTable,
  type Type,
  typeOf,
  types,
  type Value,
  valueFromJs,
  valuesEqual,
} from '@openjd/expr';
import fc from 'fast-check';
import { expressionText } from '../../packages/expr/test/arbitrary-expressions.js';
import { readCorpus, stringsIn } from './corpus.js';
import { mutateText } from './dictionary.js';
import { type Fuzzer, hold } from './engine/fuzzer.js';
import type { Random } from './engine/random.js';
import { checkProblem } from './problems.js';

const CODES: ReadonlySet<string> = new Set(EXPR_PROBLEM_CODES);

/** Where two ways of evaluation may stop at different places. */
const LIMIT_CODES: ReadonlySet<string> = new Set(['MEMORY_LIMIT_EXCEEDED', 'OPERATION_LIMIT_EXCEEDED']);

/** Most cases: small bounds, so that many of them run. One in `FULL` has the bounds that users have. */
const SMALL_LIMITS = { operations: 100_000, memoryBytes: 10_000_000 };
const FULL = 50;

const PATH_MAPPING: readonly PathMappingRule[] = [
  { sourcePathFormat: 'POSIX', sourcePath: '/a', destinationPath: '/mnt/b' },
  { sourcePathFormat: 'WINDOWS', sourcePath: 'C:\\a', destinationPath: '/mnt/c' },
];

const HUGE = '9223372036854775807';

/** Symbols by name: what templates have, and what is hard on an evaluator. */
function makeSymbols(): ReadonlyMap<string, { readonly type: Type; readonly value: Value }> {
  const many = Array.from({ length: 100_000 }, (_, i) => i);
  const given: readonly (readonly [name: string, type: string, value: Parameters<typeof valueFromJs>[0]])[] = [
    ['Param.Frame', 'int', 7],
    ['Param.Name', 'string', 'shot'],
    ['Param.File', 'path', '/a/b.tar.gz'],
    ['Param.if', 'bool', true],
    ['Param.Numbers', 'list[int]', [3, 1, 2]],
    ['Param.Scale', 'float', 2.5],
    ['x', 'int?', null],
    ['Param.Mega', 'string', 'a'.repeat(1_000_000)],
    ['Param.Odd', 'string', '\ud800é😀\0\n\u202e"\'\\{{'],
    ['Param.Empty', 'string', ''],
    ['Param.Many', 'list[int]', many],
    ['Param.Words', 'list[string]', many.map((i) => `w${i % 100}`)],
    ['Param.Nested', 'list[list[int]]', [[1], [], [2, 3]]],
    ['Param.Big', 'int', HUGE],
    ['Param.Small', 'int', '-9223372036854775808'],
    ['Param.Tiny', 'float', 5e-324],
    ['Param.Far', 'float', 1.7976931348623157e308],
    ['Param.Range', 'range_expr', '1-10:3,20'],
    ['Param.Long', 'range_expr', `1-${HUGE}`],
    ['Param.Wide', 'range_expr', `-9223372036854775808-${HUGE}:7`],
    ['Param.Url', 'path', 's3://bucket/a/../b'],
    ['Param.Up', 'path', '../../..//x/.'],
    ['Param.NoPath', 'path', ''],
  ];
  const made = given.map(([name, text, value]) => {
    const type = parseType(text)!;
    return [name, { type, value: valueFromJs(value, type) }] as const;
  });
  return new Map([...made, ['Param.None', { type: parseType('list[int]')!, value: exprList(types.nulltype, []) }]]);
}

const SYMBOLS = makeSymbols();
const TABLE = [...SYMBOLS].reduce((table, [name, { value }]) => table.set(name, value), new SymbolTable());
const TYPES = Object.fromEntries([...SYMBOLS].map(([name, { type }]) => [name, type]));
const NAMES = [...SYMBOLS.keys()];
const FUNCTIONS = [...new Set(library.map(({ name }) => name.replace(/^__(?:property_)?(\w+?)__$/, '$1')))];

type ExpressionCase = {
  readonly text: string;
  readonly isWindows: boolean;
  readonly isOnHost: boolean;
  readonly hasFullLimits: boolean;
};

export const fuzzer: Fuzzer<ExpressionCase> = {
  name: 'expressions',
  summary: 'expressions, format strings and let bindings with awkward symbols: check, compile, evaluate, print',

  make(random) {
    const text = makeText(random);
    return { text, isWindows: random.oneIn(4), isOnHost: random.oneIn(4), hasFullLimits: random.oneIn(FULL) };
  },

  check({ text, isWindows, isOnHost, hasFullLimits }) {
    const options: EvaluationOptions = {
      pathFormat: isWindows ? 'windows' : 'posix',
      ...(hasFullLimits ? {} : { limits: SMALL_LIMITS }),
      ...(isOnHost ? { pathMapping: PATH_MAPPING } : {}),
    };
    const scope = new Scope(TYPES, undefined, { hostContext: isOnHost });
    parseType(text);
    checkLet(text);
    const whole = parseExpression(text);
    if (whole.ok) {
      const outcome = checkRuns(whole.value, scope, options);
      checkPrinted(whole.value, scope, options, outcome);
      checkInterpolated(text, scope, options, outcome);
    } else checkProblems(whole.problems, text, 'parse');
    checkFormat(text, scope, options);
  },
};

let texts: readonly string[] | undefined;

/** Every expression, format string and let binding of the corpus, and every quoted text of the language's tests. */
function corpusTexts(): readonly string[] {
  texts ??= [...new Set([...templateTexts(), ...testTexts()])].sort();
  return texts;
}

function templateTexts(): string[] {
  const { jobs, environments } = readCorpus();
  const strings = [...jobs, ...environments].flatMap(({ value }) => stringsIn(value));
  return strings.flatMap((text) => {
    const inner = [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map((match) => match[1]!.trim());
    const binding = /^[a-z_]\w*\s*=(?!=)\s*(.+)$/s.exec(text)?.[1];
    return binding === undefined ? inner : [...inner, binding];
  });
}

function testTexts(): string[] {
  const folder = join(import.meta.dirname, '../../packages/expr/test');
  return globSync('*.test.ts', { cwd: folder })
    .sort()
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/'((?:[^'\\\n]|\\.)+)'|"([^"\\\n]+)"|`([^`$]+)`/g),
    ])
    .map((match) => (match[1] ?? match[2] ?? match[3])!.replaceAll(/\\(['"`\\])/g, '$1'))
    .filter((text) => text.length < 500);
}

function makeText(random: Random): string {
  switch (random.below(6)) {
    case 0:
      return fc.sample(expressionText, { seed: random.seed(), numRuns: 1 })[0]!;
    case 1:
      return mutateText(random, fc.sample(expressionText, { seed: random.seed(), numRuns: 1 })[0]!);
    case 2:
      return withSymbols(random, random.pick(corpusTexts()));
    case 3:
      return makeCall(random, 3);
    default:
      return mutateText(random, withSymbols(random, random.pick(corpusTexts())));
  }
}

/** The text with some of its dotted names replaced by symbols that there are. */
function withSymbols(random: Random, text: string): string {
  return text.replaceAll(/\b[A-Z]\w*(?:\.\w+)+/g, (name) => (random.oneIn(4) ? name : random.pick(NAMES)));
}

const OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '<', '>', '<=', '>=', '==', '!=', 'in', 'not in', 'and', 'or'];
const LITERALS = [
  ...[
    '0',
    '1',
    '-1',
    '2',
    '100000',
    HUGE,
    `-${HUGE} - 1`,
    '2.5',
    '1e308',
    '0.0',
    '-0.0',
    'null',
    'true',
    '[]',
    "''",
    "'a'",
  ],
  ...[
    "'a' * 1000",
    "'(a?){20}'",
    "'(a|b)*c'",
    "'[^a'",
    "'1-10'",
    "'é😀'",
    "r'\\d+'",
    "'%'",
    "path('/x/y')",
    'range(1000)',
  ],
  ...["range_expr('1-9223372036854775807')", '[1, 2.5]', "[['a'], []]", "['b', 'a']", "'s3://b/k'", "'C:\\\\x'"],
];

/** A call of any function with any arguments, most of them of a wrong type. */
function makeCall(random: Random, depth: number): string {
  const inner = () =>
    depth > 0 && random.oneIn(2) ? makeCall(random, depth - 1) : random.pick(random.oneIn(2) ? NAMES : LITERALS);
  switch (random.below(7)) {
    case 0:
      return `(${inner()}) ${random.pick(OPERATORS)} (${inner()})`;
    case 1:
      return `(${inner()}).${random.pick(FUNCTIONS)}(${random.several(0, 2, inner).join(', ')})`;
    case 2:
      return `(${inner()}).${random.pick(FUNCTIONS)}`;
    case 3:
      return `(${inner()})[${random.oneIn(2) ? inner() : random.several(1, 3, inner).join(':')}]`;
    case 4:
      return `[${inner()} for v in ${inner()}${random.oneIn(2) ? ` if ${inner()}` : ''}]`;
    case 5:
      return `${inner()} if ${inner()} else ${inner()}`;
    default:
      return `${random.pick(FUNCTIONS)}(${random.several(0, 3, inner).join(', ')})`;
  }
}

/** What an evaluation came to. */
type Outcome = { readonly value: Value } | { readonly problems: readonly Problem[] };

function run(step: () => Value): Outcome {
  try {
    return { value: step() };
  } catch (error) {
    if (error instanceof ProblemError) return { problems: error.problems };
    throw error;
  }
}

function checkProblems(problems: readonly Problem[], text: string, ...phases: readonly Problem['phase'][]): void {
  hold(problems.length > 0, 'what fails has a problem', () => text);
  for (const problem of problems.slice(0, 50)) {
    checkProblem(problem, CODES, text);
    const told = () => `${problem.phase}: ${problem.message}`;
    hold(phases.includes(problem.phase), `problems are of the phase ${phases.join(' or ')}`, told);
    hold(problem.range !== undefined, 'a problem of an expression has a range', () => problem.message);
  }
}

/** The check, the compiled code and the evaluation with known values say the same. */
function checkRuns(expression: Expression, scope: Scope, options: EvaluationOptions): Outcome {
  const { text } = expression;
  const checked = checkExpression(expression, scope, options);
  const compiled = compileExpression(expression, scope, options);
  hold(compiled.ok === (checked.problems.length === 0), 'what checks compiles', () => text);
  const early = run(() => evaluateExpression(expression, TABLE, options));
  if ('problems' in early) checkProblems(early.problems, text, 'check', 'run');
  if (!compiled.ok) {
    checkProblems(compiled.problems, text, 'check');
    return early;
  }
  const late = run(() => compiled.value.evaluate(TABLE, options.limits));
  if ('problems' in late) checkProblems(late.problems, text, 'run');
  else {
    const type = () => `${text}: ${typeOf(late.value).name} for ${checked.type.name}`;
    hold(isAssignable(typeOf(late.value), checked.type, 'argument'), 'the checked type holds the value', type);
  }
  if (!isLimited(early) && !isLimited(late)) checkSame(late, early, text, checked.type);
  return late;
}

function isLimited(outcome: Outcome): boolean {
  return 'problems' in outcome && outcome.problems.some(({ code }) => LIMIT_CODES.has(code));
}

function checkSame(late: Outcome, early: Outcome, text: string, type: Type): void {
  if ('value' in late && 'value' in early) {
    const isSame = valuesEqual(late.value, early.value) || formatValue(late.value) === formatValue(early.value);
    hold(isSame || hasUnion(type), 'compiled code and known values give the same', () => text);
  } else {
    const told = () =>
      `${text}: ${'problems' in early ? early.problems[0]?.message : 'problems only in compiled code'}`;
    hold('value' in late === 'value' in early, 'compiled code and known values both fail', told);
  }
}

function hasUnion(type: Type): boolean {
  return type.kind === 'union' || type === types.any || (type.kind === 'list' && hasUnion(type.element));
}

/** What is printed is read as the same. */
function checkPrinted(expression: Expression, scope: Scope, options: EvaluationOptions, outcome: Outcome): void {
  const printed = printExpression(expression.ast);
  const again = parseExpression(printed);
  const told = () => `${expression.text} as ${printed}`;
  hold(again.ok, 'a printed expression is read', told);
  hold(printExpression(again.value.ast) === printed, 'a printed expression is printed the same', told);
  const second = run(() => evaluateExpression(again.value, TABLE, options));
  if ('value' in outcome && 'value' in second) {
    hold(formatValue(outcome.value) === formatValue(second.value), 'a printed expression has the same value', told);
  }
  checkExpression(again.value, scope, options);
}

/** The text as a format string. */
function checkFormat(text: string, scope: Scope, options: EvaluationOptions): void {
  for (const grammar of ['plain', 'expr'] as const) {
    for (const source of [text, `{{${text}}}`, `a {{ ${text} }} b`]) {
      const parsed = parseFormatString(source, { grammar });
      if (!parsed.ok) checkProblems(parsed.problems, source, 'parse');
      else {
        const { problems } = checkFormatString(parsed.value, scope, options);
        if (problems.length > 0) checkProblems(problems, source, 'check');
        hold(
          foldFormatString(parsed.value, scope, options).ok === (problems.length === 0),
          'what checks folds',
          () => source,
        );
      }
    }
  }
}

/** Among text, an expression prints its value. */
function checkInterpolated(text: string, scope: Scope, options: EvaluationOptions, outcome: Outcome): void {
  const source = `<{{${text}}}>`;
  const parsed = parseFormatString(source, { grammar: 'expr' });
  // A text may hold what ends the interpolation.
  if (!parsed.ok || parsed.value.expressions[0]?.text !== text || parsed.value.segments.length !== 3) return;
  const compiled = compileFormatString(parsed.value, scope, options);
  if (!compiled.ok || !('value' in outcome)) return;
  const late = run(() => compiled.value.format(TABLE, options.limits));
  if (isLimited(late)) return;
  const expected = `<${outcome.value === null ? '' : formatValue(outcome.value)}>`;
  hold('value' in late && late.value === expected, 'an interpolation prints the value', () => source);
}

function checkLet(text: string): void {
  for (const source of [text, `x = ${text}`]) {
    const parsed = parseLetBinding(source);
    if (!parsed.ok) checkProblems(parsed.problems, source, 'parse');
    else {
      const { name, expressionStart, expression } = parsed.value;
      const rest = source.slice(expressionStart);
      hold(source.startsWith(name) && rest === expression.text, 'a binding is a name and an expression', () => source);
    }
  }
}
