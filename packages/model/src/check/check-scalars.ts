import { nearestName, quoteText, shortenText } from '@openjd/expr';
import { describeValue, joinOr } from '../document/describe-value.js';
import type { DocumentValue } from '../document/value.js';
import { characterCount, findForbidden, nameControlCharacter } from '../schema/characters.js';
import type {
  BooleanDescription,
  Bound,
  ChoiceDescription,
  FloatDescription,
  IntegerDescription,
  ListDescription,
  TextDescription,
} from '../schema/description.js';
import type { Limits } from '../schema/limits.js';
import { INT64_MAX, INT64_MIN, parseBoolWord, parseFloatText, parseIntegerText } from '../schema/numbers.js';
import type { CheckContext } from './context.js';

/**
 * Checks one value and reports every fault of it. Answers whether the value is of use all the same: a name that is too
 * long still is a name, a number where a list should be is nothing. What is of no use is kept from the rules.
 */
export type Check = (value: DocumentValue, context: CheckContext) => boolean;

export function boundOf(bound: Bound | undefined, limits: Limits, otherwise: number): number {
  return bound === undefined ? otherwise : typeof bound === 'number' ? bound : limits[bound];
}

export function textCheck(description: TextDescription, limits: Limits): Check {
  const min = boundOf(description.min, limits, 0);
  const max = boundOf(description.max, limits, Number.POSITIVE_INFINITY);
  const characters = description.characters ?? 'any';
  const pattern = description.pattern === undefined ? undefined : new RegExp(description.pattern.source, 'u');
  const { resolves, asWritten } = description;

  const checkLiteral = (text: string, context: CheckContext): boolean => {
    if (!checkLength(text, min, max, context)) return true;
    const forbidden = findForbidden(text, characters);
    if (forbidden >= 0) reportForbidden(text, forbidden, context);
    else if (pattern !== undefined && !pattern.test(text)) {
      context.add('INVALID_VALUE', `${context.label} must ${description.pattern!.what}; found ${quoteText(text)}`);
    }
    return true;
  };

  return (value, context) => {
    const text = requireText(value, context);
    if (text === undefined) return false;
    if (resolves === undefined) return checkLiteral(text, context);
    if (!text.includes('{{') && !text.includes('}}')) return checkLiteral(text, context);
    if (asWritten && !checkLength(text, min, max, context)) return true;
    const parsed = context.formatStrings.parse(text);
    if (!parsed.ok) {
      context.problems.addFromText(parsed.problems, { path: [...context.path], phase: 'schema' });
      return false;
    }
    if (parsed.value.isLiteral) return checkLiteral(text, context);
    let literalLength = 0;
    for (const segment of parsed.value.segments) {
      if (segment.kind !== 'text') continue;
      literalLength += characterCount(segment.text);
      const forbidden = findForbidden(segment.text, characters);
      if (forbidden >= 0) {
        reportForbidden(text, segment.start + forbidden, context);
        return true;
      }
    }
    if (!asWritten && literalLength > max) {
      context.add(
        'LIMIT_EXCEEDED',
        `${context.label} has ${literalLength} characters outside of "{{ }}"; at most ${max} are allowed`,
      );
    }
    return true;
  };
}

function requireText(value: DocumentValue, context: CheckContext): string | undefined {
  if (typeof value === 'string') return value;
  const written = typeof value === 'number' || typeof value === 'bigint' ? context.textOfScalar() : undefined;
  if (written !== undefined) {
    context.replace(written);
    return written;
  }
  const hint =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
      ? 'put it in quotes to make it a text'
      : undefined;
  context.add('WRONG_VALUE_TYPE', `${context.label} must be a text, not ${describeValue(value)}`, { hint });
  return undefined;
}

function checkLength(text: string, min: number, max: number, context: CheckContext): boolean {
  // A text has at most as many characters as code units, so that most texts need no counting.
  if (text.length > max || text.length < min * 2) {
    const count = characterCount(text);
    if (count > max) {
      context.add('LIMIT_EXCEEDED', `${context.label} has ${count} characters; at most ${max} are allowed`);
      return false;
    }
    if (count < min) {
      const message =
        count === 0
          ? `${context.label} must not be empty`
          : `${context.label} has ${count} characters; at least ${min} are needed`;
      context.add('INVALID_VALUE', message);
      return false;
    }
  }
  return true;
}

/** What is wrong with a number of items; undefined where nothing is. `label`: the list, as messages call it. */
export function countFault(
  count: number,
  { min, max }: Pick<ListDescription, 'min' | 'max'>,
  limits: Limits,
  label: string,
): { readonly code: 'INVALID_VALUE' | 'LIMIT_EXCEEDED'; readonly message: string } | undefined {
  if (count < boundOf(min, limits, 0)) return { code: 'INVALID_VALUE', message: `${label} must not be empty` };
  const most = boundOf(max, limits, Number.POSITIVE_INFINITY);
  if (count <= most) return undefined;
  return { code: 'LIMIT_EXCEEDED', message: `${label} has ${count} items; at most ${most} are allowed` };
}

