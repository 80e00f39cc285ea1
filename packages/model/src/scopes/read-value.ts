import {
  EvaluationFailure,
  exprList,
  exprRange,
  type Int,
  int,
  quoteText,
  shortenText,
  type Type,
  types,
  type Value,
  valueFromJs,
} from '@openjd/expr';
import { readJson } from '../document/json.js';
import type { JobProblemCode } from '../faults/job-problem-codes.js';
import { isFloatText, parseBoolWord, parseIntegerText } from '../schema/numbers.js';
import type { JobParameterInput, JobParameterType } from '../schema/parameter-types.js';

/** Thrown inside this folder where an input is no value of a type; `message` says why, as the end of a sentence. */
export class InputFault extends Error {
  readonly code: JobProblemCode;
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, code: JobProblemCode = 'INVALID_PARAMETER_VALUE') {
    super(message);
    this.hint = hint;
    this.code = code;
  }
}

/** Lists in a list in a list have no meaning in a parameter, so JSON text need not nest deeper. */
const JSON_NESTING = 3;

const ELEMENT_TYPES: Partial<Record<JobParameterType, JobParameterType>> = {
  'LIST[STRING]': 'STRING',
  'LIST[PATH]': 'PATH',
  'LIST[INT]': 'INT',
  'LIST[FLOAT]': 'FLOAT',
  // @spec TS-2.15-values
  'LIST[BOOL]': 'BOOL',
  'LIST[LIST[INT]]': 'LIST[INT]',
};

/** The type of a list's items; undefined for a type that is no list. */
export function elementTypeOf(type: JobParameterType): JobParameterType | undefined {
  return ELEMENT_TYPES[type];
}

const RAW_TYPES: Readonly<Record<JobParameterType, Type>> = {
  STRING: types.string,
  PATH: types.string,
  INT: types.int,
  FLOAT: types.float,
  BOOL: types.bool,
  RANGE_EXPR: types.rangeExpr,
  'LIST[STRING]': types.list(types.string),
  'LIST[PATH]': types.list(types.string),
  'LIST[INT]': types.list(types.int),
  'LIST[FLOAT]': types.list(types.float),
  'LIST[BOOL]': types.list(types.bool),
  'LIST[LIST[INT]]': types.list(types.list(types.int)),
};

/** The type of `RawParam.<name>`: a path is a string until it is mapped. Spec: Expression Language 1.2.2. */
export function rawTypeOf(type: JobParameterType): Type {
  return RAW_TYPES[type];
}

/**
 * The value of a job parameter from what a person, a file or a template gave. Texts are read: `5` for INT, `yes` for
 * BOOL, `1-10:2` for RANGE_EXPR, JSON for a list. A path is a string here. Spec: 2023-09, 2.1 to 2.16. Throws InputFault.
 */
export function readValue(type: JobParameterType, input: JobParameterInput): Value {
  const element = elementTypeOf(type);
  if (element !== undefined) return readList(type, element, input);
  if (typeof input === 'object') throw new InputFault(`${shown(input)} is no ${type}`);
  switch (type) {
    case 'INT':
      return readInt(input);
    case 'FLOAT':
      return readFloat(input);
    case 'BOOL':
      return readBool(input);
    // @spec RFC0007-range-expr-grammar
    case 'RANGE_EXPR':
      return asInput(() => exprRange(String(input)));
    default:
      return String(input);
  }
}

/** @spec TS-2.3-intstring TS-3.4.1.1-intstring */
function readInt(input: string | number | bigint | boolean): Int {
  if (typeof input === 'string') {
    // Base 10 and nothing else: what Python and the expression language read besides (`1_000`) is no <intstring>.
    const integer = parseIntegerText(input);
    if (integer !== undefined) return asInput(() => int(integer));
  } else if (typeof input !== 'boolean' && !(typeof input === 'number' && !Number.isInteger(input))) {
    return asInput(() => int(input));
  }
  throw new InputFault(`${shown(input)} is not an integer`);
}

/** Keeps the text of a float, which prints unchanged. Spec: Expression Language 1.3.4. */
function readFloat(input: string | number | bigint | boolean): Value {
  if (typeof input === 'boolean') throw new InputFault(`${shown(input)} is not a number`);
  if (typeof input !== 'string') return asInput(() => valueFromJs(input, types.float));
  if (!isFloatText(input)) throw new InputFault(`${shown(input)} is not a number`);
  return asInput(() => valueFromJs(input, types.float));
}

/** @spec RFC0007-bool-numbers */
function readBool(input: string | number | bigint | boolean): boolean {
  if (typeof input === 'boolean') return input;
  const value = parseBoolWord(String(input));
  if (value === undefined)
    throw new InputFault(`${shown(input)} is not a bool`, 'write true, yes, on, 1, false, no, off or 0');
  return value;
}

function readList(type: JobParameterType, element: JobParameterType, input: JobParameterInput): Value {
  const items = typeof input === 'string' ? readJsonList(type, input) : input;
  if (!Array.isArray(items)) throw new InputFault(`${shown(input)} is not a list`, `write ${example(type)}`);
  const values = items.map((item: JobParameterInput, index) => {
    try {
      return readValue(element, item);
    } catch (error) {
      if (error instanceof InputFault) throw new InputFault(`item ${index}: ${error.message}`, error.hint);
      throw error;
    }
  });
  return exprList(rawTypeOf(element), values);
}

function readJsonList(type: JobParameterType, text: string): JobParameterInput {
  const reading = readJson(text, { nesting: JSON_NESTING });
  if (reading.ok) return reading.value as JobParameterInput;
  const reason = reading.faults[0]?.message ?? 'it is empty';
  throw new InputFault(`the text is not JSON: ${reason}`, `write the list as JSON, for example ${example(type)}`);
}

function example(type: JobParameterType): string {
  if (type === 'LIST[STRING]') return '["a", "b"]';
  if (type === 'LIST[PATH]') return '["one/file", "another"]';
  if (type === 'LIST[BOOL]') return '[true, false]';
  if (type === 'LIST[FLOAT]') return '[0.5, 1.5]';
  return type === 'LIST[INT]' ? '[1, 2]' : '[[1, 2], [3]]';
}

/** Runs a reader of the expression language; what it refuses is a fault of the input. */
function asInput<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EvaluationFailure) throw new InputFault(lowerFirst(error.message), error.hint);
    throw error;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** An input as a message shows it. */
export function shown(input: JobParameterInput): string {
  // A file of values may hold what the types rule out.
  if (typeof input === 'object') return input === null ? 'null' : Array.isArray(input) ? 'a list' : 'a map';
  return typeof input === 'string' ? quoteText(input) : shortenText(String(input));
}
