/** Longest name that is compared. UTF-16 code units. */
const LONGEST = 200;
/** Up to so many names, all are compared; of more, as many that share their beginning or their end with what is looked for. */
const MOST_COMPARED = 64;
/** Pairs of letters that one search may compare, so that a hint never costs more than some ten microseconds. */
const MOST_PAIRS = 20_000;

/** A name that is close to another, and how many letters make the difference. */
export interface NearName {
  readonly name: string;
  readonly distance: number;
}

interface Entry {
  readonly name: string;
  /** In lower case. */
  readonly folded: string;
}

/**
 * Names among which the one is looked for that was meant by a misspelt one. A search costs the same however many names
 * there are: a template of a hundred thousand faults is a template of a hundred thousand searches.
 */
export class NameIndex {
  readonly #entries: readonly Entry[];
  #byStart: readonly Entry[] | undefined;
  #byEnd: readonly Entry[] | undefined;
  #byName: readonly string[] | undefined;

  constructor(names: Iterable<string>) {
    this.#entries = [...new Set(names)].map((name) => ({ name, folded: name.toLowerCase() }));
  }

  /** How many names there are. */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * The closest name, case aside; the first of several. `within`: how far away it may be. Default: a third of the
   * letters of `name`, at least one.
   */
  nearest(name: string, within = Math.max(1, Math.floor(name.length / 3))): NearName | undefined {
    if (name.length > LONGEST || within < 0) return undefined;
    const wanted = name.toLowerCase();
    let most = within;
    let found: NearName | undefined;
    let pairs = 0;
    for (const { name: candidate, folded } of this.#candidates(wanted)) {
      if (candidate === name || Math.abs(folded.length - wanted.length) > most) continue;
      pairs += folded.length * (2 * most + 1);
      if (pairs > MOST_PAIRS) break;
      const distance = editDistance(wanted, folded, most);
      if (distance > most) continue;
      found = { name: candidate, distance };
      if (distance === 0) break;
      most = distance - 1;
    }
    return found;
  }

  /** Names that begin with `prefix`, at most `most` of them. */
  startingWith(prefix: string, most: number): readonly string[] {
    if (this.size <= MOST_COMPARED) {
      return this.#entries
        .map(({ name }) => name)
        .filter((name) => name.startsWith(prefix))
        .slice(0, most);
    }
    this.#byName ??= this.#entries.map(({ name }) => name).sort();
    const from = placeOf(this.#byName, prefix, (name) => name);
    return this.#byName.slice(from, from + most).filter((name) => name.startsWith(prefix));
  }

  *#candidates(wanted: string): Generator<Entry> {
    if (this.size <= MOST_COMPARED) {
      yield* this.#entries;
      return;
    }
    this.#byStart ??= sortedBy(this.#entries, ({ folded }) => folded);
    this.#byEnd ??= sortedBy(this.#entries, ({ folded }) => reversed(folded));
    yield* neighbours(
      this.#byStart,
      placeOf(this.#byStart, wanted, ({ folded }) => folded),
    );
    const end = reversed(wanted);
    yield* neighbours(
      this.#byEnd,
      placeOf(this.#byEnd, end, ({ folded }) => reversed(folded)),
    );
  }
}

/** Where no name is offered. */
export const NO_NAMES = new NameIndex([]);

/** The name that was meant by a misspelt one, as `NameIndex.nearest` finds it; for a single question. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  return new NameIndex(candidates).nearest(name)?.name;
}

function sortedBy(entries: readonly Entry[], keyOf: (entry: Entry) => string): readonly Entry[] {
  return entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}

/** Index of the first item that is not before `key`. */
function placeOf<T>(sorted: readonly T[], key: string, keyOf: (item: T) => string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(sorted[middle]!) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What stands around a place, the nearest first. */
function* neighbours<T>(sorted: readonly T[], place: number): Generator<T> {
  for (let away = 0; away < MOST_COMPARED / 4; away++) {
    if (place + away < sorted.length) yield sorted[place + away]!;
    if (place - away - 1 >= 0) yield sorted[place - away - 1]!;
  }
}

function reversed(text: string): string {
  let turned = '';
  for (let i = text.length - 1; i >= 0; i--) turned += text[i];
  return turned;
}

/** Rows of the table of distances, used again for each pair of names. */
const rows = [new Uint8Array(LONGEST + 2), new Uint8Array(LONGEST + 2), new Uint8Array(LONGEST + 2)] as const;

/**
 * Letters that must be changed, added, left out or swapped with their neighbours to make one name of the other; where it
 * is more than `most`, some number above it.
 */
function editDistance(a: string, b: string, most: number): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return tableDistance(a.slice(start, a.length - end), b.slice(start, b.length - end), most);
}

/** As `editDistance`, by its table, of which only the stretch along the diagonal is filled that can hold less. */
function tableDistance(a: string, b: string, most: number): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  let [beforeLast, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  const above = most + 1;
  for (let j = 0; j <= b.length; j++) last[j] = Math.min(j, above);
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - most);
    const to = Math.min(b.length, i + most);
    row[from - 1] = from === 1 && i < above ? i : above;
    if (to < b.length) row[to + 1] = above;
    let least = row[from - 1]!;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = last[j - 1]! + (letter === other ? 0 : 1);
      if (last[j]! < cost) cost = last[j]! + 1;
      if (row[j - 1]! < cost) cost = row[j - 1]! + 1;
      const isSwap = i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other;
      if (isSwap && beforeLast[j - 2]! < cost) cost = beforeLast[j - 2]! + 1;
      row[j] = Math.min(cost, above);
      if (cost < least) least = cost;
    }
    if (least > most) return above;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length]!;
}
