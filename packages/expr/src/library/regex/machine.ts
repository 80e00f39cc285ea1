import { TextSearch } from '../../values/text-search.js';
import { isWordCharacter } from './character-set.js';
import type { Instruction, Program } from './program.js';
import type { Assertion } from './syntax-tree.js';

/** Where a match and its groups start and end, in UTF-16 units: `[start, end, group 1 start, group 1 end, …]`, -1 for none. */
export type Slots = Int32Array;

/** How to run a program on a text. */
export interface Search {
  readonly text: string;
  readonly from: number;
  /** Only a match that starts at `from`. */
  readonly anchored?: boolean;
  /** No empty match at `from`, because the one before ended there and was empty. */
  readonly mustAdvance?: boolean;
  /** Whether the groups matter, or only where the match is. */
  readonly groups?: boolean;
  /** Hears of the steps that were taken, from time to time. See `STEPS_PER_OPERATION`. */
  readonly onSteps: (steps: number) => void;
}

/** Steps between two calls of `onSteps`. */
const STEPS_PER_REPORT = 1 << 16;

/** Steps to follow one instruction, to begin a search, and to look at the characters beside a place. */
const STEPS_PER_INSTRUCTION = 10;
const STEPS_PER_FIND = 60;
const STEPS_PER_ASSERTION = 10;
/** Steps to look at a character at which no match can start, for each thing that it could start with. */
const STEPS_PER_SKIPPED = 2;

/** Most different things a match may start with that are looked for one by one. */
const MOST_STARTS = 8;

/** Threads by priority: each is an instruction and its slots. An instruction is in a list once at most. */
class ThreadList {
  readonly instructions: Int32Array;
  readonly slots: Int32Array;
  size = 0;
  readonly #places: Int32Array;

  constructor(programSize: number, slotCount: number) {
    this.instructions = new Int32Array(programSize);
    this.#places = new Int32Array(programSize);
    this.slots = new Int32Array(programSize * slotCount);
  }

  /** Whether the instruction is new in the list; it is in it from then on. */
  enter(instruction: number): boolean {
    const place = this.#places[instruction]!;
    if (place < this.size && this.instructions[place] === instruction) return false;
    this.#places[instruction] = this.size;
    this.instructions[this.size++] = instruction;
    return true;
  }
}

/** What a match can start with; undefined where that cannot be told by one character. */
function firstCharacters(instructions: readonly Instruction[]): ((codePoint: number) => boolean) | undefined {
  const starts: ((codePoint: number) => boolean)[] = [];
  const seen = new Set<number>();
  const pending = [0];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    if (starts.length > MOST_STARTS) return undefined;
    seen.add(at);
    const instruction = instructions[at]!;
    switch (instruction.op) {
      case 'character':
        starts.push((codePoint) => codePoint === instruction.codePoint);
        break;
      case 'set':
        starts.push((codePoint) => instruction.set.has(codePoint));
        break;
      case 'save':
        pending.push(at + 1);
        break;
      case 'jump':
        pending.push(instruction.to);
        break;
      case 'split':
        pending.push(instruction.first, instruction.second);
        break;
      default:
        return undefined;
    }
  }
  return starts.length > MOST_STARTS ? undefined : (codePoint) => starts.some((start) => start(codePoint));
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** The same answers, those for ASCII remembered. */
function asciiFirst(canStart: ((codePoint: number) => boolean) | undefined): typeof canStart {
  if (canStart === undefined) return undefined;
  const known = new Uint8Array(0x80);
  return (codePoint) => {
    if (codePoint >= 0x80) return canStart(codePoint);
    if (known[codePoint] === UNKNOWN) known[codePoint] = canStart(codePoint) ? YES : NO;
    return known[codePoint] === YES;
  };
}

/** The code point that ends at an offset; -1 at the start. */
function codePointBefore(text: string, offset: number): number {
  if (offset === 0) return -1;
  const unit = text.charCodeAt(offset - 1);
  if (unit < 0xdc00 || unit > 0xdfff || offset < 2) return unit;
  const pair = text.codePointAt(offset - 2)!;
  return pair > 0xffff ? pair : unit;
}

function holds(assertion: Assertion, text: string, offset: number): boolean {
  switch (assertion) {
    case 'text start':
      return offset === 0;
    case 'text end':
      return offset === text.length;
    case 'line start':
      return offset === 0 || text.charCodeAt(offset - 1) === 0x0a;
    case 'line end':
      return offset === text.length || text.charCodeAt(offset) === 0x0a;
    default: {
      const before = codePointBefore(text, offset);
      const after = text.codePointAt(offset) ?? -1;
      const boundary = (before >= 0 && isWordCharacter(before)) !== (after >= 0 && isWordCharacter(after));
      return boundary === (assertion === 'word boundary');
    }
  }
}

/**
 * Runs a program on texts by Pike's algorithm: all threads go through the text together, one character at a time, and no
 * instruction is in two of them, so that time grows with the text's length times the program's size and with nothing
 * else. Threads stand in the order in which a backtracking engine would try them, so the match is the same.
 */
export class Machine {
  readonly #program: Program;
  readonly #canStart: ((codePoint: number) => boolean) | undefined;
  readonly #search: TextSearch | undefined;
  readonly #slotCount: number;
  #current: ThreadList;
  #next: ThreadList;
  /** Instructions to follow, and slots to restore (as `-1 - slot`, then the old value), when a thread is added. */
  readonly #pending: number[] = [];
  readonly #scratch: Int32Array;
  /** Steps that nobody has heard of yet. */
  #steps = 0;