function reportForbidden(text: string, at: number, context: CheckContext): void {
  const name = nameControlCharacter(text[at]!);
  context.add('INVALID_VALUE', `${context.label} must not contain ${name}`, { within: { start: at, end: at + 1 } });
}

export function integerCheck(description: IntegerDescription): Check {
  const int64 = description.max === 'int64';
  const min = description.min ?? Number.NEGATIVE_INFINITY;
  const max = int64 ? INT64_MAX : ((description.max as number | undefined) ?? Number.MAX_SAFE_INTEGER);
  const what = 'a whole number';

  const checkBounds = (number: number | bigint, context: CheckContext): boolean => {
    if (int64 && (number > INT64_MAX || number < INT64_MIN)) {
      context.add(
        'LIMIT_EXCEEDED',
        `${context.label} is ${shortenText(String(number))}, which does not fit into 64 bits`,
      );
    } else if (number < min) {
      context.add('INVALID_VALUE', `${context.label} must be at least ${min}, not ${shortenText(String(number))}`);
    } else if (number > max) {
      context.add('LIMIT_EXCEEDED', `${context.label} must be at most ${max}, not ${shortenText(String(number))}`);
    } else {
      return true;
    }
    return false;
  };

  return (value, context) => {
    switch (typeof value) {
      case 'number':
        if (!Number.isInteger(value) || context.isWrittenAsFloat()) break;
        return checkBounds(value, context);
      case 'bigint':
        return checkBounds(value, context);
      case 'string': {
        const literal = numeralOf(value, description, context);
        if (literal === undefined) break;
        if (typeof literal === 'boolean') return literal;
        const number = parseIntegerText(literal);
        if (number === undefined) break;
        return checkBounds(number, context);
      }
    }
    if (typeof value === 'number' && Number.isInteger(value)) {
      context.add('WRONG_VALUE_TYPE', `${context.label} must be ${what}, and is written as a float`, {
        hint: `write ${value}`,
      });
      return false;
    }
    const hint =
      typeof value === 'string' && !description.digits && parseIntegerText(value) !== undefined
        ? 'remove the quotes'
        : undefined;
    context.add('WRONG_VALUE_TYPE', `${context.label} must be ${what}, not ${describeValue(value)}`, { hint });
    return false;
  };
}

export function floatCheck(description: FloatDescription): Check {
  const min = description.min ?? Number.NEGATIVE_INFINITY;

  const checkBounds = (number: number | bigint, context: CheckContext): boolean => {
    if (description.exclusive ? number > min : number >= min) return true;
    const bound = description.exclusive ? `greater than ${min}` : `at least ${min}`;
    context.add('INVALID_VALUE', `${context.label} must be ${bound}, not ${shortenText(String(number))}`);
    return false;
  };

  return (value, context) => {
    switch (typeof value) {
      case 'number':
        if (!Number.isFinite(value)) {
          context.add('INVALID_VALUE', `${context.label} must be a finite number`);
          return false;
        }
        return checkBounds(value, context);
      case 'bigint':
        return checkBounds(value, context);
      case 'string': {
        const literal = numeralOf(value, description, context);
        if (literal === undefined) break;
        if (typeof literal === 'boolean') return literal;
        const number = parseFloatText(literal);
        if (number === undefined) break;
        return checkBounds(number, context);
      }
    }
    context.add('WRONG_VALUE_TYPE', `${context.label} must be a number, not ${describeValue(value)}`);
    return false;
  };
}

/**
 * The digits of a string where it is fixed; true where it is a format string whose value comes later, false where it is
 * none; undefined where a string is no number here.
 */
function numeralOf(
  text: string,
  { digits, resolves }: IntegerDescription | FloatDescription,
  context: CheckContext,
): string | boolean | undefined {
  if (resolves === undefined) return digits ? text : undefined;
  if (!text.includes('{{')) return text;
  const parsed = context.formatStrings.parse(text);
  if (!parsed.ok) {
    context.problems.addFromText(parsed.problems, { path: [...context.path], phase: 'schema' });
    return false;
  }
  return parsed.value.isLiteral ? text : true;
}

export function booleanCheck(description: BooleanDescription): Check {
  return (value, context) => {
    if (typeof value === 'boolean') return true;
    if (description.words) {
      // @spec RFC0007-bool-numbers
      if (value === 0 || value === 1) return true;
      if (typeof value === 'string' && parseBoolWord(value) !== undefined) return true;
    }
    const hint =
      typeof value === 'string' && parseBoolWord(value) !== undefined
        ? 'write true or false, without quotes'
        : undefined;
    context.add('WRONG_VALUE_TYPE', `${context.label} must be true or false, not ${describeValue(value)}`, { hint });
    return false;
  };
}

export function choiceCheck(description: ChoiceDescription): Check {
  const { values } = description;
  return (value, context) => {
    if (typeof value === 'string' && values.includes(value)) return true;
    const close = typeof value === 'string' ? nearestName(value, values) : undefined;
    context.add(
      typeof value === 'string' ? 'UNKNOWN_VALUE' : 'WRONG_VALUE_TYPE',
      `${context.label} must be ${joinOr(values)}, not ${describeValue(value)}`,
      { hint: close === undefined || values.length === 1 ? undefined : `did you mean ${close}?` },
    );
    return false;
  };
}
