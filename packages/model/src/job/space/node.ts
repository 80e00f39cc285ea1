import type { Int } from '@openjd/expr';
import type { TaskParameterValue } from '../parameter-space.js';
import { divide, multiply, remainder } from './exact.js';

/** A part of a parameter space: the values of one parameter, a product, or an association. */
export interface SpaceNode {
  /** Number of points. */
  readonly count: Int;
  /** Writes the values of the point at `index` into the slots of its parameters. */
  read(index: Int, slots: TaskParameterValue[]): void;
  /** Whether the point at `index` has these values. */
  matches(index: Int, values: ReadonlyMap<string, string>): boolean;
  /** The points that have these values, in order. A list may hold a value twice, so there may be several. */
  find(values: ReadonlyMap<string, string>): Iterable<Int>;
}

/**
 * Every combination of the parts' points; the last part varies fastest. No parts: one point. Spec: 2023-09, 3.4.3.
 * @spec TS-3.4.3-product HJC-task-per-combination
 */
export class ProductNode implements SpaceNode {
  readonly count: Int;
  readonly #parts: readonly SpaceNode[];

  constructor(parts: readonly SpaceNode[]) {
    this.#parts = parts;
    this.count = parts.reduce<Int>((count, part) => multiply(count, part.count), 1);
  }

  read(index: Int, slots: TaskParameterValue[]): void {
    let rest = index;
    for (let i = this.#parts.length - 1; i > 0; i--) {
      const part = this.#parts[i]!;
      part.read(remainder(rest, part.count), slots);
      rest = divide(rest, part.count);
    }
    this.#parts[0]?.read(rest, slots);
  }

  matches(index: Int, values: ReadonlyMap<string, string>): boolean {
    let rest = index;
    for (let i = this.#parts.length - 1; i >= 0; i--) {
      const part = this.#parts[i]!;
      if (!part.matches(remainder(rest, part.count), values)) return false;
      rest = divide(rest, part.count);
    }
    return true;
  }

  find(values: ReadonlyMap<string, string>): Iterable<Int> {
    return this.#findFrom(0, values);
  }

  *#findFrom(part: number, values: ReadonlyMap<string, string>): Generator<Int, void, undefined> {
    const node = this.#parts[part];
    if (node === undefined) {
      yield 0;
      return;
    }
    const inner = this.#parts.slice(part + 1).reduce<Int>((count, next) => multiply(count, next.count), 1);
    for (const index of node.find(values)) {
      for (const rest of this.#findFrom(part + 1, values)) yield exactSum(multiply(index, inner), rest);
    }
  }
}

function exactSum(a: Int, b: Int): Int {
  return typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b) ? a + b : BigInt(a) + BigInt(b);
}

/** The parts' points side by side: all have the same number. Spec: 2023-09, 3.4.3. @spec TS-3.4.3-association */
export class AssociationNode implements SpaceNode {
  readonly count: Int;
  readonly #parts: readonly SpaceNode[];

  /** The caller has made sure that there is a part and that all counts are equal. */
  constructor(parts: readonly SpaceNode[]) {
    this.#parts = parts;
    this.count = parts[0]!.count;
  }

  read(index: Int, slots: TaskParameterValue[]): void {
    for (const part of this.#parts) part.read(index, slots);
  }

  matches(index: Int, values: ReadonlyMap<string, string>): boolean {
    return this.#parts.every((part) => part.matches(index, values));
  }

  *find(values: ReadonlyMap<string, string>): Generator<Int, void, undefined> {
    const [first, ...others] = this.#parts;
    for (const index of first!.find(values)) {
      if (others.every((part) => part.matches(index, values))) yield index;
    }
  }
}
