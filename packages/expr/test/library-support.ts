/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { type CallContext, EvaluationFailure, type LibraryFunction, lookup } from '../src/library/index.js';
import { countCost } from '../src/library/row.js';
import { DEFAULT_REGEX_PROGRAM_SIZE } from '../src/limits.js';
import { type Bindings, coercibility, isGeneric, substitute, types, unify } from '../src/types/index.js';
import type { Type } from '../src/types/type.js';
import { coerce } from '../src/values/coerce.js';
import { ExprFloat } from '../src/values/float.js';
import { formatValue } from '../src/values/format.js';
import { type JsValue, valueFromJs, valueToJs } from '../src/values/js.js';
import { exprPath } from '../src/values/path.js';
import { exprRange } from '../src/values/range-expr-parse.js';
import { typeOf } from '../src/values/type-of.js';
import type { PathFormat, Value } from '../src/values/value.js';

export interface Options {
  readonly pathFormat?: PathFormat;
  readonly pathMapping?: CallContext['pathMapping'];
}

/** What a call took. */
export interface Account {
  operations: number;
  bytes: number;
  steps?: number;
}

/** A context without limits that keeps account. */
export function contextOf(options: Options = {}, account: Account = { operations: 0, bytes: 0 }): CallContext {
  return {
    pathFormat: options.pathFormat ?? 'posix',
    pathMapping: options.pathMapping ?? [],
    characters: undefined,
    regexProgramSize: DEFAULT_REGEX_PROGRAM_SIZE,
    countOperations: (n) => {
      account.operations += n;
    },
    countSteps: (n) => {
      account.steps = (account.steps ?? 0) + n;
    },
    reserveMemory: (bytes) => {
      account.bytes += bytes;
      if (account.bytes > 1e9) throw new EvaluationFailure('MEMORY_LIMIT_EXCEEDED', 'test limit');
    },
  };
}

function fits(row: LibraryFunction, args: readonly Type[], mayConvert: boolean): Bindings | undefined {
  if (row.parameters.length !== args.length) return undefined;
  const bindings: Bindings = new Map();
  for (const [i, { type }] of row.parameters.entries()) {
    const argument = args[i]!;
    if (unify(type, argument, bindings)) continue;
    if (!mayConvert || isGeneric(type) || coercibility(argument, type, 'argument') === 'no') return undefined;
  }
  return row.resultFor !== undefined && row.resultFor(args) === undefined ? undefined : bindings;
}

/** Calls a function of the library as an expression would: the first row that fits, then the first that fits after conversion. */
export function callValues(name: string, values: readonly Value[], options: Options = {}, account?: Account): Value {
  const argTypes = values.map(typeOf);
  const rows = lookup(name);
  for (const mayConvert of [false, true]) {
    for (const row of rows) {
      const bindings = fits(row, argTypes, mayConvert);
      if (bindings === undefined) continue;
      const context = contextOf(options, account);
      const args = row.parameters.map(({ type }, i) => {
        const value = values[i]!;
        return isGeneric(type) ? value : coerce(value, substitute(type, bindings), context.pathFormat, 'argument');
      });
      if (row.cost) countCost(context, row.cost, args);
      return row.call(context, ...args);
    }
  }
  throw new EvaluationFailure(
    'WRONG_TYPE',
    `No signature of ${name} takes (${argTypes.map((type) => type.name).join(', ')})`,
  );
}

/** `call('upper', 'a')` is `'A'`: plain JavaScript in and out. */
export function call(name: string, ...args: readonly JsValue[]): JsValue {
  return valueToJs(
    callValues(
      name,
      args.map((arg) => valueFromJs(arg)),
    ),
  );
}

/** `call` where the host has these paths. */
export function callsAs(pathFormat: PathFormat, name: string, ...args: readonly JsValue[]): JsValue {
  return valueToJs(
    callValues(
      name,
      args.map((arg) => valueFromJs(arg)),
      { pathFormat },
    ),
  );
}

/** What a format string would print for the call's result. */
export function printed(name: string, ...args: readonly JsValue[]): string {
  return formatValue(
    callValues(
      name,
      args.map((arg) => valueFromJs(arg)),
    ),
  );
}

/** The code of the failure of a call, or `ok: …` with what it answered. */
export function failure(name: string, ...args: readonly JsValue[]): string {
  try {
    return `ok: ${printed(name, ...args)}`;
  } catch (error) {
    if (error instanceof EvaluationFailure) return error.code;
    throw error;
  }
}

export const float = (value: number, text?: string) => new ExprFloat(value, text);
export const posix = (text: string) => exprPath(text, 'posix');
export const windows = (text: string) => exprPath(text, 'windows');
export const range = (text: string) => exprRange(text);
export const strings = (...items: readonly string[]) => valueFromJs(items, types.list(types.string)) as never;

/** A seeded generator (mulberry32), so that a failing case can be run again. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(next: () => number, choices: readonly T[]): T {
  return choices[Math.floor(next() * choices.length)]!;
}

/**
 * Answers of one python3 process: `program` defines `answer(case)`, which is called for each case. A Python exception
 * answers `{"error": "TypeName"}`. Cases and answers are JSON.
 */
export function askPython(program: string, cases: readonly unknown[]): unknown[] {
  const source = `
import json, sys
${program}
for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except Exception as error:
        result = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(result) + "\\n")
`;
  const run = spawnSync('python3', ['-c', source], {
    input: cases.map((one) => `${JSON.stringify(one)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONUTF8: '1' },
  });
  if (run.error) throw new Error(`These tests compare with a real python3, which did not start: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`python3 failed: ${run.stderr}`);
  return run.stdout
    .split('\n')
    .slice(0, cases.length)
    .map((line) => JSON.parse(line));
}
