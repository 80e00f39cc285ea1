import { describe, expect, test } from 'vitest';
import { LongLineRedactor, MASK, Redactor } from '../src/action/redact.js';

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

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

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

  test('is the same with one pass over many secrets as with one search for each', () => {
    const next = random(7);
    for (let round = 0; round < 300; round++) {
      const letters = 'ab';
      const word = (length: number): string => Array.from({ length }, () => letters[next(letters.length)]).join('');
      const secrets = Array.from({ length: 1 + next(8) }, () => word(1 + next(6)));
      const text = word(40).replace(/(.{7})/g, '$1-');
      expect(redactor(...secrets).mask(text)).toBe(naiveMask(text, secrets));
    }
  });

  test('of a line in parts is the same as of the whole line, however it is cut', () => {
    const next = random(11);
    for (let round = 0; round < 500; round++) {
      const letters = 'abc';
      const word = (length: number): string => Array.from({ length }, () => letters[next(letters.length)]).join('');
      const secrets = Array.from({ length: 1 + next(4) }, () => word(1 + next(7)));
      const text = word(60);
      const long = new LongLineRedactor(redactor(...secrets));
      let told = '';
      let at = 0;
      while (at < text.length - 1) {
        const size = 1 + next(12);
        told += long.push(text.slice(at, at + size));
        at += size;
      }
      told += long.end(text.slice(at));
      expect(told, `${secrets} in ${text}`).toBe(naiveMask(text, secrets));
    }
  });

  test('of a long line holds back no more than the longest secret', () => {
    const long = new LongLineRedactor(redactor('secret'));
    expect(long.push('x'.repeat(100))).toBe('x'.repeat(95));
    expect(long.push('sec')).toBe('xxx');
    expect(long.push('ret!')).toBe(`xx${MASK}`);
    expect(long.end('')).toBe('!');
  });
});
