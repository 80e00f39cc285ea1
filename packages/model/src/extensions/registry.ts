import { quoteText } from '@openjd/expr';
import { EXPR } from './expr.js';
import type { Extension } from './extension.js';
import { FEATURE_BUNDLE_1 } from './feature-bundle-1/feature-bundle-1.js';
import type { Proposal } from './proposal.js';
import * as proposals from './proposals/registry.js';
import { REDACTED_ENV_VARS } from './redacted-env-vars.js';
import { TASK_CHUNKING } from './task-chunking.js';
import { WRAP_ACTIONS } from './wrap-actions.js';

/**
 * Every accepted extension of revision 2023-09 that this package knows, in the order of the specification.
 * @spec TS-1.1-known-extensions
 */
export const EXTENSIONS: readonly Extension[] = [
  TASK_CHUNKING,
  REDACTED_ENV_VARS,
  FEATURE_BUNDLE_1,
  EXPR,
  WRAP_ACTIONS,
];

/** Names of the accepted extensions. */
export const ACCEPTED_EXTENSIONS: readonly string[] = EXTENSIONS.map((extension) => extension.name);

/** Every draft proposal that this package knows, by name. */
export const PROPOSALS: readonly Proposal[] = Object.values<Proposal>(proposals).sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

/** Names of the draft proposals; each works only where the caller switches it on. */
export const DRAFT_PROPOSALS: readonly string[] = PROPOSALS.map((proposal) => proposal.name);

/**
 * The proposals with these names, each once. Throws a RangeError, with the known names, for a name that is none: which
 * proposals are on is the caller's choice and no template's fault.
 */
export function proposalsNamed(names: Iterable<string>): readonly Proposal[] {
  return [...new Set(names)].map((name) => {
    const proposal = PROPOSALS.find((known) => known.name === name);
    if (proposal !== undefined) return proposal;
    const known = DRAFT_PROPOSALS.length === 0 ? 'none is known' : `known are ${DRAFT_PROPOSALS.join(', ')}`;
    throw new RangeError(`There is no draft proposal ${quoteText(name)}; ${known}`);
  });
}

/** The proposals that can be meant by the name of an extension, whether they are on or not. */
export function proposalsDeclaredBy(extension: string): readonly Proposal[] {
  return PROPOSALS.filter((proposal) => proposal.extension?.name === extension);
}
