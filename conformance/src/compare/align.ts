import type { JournalEntry } from '../case.js';
import { isSameEntry } from '../journal.js';

/** An action beside what was wanted. */
export interface AlignedEntry {
  /** What ran, or for `missing` what was wanted. */
  readonly entry: JournalEntry;
  /** `elsewhere`: it ran when it was wanted, in another place or with other variables. `extra`: it was not wanted, then or at all. */
  readonly mark: 'same' | 'elsewhere' | 'missing' | 'extra';
  /** For `elsewhere`: what was wanted. */
  readonly wanted?: JournalEntry;
}

/** Puts what ran beside what was wanted: the longest list of actions that both have in one order, and around it the rest. */
export function align(wanted: readonly JournalEntry[], ran: readonly JournalEntry[]): AlignedEntry[] {
  const length = longestCommon(wanted, ran);
  const aligned: AlignedEntry[] = [];
  let i = 0;
  let j = 0;
  while (i < wanted.length || j < ran.length) {
    const [want, got] = [wanted[i], ran[j]];
    if (want !== undefined && got !== undefined && want.ran === got.ran) {
      aligned.push(
        isSameEntry(want, got) ? { entry: got, mark: 'same' } : { entry: got, mark: 'elsewhere', wanted: want },
      );
      i++;
      j++;
    } else if (got === undefined || (want !== undefined && length[i + 1]![j]! >= length[i]![j + 1]!)) {
      aligned.push({ entry: want!, mark: 'missing' });
      i++;
    } else {
      aligned.push({ entry: got, mark: 'extra' });
      j++;
    }
  }
  return aligned;
}

/** For each pair of places: how many actions both have in one order from there on. */
function longestCommon(wanted: readonly JournalEntry[], ran: readonly JournalEntry[]): number[][] {
  const length = Array.from({ length: wanted.length + 1 }, () => new Array<number>(ran.length + 1).fill(0));
  for (let i = wanted.length - 1; i >= 0; i--) {
    for (let j = ran.length - 1; j >= 0; j--) {
      length[i]![j] =
        wanted[i]!.ran === ran[j]!.ran ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
    }
  }
  return length;
}
