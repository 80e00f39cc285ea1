import { isUtf8 } from 'node:buffer';

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

function decodeEscaping(bytes: Buffer): string {
  let text = '';
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at]!);
    if (length === 1 || (length > 1 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))) {
      at += length;
      continue;
    }
    text += `${bytes.toString('utf8', start, at)}\\x${bytes[at]!.toString(16).padStart(2, '0')}`;
    start = ++at;
  }
  return text + bytes.toString('utf8', start);
}
