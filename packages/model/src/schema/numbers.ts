/** Base-10 text of a whole number (`<intstring>`). @spec TS-2.3-intstring TS-3.4.1.1-intstring */
const INTEGER_TEXT = /^[-+]?[0-9]+$/;

/** Base-10 text of a number (`<floatstring>`). @spec TS-2.4-floatstring TS-3.4.1.2-floatstring */
const FLOAT_TEXT = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

export const INTEGER_TEXT_SOURCE = INTEGER_TEXT.source;
export const FLOAT_TEXT_SOURCE = FLOAT_TEXT.source;

/** The smallest and the largest int of the expression language. */
export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** The whole number that a text says, undefined where it says none. */
export function parseIntegerText(text: string): bigint | undefined {
  if (!INTEGER_TEXT.test(text)) return undefined;
  return BigInt(text.startsWith('+') ? text.slice(1) : text);
}

/** Whether a text is a number in base 10, however large. */
export function isFloatText(text: string): boolean {
  return FLOAT_TEXT.test(text);
}

/** The finite number that a text says, undefined where it says none. */
export function parseFloatText(text: string): number | undefined {
  if (!isFloatText(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Words for true and false. Spec: 2023-09, 2.9; compared without regard to case. @spec TS-2.9-values
 * @spec RFC0007-bool-values
 */
export const BOOL_WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  1: true,
  false: false,
  no: false,
  off: false,
  0: false,
};

/** The bool that a word says, undefined where it says none. */
export function parseBoolWord(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return Object.hasOwn(BOOL_WORDS, word) ? BOOL_WORDS[word] : undefined;
}
