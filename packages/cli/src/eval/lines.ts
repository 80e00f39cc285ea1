import { isUtf8 } from 'node:buffer';

/** Longest line that is read, in bytes. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** One line without its end, or why it cannot be read. */
export type InputLine =
  | { readonly text: string; readonly fault?: never }
  | { readonly text?: never; readonly fault: 'too long' | 'not UTF-8' };

const NEWLINE = 0x0a;

/**
 * The lines of a stream of bytes, as they come: each item is the lines that one chunk completed, so that whoever
 * answers can write once a chunk and nothing waits for what is not there yet. A line that is too long is skipped to its
 * end, without being held. A last line without an end counts. A byte order mark before the first line is no part of it.
 */
export async function* lineBatches(input: AsyncIterable<Uint8Array>): AsyncGenerator<readonly InputLine[]> {
  let pieces: Buffer[] = [];
  let length = 0;
  let isFirst = true;
  const add = (piece: Buffer) => {
    length += piece.length;
    if (length > MAX_LINE_BYTES) pieces = [];
    else if (piece.length > 0) pieces.push(piece);
  };
  const finish = (): InputLine => {
    const line = length > MAX_LINE_BYTES ? ({ fault: 'too long' } as const) : decode(pieces, isFirst);
    pieces = [];
    length = 0;
    isFirst = false;
    return line;
  };
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: InputLine[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      add(bytes.subarray(from, end));
      lines.push(finish());
      from = end + 1;
    }
    add(bytes.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [finish()];
}

function decode(pieces: readonly Buffer[], mayHaveMark: boolean): InputLine {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  if (!isUtf8(bytes)) return { fault: 'not UTF-8' };
  const text = bytes.toString('utf8');
  return { text: mayHaveMark && text.startsWith('\ufeff') ? text.slice(1) : text };
}
