import {
  EvaluationFailure,
  exprFloat,
  type JsValue,
  type PathFormat,
  parseType,
  quoteText,
  shortenText,
  type Value,
  valueFromJs,
} from '@openjd/expr';
import { fail } from '../failure.js';

/**
 * Reads `NAME=VALUE` or `NAME:TYPE=VALUE`. A name without a dot is a job parameter's: `Param.NAME`. Without a type the
 * value says it: JSON where it is JSON, else a string. Throws CommandFailure.
 */
export function readSymbolArgument(
  argument: string,
  pathFormat: PathFormat,
): { readonly name: string; readonly value: Value } {
  const [, given, , typeText, text] = /^([A-Za-z_][\w.]*)(:([^=]+))?=(.*)$/s.exec(argument) ?? [];
  if (given === undefined || text === undefined) {
    return fail('INVALID_PARAMETER_ARGUMENT', `the symbol ${quoteText(argument)} is not written as NAME=VALUE`, {
      hint: 'write NAME=VALUE or NAME:TYPE=VALUE, for example Frame=5 or Dir:path=/tmp',
    });
  }
  const name = given.includes('.') ? given : `Param.${given}`;
  try {
    return { name, value: typeText === undefined ? inferred(text, pathFormat) : typed(text, typeText, pathFormat) };
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error;
    return fail('INVALID_PARAMETER_ARGUMENT', `the value of ${shortenText(name)} is not usable: ${error.message}`);
  }
}

function typed(text: string, typeText: string, pathFormat: PathFormat): Value {
  const type = parseType(typeText);
  if (type === undefined) {
    return fail('INVALID_PARAMETER_ARGUMENT', `${quoteText(typeText)} is not a type`, {
      hint: 'types are int, float, string, bool, path, range_expr, list[...], and T? for optional',
    });
  }
  if (text === 'null' && type.kind === 'union') return null;
  return valueFromJs(type.kind === 'list' ? json(text) : text, type, pathFormat);
}

function inferred(text: string, pathFormat: PathFormat): Value {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+$/.test(text)) return valueFromJs(BigInt(text));
  if (/^-?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][-+]?\d+)?$/.test(text)) return exprFloat(Number(text), text);
  if (/^[["]/.test(text)) return valueFromJs(json(text), undefined, pathFormat);
  return text;
}

function json(text: string): JsValue {
  try {
    return JSON.parse(text) as JsValue;
  } catch {
    return fail('INVALID_PARAMETER_ARGUMENT', `the value ${quoteText(text)} is not JSON`, {
      hint: 'for a string that begins with [ or " write NAME:string=VALUE',
    });
  }
}
