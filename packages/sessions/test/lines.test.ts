import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineAssembler, MAXIMUM_LINE_LENGTH } from '../src/action/lines.js';
import { Utf8Decoder } from '../src/action/utf8.js';

function linesOf(...chunks: string[]): string[] {
  const assembler = new LineAssembler();
  const parts = [...chunks.flatMap((chunk) => assembler.push(chunk)), ...assembler.end()];
  return parts.map(({ kind, text }) => (kind === 'whole' ? text : `${kind}:${text.length}`));
}

describe('lines', () => {
  test.each([
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['10%\r20%\r30%\n', ['10%', '20%', '30%']],
    ['\n\n', ['', '']],
    ['\r\r\n\n', ['', '', '']],
    ['no end', ['no end']],
    ['a\rb', ['a', 'b']],
    ['', []],
  ])('%j', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
    expect(linesOf(...text)).toEqual(lines);
  });

  test('a carriage return at the end of what was read ends its line at once', () => {
    const assembler = new LineAssembler();
    expect(assembler.push('50%\r')).toEqual([{ kind: 'whole', text: '50%' }]);
    expect(assembler.push('\nnext\n')).toEqual([{ kind: 'whole', text: 'next' }]);
  });

  test('a line beyond the cap comes in parts, and nothing of it is lost', () => {
    const half = 'x'.repeat(MAXIMUM_LINE_LENGTH - 1);
    expect(linesOf(half, half, 'y\nz\n')).toEqual([`part:${half.length * 2}`, 'last:1', 'z']);
    expect(linesOf(half, half, 'y')).toEqual([`part:${half.length * 2}`, 'last:1']);
  });

  test('a long directive stays whole, up to a cap of its own', () => {
    const directive = `openjd_env: A=${'x'.repeat(200_000)}`;
    expect(linesOf(directive, '\n')).toEqual([directive]);
    expect(linesOf(directive, 'x'.repeat(100_000), '\n')).toEqual([`part:${directive.length + 100_000}`, 'last:0']);
  });
});

describe('bytes to text', () => {
  function decode(bytes: Buffer, size: number): string {
    const decoder = new Utf8Decoder();
    let text = '';
    for (let at = 0; at < bytes.length; at += size) text += decoder.write(bytes.subarray(at, at + size));
    return text + decoder.end();
  }

  test.each([1, 2, 3, 4, 5, 100])('characters cut into pieces of %i bytes come whole', (size) => {
    const text = 'aé€😀\u{10FFFF}\u0000\uFEFFz';
    expect(decode(Buffer.from(text), size)).toBe(text);
  });

  test.each([
    ['a latin-1 letter', [0x61, 0xe9, 0x62], 'a\\xe9b'],
    ['a lone continuation byte', [0x80], '\\x80'],
    ['an overlong form', [0xc0, 0xaf], '\\xc0\\xaf'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
    ['a character without its end', [0x61, 0xe2, 0x82], 'a\\xe2\\x82'],
    ['a broken character before a whole one', [0xe2, 0x82, 0xc3, 0xa9], '\\xe2\\x82é'],
  ])('%s is told byte by byte', (_, bytes, text) => {
    expect(decode(Buffer.from(bytes), 100)).toBe(text);
    expect(decode(Buffer.from(bytes), 1)).toBe(text);
  });

  test('whatever the bytes, what is UTF-8 comes as it is and the rest byte by byte, as the platform tells them apart', () => {
    const bits = fc.constantFrom(
      0x00,
      0x41,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc1,
      0xc2,
      0xe0,
      0xe1,
      0xed,
      0xf0,
      0xf4,
      0xf5,
    );
    const bytes = fc.array(fc.oneof(bits, fc.integer({ min: 0, max: 255 })), { maxLength: 24 });
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 25 }), (bytes, size) => {
        expect(decode(Buffer.from(bytes), size)).toBe(decodePlainly(Buffer.from(bytes)));
      }),
      { numRuns: 5000 },
    );
  });
});

/** At each place the shortest run of bytes that is a character; a byte with which none begins is told. */
function decodePlainly(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find(
      (length) => at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)),
    );
    text += length === undefined ? `\\x${bytes.toString('hex', at, at + 1)}` : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return text;
}
