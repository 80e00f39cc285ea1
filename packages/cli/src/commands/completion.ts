import { quoteText } from '@openjd/expr';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { UsageError } from '../failure.js';
import { didYouMean } from '../input/nearest.js';
import { choicesOf } from '../input/options.js';
import { type CompletedCommand, renderCompletion, SHELLS, type Shell } from '../output/completion.js';
import { printOut } from '../output/terminal.js';

export const configureCompletion: Configure = (command, root) => {
  command
    .argument('<shell>', SHELLS.join(' or '))
    .addHelpText(
      'after',
      `
Prints a script that completes commands, flags, their values and files:
  bash   eval "$(openjd completion bash)"   in ~/.bashrc
  zsh    eval "$(openjd completion zsh)"    in ~/.zshrc, after compinit`,
    )
    .action(
      withStatus(root, async (shell: string) => {
        if (!isShell(shell))
          throw new UsageError(
            `no completion for ${quoteText(shell)}`,
            didYouMean(shell, SHELLS) ?? `known are ${SHELLS.join(', ')}`,
          );
        const commands = root.commands.map((known): CompletedCommand => {
          const flags = known.options.filter((option) => !option.hidden);
          return {
            name: known.name(),
            flags: [...flags.flatMap(({ short, long }) => [short, long]), '--help'].filter(
              (flag) => flag !== undefined,
            ),
            values: flags.flatMap((option) => {
              const choices = choicesOf(option);
              return choices
                ? [{ flags: [option.short, option.long].filter((flag) => flag !== undefined), choices }]
                : [];
            }),
          };
        });
        printOut(renderCompletion(shell, commands));
        return EXIT_STATUS.ok;
      }),
    );
};

function isShell(text: string): text is Shell {
  return (SHELLS as readonly string[]).includes(text);
}
