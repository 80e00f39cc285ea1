import { StringDecoder } from 'node:string_decoder';

/** Longest line that is read, in bytes. A longer one is skipped to its end and given as null. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * The lines of a stream of bytes, as they come: each item is the lines that one chunk completed, so that whoever
 * answers can write once a chunk and nothing waits for what is not there yet. A last line without an end counts.
 */
export async function* lineBatches(input: AsyncIterable<Uint8Array>): AsyncGenerator<readonly (string | null)[]> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let length = 0;
  let skipping = false;
  for await (const chunk of input) {
    const pieces = decoder.write(Buffer.from(chunk)).split('\n');
    const last = pieces.pop()!;
    const lines = pieces.map((piece) => {
      const line = skipping || length + piece.length > MAX_LINE_BYTES ? null : rest.join('') + piece;
      rest = [];
      length = 0;
      skipping = false;
      return line;
    });
    length += last.length;
    if (length > MAX_LINE_BYTES) skipping = true;
    if (skipping) rest = [];
    else if (last !== '') rest.push(last);
    if (lines.length > 0) yield lines;
  }
  if (skipping) yield [null];
  else if (rest.length > 0) yield [rest.join('') + decoder.end()];
}
