import { Automaton } from './automaton.js';
import { extend, type Interval, union } from './intervals.js';

/** Up to this number of short words one search for each is quicker than an automaton, however much is read. */
const FEW_WORDS = 2;
/** Up to this number of short words an automaton costs more than it saves, unless much is read. */
const SOME_WORDS = 16;
const SHORT_WORD = 256;

/** Reading so many times the length of all words has paid for building one automaton of all. */
const READINGS_A_BUILD = 16;

const NOTHING: readonly Interval[] = [];

/** Words between two pauses of merging. */
const WORDS_A_STEP = 1024;

/**
 * Finds words of which more come while it is used. A number of new words becomes an automaton of its own, and automata of
 * similar size become one. So each of n words is built into one log n times at most, and there are never more than log n
 * of them. When no more words come all become one in time.
 */
export class WordFinder {
  /** Words that no automaton has. */
  #new: string[] = [];
  /** The largest first. */
  #automata: Automaton[] = [];
  #size = 0;
  #longest = 0;
  #longestNew = 0;
  /** UTF-16 code units read since all were in one. */
  #read = 0;

  /** A word that is not empty and was not added before. */
  add(word: string): void {
    this.#new.push(word);
    this.#size += word.length;
    this.#longest = Math.max(this.#longest, word.length);
    this.#longestNew = Math.max(this.#longestNew, word.length);
  }

  /** Length of the longest word. */
  get longest(): number {
    return this.#longest;
  }

  /** Whether there is something to build before the next text. */
  get isDue(): boolean {
    return !this.#maySearchNew || this.#due > 1;
  }

  /** Builds what is due, in short steps. Texts may be searched meanwhile; run it once at a time. */
  *prepare(): Generator<void> {
    while (!this.#maySearchNew) {
      const words = this.#new;
      const automaton = yield* Automaton.build(words.toSorted());
      // Otherwise more came meanwhile, or a text that could not wait.
      if (this.#new === words && words.length === automaton.words.length) this.#append(automaton);
    }
    for (let due = this.#due; due > 1; due = this.#due) {
      const merged = this.#automata.slice(-due);
      const automaton = yield* Automaton.build(yield* mergeWords(merged));
      if (merged.length === this.#automata.length) this.#read = 0;
      this.#automata.splice(this.#automata.indexOf(merged[0]!), merged.length, automaton);
    }
  }

  /** Where the words are, in order; those that touch or overlap are one. */
  find(text: string): readonly Interval[] {
    this.#read += text.length;
    if (!this.#maySearchNew) this.#append(finish(Automaton.build(this.#new.toSorted())));
    let found = NOTHING;
    for (const automaton of this.#automata) found = union(found, automaton.find(text));
    for (const word of this.#new) found = union(found, search(text, word));
    return found;
  }

  /** New words need no automaton yet. */
  get #maySearchNew(): boolean {
    const count = this.#new.length;
    if (count === 0) return true;
    if (count > SOME_WORDS || this.#longestNew > SHORT_WORD) return false;
    return !this.#hasPaid || (this.#automata.length === 0 && count <= FEW_WORDS);
  }

  /** Enough was read that all may become one automaton. */
  get #hasPaid(): boolean {
    return this.#read >= READINGS_A_BUILD * this.#size;
  }

  /** So many of the last automata are to become one. */
  get #due(): number {
    const count = this.#automata.length;
    if (count < 2 || this.#hasPaid) return count;
    let due = 1;
    let size = this.#automata[count - 1]!.size;
    while (due < count && this.#automata[count - due - 1]!.size <= 2 * size) {
      due++;
      size += this.#automata[count - due]!.size;
    }
    return due;
  }

  #append(automaton: Automaton): void {
    this.#automata.push(automaton);
    this.#new = [];
    this.#longestNew = 0;
  }
}

function search(text: string, word: string): readonly Interval[] {
  const first = text.indexOf(word);
  if (first === -1) return NOTHING;
  const found: Interval[] = [];
  for (let at = first; at !== -1; at = text.indexOf(word, at + 1)) extend(found, at, at + word.length);
  return found;
}

/** All words in their order, the smaller automata first, so that no word is moved often. */
function* mergeWords(automata: readonly Automaton[]): Generator<void, readonly string[]> {
  let merged: readonly string[] = [];
  for (const { words } of automata.toReversed()) merged = yield* merge(merged, words);
  return merged;
}

function* merge(left: readonly string[], right: readonly string[]): Generator<void, readonly string[]> {
  const merged: string[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    merged.push(left[l]! < right[r]! ? left[l++]! : right[r++]!);
    if (merged.length % WORDS_A_STEP === 0) yield;
  }
  return merged.concat(left.slice(l), right.slice(r));
}

function finish<Result>(work: Iterator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
