import { isUtf8 } from 'node:buffer';

const HEX = Buffer.from('0123456789abcdef');

/**
 * Turns a stream of bytes into text. A character may be cut by the end of a chunk; a byte that is no part of UTF-8
 * becomes `\xNN`, so that nothing of the output is lost and the author can see which encoding it was.
 */
export class Utf8Decoder {
  #rest: Buffer | undefined;

  write(chunk: Buffer): string {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.length - unfinished(bytes);
    this.#rest = end < bytes.length ? Buffer.from(bytes.subarray(end)) : undefined;
    return decode(end < bytes.length ? bytes.subarray(0, end) : bytes);
  }

  /** What is left at the end of the stream. */
  end(): string {
    const rest = this.#rest;
    this.#rest = undefined;
    return rest === undefined ? '' : decode(rest);
  }
}

function decode(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeEscaping(bytes);
}

/** Number of bytes at the end that may be the start of a character whose other bytes are still to come. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc2 && byte <= 0xf4) return sequenceLength(byte) > back ? back : 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

/** A byte becomes four at most. */
function decodeEscaping(bytes: Buffer): string {
  const escaped = Buffer.allocUnsafe(4 * bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; ) {
    const next = at + characterLength(bytes, at);
    if (next === at) {
      const byte = bytes[at++]!;
      escaped[length++] = 0x5c;
      escaped[length++] = 0x78;
      escaped[length++] = HEX[byte >> 4]!;
      escaped[length++] = HEX[byte & 15]!;
    } else while (at < next) escaped[length++] = bytes[at++]!;
  }
  return escaped.toString('utf8', 0, length);
}

/** Number of bytes of the character that begins here; 0: none does. */
function characterLength(bytes: Buffer, at: number): number {
  const lead = bytes[at]!;
  const length = sequenceLength(lead);
  if (length < 2) return length;
  if (at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  // Longer than it had to be, a surrogate, beyond Unicode.
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90)) return 0;
  if ((lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f)) return 0;
  return length;
}
