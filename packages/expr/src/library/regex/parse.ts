import { quoteText } from '../../quote.js';
import { EvaluationFailure } from '../row.js';
import { ANY_BUT_NEWLINE, ANY_CHARACTER, CharacterSet, type ClassEscape } from './character-set.js';
import type { RegexNode } from './syntax-tree.js';

/** Deepest nesting of groups. The specification sets no bound. */
const MAX_GROUP_DEPTH = 100;
/** Largest number in `{n,m}`. */
const MAX_REPEAT = 100_000;

/** The flags `(?i)`, `(?m)`, `(?s)`, `(?x)` that hold at a place. */
interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
}

const NO_FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, verbose: false };

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
};

/** A pattern's tree and its groups: how many, and their names. */
export interface ParsedRegex {
  readonly root: RegexNode;
  readonly groupCount: number;
}

const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
/** @spec EL-2.2.5-hex */
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const CLASS_ESCAPES: ReadonlySet<string> = new Set(['d', 'D', 'w', 'W', 's', 'S']);

const EMPTY: RegexNode = { kind: 'empty' };

/**
 * Reads a pattern in the syntax that Python's `re` and Rust's `regex` share. What only one of them knows, or what the
 * two read differently, is refused with its position. Spec: Expression Language 2.2.5.
 * @spec EL-2.2.5-syntax
 */
class PatternReader {
  readonly #text: readonly string[];
  #at = 0;
  #depth = 0;
  #groupCount = 0;
  readonly #names = new Set<string>();

  constructor(pattern: string) {
    this.#text = [...pattern];
  }

  read(): ParsedRegex {
    const flags = this.#globalFlags();
    const root = this.#choice(flags);
    if (this.#at < this.#text.length) throw this.#refuse('unmatched ")"', this.#at, 'Write \\) for the character');
    return { root, groupCount: this.#groupCount };
  }

  #refuse(what: string, at: number, hint?: string): EvaluationFailure {
    return new EvaluationFailure('INVALID_REGEX', `Invalid regular expression: ${what} at position ${at}`, hint);
  }

  #peek(offset = 0): string | undefined {
    return this.#text[this.#at + offset];
  }

