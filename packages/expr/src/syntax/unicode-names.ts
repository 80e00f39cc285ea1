import { ALIASES, DERIVED, DIGITS, NAMES, ONE, RUNS, TWO, WORDS } from './generated/unicode-names.js';

/*
 * Names of characters. JavaScript knows none, so the package carries all of them (240 KB of text, half of it after
 * compression), made from Python's table by scripts/unicode-names.py. Nothing of it is read before the first `\N{…}`.
 */

/** Reads the packed names: how many leading words are those of the name before, then the other words by their index. */
function unpackNames(): Map<string, number> {
  const base = DIGITS.length;
  const words = WORDS.split(' ');
  const codes = codePoints();
  const digits = new Map([...DIGITS].map((digit, i) => [digit.charCodeAt(0), i]));
  const digitAt = (at: number) => digits.get(NAMES.charCodeAt(at))!;
  const names = new Map<string, number>();
  let parts: string[] = [];
  let at = 0;
  while (at < NAMES.length) {
    parts = parts.slice(0, NAMES.charCodeAt(at++) - 0x30);
    for (let first = digits.get(NAMES.charCodeAt(at)); first !== undefined; first = digits.get(NAMES.charCodeAt(at))) {
      let index = first;
      at++;
      if (first >= ONE + TWO) {
        index = ONE + TWO * base + (first - ONE - TWO) * base * base + digitAt(at) * base + digitAt(at + 1);
        at += 2;
      } else if (first >= ONE) index = ONE + (first - ONE) * base + digitAt(at++);
      parts.push(words[index]!);
    }
    names.set(parts.join(' '), codes.next().value!);
  }
  for (const alias of ALIASES.split(',')) {
    const [name = '', code = ''] = alias.split(':');
    names.set(name, Number.parseInt(code, 16));
  }
  return names;
}

/** The code points of the packed names: runs of `gap from the last one + how many`. */
function* codePoints(): Generator<number, undefined> {
  let last = 0;
  for (const run of RUNS.split(',')) {
    const [gap = '', count = '1'] = run.split('+');
    const start = last + Number.parseInt(gap, 16);
    last = start + Number.parseInt(count, 16) - 1;
    for (let code = start; code <= last; code++) yield code;
  }
}

/** Names that are a prefix and the code point itself: `CJK UNIFIED IDEOGRAPH-4E00`. */
interface Derived {
  readonly prefix: string;
  readonly spans: readonly (readonly [start: number, end: number])[];
}

function unpackDerived(): readonly Derived[] {
  return DERIVED.split(',').map((entry) => {
    const [prefix = '', spans = ''] = entry.split(':');
    const hexadecimal = (text = '') => Number.parseInt(text, 16);
    const toSpan = ([start, end]: string[]) => [hexadecimal(start), hexadecimal(end)] as const;
    return { prefix, spans: spans.split('/').map((span) => toSpan(span.split('-'))) };
  });
}

let derived: readonly Derived[] | undefined;

function derivedCode(name: string): number | undefined {
  const digits = /[0-9A-F]{4,5}$/.exec(name)?.[0];
  if (digits === undefined) return undefined;
  derived ??= unpackDerived();
  const code = Number.parseInt(digits, 16);
  const entry = derived.find(({ prefix }) => name === prefix + digits);
  return entry?.spans.some(([start, end]) => code >= start && code <= end) ? code : undefined;
}

const INITIALS = 'G,GG,N,D,DD,R,M,B,BB,S,SS,,J,JJ,C,K,T,P,H'.split(',');
const VOWELS = 'A,AE,YA,YAE,EO,E,YEO,YE,O,WA,WAE,OE,YO,U,WEO,WE,WI,YU,EU,YI,I'.split(',');
const FINALS = ',G,GG,GS,N,NJ,NH,D,L,LG,LM,LB,LS,LT,LP,LH,M,B,BS,S,SS,NG,J,C,K,T,P,H'.split(',');
const HANGUL_SYLLABLE = /^HANGUL SYLLABLE ([^AEIOUWY]*)([AEIOUWY]+)([^AEIOUWY]*)$/;

/** Hangul syllables are named after their letters. The Unicode Standard, 3.12. */
function hangulCode(name: string): number | undefined {
  const [, initial, vowel, final] = HANGUL_SYLLABLE.exec(name) ?? [];
  const [i, v, f] = [INITIALS.indexOf(initial ?? '-'), VOWELS.indexOf(vowel ?? '-'), FINALS.indexOf(final ?? '-')];
  return i < 0 || v < 0 || f < 0 ? undefined : 0xac00 + (i * VOWELS.length + v) * FINALS.length + f;
}

let names: ReadonlyMap<string, number> | undefined;

/**
 * The character of a Unicode name, in any case, as in `\N{DEGREE SIGN}`; undefined for an unknown one. Spec: 1.1.5.
 * @spec EL-1.1.5-named-character
 */
export function unicodeByName(name: string): string | undefined {
  const upper = name.toUpperCase();
  names ??= unpackNames();
  const code = names.get(upper) ?? derivedCode(upper) ?? hangulCode(upper);
  return code === undefined ? undefined : String.fromCodePoint(code);
}
