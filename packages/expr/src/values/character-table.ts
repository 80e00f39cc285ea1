const CODE_POINTS = 0x110000;
const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/**
 * A property of characters, found out once for each: Unicode's properties take an engine's matcher many times as long as
 * a look into a table. The table is made when it is first needed, and takes memory only where it was written.
 */
export class CharacterTable {
  readonly #pattern: RegExp;
  #known: Uint8Array | undefined;

  /** `pattern` matches a text of one character that has the property. */
  constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  has(codePoint: number): boolean {
    this.#known ??= new Uint8Array(CODE_POINTS);
    const known = this.#known[codePoint]!;
    return known === UNKNOWN ? this.#find(this.#known, codePoint) : known === YES;
  }

  /** Whether all characters of a text have it. True for the empty text. */
  hasAll(text: string): boolean {
    for (let i = 0; i < text.length; ) {
      const codePoint = text.codePointAt(i)!;
      if (!this.has(codePoint)) return false;
      i += codePoint > 0xffff ? 2 : 1;
    }
    return true;
  }

  /** Whether some character of a text has it. */
  hasAny(text: string): boolean {
    for (let i = 0; i < text.length; ) {
      const codePoint = text.codePointAt(i)!;
      if (this.has(codePoint)) return true;
      i += codePoint > 0xffff ? 2 : 1;
    }
    return false;
  }

  #find(known: Uint8Array, codePoint: number): boolean {
    const found = this.#pattern.test(String.fromCodePoint(codePoint));
    known[codePoint] = found ? YES : NO;
    return found;
  }
}
