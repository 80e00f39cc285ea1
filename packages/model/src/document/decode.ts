import { ReadFailure } from './problem.js';

// Part of every JavaScript host, though not of the language's own library.
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

/** Text of UTF-8 bytes. Throws ReadFailure with the offset, in the text before it, of the first byte that is no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new ReadFailure({
      code: 'INVALID_ENCODING',
      message: 'the text is encoded as UTF-16; a template is UTF-8',
      start: 0,
      hint: 'save the file as UTF-8',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const valid = validPrefix(bytes);
    const before = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, valid));
    throw new ReadFailure({
      code: 'INVALID_ENCODING',
      message: `byte ${valid} (0x${bytes[valid]!.toString(16).toUpperCase().padStart(2, '0')}) is not UTF-8`,
      start: before.length,
      hint: 'save the file as UTF-8',
    });
  }
}

/** Text of bytes that are not all UTF-8, to show where the fault is. */
export function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes);
}

/** Number of bytes before the first that cannot be part of UTF-8. */
function validPrefix(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) break;
    at += length;
  }
  return at;
}

/** Length of the well-formed sequence at `at`, 0 where there is none. Table 3-7 of the Unicode Standard. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (!isContinuation(bytes[at + 2])) return 0;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 && isContinuation(bytes[at + 3]) ? 4 : 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}
