/** Only this much of a word is in the table, which bounds its size; the rest is compared where the start was found. */
const PREFIX_LENGTH = 64;

/**
 * Finds all occurrences of many words in one pass over the text (Aho and Corasick, 1975), however many words there
 * are. States are rows of one table and characters that occur in no word share a column.
 */
export class Automaton {
  readonly #columns = new Uint16Array(65_536);
  readonly #width: number;
  readonly #next: Int32Array;
  /** For each state the words whose prefix ends there, including those of its suffixes. */
  readonly #ends: readonly (readonly string[])[];
  readonly #isEnd: Uint8Array;

  constructor(words: readonly string[]) {
    let width = 1;
    let states = 1;
    for (const word of words) {
      const length = Math.min(word.length, PREFIX_LENGTH);
      states += length;
      for (let i = 0; i < length; i++) {
        const code = word.charCodeAt(i);
        if (this.#columns[code] === 0) this.#columns[code] = width++;
      }
    }
    this.#width = width;
    this.#next = new Int32Array(states * width);
    const ends: string[][] = Array.from({ length: states }, () => []);
    let used = 1;
    for (const word of words) {
      let state = 0;
      for (let i = 0; i < word.length && i < PREFIX_LENGTH; i++) {
        const cell = state * width + this.#columns[word.charCodeAt(i)]!;
        if (this.#next[cell] === 0) this.#next[cell] = used++;
        state = this.#next[cell]!;
      }
      ends[state]!.push(word);
    }
    this.#link(ends);
    this.#ends = ends;
    this.#isEnd = Uint8Array.from(ends, (list) => Math.min(list.length, 1));
  }

  /** Fills the missing cells, level by level, from the longest proper suffix of each state. */
  #link(ends: string[][]): void {
    const suffix = new Int32Array(ends.length);
    const queue: number[] = [];
    for (let column = 1; column < this.#width; column++) {
      const state = this.#next[column]!;
      if (state !== 0) queue.push(state);
    }
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head]!;
      const shorter = suffix[state]!;
      ends[state]!.push(...ends[shorter]!);
      for (let column = 1; column < this.#width; column++) {
        const cell = state * this.#width + column;
        const fallback = this.#next[shorter * this.#width + column]!;
        const child = this.#next[cell]!;
        if (child === 0) this.#next[cell] = fallback;
        else {
          suffix[child] = fallback;
          queue.push(child);
        }
      }
    }
  }

  /** Calls `found` for each occurrence, in the order in which their prefixes end. */
  scan(text: string, found: (start: number, end: number) => void): void {
    const columns = this.#columns;
    const next = this.#next;
    const isEnd = this.#isEnd;
    const width = this.#width;
    const length = text.length;
    let state = 0;
    for (let i = 0; i < length; i++) {
      state = next[state * width + columns[text.charCodeAt(i)]!]!;
      if (isEnd[state] === 0) continue;
      for (const word of this.#ends[state]!) {
        const start = i + 1 - Math.min(word.length, PREFIX_LENGTH);
        if (word.length <= PREFIX_LENGTH || text.startsWith(word, start)) found(start, start + word.length);
      }
    }
  }
}
