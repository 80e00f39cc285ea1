import { type ExprRange, formatValue, type Int, parseRangeExpr, type Value } from '@openjd/expr';
import type { RangeConstraint, TaskParameterType, TaskParameterValue } from '../parameter-space.js';
import { type ChunkLayout, isSubset, makeChunk, offsetIn } from './chunk-layout.js';
import { add, subtract } from './exact.js';
import type { SpaceNode } from './node.js';

/** What every axis has: the parameter's name and its slot among the values of a task. */
export interface AxisPlace {
  readonly name: string;
  readonly slot: number;
}

/** One parameter whose values are listed. */
export class ListAxis implements SpaceNode {
  readonly count: number;
  readonly #place: AxisPlace;
  readonly #values: readonly TaskParameterValue[];
  #byText: Map<string, number[]> | undefined;

  constructor(place: AxisPlace, type: TaskParameterType, values: readonly Value[]) {
    this.#place = place;
    this.#values = values.map((value) => ({ type, value }));
    this.count = values.length;
  }

  read(index: Int, slots: TaskParameterValue[]): void {
    slots[this.#place.slot] = this.#values[Number(index)]!;
  }

  matches(index: Int, values: ReadonlyMap<string, string>): boolean {
    const { type, value } = this.#values[Number(index)]!;
    return keyOf(type, values.get(this.#place.name)) === keyOf(type, formatValue(value));
  }

  find(values: ReadonlyMap<string, string>): readonly number[] {
    this.#byText ??= this.#index();
    const [first] = this.#values;
    const key = first && keyOf(first.type, values.get(this.#place.name));
    return (key !== undefined && this.#byText.get(key)) || [];
  }

  #index(): Map<string, number[]> {
    const byText = new Map<string, number[]>();
    for (const [i, { type, value }] of this.#values.entries()) {
      const key = keyOf(type, formatValue(value))!;
      const known = byText.get(key);
      if (known === undefined) byText.set(key, [i]);
      else known.push(i);
    }
    return byText;
  }
}

/** Texts of the same value have the same key: `05` and `5` are one INT, `1.50` and `1.5` one FLOAT. */
function keyOf(type: TaskParameterType, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (type === 'INT') return String(intIn(text) ?? text);
  if (type === 'FLOAT' && text.trim() !== '' && Number.isFinite(Number(text))) return String(Number(text));
  return text;
}

function intIn(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
}

/** One INT parameter whose values are a range expression. */
export class RangeAxis implements SpaceNode {
  readonly count: Int;
  readonly #place: AxisPlace;
  readonly #range: ExprRange;

  constructor(place: AxisPlace, range: ExprRange) {
    this.#place = place;
    this.#range = range;
    this.count = range.count;
  }

  read(index: Int, slots: TaskParameterValue[]): void {
    slots[this.#place.slot] = { type: 'INT', value: this.#range.at(index)! };
  }

  matches(index: Int, values: ReadonlyMap<string, string>): boolean {
    return intIn(values.get(this.#place.name)) === BigInt(this.#range.at(index)!);
  }

  find(values: ReadonlyMap<string, string>): readonly Int[] {
    const value = intIn(values.get(this.#place.name));
    const offset =
      value === undefined
        ? undefined
        : offsetIn(this.#range, Number.isSafeInteger(Number(value)) ? Number(value) : value);
    return offset === undefined ? [] : [offset];
  }
}

/** One `CHUNK[INT]` parameter in chunks of a fixed size. @spec TS-3.4.3-chunk-is-range */
export class ChunkAxis implements SpaceNode {
  readonly count: Int;
  readonly #place: AxisPlace;
  readonly #range: ExprRange;
  readonly #layout: ChunkLayout;

  constructor(place: AxisPlace, range: ExprRange, layout: ChunkLayout) {
    this.#place = place;
    this.#range = range;
    this.#layout = layout;
    this.count = layout.count;
  }

  read(index: Int, slots: TaskParameterValue[]): void {
    slots[this.#place.slot] = { type: 'CHUNK[INT]', value: this.#layout.at(index) };
  }

  matches(index: Int, values: ReadonlyMap<string, string>): boolean {
    const asked = rangeIn(values.get(this.#place.name));
    const chunk = this.#layout.at(index);
    return asked !== undefined && asked.count === chunk.count && isSubset(asked, chunk);
  }

  find(values: ReadonlyMap<string, string>): readonly Int[] {
    const asked = rangeIn(values.get(this.#place.name));
    const offset = asked && offsetIn(this.#range, asked.at(0)!);
    if (offset === undefined) return [];
    const index = this.#layout.indexOf(offset);
    return this.matches(index, values) ? [index] : [];
  }
}

function rangeIn(text: string | undefined): ExprRange | undefined {
  const parsed = text === undefined ? undefined : parseRangeExpr(text);
  return parsed?.ok === true ? parsed.value : undefined;
}

/** The part of the range that a text says, where that may be one chunk, whatever its size. */
export function possibleChunk(
  text: string | undefined,
  range: ExprRange,
  constraint: RangeConstraint,
): ExprRange | undefined {
  const asked = rangeIn(text);
  if (asked === undefined || !isSubset(asked, range)) return undefined;
  if (constraint === 'NONCONTIGUOUS') return asked;
  const first = offsetIn(range, asked.at(0)!)!;
  return isOneRun(asked) ? makeChunk(range, first, add(first, asked.count), constraint) : undefined;
}

function isOneRun(range: ExprRange): boolean {
  const last = range.at(subtract(range.count, 1))!;
  return add(subtract(last, range.at(0)!), 1) === range.count;
}
