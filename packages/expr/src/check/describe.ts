import { lookup } from '../library/index.js';
import type { NameIndex } from '../nearest.js';
import type { ExprProblemCode } from '../problem.js';
import { quoteText, shortenText } from '../quote.js';
import { isGeneric } from '../types/index.js';
import type { Type } from '../types/type.js';

/** What is wrong with a call, without its place. */
export interface CallFault {
  readonly code: ExprProblemCode;
  readonly message: string;
  readonly hint?: string;
}

/** How operators' functions are written. */
const OPERATOR_TEXTS: ReadonlyMap<string, string> = new Map([
  ['__add__', '+'],
  ['__sub__', '-'],
  ['__mul__', '*'],
  ['__truediv__', '/'],
  ['__floordiv__', '//'],
  ['__mod__', '%'],
  ['__pow__', '**'],
  ['__neg__', '-'],
  ['__pos__', '+'],
  ['__not__', 'not'],
  ['__eq__', '=='],
  ['__ne__', '!='],
  ['__lt__', '<'],
  ['__le__', '<='],
  ['__gt__', '>'],
  ['__ge__', '>='],
  ['__contains__', 'in'],
  ['__not_contains__', 'not in'],
]);

/** Names of functions that people know from Python or elsewhere, and what is written here. */
const OTHER_NAMES: Readonly<Record<string, string | undefined>> = {
  str: 'string',
  isnumeric: 'isdigit',
  size: 'len',
  length: 'len',
  concat: 'join',
  lowercase: 'lower',
  uppercase: 'upper',
  toupper: 'upper',
  tolower: 'lower',
  trim: 'strip',
  substring: 'a slice, s[start:stop]',
  int64: 'int',
  quote: 'repr_sh',
  shlex_quote: 'repr_sh',
  repr: 'repr_py',
  json: 'repr_json',
  tostring: 'string',
  error: 'fail',
  raise: 'fail',
  filter: 'a comprehension, [x for x in list if condition]',
  map: 'a comprehension, [f(x) for x in list]',
  contains: 'the operator in, item in list',
  includes: 'the operator in, item in list',
  append: 'the operator +, list + [item]',
  push: 'the operator +, list + [item]',
  extend: 'the operator +, list + list',
  format: 'the operator +, text + string(value)',
  sqrt: 'the operator **, x ** 0.5',
  pow: 'the operator **, x ** n',
  mod: 'the operator %, a % b',
  div: 'the operator //, a // b',
  coalesce: 'the operator or, value or other',
  xor: 'the operator !=, a != b',
  basename: 'the property name, p.name',
  dirname: 'the property parent, p.parent',
  exists: undefined,
  print: undefined,
};

/** Names of properties that people know from elsewhere, and what is written here. */
const OTHER_PROPERTIES: Readonly<Record<string, string>> = {
  length: 'len(…)',
  size: 'len(…)',
  basename: 'name',
  filename: 'name',
  dirname: 'parent',
  dir: 'parent',
  directory: 'parent',
  ext: 'suffix',
  extension: 'suffix',
  base: 'stem',
  components: 'parts',
};

/** Words for constants that people know from elsewhere, and what is written here. */
const OTHER_CONSTANTS: Readonly<Record<string, string>> = {
  TRUE: 'true',
  FALSE: 'false',
  NULL: 'null',
  nil: 'null',
  none: 'null',
  undefined: 'null',
};

/** The constant that is meant by another word for it. */
export function meantConstant(name: string): string | undefined {
  return Object.hasOwn(OTHER_CONSTANTS, name) ? OTHER_CONSTANTS[name] : undefined;
}

/** A function that does not exist. @spec EL-1.3.11-unknown */
export function unknownFunction(name: string, functions: NameIndex): CallFault {
  if (/^__.*__$/.test(name)) {
    return {
      code: 'UNKNOWN_FUNCTION',
      message: `${shortenText(name)} cannot be called directly`,
      hint: 'Write the operator or the property that it stands for',
    };
  }
  const other = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : functions.nearest(name)?.name;
  return {
    code: 'UNKNOWN_FUNCTION',
    message: `Unknown function ${shortenText(name)}`,
    ...(other === undefined ? {} : { hint: `Did you mean ${shortenText(other)}?` }),
  };
}

/** A value with parentheses behind it. */
export function calledValue(name: string): CallFault {
  const message = `${quoteText(name)} is a value and cannot be called`;
  return { code: 'UNKNOWN_FUNCTION', message, hint: 'Leave out the parentheses' };
}

/** No signature of a known function fits these arguments. @spec EL-1.3.11-type-errors */
export function noSignature(name: string, args: readonly Type[], isMethod: boolean): CallFault {
  const operator = OPERATOR_TEXTS.get(name);
  if (operator !== undefined) return operatorFault(operator, name, args);
  if (name === '__getitem__') return subscriptFault(args);
  const rows = lookup(name);
  const counts = [...new Set(rows.map((row) => row.parameters.length))].sort((a, b) => a - b);
  if (!counts.includes(args.length)) return countFault(name, counts, args.length, isMethod);
  const fitting = rows.filter((row) => row.parameters.length === args.length);
  const shown = args.map((type) => type.name).join(', ');
  if (isMethod && resolvesAsFunction(fitting, args)) {
    return {
      code: 'WRONG_TYPE',
      message: `${args[0]!.name} has no method ${name}`,
      hint: `A receiver is not converted; write ${name}(…) with the value as first argument, or string(…).${name}(…)`,
    };
  }
  return {
    code: 'WRONG_TYPE',
    message: isMethod
      ? `${args[0]!.name} has no method ${name}(${args
          .slice(1)
          .map((type) => type.name)
          .join(', ')})`
      : `No signature of ${name} takes (${shown})`,
    hint:
      name === 'join' && args[0]!.name === 'string' && args[1]!.kind === 'list'
        ? 'The list comes first: list.join(separator)'
        : `It takes ${signatureTexts(name, fitting)}`,
  };
}

