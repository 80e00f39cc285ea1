import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { quoteText } from '@openjd/expr';
import { fail } from '../failure.js';
import { nearest } from './nearest.js';
import { stdinChunks } from './stdin.js';

/** Longest file that is read, in bytes. A template of this size is far beyond what any runtime takes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** The name under which standard input is known in problems. */
export const STDIN_NAME = '<stdin>';

/**
 * Reads a file whole. Whatever is wrong with it (missing, a directory, not readable, too large, endless) ends the
 * command with a problem; nothing beyond the limit is read, so `/dev/zero` is as safe as any file.
 */
export function readFile(path: string, what = 'file'): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    return unreadable(path, what, error as NodeJS.ErrnoException);
  }
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory()) {
      fail('NOT_A_FILE', `${quoteText(path)} is a directory, not a ${what}`, {
        source: path,
        hint: `name a ${what} inside it`,
      });
    }
    return readAll(descriptor, path, status.isFile() ? status.size : 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return unreadable(path, what, error as NodeJS.ErrnoException);
  } finally {
    closeSync(descriptor);
  }
}

function readAll(descriptor: number, path: string, expected: number): Uint8Array {
  if (expected > MAX_FILE_BYTES) tooLarge(path);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(Math.max(64 * 1024, expected + 1 - total));
    const count = readSync(descriptor, chunk);
    if (count === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    total += count;
    if (total > MAX_FILE_BYTES) tooLarge(path);
    chunks.push(chunk.subarray(0, count));
  }
}

/** Reads standard input to its end, under the same limit. */
export async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const chunk of stdinChunks()) {
      total += chunk.length;
      if (total > MAX_FILE_BYTES) tooLarge(STDIN_NAME);
      chunks.push(chunk);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    unreadable(STDIN_NAME, 'file', error as NodeJS.ErrnoException);
  }
  return Buffer.concat(chunks);
}

function tooLarge(path: string): never {
  fail('FILE_TOO_LARGE', `${quoteText(path)} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`, { source: path });
}

function unreadable(path: string, what: string, error: NodeJS.ErrnoException): never {
  switch (error.code) {
    case 'ENOENT': {
      const hint = similarFile(path);
      return fail('FILE_NOT_FOUND', `there is no ${what} ${quoteText(path)}`, { source: path, ...(hint && { hint }) });
    }
    case 'ENOTDIR': {
      const message = `there is no ${what} ${quoteText(path)}: part of its path is not a directory`;
      return fail('FILE_NOT_FOUND', message, { source: path });
    }
    case 'EACCES':
    case 'EPERM':
      return fail('FILE_NOT_READABLE', `${quoteText(path)} is not readable: permission denied`, { source: path });
    default:
      return fail('FILE_NOT_READABLE', `${quoteText(path)} is not readable: ${reason(error)}`, { source: path });
  }
}

/** Why the system refuses: `ELOOP: too many symbolic links encountered, open 'x'` without its first and last part. */
export function reason(error: NodeJS.ErrnoException): string {
  return error.message.replace(/^[A-Z0-9]+: /, '').replace(/, \w+( '.*)?$/s, '');
}

function similarFile(path: string): string | undefined {
  try {
    const extension = extname(path);
    const others = readdirSync(dirname(path)).filter((name) => extname(name) === extension);
    // The extension is the same in all of them and says nothing.
    const stem = nearest(
      basename(path, extension),
      others.map((name) => basename(name, extension)),
    );
    return stem === undefined ? undefined : `did you mean ${quoteText(stem + extension)}, in the same folder?`;
  } catch {
    return undefined;
  }
}

/** Text of a file for excerpts: bytes that are no UTF-8 are shown as replacement characters, a byte order mark is not part of it. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
