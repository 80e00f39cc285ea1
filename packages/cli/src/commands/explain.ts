import { writeFileSync } from 'node:fs';
import { messageText } from '@openjd/expr';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { addExtensionOptions } from '../input/extensions.js';
import { addJobOptions, readJob } from '../input/jobs.js';
import { once, outputOption } from '../input/options.js';
import { readMaximumTasks } from '../input/task-count.js';
import { outputFormat, renderDocument } from '../output/documents.js';
import { renderExplanation } from '../output/explanation.js';
import { paintFor, printOut } from '../output/terminal.js';
import { orNotWritable } from '../output/writable.js';
import { type Explanation, explain } from '../run/explain.js';
import { selectTasks } from '../run/selection.js';

/** Tasks of each step that are shown where `--maximum-tasks` says nothing. */
const SHOWN_TASKS = 3;

interface ExplainFlags {
  readonly step?: string;
  readonly maximumTasks?: string;
  readonly pathMappingRules?: string;
  readonly extensions?: string;
  readonly html?: string;
  readonly output?: string;
}

export const configureExplain: Configure = (command, root) => {
  const { parameters, environments } = addJobOptions(command);
  command
    .addOption(once('--step <name>', 'explain this step only'))
    .addOption(once('--maximum-tasks <count>', `show so many tasks of each step (default: ${SHOWN_TASKS}; -1: all)`))
    .addOption(once('--path-mapping-rules <rules>', 'path mapping rules: JSON, or file://PATH'));
  const enableProposal = addExtensionOptions(command);
  command
    .addOption(once('--html <file>', 'write a page (HTML) instead of the tree'))
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
What only the host of a run knows is shown as <session>/…: the session directory
and what is in it. What an action sets with openjd_env is not known before.`,
    )
    .action(
      withStatus(root, async (file: string, flags: ExplainFlags) => {
        const maximumTasks = readMaximumTasks(flags.maximumTasks ?? String(SHOWN_TASKS));
        const pathMapping =
          flags.pathMappingRules === undefined
            ? []
            : (await import('../input/path-mapping.js')).readPathMappingRules(flags.pathMappingRules);
        const job = await readJob({ ...flags, file, parameters, environments, enableProposal });
        const { steps } = selectTasks(job, { step: flags.step });
        const explanation = explain(job, steps, { pathMapping, maximumTasks });
        const format = outputFormat(flags.output);
        if (flags.html !== undefined) await writePage(flags.html, explanation);
        if (format !== 'human') printOut(await renderDocument(explanation, format));
        else if (flags.html === undefined) printOut(renderExplanation(explanation, paintFor(process.stdout)));
        else printOut(`${messageText(`${explanation.message}: see ${flags.html}`)}\n`);
        return explanation.status === 'success' ? EXIT_STATUS.ok : EXIT_STATUS.wrong;
      }),
    );
};

async function writePage(path: string, explanation: Explanation): Promise<void> {
  const { renderExplanationPage } = await import('../explanation/page.js');
  orNotWritable(path, () => writeFileSync(path, renderExplanationPage(explanation)));
}
