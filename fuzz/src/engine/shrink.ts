import { type CaseData, type Fuzzer, findingOf } from './fuzzer.js';

/** How long, and how often, a case is made smaller. */
export interface ShrinkBounds {
  readonly attempts: number;
  /** Milliseconds. */
  readonly time: number;
}

export const SHRINK_BOUNDS: ShrinkBounds = { attempts: 5000, time: 10_000 };

/** A smaller case that shows the same fault; the case itself where there is none. */
export function shrink(
  fuzzer: Fuzzer,
  input: CaseData,
  signature: string,
  { attempts, time }: ShrinkBounds = SHRINK_BOUNDS,
): CaseData {
  const end = performance.now() + time;
  let best = input;
  let left = attempts;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(best)) {
      if (left-- <= 0 || performance.now() > end) return best;
      if (findingOf(fuzzer, candidate)?.signature !== signature) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** The same data with something taken out of one string or list, the largest parts first. */
export function* smaller(data: CaseData): Generator<CaseData> {
  if (typeof data === 'string') {
    const lines = data.split(/(?<=\n)/);
    if (lines.length > 1) for (const fewer of without(lines)) yield fewer.join('');
    if (lines.length <= 8) for (const fewer of without([...data])) yield fewer.join('');
  } else if (Array.isArray(data)) {
    const items = data as readonly CaseData[];
    yield* without(items);
    for (const [index, item] of items.entries()) {
      for (const less of smaller(item)) yield items.with(index, less);
    }
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) {
      if (value === undefined) continue;
      for (const less of smaller(value)) yield { ...data, [key]: less };
    }
  }
}

/** The list without a half, then without a quarter, and so on down to one item. */
function* without<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
  }
}
