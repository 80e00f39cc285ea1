import { expect, test } from 'vitest';
import { escapeUnshowable, messageText, quoteText, shortenText } from './quote.js';

test('A short text stands in quotes, with quotes and backslashes escaped', () => {
  expect(quoteText('a "b" \\c')).toBe('"a \\"b\\" \\\\c"');
});

test.each([
  ['\x1b[31m', '\\u001b[31m'],
  ['a\nb\r\t\b\f', 'a\\nb\\r\\t\\b\\f'],
  ['\x07\x7f\x9b', '\\u0007\\u007f\\u009b'],
  ['\u2028\u202e\u2066', '\\u2028\\u202e\\u2066'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
  ['é 😀 日本', 'é 😀 日本'],
])('What a terminal would act on is an escape: %j', (text, shown) => {
  expect(escapeUnshowable(text)).toBe(shown);
  expect(quoteText(text)).toBe(`"${shown}"`);
});

test('A long text is cut in the middle, and its beginning and end are shown', () => {
  const text = `${'a'.repeat(50_000)}${'b'.repeat(50_000)}`;
  expect(quoteText(text)).toBe(`"${'a'.repeat(64)}…${'b'.repeat(32)}"`);
  expect(shortenText('x'.repeat(100))).toHaveLength(100);
});

test('No cut goes through a surrogate pair', () => {
  for (let i = 0; i < 3; i++) {
    expect(shortenText(`${'x'.repeat(i)}${'😀'.repeat(100)}${'y'.repeat(i)}`)).toMatch(/^x*(?:😀)+…(?:😀)*y*$/u);
  }
});

test('a message is one line, and a very long one is cut in the middle', () => {
  expect(messageText('a\tb\nc\u007f\u0085\u202e "d"')).toBe('a\\tb\\nc\\u007f\\u0085\\u202e "d"');
  expect(messageText(`begin ${'x'.repeat(100_000)} end`)).toMatch(/^begin x{400,}…x{200,} end$/);
});
