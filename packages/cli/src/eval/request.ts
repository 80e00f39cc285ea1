import { type JsValue, type PathFormat, type PathMappingRule, parseType, quoteText, type Type } from '@openjd/expr';
import { isMap, pathMappingRule } from '../input/path-mapping-rule.js';

/** Deepest nesting of a symbol's value that is read; the language's lists have two levels. */
const MAX_VALUE_DEPTH = 8;

/** Half of a surrogate pair, which JSON can write: no character, and so no part of a string. */
const HALF_PAIR = /\p{Surrogate}/u;

/** One line of `openjd eval --lines`, read and checked. */
export interface EvalRequest {
  readonly expression: string;
  readonly symbols: readonly { readonly name: string; readonly type: Type; readonly value: JsValue }[];
  readonly target?: Type;
  readonly pathFormat: PathFormat;
  readonly pathMapping: readonly PathMappingRule[];
}

/** A line that is no request; the message says why. */
export class RequestFault extends Error {}

/** Reads one line. Throws RequestFault. Fields that are not known are left alone, so that a caller may add its own. */
export function readRequest(
  line: string,
  defaults: Pick<EvalRequest, 'pathFormat' | 'pathMapping' | 'target'>,
): EvalRequest {
  const json = parseJson(line);
  if (!isMap(json)) throw new RequestFault('the line is not a JSON object');
  const { expr } = json;
  if (typeof expr !== 'string') throw new RequestFault('"expr" is missing or not a text');
  if (HALF_PAIR.test(expr)) throw new RequestFault('"expr" has half of a surrogate pair, which is no character');
  const target = json['type'] === undefined ? defaults.target : readType(json['type'], '"type"');
  return {
    expression: expr,
    symbols: readSymbols(json['symbols']),
    pathFormat: json['pathFormat'] === undefined ? defaults.pathFormat : readPathFormat(json['pathFormat']),
    pathMapping: json['pathMapping'] === undefined ? defaults.pathMapping : readRules(json['pathMapping']),
    ...(target && { target }),
  };
}

/** JSON in which whole numbers beyond 2^53 keep every digit. */
function parseJson(line: string): unknown {
  try {
    // The reviver costs more than the rest; only a long run of digits can be a number that it would save.
    return /\d{16}/.test(line) ? JSON.parse(line, exactNumbers) : JSON.parse(line);
  } catch (error) {
    throw new RequestFault(`the line is not JSON: ${(error as Error).message}`);
  }
}

function exactNumbers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || !/^-?\d+$/.test(source)) return value;
  return Number.isSafeInteger(value) ? value : BigInt(source);
}

function readSymbols(json: unknown): EvalRequest['symbols'] {
  if (json === undefined || json === null) return [];
  if (!isMap(json)) throw new RequestFault('"symbols" is not a map');
  return Object.entries(json).map(([name, symbol]) => {
    const where = `the symbol ${quoteText(name)}`;
    if (!isMap(symbol) || !Object.hasOwn(symbol, 'value'))
      throw new RequestFault(`${where} is not a map with "type" and "value"`);
    const type = readType(symbol['type'], `the type of ${where}`);
    const { value } = symbol;
    if (!isJsValue(value, MAX_VALUE_DEPTH)) throw new RequestFault(`the value of ${where} is no value of the language`);
    return { name, type, value };
  });
}

function readType(json: unknown, where: string): Type {
  // `null` is not what the specification calls the type, but what everyone writes.
  const type = typeof json === 'string' ? parseType(json === 'null' ? 'nulltype' : json) : undefined;
  if (type === undefined)
    throw new RequestFault(`${where} is missing or names no type, such as "int" or "list[string]"`);
  return type;
}

function readPathFormat(json: unknown): PathFormat {
  if (json === 'posix' || json === 'windows') return json;
  throw new RequestFault('the path format is not "posix" or "windows"');
}

function readRules(json: unknown): PathMappingRule[] {
  if (!Array.isArray(json)) throw new RequestFault('"pathMapping" is not a list of rules');
  return json.map((item) => {
    const rule = pathMappingRule(item);
    if (typeof rule === 'string') throw new RequestFault(`in "pathMapping": ${rule}`);
    return rule;
  });
}

function isJsValue(value: unknown, depth: number): value is JsValue {
  if (Array.isArray(value)) return depth > 0 && value.every((item) => isJsValue(item, depth - 1));
  if (typeof value === 'string') return !HALF_PAIR.test(value);
  return value === null || ['boolean', 'number', 'bigint'].includes(typeof value);
}
