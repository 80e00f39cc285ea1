import { messageText, ProblemError } from '@openjd/expr';
import { cleanLeftovers, type Leftover } from '@openjd/sessions';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { CommandFailure } from '../failure.js';
import { printOut } from '../output/terminal.js';

export const configureClean: Configure = (command, root) => {
  command
    .addHelpText(
      'after',
      `
Ends the processes and removes the session directories of runs that were killed
(SIGKILL, power loss) before they could do that themselves. Runs that are at
work and directories kept with --preserve are not touched. Every run does this
before it starts, too.`,
    )
    .action(withStatus(root, clean));
};

async function clean(): Promise<number> {
  const leftovers = await cleanLeftovers().catch(asFailure);
  printOut(leftovers.length === 0 ? 'Nothing to clean.\n' : leftovers.map(describe).join(''));
  return leftovers.some(({ left }) => left.length > 0) ? EXIT_STATUS.wrong : EXIT_STATUS.ok;
}

function asFailure(error: unknown): never {
  if (error instanceof ProblemError) throw new CommandFailure(error.problems);
  throw error;
}

function describe({ sessionId, startedAt, workingDirectory, directoryRemoved, environments, left }: Leftover): string {
  const lines = [`Session ${messageText(sessionId)} of ${messageText(startedAt)}`];
  if (directoryRemoved) lines.push(`  removed: ${messageText(workingDirectory)}`);
  if (environments.length > 0)
    lines.push(`  never exited: ${messageText(environments.join(', '))} (what they started elsewhere is left)`);
  for (const item of left) lines.push(`  could not be removed: ${messageText(item)}`);
  return `${lines.join('\n')}\n`;
}
