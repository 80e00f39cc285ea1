import { quoteText } from '@openjd/expr';
import { ACCEPTED_EXTENSIONS, DRAFT_PROPOSALS } from '@openjd/model';
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { didYouMean } from './nearest.js';
import { addRepeatable, names } from './options.js';

/** Flags of every command that asks which extensions count. */
export interface ExtensionFlags {
  /** Comma-separated names; absent: every accepted extension; empty: none. */
  readonly extensions?: string;
  readonly enableProposal?: readonly string[];
}

/** Adds the flags to a command; answers the values of `--enable-proposal`. */
export function addExtensionOptions(command: Command): readonly string[] {
  command.addOption(
    new Option(
      '--extensions <names>',
      'comma-separated extensions to accept (default: all that are accepted)',
    ).argParser(
      // Given again it adds names, as in the Rust runtime's tool.
      (names: string, before: string | undefined) => (before === undefined ? names : `${before},${names}`),
    ),
  );
  return addRepeatable(command, '--enable-proposal <name>', 'switch on a draft proposal (repeatable)', {
    offered: DRAFT_PROPOSALS,
  });
}

/** Names of the extensions and draft proposals that templates may use. */
export interface Extensions {
  readonly supportedExtensions: readonly string[];
  readonly enableProposals: readonly string[];
}

/** Reads the flags. Throws UsageError for a name that is none. */
export function readExtensions({ extensions, enableProposal = [] }: ExtensionFlags): Extensions {
  const supportedExtensions = names(extensions) ?? ACCEPTED_EXTENSIONS;
  for (const name of supportedExtensions) requireKnown('extension', name, ACCEPTED_EXTENSIONS);
  for (const name of enableProposal) requireKnown('draft proposal', name, DRAFT_PROPOSALS);
  return { supportedExtensions, enableProposals: enableProposal };
}

function requireKnown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const list = known.length === 0 ? `no ${what} is known` : `known are ${known.join(', ')}`;
  throw new UsageError(`${quoteText(name)} is no ${what}`, didYouMean(name, known) ?? list);
}
