import { Machine } from './machine.js';
import { parseRegex } from './parse.js';
import { compileTree, tooManyInstructions } from './program.js';

/** Most patterns that are kept ready to run. */
const CACHE_SIZE = 64;

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
  cache.set(pattern, machine);
  if (cache.size > CACHE_SIZE) {
    const [oldest] = cache.keys();
    cache.delete(oldest!);
  }
  return machine;
}
