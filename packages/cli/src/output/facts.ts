import type { Fact } from '@openjd/model';

/** What people read of facts, known or not: their labels. Undefined where there are none. */
export function factsText(facts: readonly Fact[] | undefined): string | undefined {
  return facts === undefined || facts.length === 0 ? undefined : facts.map(({ label }) => label).join('; ');
}

/**
 * An object as programs read it: each of its `facts` under its own name, as if it were a field of the object. A field
 * that the object has itself stays. `nameOf` makes a field's name of a fact's. Default: as it is.
 */
export function withFactsAsFields(
  object: { readonly facts?: readonly Fact[] },
  nameOf = (name: string) => name,
): object {
  const { facts = [], ...fields } = object;
  return { ...fields, ...Object.fromEntries(facts.map(({ name, value }) => [nameOf(name), value])), ...fields };
}

/** `some_name` of `someName`: names of documents. */
export function documentName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
