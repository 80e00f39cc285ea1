import type { ConformanceCase } from './case.js';

/** The part `index` of `count` parts of the cases; the parts together are all of them, each once. Counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The cases whose id, file or path below the tree fits a pattern, in which `*` is any text. */
export function casesLike(cases: readonly ConformanceCase[], pattern: string): ConformanceCase[] {
  const words = pattern.split('*').map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const like = new RegExp(`^${words.join('.*')}$`);
  return cases.filter(({ id, file, revision }) => {
    const path = file.slice(file.lastIndexOf(`/${revision}/`) + 1);
    return like.test(id) || like.test(path);
  });
}

export function shardOf<Item>(items: readonly Item[], { index, count }: Shard): Item[] {
  return items.filter((_, place) => place % count === index - 1);
}

/** The same items in an order that the seed decides. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const result = [...items];
  const next = random(seed);
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [result[i], result[j]] = [result[j] as Item, result[i] as Item];
  }
  return result;
}

/** Numbers from 0 to less than 1, the same for the same seed: mulberry32. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
