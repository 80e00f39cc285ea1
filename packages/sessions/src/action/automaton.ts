import { extend, type Interval } from './intervals.js';

/** States between two pauses of building. */
const STATES_A_STEP = 1024;

/**
 * Finds all occurrences of many words in one pass over the text (Aho and Corasick, 1975), however many words there are
 * and however they overlap. The states are numbered level by level, so that those that follow on one state lie beside
 * each other, in the order of their characters: a few numbers a state are all there is.
 */
export class Automaton {
  /** In the order of their code units. */
  readonly words: readonly string[];
  /** UTF-16 code units of all words. */
  readonly size: number;
  /** The character that leads to a state. */
  #character: Uint16Array;
  /** The first state that follows on a state; the last one lies before the first that follows on the next state. */
  #follower: Int32Array;
  /** The state of the longest proper suffix. */
  #suffix: Int32Array;
  /** Length of the longest word that ends in a state; 0: none. */
  #longest: Int32Array;
  /** The state after the first character of a word, for the characters up to U+00FF. */
  readonly #first = new Int32Array(256);

  private constructor(words: readonly string[], size: number) {
    this.words = words;
    this.size = size;
    this.#character = new Uint16Array(size + 1);
    this.#follower = new Int32Array(size + 2);
    this.#suffix = new Int32Array(size + 1);
    this.#longest = new Int32Array(size + 1);
  }

  /** Builds one in short steps. `words`: sorted by code units, each once, none empty. Time and space: their total length. */
  static *build(words: readonly string[]): Generator<void, Automaton> {
    let size = 0;
    for (const word of words) size += word.length;
    const automaton = new Automaton(words, size);
    yield* automaton.#grow();
    return automaton;
  }

  /** Level by level. The words that begin with the prefix of a state lie beside each other: they are its range. */
  *#grow(): Generator<void> {
    const { words } = this;
    let ranges = new Int32Array(2 * words.length);
    let following = new Int32Array(2 * words.length);
    ranges[1] = words.length;
    let state = 0;
    let states = 1;
    for (let depth = 0; state < states; depth++) {
      const level = states;
      let made = 0;
      for (let range = 0; state < level; state++) {
        let next = ranges[range++]!;
        const end = ranges[range++]!;
        this.#follower[state] = states;
        if (words[next]!.length === depth) {
          this.#longest[state] = depth;
          next++;
        } else this.#longest[state] = this.#longest[this.#suffix[state]!]!;
        while (next < end) {
          const character = words[next]!.charCodeAt(depth);
          following[made++] = next;
          do next++;
          while (next < end && words[next]!.charCodeAt(depth) === character);
          following[made++] = next;
          this.#follow(state, character, states++);
        }
        if (state % STATES_A_STEP === 0) yield;
      }
      [ranges, following] = [following, ranges];
    }
    this.#follower[states] = states;
    yield* this.#trim(states);
  }

  #follow(state: number, character: number, follower: number): void {
    this.#character[follower] = character;
    if (state !== 0) this.#suffix[follower] = this.#step(this.#suffix[state]!, character);
    else if (character < 256) this.#first[character] = follower;
  }

  /** The state of the longest suffix of what was read that a word begins with. */
  #step(from: number, character: number): number {
    const characters = this.#character;
    const followers = this.#follower;
    const suffixes = this.#suffix;
    let state = from;
    while (state !== 0 || character >= 256) {
      const end = followers[state + 1]!;
      let low = followers[state]!;
      for (let high = end - 1; low < high; ) {
        const middle = (low + high) >>> 1;
        if (characters[middle]! < character) low = middle + 1;
        else high = middle;
      }
      if (low < end && characters[low] === character) return low;
      if (state === 0) return 0;
      state = suffixes[state]!;
    }
    return this.#first[character]!;
  }

  *#trim(states: number): Generator<void> {
    this.#character = this.#character.slice(0, states);
    yield;
    this.#follower = this.#follower.slice(0, states + 1);
    yield;
    this.#suffix = this.#suffix.slice(0, states);
    yield;
    this.#longest = this.#longest.slice(0, states);
  }

  /** Where words are, in order; those that touch or overlap are one. */
  find(text: string): readonly Interval[] {
    const found: Interval[] = [];
    const first = this.#first;
    const { length } = text;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const character = text.charCodeAt(i);
      if (state === 0 && character < 256) {
        state = first[character]!;
        if (state === 0) continue;
      } else state = this.#step(state, character);
      // The longest word that ends here covers the others that do.
      const longest = this.#longest[state]!;
      if (longest !== 0) extend(found, i + 1 - longest, i + 1);
    }
    return found;
  }
}
