import { EvaluationFailure } from '../row.js';
import type { CharacterSet } from './character-set.js';
import type { ParsedRegex } from './parse.js';
import { type Assertion, matchesEmpty, type RegexNode } from './syntax-tree.js';

/** Most room for the groups of all threads: instructions times groups. */
const MAX_THREAD_SLOTS = 1_000_000;

/** A pattern whose program would be too large. */
export function tooManyInstructions(most: number): EvaluationFailure {
  return tooLarge(`it needs more than ${most} instructions`);
}

function tooLarge(why: string): EvaluationFailure {
  return new EvaluationFailure('INVALID_REGEX', `Invalid regular expression: ${why}`, 'Use smaller numbers in {n,m}');
}

/** One step of the machine. Targets are indices of instructions. */
export type Instruction =
  | { readonly op: 'character'; readonly codePoint: number }
  | { readonly op: 'set'; readonly set: CharacterSet }
  | { readonly op: 'assert'; readonly assertion: Assertion }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'jump'; to: number }
  /** Tries `first`, and `second` with lower priority. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'match' };

/** A pattern that is ready to run. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly groupCount: number;
  /** What every match starts with, where that is known: the machine looks for it quickly. */
  readonly prefix: string;
  /** Steps that making it took. See `STEPS_PER_OPERATION`. */
  readonly steps: number;
}

const STEPS_PER_INSTRUCTION = 20;
const STEPS_PER_SET_IGNORING_CASE = 2000;

function stepsOf(instructions: readonly Instruction[]): number {
  const sets = new Set<CharacterSet>();
  for (const instruction of instructions)
    if (instruction.op === 'set' && instruction.set.ignoreCase) sets.add(instruction.set);
  return instructions.length * STEPS_PER_INSTRUCTION + sets.size * STEPS_PER_SET_IGNORING_CASE;
}

class Compiler {
  readonly instructions: Instruction[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  emit<T extends Instruction>(instruction: T): T {
    if (this.instructions.length >= this.#most) throw tooManyInstructions(this.#most);
    this.instructions.push(instruction);
    return instruction;
  }

  get next(): number {
    return this.instructions.length;
  }

  node(node: RegexNode): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'character':
        this.emit({ op: 'character', codePoint: node.codePoint });
        return;
      case 'set':
        this.emit({ op: 'set', set: node.set });
        return;
      case 'assertion':
        this.emit({ op: 'assert', assertion: node.assertion });
        return;
      case 'sequence':
        for (const part of node.parts) this.node(part);
        return;
      case 'group':
        this.emit({ op: 'save', slot: node.index * 2 });
        this.node(node.body);
        this.emit({ op: 'save', slot: node.index * 2 + 1 });
        return;
      case 'choice':
        this.#choice(node.options);
        return;
      case 'repeat':
        this.#repeat(node);
    }
  }

  #choice(options: readonly RegexNode[]): void {
    const ends: { to: number }[] = [];
    for (const option of options.slice(0, -1)) {
      const split = this.emit({ op: 'split' as const, first: this.next + 1, second: 0 });
      this.node(option);
      ends.push(this.emit({ op: 'jump' as const, to: 0 }));
      split.second = this.next;
    }
    this.node(options.at(-1)!);
    for (const end of ends) end.to = this.next;
  }

  #repeat({ body, min, max, greedy }: RegexNode & { readonly kind: 'repeat' }): void {
    const start = this.next;
    for (let i = 1; i < min; i++) {
      this.node(body);
      // What takes no instruction matches nothing, however often.
      if (this.next === start) break;
    }
    if (max === Number.POSITIVE_INFINITY) {
      if (min > 0) this.#oneOrMore(body, greedy);
      else this.#zeroOrMore(body, greedy);
      return;
    }
    if (min > 0) this.node(body);
    const splits = [];
    for (let i = min; i < max; i++) {
      splits.push(this.#split(greedy));
      this.node(body);
    }
    for (const split of splits) this.#leave(split, greedy);
  }

  /** A split that goes on with what follows it, or leaves to where `#leave` says. */
  #split(greedy: boolean): Instruction & { op: 'split' } {
    const inside = this.next + 1;
    return this.emit({ op: 'split', first: greedy ? inside : 0, second: greedy ? 0 : inside });
  }

  #leave(split: Instruction & { op: 'split' }, greedy: boolean): void {
    if (greedy) split.second = this.next;
    else split.first = this.next;
  }

  #oneOrMore(body: RegexNode, greedy: boolean): void {
    const start = this.next;
    this.node(body);
    const after = this.next + 1;
    this.emit({ op: 'split', first: greedy ? start : after, second: greedy ? after : start });
  }

  #zeroOrMore(body: RegexNode, greedy: boolean): void {
    const start = this.next;
    const split = this.#split(greedy);
    if (matchesEmpty(body)) {
      // As (?:body+)?: an empty round ends the loop with the priority that it has, as in a backtracking engine.
      this.#oneOrMore(body, greedy);
    } else {
      this.node(body);
      this.emit({ op: 'jump', to: start });
    }
    this.#leave(split, greedy);
  }
}

function literalPrefix(instructions: readonly Instruction[]): string {
  let prefix = '';
  for (const instruction of instructions) {
    if (instruction.op === 'character') prefix += String.fromCodePoint(instruction.codePoint);
    else if (instruction.op !== 'save') break;
  }
  return prefix;
}

/** Turns a tree into a program of at most so many instructions. Throws INVALID_REGEX where it would be too large. */
export function compileTree({ root, groupCount }: ParsedRegex, most: number): Program {
  const compiler = new Compiler(most);
  compiler.node(root);
  compiler.emit({ op: 'match' });
  const { instructions } = compiler;
  if (instructions.length * (groupCount + 1) > MAX_THREAD_SLOTS)
    throw tooLarge('groups and instructions together take too much room');
  return { instructions, groupCount, prefix: literalPrefix(instructions), steps: stepsOf(instructions) };
}
