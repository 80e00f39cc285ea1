import { type Pause, workInTurns } from '../loop-turn.js';
import { type Interval, union } from './intervals.js';
import { ownCopy } from './own-copy.js';
import { secretTexts } from './secret-texts.js';
import { WordFinder } from './word-finder.js';

/**
 * What stands in place of a secret, whatever its length. Spec: 2023-09, 4 (`openjd_redacted_env`).
 * @spec TS-4-redacted-env RFC0003-redacts
 */
export const MASK = '********';

/**
 * The texts that are looked for have no more UTF-16 code units than this in all, which is more than 100,000 access keys.
 * Each takes some 30 bytes, and a task can declare secrets without end.
 */
export const MAXIMUM_SECRETS = 8 * 2 ** 20;

/**
 * The secrets of one session. A value added once is masked from then on, in whatever the session tells.
 * @spec RFC0003-redacts-later
 */
export class Redactor {
  readonly #words = new Set<string>();
  readonly #wholeLines = new Set<string>();
  readonly #finder = new WordFinder();
  #preparing: Promise<void> | undefined;
  #size = 0;
  #masksAll = false;

  get isEmpty(): boolean {
    return this.count === 0 && !this.#masksAll;
  }

  get masksAll(): boolean {
    return this.#masksAll;
  }

  /** Number of texts that are looked for. It never goes down. */
  get count(): number {
    return this.#words.size + this.#wholeLines.size;
  }

  /** Length of the longest text that is looked for. */
  get longest(): number {
    return this.#finder.longest;
  }

  /** Declares a secret; see `secretTexts` for what is masked on its behalf. False: there is no room for it. */
  add(value: string): boolean {
    const { anywhere, wholeLines } = secretTexts(ownCopy(value));
    const lines = [...wholeLines].filter((text) => !this.#wholeLines.has(text));
    const words = [...anywhere].filter((text) => !this.#words.has(text));
    for (const text of [...lines, ...words]) this.#size += text.length;
    if (this.#size > MAXIMUM_SECRETS) return false;
    for (const line of lines) this.#wholeLines.add(line);
    for (const word of words) {
      this.#words.add(word);
      this.#finder.add(word);
    }
    return true;
  }

  /** From now on every text is masked whole: there are secrets that are not known here. */
  maskAll(): void {
    this.#masksAll = true;
  }

  /**
   * Makes ready to mask, after secrets were added. Wait for the promise, if there is one, and the next text is masked in
   * a time that only its own length decides.
   */
  prepare(pause: Pause): Promise<void> | undefined {
    if (!this.#finder.isDue) return;
    this.#preparing ??= workInTurns(this.#finder.prepare(), pause)?.finally(() => {
      this.#preparing = undefined;
    });
    return this.#preparing;
  }

  /** The text with every secret masked; parts of one text where secrets touch or overlap become one mask. */
  mask(text: string): string {
    if (this.isEmpty) return text;
    if (this.#wholeLines.size > 0 && this.#wholeLines.has(text)) return MASK;
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
    if (this.#masksAll && text !== '') return [[0, text.length]];
    return this.#finder.find(text);
  }
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
    const known: readonly Interval[] = this.#masked > 0 ? [[0, this.#masked]] : [];
    const intervals = union(known, this.#redactor.find(all));
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