  #startsWith(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.#text[this.#at + i] !== text[i]) return false;
    return true;
  }

  #take(text: string): boolean {
    if (!this.#startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** `(?i)` and the like, which hold for the whole pattern and stand at its start. */
  #globalFlags(): Flags {
    let flags = NO_FLAGS;
    for (;;) {
      let end = this.#at + 2;
      while (/^[a-zA-Z]$/.test(this.#text[end] ?? '')) end++;
      if (!this.#startsWith('(?') || end === this.#at + 2 || this.#text[end] !== ')') return flags;
      const letters = this.#text.slice(this.#at + 2, end);
      for (const [i, letter] of letters.entries()) flags = this.#withFlag(flags, letter, true, this.#at + 2 + i);
      this.#at = end + 1;
    }
  }

  #withFlag(flags: Flags, letter: string, value: boolean, at: number): Flags {
    if (letter === 'u' && value) return flags;
    const name = FLAG_NAMES[letter];
    if (name === undefined)
      throw this.#refuse(`unsupported flag ${quoteText(letter)}`, at, 'Use the flags i, m, s and x');
    return { ...flags, [name]: value };
  }

  #choice(flags: Flags): RegexNode {
    const options = [this.#sequence(flags)];
    while (this.#take('|')) options.push(this.#sequence(flags));
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #sequence(flags: Flags): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      if (flags.verbose) this.#skipVerbose();
      const next = this.#peek();
      if (next === undefined || next === '|' || next === ')') break;
      parts.push(this.#repeated(flags));
    }
    return parts.length === 1 ? parts[0]! : parts.length === 0 ? EMPTY : { kind: 'sequence', parts };
  }

  /** In verbose patterns whitespace and comments mean nothing. */
  #skipVerbose(): void {
    for (;;) {
      const next = this.#peek();
      if (next !== undefined && /^[ \t\n\r\f\v]$/.test(next)) this.#at++;
      else if (next === '#') while (this.#peek() !== undefined && this.#peek() !== '\n') this.#at++;
      else return;
    }
  }

  #repeated(flags: Flags): RegexNode {
    const start = this.#at;
    const body = this.#atom(flags);
    if (flags.verbose) this.#skipVerbose();
    const at = this.#at;
    const bounds = this.#quantifier();
    if (bounds === undefined) return body;
    if (body.kind === 'assertion') throw this.#refuse('nothing to repeat', start);
    const greedy = !this.#take('?');
    if (this.#peek() === '+') {
      throw this.#refuse(
        'possessive quantifier',
        this.#at,
        'Only Python has possessive quantifiers; leave out the "+"',
      );
    }
    if (flags.verbose) this.#skipVerbose();
    const again = this.#at;
    if (this.#quantifier() !== undefined)
      throw this.#refuse('multiple repeat', again, 'Put the first repeat into (?:...)');
    if (bounds.max < bounds.min) throw this.#refuse("the repeat's least number is greater than its greatest", at);
    return { kind: 'repeat', body, ...bounds, greedy };
  }

  #quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const start = this.#at;
    const end = this.#text.indexOf('}', start);
    const found = end < 0 ? null : /^([0-9]*)(,?)([0-9]*)$/.exec(this.#text.slice(start + 1, end).join(''));
    const [, low = '', comma = '', high = ''] = found ?? [];
    if (low === '' && high === '') {
      throw this.#refuse('"{" that starts no repeat', start, 'Write \\{ for the character, or {n}, {n,} or {n,m}');
    }
    if (low === '') throw this.#refuse('repeat without its least number', start, `Write {0,${high}}`);
    this.#at = end + 1;
    const min = Number(low);
    const max = comma === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY)) {
      throw this.#refuse(`repeat of more than ${MAX_REPEAT} times`, start);
    }
    return { min, max };
  }

  #atom(flags: Flags): RegexNode {
    const at = this.#at;
    const character = this.#text[this.#at++]!;
    switch (character) {
      case '(':
        return this.#group(flags, at);
      case '[':
        return this.#characterClass(flags, at);
      case '\\':
        return this.#escape(flags, at);
      case '.':
        return { kind: 'set', set: flags.dotAll ? ANY_CHARACTER : ANY_BUT_NEWLINE };
      case '^':
        return { kind: 'assertion', assertion: flags.multiline ? 'line start' : 'text start' };
      case '$':
        return { kind: 'assertion', assertion: flags.multiline ? 'line end' : 'text end' };
      case '*':
      case '+':
      case '?':
        throw this.#refuse('nothing to repeat', at, `Write \\${character} for the character`);
      case '{':
        throw this.#refuse('"{" with nothing to repeat', at, 'Write \\{ for the character');
      default:
        return this.#character(character.codePointAt(0)!, flags);
    }
  }

  #character(codePoint: number, flags: Flags): RegexNode {
    if (!flags.ignoreCase) return { kind: 'character', codePoint };
    return { kind: 'set', set: new CharacterSet([[codePoint, codePoint]], [], false, true) };
  }

  #group(flags: Flags, at: number): RegexNode {
    if (++this.#depth > MAX_GROUP_DEPTH) throw this.#refuse(`groups nested more than ${MAX_GROUP_DEPTH} deep`, at);
    let inner = flags;
    let index: number | undefined;
    if (this.#take('?')) {
      if (this.#take('P<')) index = this.#namedGroup(at);
      else inner = this.#groupOptions(flags, at);
    } else {
      index = ++this.#groupCount;
    }
    const body = this.#choice(inner);
    if (!this.#take(')')) throw this.#refuse('missing ")" for the "("', at);
    this.#depth--;
    return index === undefined ? body : { kind: 'group', index, body };
  }

  #namedGroup(at: number): number {
    const start = this.#at;
    while (this.#peek() !== undefined && this.#peek() !== '>') this.#at++;
    const name = this.#text.slice(start, this.#at).join('');
    if (!this.#take('>') || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw this.#refuse(`bad group name ${quoteText(name)}`, start, 'Use letters, digits and underscores');
    }
    if (this.#names.has(name)) throw this.#refuse(`second group with the name ${quoteText(name)}`, at);
    this.#names.add(name);
    return ++this.#groupCount;
  }

  /** What follows `(?` in groups that capture nothing: `:` or flags. Everything else is refused by name. */
  #groupOptions(flags: Flags, at: number): Flags {
    const refused = REFUSED_GROUPS.find(([start]) => this.#startsWith(start));
    if (refused !== undefined) throw this.#refuse(refused[1], at, refused[2]);
    let inner = flags;
    let value = true;
    for (;;) {
      const letter = this.#peek();
      if (letter === ':') break;
      if (letter === '-' && value) value = false;
      else if (letter !== undefined && /^[a-zA-Z]$/.test(letter))
        inner = this.#withFlag(inner, letter, value, this.#at);
      else if (letter === ')') {
        throw this.#refuse(
          'flags that are not at the start',
          at,
          'Put (?flags) at the start of the pattern or use (?flags:...)',
        );
      } else throw this.#refuse('unknown kind of group', at, 'Use (...), (?:...) or (?P<name>...)');
      this.#at++;
    }
    this.#at++;
    return inner;
  }

  #escape(flags: Flags, at: number): RegexNode {
    const letter = this.#peek();
    if (letter === 'b' || letter === 'B') {
      this.#at++;
      return { kind: 'assertion', assertion: letter === 'b' ? 'word boundary' : 'no word boundary' };
    }
    if (letter === 'A') {
      this.#at++;
      return { kind: 'assertion', assertion: 'text start' };
    }
    if (letter !== undefined && CLASS_ESCAPES.has(letter)) {
      this.#at++;
      return { kind: 'set', set: new CharacterSet([], [letter as ClassEscape]) };
    }
    return this.#character(this.#escapedCharacter(at), flags);
  }

  /** The code point of an escape that stands for one character; `at` is where its backslash is. */
  #escapedCharacter(at: number): number {
    const letter = this.#text[this.#at++];
    if (letter === undefined) throw this.#refuse('backslash at the end', at, 'Write \\\\ for the character');
    const control = CONTROL_ESCAPES[letter];
    if (control !== undefined) return control;
    const digits = HEX_ESCAPES[letter];
    if (digits !== undefined) return this.#hexEscape(letter, digits, at);
    const refused = REFUSED_ESCAPES.find(([pattern]) => pattern.test(letter));
    if (refused !== undefined) throw this.#refuse(`${refused[1]} \\${letter}`, at, refused[2]);
    return letter.codePointAt(0)!;
  }

  // @spec EL-2.2.5-hex
  #hexEscape(letter: string, digits: number, at: number): number {
    const form = `\\${letter}${'H'.repeat(digits)}`;
    // @spec EL-2.2.5-no-braces
    if (this.#peek() === '{')
      throw this.#refuse(`escape \\${letter}{...}`, at, `Use ${form} with ${digits} hexadecimal digits`);
    const text = this.#text.slice(this.#at, this.#at + digits).join('');
    const codePoint = Number.parseInt(text, 16);
    if (!/^[0-9a-fA-F]+$/.test(text) || text.length < digits || codePoint > 0x10ffff) {
      throw this.#refuse(`incomplete escape \\${letter}${text}`, at, `Use ${form} with ${digits} hexadecimal digits`);
    }
    this.#at += digits;
    return codePoint;
  }

  #characterClass(flags: Flags, at: number): RegexNode {
    const negated = this.#take('^');
    const ranges: [number, number][] = [];
    const classes: ClassEscape[] = [];
    let first = true;
    for (;;) {
      const next = this.#peek();
      if (next === undefined) throw this.#refuse('missing "]" for the "["', at);
      if (next === ']' && !first) break;
      first = false;
      const low = this.#classItem(classes);
      if (low === undefined) {
        if (this.#peek() === '-' && this.#peek(1) !== ']')
          throw this.#refuse('class at the start of a range', this.#at);
        continue;
      }
      if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === undefined) {
        ranges.push([low, low]);
        continue;
      }
      const dash = this.#at++;
      const high = this.#classItem(classes);
      if (high === undefined) throw this.#refuse('class at the end of a range', dash);
      if (high < low) throw this.#refuse('range whose end is before its start', dash);
      ranges.push([low, high]);
    }
    this.#at++;
    return { kind: 'set', set: new CharacterSet(ranges, classes, negated, flags.ignoreCase) };
  }

  /** One character of a class; undefined for `\d` and the like, which go to `classes`. */
  #classItem(classes: ClassEscape[]): number | undefined {
    const at = this.#at;
    const character = this.#text[this.#at++]!;
    if (character === '[')
      throw this.#refuse('"[" inside of a class', at, 'Write \\[ for the character; classes do not nest');
    if ('&-~'.includes(character) && this.#peek() === character) {
      throw this.#refuse(
        `${quoteText(character + character)} inside of a class`,
        at,
        `Write \\${character} for each character; classes have no set operations`,
      );
    }
    if (character !== '\\') return character.codePointAt(0)!;
    const letter = this.#peek();
    if (letter !== undefined && CLASS_ESCAPES.has(letter)) {
      this.#at++;
      classes.push(letter as ClassEscape);
      return undefined;
    }
    if (letter === 'b')
      throw this.#refuse('escape \\b inside of a class', at, 'Write \\x08 for the backspace character');
    return this.#escapedCharacter(at);
  }
}

