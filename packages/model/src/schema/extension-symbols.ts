import type { Type, Value } from '@openjd/expr';

/** A symbol that an extension adds to a place. */
export interface ExtensionSymbol<Known> {
  readonly type: Type;
  /** Its value, of what is known at the place. */
  readonly of: (known: Known) => Value;
  /** Where it is known, as a hint says it at a place where it is not. Absent: as the base says. */
  readonly whereabouts?: string;
}

type Symbols<Known> = ReadonlyMap<string, ExtensionSymbol<Known>>;

/** The symbols that extensions add, by place and name. */
export interface ExtensionSymbols {
  /** Wherever the job's name is known: everywhere but in the name itself. */
  readonly job: Symbols<{ readonly jobName: string }>;
  /** Inside a step, but in the `let` of its environments. */
  readonly step: Symbols<{ readonly stepName: string }>;
  /** On the host, in place of what the base has by that name. */
  readonly host: Symbols<{ readonly hasPathMappingRules: boolean }>;
}

/** The symbols of a place with their values. */
export function knownSymbols<Known>(
  symbols: Symbols<Known>,
  known: Known,
): ReadonlyMap<string, { readonly type: Type; readonly value: Value }> {
  return new Map([...symbols].map(([name, { type, of }]) => [name, { type, value: of(known) }]));
}
