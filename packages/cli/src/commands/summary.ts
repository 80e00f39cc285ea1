import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { addExtensionOptions } from '../input/extensions.js';
import { addJobOptions, readJob } from '../input/jobs.js';
import { once, outputOption } from '../input/options.js';
import { outputFormat, renderDocument } from '../output/documents.js';
import { renderSummary, summarize } from '../output/summary.js';
import { paintFor, printOut } from '../output/terminal.js';
import { selectTasks } from '../run/selection.js';

interface SummaryFlags {
  readonly step?: string;
  readonly extensions?: string;
  readonly output?: string;
}

export const configureSummary: Configure = (command, root) => {
  const { parameters, environments } = addJobOptions(command);
  command.addOption(once('--step <name>', 'show this step only'));
  const enableProposal = addExtensionOptions(command);
  command.addOption(outputOption()).action(
    withStatus(root, async (file: string, flags: SummaryFlags) => {
      const job = await readJob({ ...flags, file, parameters, environments, enableProposal });
      const { steps } = selectTasks(job, { step: flags.step });
      const summary = summarize(job, steps);
      const format = outputFormat(flags.output);
      const text =
        format === 'human' ? renderSummary(summary, paintFor(process.stdout)) : await renderDocument(summary, format);
      printOut(text);
      return EXIT_STATUS.ok;
    }),
  );
};
