import {
  compileExpression,
  type EvaluateOptions,
  evaluate,
  formatValue,
  type JsValue,
  ProblemError,
  parseExpression,
  parseType,
  Scope,
  SymbolTable,
  type Type,
  typeOf,
} from '../src/index.js';

/** Symbols by name, each with the text of its type. */
export type Symbols = Readonly<Record<string, readonly [type: string, value: JsValue]>>;

export function typesOf(symbols: Symbols): Record<string, Type> {
  return Object.fromEntries(Object.entries(symbols).map(([name, [type]]) => [name, parsedType(type)]));
}

export function parsedType(text: string): Type {
  const type = parseType(text);
  if (type === undefined) throw new Error(`${text} is no type`);
  return type;
}

export function tableOf(symbols: Symbols): SymbolTable {
  const values = Object.fromEntries(Object.entries(symbols).map(([name, [, value]]) => [name, value]));
  return SymbolTable.fromJs(values, typesOf(symbols));
}

/** `type: text` of an expression's value, or `CODE` of its first problem. */
export function outcome(text: string, symbols: Symbols = {}, options: EvaluateOptions = {}): string {
  return describeRun(() => evaluate(text, { symbols: tableOf(symbols), ...options }));
}

/** The same, through compiled code whose symbols are known only when it runs. */
export function compiledOutcome(text: string, symbols: Symbols = {}, options: EvaluateOptions = {}): string {
  return describeRun(() => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new ProblemError(parsed.problems);
    const hostContext = options.pathMapping !== undefined;
    const compiled = compileExpression(parsed.value, new Scope(typesOf(symbols), undefined, { hostContext }), options);
    if (!compiled.ok) throw new ProblemError(compiled.problems);
    return compiled.value.evaluate(tableOf(symbols), options.limits);
  });
}

function describeRun(run: () => ReturnType<typeof evaluate>): string {
  try {
    const value = run();
    return `${typeOf(value).name}: ${formatValue(value)}`;
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}
