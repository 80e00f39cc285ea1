import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LongLineRedactor, MASK, MAXIMUM_SECRETS, Redactor } from '../src/action/redact.js';
import { secretTexts } from '../src/action/secret-texts.js';

function redactor(...secrets: string[]): Redactor {
  const made = new Redactor();
  for (const secret of secrets) made.add(secret);
  return made;
}

/** What masking means, said in the plainest way: each character of each occurrence is marked, each run is one mask. */
function naiveMask(text: string, secrets: readonly string[]): string {
  const marked = new Array<boolean>(text.length).fill(false);
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1))
      marked.fill(true, at, at + secret.length);
  }
  // Two secrets that touch are one run.
  let masked = '';
  for (let i = 0; i < text.length; i++) {
    if (!marked[i]) masked += text[i];
    else if (!marked[i - 1]) masked += MASK;
  }
  return masked;
}

/** All that is looked for on behalf of secrets of one line. */
const textsOf = (secrets: readonly string[]): string[] =>
  secrets.flatMap((secret) => [...secretTexts(secret).anywhere]);

/** Few letters, so that words overlap, contain and continue each other; U+0161 has the lower byte of `a`. */
const letters = fc.constantFrom('a', 'b', 'a', 'b', 'c', '\u0161', ' ', '"', '\u{1F511}');
const word = fc.string({ unit: letters, minLength: 1, maxLength: 8 });
const text = fc.oneof(
  fc.string({ unit: letters, maxLength: 80 }),
  fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
);
/** Short ones, and some that are too long to be searched for one by one. */
const secret = fc.oneof(
  { weight: 9, arbitrary: word },
  { weight: 1, arbitrary: fc.tuple(word, fc.constantFrom(10, 100)).map(([part, times]) => part.repeat(times)) },
);

describe('masking', () => {
  test('has a fixed length and joins what overlaps', () => {
    expect(redactor('abc').mask('xabcx abc')).toBe(`x${MASK}x ${MASK}`);
    expect(redactor('abc', 'cde', 'zz').mask('abcde')).toBe(MASK);
    expect(redactor('a').mask('banana')).toBe(`b${MASK}n${MASK}n${MASK}`);
    expect(redactor('').mask('unchanged')).toBe('unchanged');
  });

  test('takes each line of a secret of several lines', () => {
    const key = '-----BEGIN-----\nabcdefgh12345\n}\n-----END-----';
    const keys = redactor(key);
    for (const line of key.split('\n')) expect(keys.mask(line)).toBe(MASK);
    expect(keys.mask('x abcdefgh12345 y')).toBe(`x ${MASK} y`);
    expect(keys.mask('function () { return }')).toBe('function () { return }');
    expect(keys.mask(JSON.stringify({ key }))).toBe(`{"key":"${MASK}"}`);
  });

  test('finds long secrets that begin alike', () => {
    const start = 'p'.repeat(100);
    const several = redactor(`${start}1`, `${start}2`, `${start}${start}`);
    expect(several.mask(`${start}2`)).toBe(MASK);
    expect(several.mask(`${start}3`)).toBe(`${start}3`);
    expect(several.mask(`x${start}${start}1y`)).toBe(`x${MASK}y`);
  });

  test('is what the plainest masking gives, however secrets and texts alternate', () => {
    const use = fc.oneof(fc.record({ secret }), fc.record({ text }), fc.constant('prepare' as const));
    const uses = fc.array(use, { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(uses, (uses) => {
        const masking = new Redactor();
        const known: string[] = [];
        for (const use of uses) {
          if (use === 'prepare') masking.prepare(() => undefined);
          else if ('secret' in use) {
            masking.add(use.secret);
            known.push(use.secret);
          } else {
            const shown = `${use.text}${known.at(-1) ?? ''}${use.text}`;
            if (masking.mask(shown) !== naiveMask(shown, textsOf(known)))
              throw new Error(`${shown} is masked otherwise`);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('of a line in parts is the same as of the whole line, however it is cut', () => {
    const secrets = fc.array(word, { minLength: 1, maxLength: 20 });
    const parts = fc.array(text, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(secrets, parts, (secrets, parts) => {
        const long = new LongLineRedactor(redactor(...secrets));
        const told = parts.map((part, index) => (index < parts.length - 1 ? long.push(part) : long.end(part)));
        expect(told.join('')).toBe(naiveMask(parts.join(''), textsOf(secrets)));
      }),
      { numRuns: 2000 },
    );
  });

  test('of a long line holds back no more than the longest secret', () => {
    const long = new LongLineRedactor(redactor('secret'));
    expect(long.push('x'.repeat(100))).toBe('x'.repeat(95));
    expect(long.push('sec')).toBe('xxx');
    expect(long.push('ret!')).toBe(`xx${MASK}`);
    expect(long.end('')).toBe('!');
  });

  test('takes no more secrets than there is room for, and can mask all from then on', () => {
    const full = redactor('x'.repeat(MAXIMUM_SECRETS - 4));
    expect(full.add('12345')).toBe(false);
    expect(full.mask('ordinary')).toBe('ordinary');
    full.maskAll();
    expect(full.mask('ordinary')).toBe(MASK);
    expect(full.mask('')).toBe('');
    const long = new LongLineRedactor(full);
    expect(long.push('x'.repeat(MAXIMUM_SECRETS)) + long.push('more') + long.end('and the end')).toBe(MASK);
  });
});

// What an action is known to print of a variable that it was given.
describe('a secret is masked', () => {
  test.each([
    ['with blanks at its ends, by an unquoted echo', '  pass word \t', 'pass word'],
    ['with runs of blanks inside, by an unquoted echo', 'a  b \t c', 'a b c'],
    ['of several lines, by an unquoted echo', 'first one\n  second\n\nlast', 'first one second last'],
    ['of several lines, line by line', 'first one\n  second line\n\nlast', 'second line'],
    ['with CR LF, line by line', 'first one\r\nsecond line\r\nlast', 'second line'],
    ['in JSON', 'say "it"\\\u0001', 'say \\"it\\"\\\\\\u0001'],
    ['in JSON of ASCII', 'é\u{1F511}', '\\u00e9\\ud83d\\udd11'],
    ['in JSON of ASCII, without the blanks at its ends', ' é"\t', '\\u00e9\\"'],
  ])('%s', (_, value, printed) => {
    expect(redactor(value).mask(`<${printed}>`)).toBe(`<${MASK}>`);
  });

  test('and what is blank is not', () => {
    for (const blank of ['', ' ', ' \t', '\n\n', ' \r\n ', '\u00a0']) {
      expect(redactor(blank).isEmpty).toBe(true);
    }
    expect(redactor('first line\n \n\t\nlast line').mask('a \t b')).toBe('a \t b');
  });

  test('and one that continues another is masked whole', () => {
    const two = redactor('token-1', 'token-12');
    expect(two.mask('token-1 token-12 token-13')).toBe(`${MASK} ${MASK} ${MASK}3`);
  });
});
