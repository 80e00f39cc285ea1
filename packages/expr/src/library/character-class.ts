import { CharacterTable } from '../values/character-table.js';
import { isWhitespace } from '../values/whitespace.js';

/*
 * What Python's str.isdigit, isalpha and so on answer, by Unicode's character database. RFC 0006 names the properties.
 */

/** Superscripts, subscripts, circled digits and other digits that are not decimal ones (Numeric_Type=Digit). */
const DIGIT_RANGES =
  '\\xb2\\xb3\\xb9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c\\u2488-\\u2490' +
  '\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}' +
  '\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}';

/** @spec RFC0006-unicode-classes */
const DIGITS = new CharacterTable(new RegExp(`^[\\p{Nd}${DIGIT_RANGES}]$`, 'u'));
/** @spec RFC0006-unicode-classes */
const LETTERS = new CharacterTable(/^\p{L}$/u);
const LETTERS_OR_NUMBERS = new CharacterTable(/^[\p{L}\p{N}]$/u);
const UPPERCASE = new CharacterTable(/^\p{Uppercase}$/u);
const LOWERCASE = new CharacterTable(/^\p{Lowercase}$/u);
const TITLECASE = new CharacterTable(/^\p{Lt}$/u);
const ASCII = /^[\x00-\x7f]*$/;

/** @spec EL-2.2.4-tests */
export function isDigits(text: string): boolean {
  return text !== '' && DIGITS.hasAll(text);
}

/** @spec EL-2.2.4-tests */
export function isLetters(text: string): boolean {
  return text !== '' && LETTERS.hasAll(text);
}

export function isLettersOrNumbers(text: string): boolean {
  return text !== '' && LETTERS_OR_NUMBERS.hasAll(text);
}

/** @spec EL-2.2.4-tests */
export function isSpaces(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isWhitespace(text.charCodeAt(i))) return false;
  return text !== '';
}

/** Title case characters have case and are neither upper nor lower. @spec EL-2.2.4-cased-tests */
export function isUppercase(text: string): boolean {
  return UPPERCASE.hasAny(text) && !LOWERCASE.hasAny(text) && !TITLECASE.hasAny(text);
}

/** @spec EL-2.2.4-cased-tests */
export function isLowercase(text: string): boolean {
  return LOWERCASE.hasAny(text) && !UPPERCASE.hasAny(text) && !TITLECASE.hasAny(text);
}

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}
