import { fstatSync, readSync } from 'node:fs';

const CHUNK_BYTES = 65_536;

/**
 * What standard input gives, as it comes. A file is read here and now: Node.js would start threads for it, and ends
 * without a word where the host allows no more of them.
 */
export async function* stdinChunks(): AsyncGenerator<Uint8Array> {
  if (fstatSync(0).isFile()) yield* fileChunks(0);
  else yield* process.stdin as AsyncIterable<Uint8Array>;
}

function* fileChunks(descriptor: number): Generator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const count = readSync(descriptor, chunk);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}
