import stringWidth from 'string-width';

/**
 * Columns that a text takes on a terminal. Most texts are plain ASCII, one column a character: asking the library for
 * nothing but the others leaves it unloaded, which saves a start as much time as checking a template takes.
 */
export function textWidth(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}
