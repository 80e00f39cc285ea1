import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { quoteText } from '@openjd/expr';
import { fail } from '../failure.js';

/**
 * Paths for the arguments of a command, in their order: what no shell has expanded (`'samples/*.yaml'`, Windows) is
 * expanded here, sorted. A file whose name has a `*` in it is meant as it is. Each file comes once.
 */
export async function expandPatterns(patterns: readonly string[]): Promise<string[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    if (!/[*?[{]/.test(pattern) || existsSync(pattern)) {
      paths.add(pattern);
      continue;
    }
    const { glob } = await import('tinyglobby');
    // The library refuses what is longer than any path.
    const found = await glob(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) }).catch(() => []);
    if (found.length === 0) fail('NO_FILE_MATCHES', `no file matches ${quoteText(pattern)}`);
    for (const path of found.sort()) paths.add(path);
  }
  return [...paths];
}
