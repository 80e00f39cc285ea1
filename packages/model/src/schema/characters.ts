import type { CharacterSet } from './description.js';

/** Number of characters (Unicode code points), which is what every limit of the specification counts. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c <= 0xdbff) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        count--;
        i++;
      }
    }
  }
  return count;
}

/** Offset of the first character that a text may not have; -1: none. @spec TS-9 */
export function findForbidden(text: string, characters: CharacterSet): number {
  if (characters === 'any') return -1;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x20 && (c < 0x7f || c > 0x9f)) continue;
    if ((c === 0x0a || c === 0x0d) && characters !== 'noControl') continue;
    if (c === 0x09 && characters === 'noControlButSpace') continue;
    return i;
  }
  return -1;
}

/** A control character as messages name it. */
export function nameControlCharacter(c: string): string {
  if (c === '\n') return 'a line end';
  if (c === '\r') return 'a carriage return';
  if (c === '\t') return 'a tab';
  return `the control character U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A word of the specification in capitals. Letters beyond ASCII stay: a dotless `ı` is none of its letters. */
export function inCapitals(word: string): string {
  return word.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}
