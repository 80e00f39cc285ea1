import { Automaton } from './automaton.js';

/** What stands in place of a secret, whatever its length. Spec: 2023-09, 4 (`openjd_redacted_env`). */
export const MASK = '********';

/** A line inside of a secret of several lines is masked also within a longer line when it has this many characters. */
const TELLING_LENGTH = 8;

/** Up to this number of secrets one search for each is quicker than the automaton. */
const FEW_SECRETS = 2;

type Interval = readonly [start: number, end: number];

/** The secrets of one session. A value added once is masked from then on, in whatever the session tells. */
export class Redactor {
  readonly #words = new Set<string>();
  /** Short lines inside of a secret, such as `}`: masked where they are a whole line. */
  readonly #wholeLines = new Set<string>();
  #longest = 0;
  #list: readonly string[] = [];
  #automaton: Automaton | undefined;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Number of texts that are looked for. It never goes down. */
  get count(): number {
    return this.#words.size + this.#wholeLines.size;
  }

  /** Length of the longest secret that is looked for. */
  get longest(): number {
    return this.#longest;
  }

  /**
   * Declares a secret. Of a value with several lines each line is a secret too, since output is told line by line,
   * and so is the way that JSON writes the value.
   */
  add(value: string): void {
    if (value === '') return;
    const lines = value.split(/\r\n|\r|\n/);
    const words = [value, JSON.stringify(value).slice(1, -1)];
    lines.forEach((line, index) => {
      if (line === '') return;
      const inside = index > 0 && index < lines.length - 1;
      if (inside && line.length < TELLING_LENGTH) this.#wholeLines.add(line);
      else words.push(line);
    });
    const before = this.#words.size;
    for (const word of words) {
      this.#words.add(word);
      this.#longest = Math.max(this.#longest, word.length);
    }
    if (this.#words.size === before) return;
    this.#list = [...this.#words];
    this.#automaton = undefined;
  }

  /** The text with every secret masked; parts of one text where secrets touch or overlap become one mask. */
  mask(text: string): string {
    if (this.isEmpty) return text;
    if (this.#wholeLines.has(text)) return MASK;
    const intervals = this.find(text);
    if (intervals.length === 0) return text;
    let masked = '';
    let at = 0;
    for (const [start, end] of intervals) {
      masked += text.slice(at, start) + MASK;
      at = end;
    }
    return masked + text.slice(at);
  }

  /** Where the secrets are, in order, joined where they touch or overlap. */
  find(text: string): readonly Interval[] {
    const found: [number, number][] = [];
    if (this.#list.length <= FEW_SECRETS) {
      for (const word of this.#list) {
        for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
          found.push([at, at + word.length]);
      }
    } else {
      this.#automaton ??= new Automaton(this.#list);
      this.#automaton.scan(text, (start, end) => found.push([start, end]));
    }
    if (found.length > 1) found.sort((a, b) => a[0] - b[0]);
    return join(found);
  }
}

function join(sorted: readonly [number, number][]): readonly Interval[] {
  const joined: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/**
 * Masks one line that comes in parts. As much of the end is held back as the longest secret could need, so that a
 * secret across two parts is found; what is held never grows beyond that.
 */
export class LongLineRedactor {
  readonly #redactor: Redactor;
  #held = '';
  /** So many characters of what is held belong to a secret whose mask has been given out. */
  #masked = 0;
  /** What was given out last is a mask, so that a secret that begins what is held goes on under it. */
  #afterMask = false;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** The next part of the line, without what has to wait. */
  push(text: string): string {
    const all = this.#held + text;
    let cut = Math.max(0, all.length - Math.max(this.#redactor.longest - 1, 0));
    if (cut > 0 && isLowSurrogate(all, cut)) cut--;
    if (cut > 0) return this.#give(all, cut);
    this.#held = all;
    return '';
  }

  /** The end of the line. */
  end(text: string): string {
    const all = this.#held + text;
    return this.#give(all, all.length);
  }

  #give(all: string, cut: number): string {
    const intervals = join([
      ...(this.#masked > 0 ? [[0, this.#masked] as [number, number]] : []),
      ...this.#redactor.find(all).map(([start, end]): [number, number] => [start, end]),
    ]);
    let given = '';
    let at = 0;
    let maskedTo = this.#afterMask ? 0 : -1;
    for (const [start, end] of intervals) {
      if (start >= cut) break;
      given += all.slice(at, start);
      if (start > maskedTo) given += MASK;
      maskedTo = end;
      at = Math.min(end, cut);
    }
    given += all.slice(at, cut);
    this.#held = all.slice(cut);
    this.#masked = Math.max(0, maskedTo - cut);
    this.#afterMask = maskedTo >= cut;
    return given;
  }
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
