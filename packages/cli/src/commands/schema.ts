import { jsonSchemaOf, PROPOSALS, SPECIFICATION_VERSIONS, widestProfile } from '@openjd/model';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { UsageError } from '../failure.js';
import { addExtensionOptions, type ExtensionFlags, readExtensions } from '../input/extensions.js';
import { choice } from '../input/options.js';
import { renderDocument } from '../output/documents.js';
import { printOut } from '../output/terminal.js';

type SpecificationVersion = keyof typeof SPECIFICATION_VERSIONS;

const DEFAULT_VERSION: SpecificationVersion = 'jobtemplate-2023-09';

interface SchemaFlags extends ExtensionFlags {
  readonly version?: SpecificationVersion;
  readonly output?: string;
}

export const configureSchema: Configure = (command, root) => {
  const versions = Object.keys(SPECIFICATION_VERSIONS);
  command.addOption(
    choice('--version <version>', `specificationVersion of the template (default: ${DEFAULT_VERSION})`, versions),
  );
  const enableProposal = addExtensionOptions(command);
  command
    .addOption(choice('-o, --output <format>', 'form of the schema', ['json', 'yaml'], ['human-readable']))
    .addHelpText(
      'after',
      '\nA JSON Schema of the draft 2020-12, for editors and other tools. `openjd check`\nfinds much that no schema can say.',
    )
    .action(
      withStatus(root, async (flags: SchemaFlags) => {
        const { supportedExtensions, enableProposals } = readExtensions({ ...flags, enableProposal });
        requireOneMeaning(enableProposals);
        const kind = SPECIFICATION_VERSIONS[flags.version ?? DEFAULT_VERSION];
        const schema = jsonSchemaOf(widestProfile(supportedExtensions, enableProposals), kind);
        printOut(await renderDocument(schema, flags.output === 'yaml' ? 'yaml' : 'json'));
        return EXIT_STATUS.ok;
      }),
    );
};

/** A template with the extension of two proposals has problems; a schema would have to choose one. */
function requireOneMeaning(names: readonly string[]): void {
  const owners = new Map<string, string>();
  for (const { name, extension } of PROPOSALS) {
    if (extension === undefined || !names.includes(name)) continue;
    const other = owners.get(extension.name);
    if (other !== undefined) {
      throw new UsageError(`the proposals ${other} and ${name} have one extension, ${extension.name}`, 'switch on one');
    }
    owners.set(extension.name, name);
  }
}
