import type { DocumentValue } from './value.js';

const LONGEST = 40;

/** A value as messages show it: `the text "abc"`, `the number 12`, `a list`. */
export function describeValue(value: DocumentValue | undefined): string {
  switch (typeof value) {
    case 'string':
      return `the text ${quoteText(value)}`;
    case 'number':
    case 'bigint':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'a list' : 'a map';
    default:
      return 'nothing';
  }
}

/** A text in quotes, shortened in the end where it is long. */
export function quoteText(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
}

/** `a, b or c`. */
export function joinOr(names: readonly string[]): string {
  return join(names, 'or');
}

/** `a, b and c`. */
export function joinAnd(names: readonly string[]): string {
  return join(names, 'and');
}

function join(names: readonly string[], word: string): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
