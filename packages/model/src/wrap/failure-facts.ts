import type { Fact, FailedEnd } from '../schema/fact.js';
import type { Routing } from './routing.js';

/**
 * What the extensions of its hooks tell of an action that has failed; nothing where none ran in its place. An end goes
 * out through all layers, so that each is asked about the same; of facts with one name the innermost counts.
 */
export function failureFacts({ hooks }: Pick<Routing, 'hooks'>, end: FailedEnd): readonly Fact[] {
  const facts = hooks.flatMap(({ environment }) => environment.profile.failureFacts(end));
  return facts.filter(({ name }, index) => facts.findIndex((other) => other.name === name) === index);
}
