import { Machine } from './machine.js';
import { parseRegex } from './parse.js';
import { compileTree, tooManyInstructions } from './program.js';

/** Most patterns that are kept ready to run, and how much room one may take to be kept. Unit: bytes. */
const CACHE_SIZE = 64;
const MOST_CACHED_BYTES = 200_000;

/** Least recently used first: a map keeps the order in which keys came. */
const cache = new Map<string, Machine>();

/** The machine for a pattern, made once and kept. Throws INVALID_REGEX, also for one of more than `most` instructions. */
export function compileRegex(pattern: string, most: number): Machine {
  const known = cache.get(pattern);
  if (known !== undefined) {
    if (known.programSize > most) throw tooManyInstructions(most);
    cache.delete(pattern);
    cache.set(pattern, known);
    return known;
  }
  const machine = new Machine(compileTree(parseRegex(pattern), most));
  if (machine.bytes > MOST_CACHED_BYTES) return machine;
  cache.set(pattern, machine);
  if (cache.size > CACHE_SIZE) {
    const [oldest] = cache.keys();
    cache.delete(oldest!);
  }
  return machine;
}
