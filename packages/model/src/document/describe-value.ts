import { quoteText, shortenText } from '@openjd/expr';
import type { DocumentValue } from './value.js';

/** A value as messages show it: `the text "abc"`, `the number 12`, `a list`. */
export function describeValue(value: DocumentValue | undefined): string {
  switch (typeof value) {
    case 'string':
      return `the text ${quoteText(value)}`;
    case 'number':
    case 'bigint':
      return `the number ${shortenText(String(value))}`;
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'a list' : 'a map';
    default:
      return 'nothing';
  }
}

/** Names of which more are not listed in a message. */
const MOST_LISTED = 10;

/** Names to be listed: of many the first, and how many more there are. */
export function listed(names: readonly string[], more = `${names.length - MOST_LISTED} more`): readonly string[] {
  return names.length <= MOST_LISTED + 1 ? names : [...names.slice(0, MOST_LISTED), more];
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