/** What follows `(?`, what it is, and what to do instead. */
const REFUSED_GROUPS: readonly (readonly [start: string, what: string, hint?: string])[] = [
  // @spec EL-2.2.5-no-lookaround
  ['=', 'unsupported lookahead', 'Capture what you need in a group instead'],
  ['!', 'unsupported negative lookahead', 'Test for the unwanted text with a second expression instead'],
  // @spec EL-2.2.5-no-lookaround
  ['<=', 'unsupported lookbehind', 'Capture what you need in a group instead'],
  ['<!', 'unsupported negative lookbehind', 'Test for the unwanted text with a second expression instead'],
  // @spec EL-2.2.5-no-references
  ['P=', 'unsupported named back reference', 'A pattern cannot refer to what a group matched'],
  ['<', 'unsupported group name syntax', 'Write (?P<name>...)'],
  // @spec EL-2.2.5-no-conditionals
  ['(', 'unsupported conditional pattern', 'Use alternatives with |'],
  ['>', 'unsupported atomic group', 'Use (?:...)'],
  ['#', 'unsupported comment', 'Leave it out'],
];

/** Letters after a backslash, what they are, and what to do instead. */
const REFUSED_ESCAPES: readonly (readonly [pattern: RegExp, what: string, hint?: string])[] = [
  // @spec EL-2.2.5-no-references
  [/^[1-9]$/, 'unsupported back reference', 'A pattern cannot refer to what a group matched'],
  [/^0$/, 'unsupported octal escape', 'Use \\xHH with two hexadecimal digits'],
  // @spec EL-2.2.5-no-end-anchor
  [/^[Zz]$/, 'unsupported end-of-string anchor', 'Use $'],
  [/^[pP]$/, 'unsupported Unicode property', 'Use \\w, \\d, \\s or a class such as [a-z]'],
  [/^[<>]$/, 'unsupported word boundary', 'Use \\b, or write the character without a backslash'],
  [/^[a-zA-Z]$/, 'unknown escape', 'Write the letter without a backslash'],
];

/**
 * Parses a pattern. Throws INVALID_REGEX with the position (in code points, from 0) and what to write instead.
 * @spec EL-2.2.5-empty-pattern
 */
export function parseRegex(pattern: string): ParsedRegex {
  if (pattern === '') throw new EvaluationFailure('INVALID_REGEX', 'Invalid regular expression: the pattern is empty');
  return new PatternReader(pattern).read();
}