interface Signature {
  readonly parameters: readonly { readonly type: Type }[];
}

function signatureTexts(name: string, rows: readonly Signature[]): string {
  const texts = rows.map((row) => `${name}(${row.parameters.map(({ type }) => type.name).join(', ')})`);
  return [...new Set(texts)].join(' or ');
}

function resolvesAsFunction(rows: readonly Signature[], args: readonly Type[]): boolean {
  const receiver = args[0]!.name;
  return receiver === 'path' && rows.some((row) => row.parameters[0]?.type.name === 'string');
}

function countFault(name: string, counts: readonly number[], given: number, isMethod: boolean): CallFault {
  const shift = isMethod ? 1 : 0;
  const wanted = counts.map((count) => count - shift).filter((count) => count >= 0);
  const last = wanted.at(-1) ?? 0;
  const text = wanted.length > 1 ? `${wanted.slice(0, -1).join(', ')} or ${last}` : String(last);
  const plural = wanted.length === 1 && last === 1 ? 'argument' : 'arguments';
  return {
    code: 'WRONG_ARGUMENT_COUNT',
    message: `${name} takes ${text} ${plural}${isMethod ? ' as a method' : ''}, not ${given - shift}`,
    hint: `It takes ${signatureTexts(name, lookup(name))}`,
  };
}

function operatorFault(operator: string, name: string, args: readonly Type[]): CallFault {
  const [a, b] = name === '__contains__' || name === '__not_contains__' ? [args[1], args[0]] : args;
  const message =
    b === undefined ? `Cannot use ${operator} with ${a!.name}` : `Cannot use ${operator} with ${a!.name} and ${b.name}`;
  const hint = operatorHint(operator, a!.name, b?.name);
  return { code: 'WRONG_TYPE', message, ...(hint === undefined ? {} : { hint }) };
}

const NUMBERS = new Set(['int', 'float']);

function operatorHint(operator: string, a: string, b: string | undefined): string | undefined {
  if (operator === 'not') return 'Write a comparison: there are no truthy values; only a bool can be negated';
  if (b === undefined) return undefined;
  if (operator === '%' && a === 'string') return "Join the parts with +, such as 'v' + string(n)";
  if (operator === '+' && (a === 'string' || b === 'string')) {
    const other = a === 'string' ? b : a;
    if (NUMBERS.has(other) || other === 'bool')
      return `Convert the ${other} with string(…), or the string with ${other}(…)`;
    if (a === 'path' || b === 'path') return 'Convert the path with string(…)';
  }
  if ([a, b].includes('string') && (NUMBERS.has(a) || NUMBERS.has(b))) {
    return `Convert the string with ${NUMBERS.has(a) ? a : b}(…)`;
  }
  if ([a, b].some((type) => type.endsWith('?'))) return 'Give a value for null first, such as (a or 0)';
  return undefined;
}

function subscriptFault(args: readonly Type[]): CallFault {
  const [value, ...indices] = args.map((type) => type.name);
  const message =
    indices.length === 1
      ? `Cannot index ${value} with ${indices[0]}`
      : `Cannot slice ${value} with ${indices.map((index) => (index === 'nulltype' ? '' : index)).join(':')}`;
  const hint =
    value === 'path'
      ? 'Take the parts first: p.parts[0]'
      : value === 'nulltype'
        ? 'Test it first: value[0] if value != null else …'
        : 'Only a list, string or range_expr has items, by int';
  return { code: 'WRONG_TYPE', message, hint };
}

/** A property that no type, or not this type, has. */
export function unknownProperty(name: string, type: Type, properties: NameIndex): CallFault {
  const rows = lookup(`__property_${name}__`);
  const message = `${shortenText(type.name)} has no property ${shortenText(name)}`;
  const code = 'UNKNOWN_PROPERTY';
  if (rows.length > 0) {
    const owners = rows.map((row) => row.parameters[0]!.type).filter((owner) => !isGeneric(owner));
    const owner = owners[0]?.name ?? 'path';
    const conversion = owner === 'path' && type.name === 'string' ? `; write path(…).${name}` : '';
    return { code, message, hint: `A ${owner} has it${conversion}` };
  }
  if (lookup(name).length > 0) return { code, message, hint: `${name} is a method; write ${name}()` };
  const other = Object.hasOwn(OTHER_PROPERTIES, name) ? OTHER_PROPERTIES[name] : properties.nearest(name)?.name;
  return { code, message, ...(other === undefined ? {} : { hint: `Did you mean ${shortenText(other)}?` }) };
}
