import { NameIndex, type NearName } from './nearest.js';
import type { Type } from './types/type.js';
import type { Value } from './values/value.js';

/** A symbol as expressions see it: its type, and its value where that is known already. */
export interface ScopeSymbol {
  readonly type: Type;
  /** Undefined where the value is not known yet. A known null is `null`. */
  readonly value?: Value | undefined;
}

/**
 * What a scope is made of: full dotted names with a type, or with a type and a known value. A map is not copied: names
 * that it gets later, as those of a `let`, are in the scope from then on.
 */
export type ScopeEntries = Readonly<Record<string, Type | ScopeSymbol>> | ReadonlyMap<string, ScopeSymbol>;

/** What an expression may use besides symbols. */
export interface ScopeOptions {
  /** Whether functions such as `apply_path_mapping` are available. Default: as the parent, else false. Spec: 2.3.2. */
  readonly hostContext?: boolean;
}

/** A layer of fewer names is looked at whole for each question. */
const SMALL = 64;

/** Where the checker finds symbols. */
export interface SymbolSource {
  readonly hostContext: boolean;
  get(name: string): ScopeSymbol | undefined;
  names(): Iterable<string>;
  /** The name that was probably meant by one that is not there. */
  nearest(name: string): NearName | undefined;
  /** Names that begin with `prefix`, at most `most` of them. */
  startingWith(prefix: string, most: number): readonly string[];
}

/**
 * The symbols that an expression may refer to. Immutable; `child` adds a layer, so that a step's scope shares its job's.
 * Spec: Expression Language 1.2.2, Static Type Checking via Unresolved Values.
 */
export class Scope implements SymbolSource {
  readonly hostContext: boolean;
  #symbols: ReadonlyMap<string, ScopeSymbol> | undefined;
  readonly #entries: (() => ScopeEntries) | undefined;
  readonly #parent: Scope | undefined;
  #index: NameIndex | undefined;

  /** A function as `entries` is called once, when a symbol is first looked for: in most templates few scopes are used. */
  constructor(entries: ScopeEntries | (() => ScopeEntries) = {}, parent?: Scope, options: ScopeOptions = {}) {
    if (typeof entries === 'function') this.#entries = entries;
    else this.#symbols = symbolsOf(entries);
    this.#parent = parent;
    this.hostContext = options.hostContext ?? parent?.hostContext ?? false;
  }

  /** A scope with these symbols before this one's. */
  child(entries: ScopeEntries | (() => ScopeEntries), options: ScopeOptions = {}): Scope {
    return new Scope(entries, this, options);
  }

  /** The symbol of a full dotted name. */
  get(name: string): ScopeSymbol | undefined {
    return this.#own().get(name) ?? this.#parent?.get(name);
  }

  /** Every name in it, inner layers first. */
  *names(): Generator<string> {
    yield* this.#own().keys();
    if (this.#parent !== undefined) yield* this.#parent.names();
  }

  nearest(name: string, within?: number): NearName | undefined {
    const own = this.#ownIndex().nearest(name, within);
    return this.#parent?.nearest(name, own === undefined ? within : own.distance - 1) ?? own;
  }

  startingWith(prefix: string, most: number): readonly string[] {
    const own = this.#ownIndex().startingWith(prefix, most);
    if (own.length === most || this.#parent === undefined) return own;
    return [...new Set([...own, ...this.#parent.startingWith(prefix, most)])].slice(0, most);
  }

  /** Made again when a layer that grows has twice as many names: what came since is not offered. */
  #ownIndex(): NameIndex {
    const { size } = this.#own();
    const known = this.#index;
    if (known !== undefined && (known.size === size || (size > SMALL && size < known.size * 2))) return known;
    this.#index = new NameIndex(this.#own().keys());
    return this.#index;
  }

  #own(): ReadonlyMap<string, ScopeSymbol> {
    this.#symbols ??= symbolsOf(this.#entries?.() ?? {});
    return this.#symbols;
  }
}

function symbolsOf(entries: ScopeEntries): ReadonlyMap<string, ScopeSymbol> {
  if (entries instanceof Map) return entries as ReadonlyMap<string, ScopeSymbol>;
  const symbols = new Map<string, ScopeSymbol>();
  for (const [name, entry] of Object.entries(entries)) {
    const { type, value } = 'kind' in entry ? { type: entry, value: undefined } : entry;
    symbols.set(name, { type: type.kind === 'unresolved' ? type.constraint : type, value });
  }
  return symbols;
}
