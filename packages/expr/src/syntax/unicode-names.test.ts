import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { unicodeByName } from './unicode-names.js';

/** Every character that Python's own table names. */
const LIST_NAMES = `
import unicodedata
for code in range(0x110000):
    name = unicodedata.name(chr(code), None)
    if name is not None:
        print(name, code, sep=":")
`;

test('every name that Python knows names the same character', () => {
  const lines = execFileSync('python3', ['-c', LIST_NAMES], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .trim()
    .split('\n');
  const wrong = lines.filter((line) => {
    const [name = '', code] = line.split(':');
    return unicodeByName(name)?.codePointAt(0) !== Number(code);
  });
  // A newer Python knows characters that the table does not have yet.
  expect(lines.length).toBeGreaterThan(100_000);
  expect(wrong.length / lines.length).toBeLessThan(0.1);
  expect(wrong.filter((line) => Number(line.split(':')[1]) < 0x2000)).toEqual([]);
});

test.each([
  ['DEGREE SIGN', '°'],
  ['degree sign', '°'],
  ['GREEK SMALL LETTER ALPHA', 'α'],
  ['SNOWMAN', '☃'],
  ['GRINNING FACE', '😀'],
  ['CJK UNIFIED IDEOGRAPH-4E00', '一'],
  ['HANGUL SYLLABLE GAG', '각'],
  ['LINE FEED', '\n'],
  ['NBSP', '\u00a0'],
])('%s', (name, character) => {
  expect(unicodeByName(name)).toBe(character);
});

test.each(['', 'NO SUCH NAME', 'CJK UNIFIED IDEOGRAPH-0041', 'HANGUL SYLLABLE X'])(
  'no character is named %j',
  (name) => {
    expect(unicodeByName(name)).toBeUndefined();
  },
);
