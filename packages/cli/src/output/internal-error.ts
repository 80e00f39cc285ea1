import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageText } from '@openjd/expr';
import { VERSION } from '../version.js';

/**
 * Puts the trace of an error that should not have happened into a file and answers the one line that a person sees.
 * The file has no arguments and no environment in it: those may hold secrets.
 */
export function writeTrace(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const summary = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
  const head = `openjd ${VERSION}, Node.js ${process.version}, ${process.platform} ${process.arch}\n`;
  try {
    const file = join(mkdtempSync(join(tmpdir(), 'openjd-error-')), 'trace.txt');
    writeFileSync(file, `${head}${trace}\n`);
    return `openjd: internal error: ${messageText(summary)}; this is a fault of openjd: please report it with ${file}\n`;
  } catch {
    return `openjd: internal error: ${messageText(summary)}; this is a fault of openjd: please report it\n`;
  }
}
