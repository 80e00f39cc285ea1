import type { Type } from './types/type.js';
import { type JsValue, valueFromJs } from './values/js.js';
import type { PathFormat, Value } from './values/value.js';

/**
 * The values of symbols by full dotted name, in layers: `child` adds one without copying, so that a task's symbols sit
 * on its session's. Spec: Expression Language, SymbolTable.
 */
export class SymbolTable {
  readonly #values: Map<string, Value>;
  readonly #parent: SymbolTable | undefined;

  constructor(entries: Readonly<Record<string, Value>> = {}, parent?: SymbolTable) {
    this.#values = new Map(Object.entries(entries));
    this.#parent = parent;
  }

  /**
   * A table from plain JavaScript values. `declared` gives the types of the names that need one: without it a string
   * is a `string`, a whole number an `int`. Throws EvaluationFailure for a value that its type does not take.
   */
  static fromJs(
    entries: Readonly<Record<string, JsValue>>,
    declared: Readonly<Record<string, Type>> = {},
    pathFormat: PathFormat = 'posix',
  ): SymbolTable {
    const table = new SymbolTable();
    for (const [name, js] of Object.entries(entries)) {
      const type = Object.hasOwn(declared, name) ? declared[name] : undefined;
      table.set(name, valueFromJs(js, type, pathFormat));
    }
    return table;
  }

  /** A table with these values before this one's. */
  child(entries: Readonly<Record<string, Value>> = {}): SymbolTable {
    return new SymbolTable(entries, this);
  }

  /** Sets a value in this layer. */
  set(name: string, value: Value): this {
    this.#values.set(name, value);
    return this;
  }

  /** The value of a full dotted name; undefined where there is none. */
  get(name: string): Value | undefined {
    const value = this.#values.get(name);
    return value === undefined && this.#parent !== undefined ? this.#parent.get(name) : value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Every name in it, inner layers first. */
  *names(): Generator<string> {
    yield* this.#values.keys();
    if (this.#parent !== undefined) yield* this.#parent.names();
  }
}