  get programSize(): number {
    return this.#program.instructions.length;
  }

  /** Bytes that its threads take. */
  get bytes(): number {
    return 2 * this.programSize * (this.#slotCount + 2) * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Steps that making it took, be it now or before. See `STEPS_PER_OPERATION`. */
  get steps(): number {
    return this.#program.steps + this.programSize * this.#slotCount;
  }

  constructor(program: Program) {
    this.#program = program;
    this.#search = program.prefix === '' ? undefined : new TextSearch(program.prefix);
    this.#canStart = this.#search === undefined ? asciiFirst(firstCharacters(program.instructions)) : undefined;
    this.#slotCount = (program.groupCount + 1) * 2;
    this.#current = new ThreadList(program.instructions.length, this.#slotCount);
    this.#next = new ThreadList(program.instructions.length, this.#slotCount);
    this.#scratch = new Int32Array(this.#slotCount);
  }

  get groupCount(): number {
    return this.#program.groupCount;
  }

  /** The first match at or after `from`; undefined where there is none. */
  find({ text, from, anchored = false, mustAdvance = false, groups = true, onSteps }: Search): Slots | undefined {
    const { instructions } = this.#program;
    const slotCount = groups ? this.#slotCount : 2;
    let found: Slots | undefined;
    this.#steps = STEPS_PER_FIND;
    this.#current.size = 0;
    for (let at = from; ; ) {
      if (this.#current.size === 0) {
        if (found !== undefined || (anchored && at > from)) break;
        if (!anchored) at = this.#skip(text, at);
        if (at < 0) break;
      }
      if (found === undefined && (!anchored || at === from)) {
        this.#scratch.fill(-1);
        this.#scratch[0] = at;
        this.#add(this.#current, 0, text, at, slotCount);
      }
      const codePoint = at < text.length ? text.codePointAt(at)! : -1;
      const after = at + (codePoint > 0xffff ? 2 : 1);
      const current = this.#current;
      const next = this.#next;
      next.size = 0;
      this.#steps += current.size * STEPS_PER_INSTRUCTION;
      if (this.#steps >= STEPS_PER_REPORT) {
        onSteps(this.#steps);
        this.#steps = 0;
      }
      for (let i = 0; i < current.size; i++) {
        const place = current.instructions[i]!;
        const instruction = instructions[place]!;
        let goesOn = false;
        if (instruction.op === 'character') goesOn = instruction.codePoint === codePoint;
        else if (instruction.op === 'set') goesOn = codePoint >= 0 && instruction.set.has(codePoint);
        else if (instruction.op === 'match') {
          if (mustAdvance && at === from) continue;
          found = current.slots.slice(i * slotCount, (i + 1) * slotCount);
          found[1] = at;
          // Threads behind this one have a lower priority.
          break;
        }
        if (!goesOn) continue;
        for (let slot = 0; slot < slotCount; slot++) this.#scratch[slot] = current.slots[i * slotCount + slot]!;
        this.#add(next, place + 1, text, after, slotCount);
      }
      this.#current = next;
      this.#next = current;
      if (codePoint < 0) break;
      at = after;
    }
    onSteps(this.#steps);
    return found;
  }

  /** The next place at which a match could start; -1 where there is none. */
  #skip(text: string, from: number): number {
    const found = this.#search === undefined ? this.#nextStart(text, from) : this.#search.first(text, from);
    this.#steps += ((found < 0 ? text.length : found) - from) * STEPS_PER_SKIPPED;
    return found;
  }

  #nextStart(text: string, from: number): number {
    const canStart = this.#canStart;
    if (canStart === undefined) return from;
    for (let at = from; at < text.length; ) {
      const codePoint = text.codePointAt(at)!;
      if (canStart(codePoint)) return at;
      at += codePoint > 0xffff ? 2 : 1;
    }
    return -1;
  }

  /** Adds the instructions that a thread reaches without taking a character, in order of priority. */
  #add(list: ThreadList, first: number, text: string, at: number, slotCount: number): void {
    const { instructions } = this.#program;
    const pending = this.#pending;
    const slots = this.#scratch;
    pending.push(first);
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      if (place < 0) {
        slots[-1 - place] = pending.pop()!;
        continue;
      }
      this.#steps += STEPS_PER_INSTRUCTION;
      if (!list.enter(place)) continue;
      const instruction = instructions[place]!;
      switch (instruction.op) {
        case 'jump':
          pending.push(instruction.to);
          break;
        case 'split':
          pending.push(instruction.second, instruction.first);
          break;
        case 'assert':
          this.#steps += STEPS_PER_ASSERTION;
          if (holds(instruction.assertion, text, at)) pending.push(place + 1);
          break;
        case 'save':
          if (instruction.slot < slotCount) {
            pending.push(slots[instruction.slot]!, -1 - instruction.slot);
            slots[instruction.slot] = at;
          }
          pending.push(place + 1);
          break;
        default: {
          const start = (list.size - 1) * slotCount;
          this.#steps += slotCount;
          for (let slot = 0; slot < slotCount; slot++) list.slots[start + slot] = slots[slot]!;
        }
      }
    }
  }
}
