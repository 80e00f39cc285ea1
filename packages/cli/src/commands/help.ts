import { quoteText } from '@openjd/expr';
import type { Command } from 'commander';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { UsageError } from '../failure.js';
import { didYouMean } from '../input/nearest.js';
import { columnsOf, paintFor, printOut } from '../output/terminal.js';

const FUNCTIONS = 'functions';

export const configureHelp: Configure = (command, root) => {
  command
    .argument('[topic]', `a command, or "${FUNCTIONS}" for the functions of the expression language`)
    .argument('[name]', `with "${FUNCTIONS}": only functions whose name contains this`)
    .action(withStatus(root, (topic: string | undefined, name: string | undefined) => help(root, topic, name)));
};

async function help(root: Command, topic: string | undefined, name: string | undefined): Promise<number> {
  if (topic === FUNCTIONS) return await helpFunctions(name);
  if (name !== undefined) throw new UsageError(`too many arguments for ${quoteText(`help ${topic}`)}`);
  const command = topic === undefined ? root : root.commands.find((known) => known.name() === topic);
  if (command === undefined) {
    const topics = [...root.commands.map((known) => known.name()), FUNCTIONS];
    throw new UsageError(`unknown help topic ${quoteText(topic ?? '')}`, didYouMean(topic ?? '', topics));
  }
  command.outputHelp();
  return EXIT_STATUS.ok;
}

async function helpFunctions(name: string | undefined): Promise<number> {
  const { renderFunctions, functionNames } = await import('../output/functions.js');
  const text = renderFunctions(name, { paint: paintFor(process.stdout), columns: columnsOf(process.stdout) });
  if (text === '')
    throw new UsageError(
      `no function has ${quoteText(name ?? '')} in its name`,
      didYouMean(name ?? '', functionNames()),
    );
  printOut(text);
  return EXIT_STATUS.ok;
}
