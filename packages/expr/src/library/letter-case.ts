/*
 * Upper, lower and title case of whole strings, as Python's str methods and Unicode's full case mappings give them.
 * JavaScript has the first two; title case of single characters is worked out here.
 */

const ASCII = /^[\x00-\x7f]*$/;
const CASED = /\p{Cased}/u;
const CASE_IGNORABLE = /\p{Case_Ignorable}/u;

/** Letters that are two in one have a form of their own for title case. */
const DIGRAPHS: readonly (readonly [first: number, last: number, title: string])[] = [
  [0x1c4, 0x1c6, '\u01c5'],
  [0x1c7, 0x1c9, '\u01c8'],
  [0x1ca, 0x1cc, '\u01cb'],
  [0x1f1, 0x1f3, '\u01f2'],
];

/** Greek vowels with an iota below and nothing else on them: these too have a form of their own. */
const GREEK_WITH_IOTA: ReadonlyMap<string, string> = new Map([
  ['\u1fb3', '\u1fbc'],
  ['\u1fbc', '\u1fbc'],
  ['\u1fc3', '\u1fcc'],
  ['\u1fcc', '\u1fcc'],
  ['\u1ff3', '\u1ffc'],
  ['\u1ffc', '\u1ffc'],
]);

/** Title case of one character: as upper case but for ligatures, digraphs, Greek with iota and Georgian. */
function titleCharacter(character: string): string {
  const codePoint = character.codePointAt(0)!;
  if (codePoint < 0x80) return character.toUpperCase();
  for (const [first, last, title] of DIGRAPHS) if (codePoint >= first && codePoint <= last) return title;
  // Georgian letters have capitals for whole words in upper case only.
  if (codePoint >= 0x10d0 && codePoint <= 0x10ff) return character;
  if (codePoint >= 0x1f80 && codePoint <= 0x1faf) return String.fromCodePoint(codePoint | 8);
  const greek = GREEK_WITH_IOTA.get(character);
  if (greek !== undefined) return greek;
  const [first = '', ...rest] = character.toUpperCase();
  // The apostrophe in front of this one takes no case, so the letter behind it does.
  if (rest.length === 0 || character === '\u0149') return first + rest.join('');
  if (codePoint >= 0x1f00 && codePoint <= 0x1fff && rest.at(-1) === '\u0399') {
    return `${first}${rest.slice(0, -1).join('')}\u0345`;
  }
  return first + rest.join('').toLowerCase();
}

/** Lower case of the character at an index; a sigma at the end of a word has a form of its own. */
function lowerCharacter(characters: readonly string[], index: number): string {
  const character = characters[index]!;
  if (character !== '\u03a3') return character.toLowerCase();
  let before = index - 1;
  while (before >= 0 && CASE_IGNORABLE.test(characters[before]!)) before--;
  let after = index + 1;
  while (after < characters.length && CASE_IGNORABLE.test(characters[after]!)) after++;
  const ends =
    before >= 0 && CASED.test(characters[before]!) && !(after < characters.length && CASED.test(characters[after]!));
  return ends ? '\u03c2' : '\u03c3';
}

/** First character in title case, all others in lower case. @spec EL-2.2.4-case */
export function capitalize(text: string): string {
  if (ASCII.test(text)) return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  const characters = [...text];
  return characters
    .map((character, i) => (i === 0 ? titleCharacter(character) : lowerCharacter(characters, i)))
    .join('');
}

/** Each letter that follows no letter in title case, all others in lower case. @spec EL-2.2.4-case */
export function titleCase(text: string): string {
  if (ASCII.test(text)) {
    return text.toLowerCase().replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1));
  }
  const characters = [...text];
  let insideWord = false;
  return characters
    .map((character, i) => {
      const changed = insideWord ? lowerCharacter(characters, i) : titleCharacter(character);
      insideWord = CASED.test(character);
      return changed;
    })
    .join('');
}
