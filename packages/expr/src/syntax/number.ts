import { shortenText } from '../quote.js';
import { EvaluationFailure } from '../values/failure.js';
import { type ExprFloat, exprFloat } from '../values/float.js';
import { narrow } from '../values/int.js';
import type { Int } from '../values/value.js';
import { isDigit, isNamePart } from './characters.js';
import { SyntaxFailure } from './failure.js';

/** A number literal. An int may be outside 64 bits: whether a minus comes before it decides that. Spec: 1.1.6. */
export interface NumberToken {
  readonly value: Int | ExprFloat;
  readonly end: number;
}

/** @spec EL-1.1.6-underscores EL-1.1.6-underscore-places */
const DIGITS = /^[0-9](?:_?[0-9])*$/;
/** @spec EL-1.1.1-int EL-1.1.6-underscores EL-1.1.6-underscore-places */
const PREFIXED: Readonly<Record<string, RegExp>> = {
  x: /^0[xX](?:_?[0-9a-fA-F])+$/,
  o: /^0[oO](?:_?[0-7])+$/,
  b: /^0[bB](?:_?[01])+$/,
};

/** Keywords that may touch a number, as in `1if x else 2`. */
const MAY_TOUCH = /^(?:and|else|for|if|in|is|not|or)(?![A-Za-z0-9_])/;

function invalid(text: string, start: number, end: number, hint: string): SyntaxFailure {
  return new SyntaxFailure(
    'INVALID_LITERAL',
    `Invalid number ${shortenText(text.slice(start, end))}`,
    start,
    end,
    hint,
  );
}

/** End of the run of letters, digits and underscores, less a keyword that touches the number. */
function endOfWord(text: string, from: number): number {
  let end = from;
  while (isNamePart(text.charCodeAt(end))) {
    const c = text.charCodeAt(end);
    if (c >= 0x61 && c <= 0x7a && MAY_TOUCH.test(text.slice(end, end + 5))) break;
    end++;
  }
  return end;
}

/**
 * Reads the number that starts at `start`, where a digit stands or a point with a digit after it.
 * @spec EL-1.1.1-int EL-1.1.6-formats
 */
export function readNumber(text: string, start: number): NumberToken {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  const next = text.charCodeAt(end);
  const isPlain = end > start && next !== 0x2e && !isNamePart(next);
  if (isPlain && end - start < 16) {
    if (text.charCodeAt(start) === 0x30 && end - start > 1) checkLeadingZeros(text, start, end);
    return { value: Number(text.slice(start, end)), end };
  }
  return readOther(text, start);
}

function readOther(text: string, start: number): NumberToken {
  const prefix = text.charCodeAt(start) === 0x30 ? text.charAt(start + 1).toLowerCase() : '';
  const pattern = PREFIXED[prefix];
  if (pattern !== undefined) {
    const end = endOfWord(text, start + 2);
    const word = text.slice(start, end);
    if (!pattern.test(word))
      throw invalid(text, start, end, `Write digits of the base after 0${prefix}, such as 0${prefix}1`);
    return { value: narrow(BigInt(word.replaceAll('_', '').toLowerCase())), end };
  }
  const { end, isFloat } = scanDecimal(text, start);
  const word = text.slice(start, end);
  if (isFloat) return { value: readFloat(text, start, end), end };
  if (!DIGITS.test(word)) throw invalid(text, start, end, numberHint(word));
  checkLeadingZeros(text, start, end);
  return { value: narrow(BigInt(word.replaceAll('_', ''))), end };
}

/** Finds the end of a decimal number: digits, a point with more digits, an exponent. @spec EL-1.1.1-float */
function scanDecimal(text: string, start: number): { end: number; isFloat: boolean } {
  let end = endOfDigits(text, start);
  let isFloat = false;
  // @spec EL-2.2.4-method-on-literal
  if (text.charCodeAt(end) === 0x2e) {
    isFloat = true;
    end = endOfDigits(text, end + 1);
  }
  const c = text.charCodeAt(end);
  if ((c === 0x65 || c === 0x45) && !MAY_TOUCH.test(text.slice(end, end + 5))) {
    isFloat = true;
    const sign = text.charCodeAt(end + 1);
    end = endOfDigits(text, sign === 0x2b || sign === 0x2d ? end + 2 : end + 1);
  }
  const word = endOfWord(text, end);
  if (word > end) throw invalid(text, start, word, numberHint(text.slice(start, word)));
  return { end, isFloat };
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (isDigit(text.charCodeAt(end)) || text.charCodeAt(end) === 0x5f) end++;
  return end;
}

function numberHint(word: string): string {
  if (/[jJ]$/.test(word)) return 'Complex numbers are not part of the language';
  if (word.includes('_')) return 'An underscore stands between two digits only';
  if (/^[0-9]+\.[A-Za-z_]/.test(word))
    return `Write parentheses around the number: (${shortenText(word.slice(0, word.indexOf('.')))})`;
  return 'Put a space or an operator between the number and what follows';
}

/** @spec EL-1.1.6-leading-zeros EL-1.1.6-zeros */
function checkLeadingZeros(text: string, start: number, end: number): void {
  if (text.charCodeAt(start) === 0x30 && /[1-9]/.test(text.slice(start, end))) {
    throw invalid(text, start, end, 'Leading zeros are not permitted; write 0o for an octal number');
  }
}

/**
 * Each digit can be read in one way only, so that a fault at the end does not make the engine try all others.
 * @spec EL-1.1.1-float EL-1.1.6-underscores EL-1.1.6-underscore-places
 */
const FLOAT = /^(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;

/** Text that a JSON reader would take as the same number; it is kept and printed. Spec: 1.3.4. */
const KEPT = /^[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

function readFloat(text: string, start: number, end: number): ExprFloat {
  const word = text.slice(start, end);
  if (!FLOAT.test(word)) throw invalid(text, start, end, numberHint(word));
  try {
    return exprFloat(Number(word.replaceAll('_', '')), KEPT.test(word) ? word : undefined);
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error;
    throw new SyntaxFailure('FLOAT_NOT_FINITE', `The number ${shortenText(word)} is too large for a float`, start, end);
  }
}
