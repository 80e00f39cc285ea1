import { messageText } from '@openjd/expr';
import { Command, CommanderError } from 'commander';
import { type Configure, statusOf } from './command.js';
import { EXIT_STATUS } from './exit-status.js';
import { CommandFailure, UsageError } from './failure.js';
import { didYouMean } from './input/nearest.js';
import { refusalText } from './output/refusal.js';
import { sentence } from './output/sentence.js';
import { columnsOf, paintFor, printOut, writeErr } from './output/terminal.js';
import { VERSION } from './version.js';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Flags of the other runtimes that are no POSIX flags, and what stands for them here. */
  readonly synonyms?: ReadonlyMap<string, string>;
  /** Loads the module only when its command is called, so that `check` loads nothing that it does not need. */
  readonly load: () => Promise<Configure>;
}

const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'check',
    summary: 'check templates and point at what is wrong',
    load: async () => (await import('./commands/check.js')).configureCheck,
  },
  {
    name: 'run',
    summary: 'run a job on this host',
    synonyms: new Map([['-tp', '--task-param']]),
    load: async () => (await import('./commands/run.js')).configureRun,
  },
  {
    name: 'summary',
    summary: 'show the parameters, environments, steps and tasks of a job',
    load: async () => (await import('./commands/summary.js')).configureSummary,
  },
  {
    name: 'explain',
    summary: 'show what a run would do, in order, without running anything',
    load: async () => (await import('./commands/explain.js')).configureExplain,
  },
  {
    name: 'eval',
    summary: 'evaluate expressions of the expression language',
    load: async () => (await import('./commands/eval.js')).configureEval,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of templates',
    load: async () => (await import('./commands/schema.js')).configureSchema,
  },
  {
    name: 'clean',
    summary: 'remove what killed runs have left behind',
    load: async () => (await import('./commands/clean.js')).configureClean,
  },
  {
    name: 'completion',
    summary: 'print a script that completes openjd in bash or zsh',
    load: async () => (await import('./commands/completion.js')).configureCompletion,
  },
  {
    name: 'help',
    summary: 'show help for a command, or the functions of the expression language',
    load: async () => (await import('./commands/help.js')).configureHelp,
  },
];

/** Commands that list or explain other commands. */
const SPEAKS_OF_ALL: ReadonlySet<string> = new Set(['help', 'completion']);

/** Runs `openjd` with the arguments after the program's name and sets the exit status of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  process.on('uncaughtException', (error) => void reportUnexpected(error).then(() => process.exit()));
  try {
    process.exitCode = await dispatch(argv);
  } catch (error) {
    await reportUnexpected(error);
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const root = rootCommand();
  const [called, subject] = argv.filter((argument) => !argument.startsWith('-'));
  const entry = COMMANDS.find(({ name }) => name === called);
  // The others stay out where nobody asks about them: each costs time.
  const registered = entry === undefined || SPEAKS_OF_ALL.has(entry.name) ? COMMANDS : [entry];
  for (const { name, summary, load } of registered) {
    const command = root
      .command(name)
      .summary(summary)
      .description(`${sentence(summary)}.`);
    command.helpOption('-h, --help', 'show this help');
    if (isNeeded(name, called, subject)) (await load())(command, root);
  }
  try {
    await root.parseAsync(
      argv.map((argument) => entry?.synonyms?.get(argument) ?? argument),
      { from: 'user' },
    );
    return statusOf(root) ?? EXIT_STATUS.ok;
  } catch (error) {
    return await reportFailure(error, root);
  }
}

/** Only the command that is called is loaded; `help NAME` needs the one that it explains, `completion` needs all. */
function isNeeded(name: string, called: string | undefined, subject: string | undefined): boolean {
  return name === called || (called === 'help' && name === subject) || called === 'completion';
}

function rootCommand(): Command {
  const root = new Command('openjd');
  root
    .description('Checks, runs and explains Open Job Description templates.')
    .version(VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .showHelpAfterError(false)
    .configureOutput({ outputError: () => undefined, writeErr, writeOut: printOut })
    .exitOverride();
  root.addHelpText('after', '\nSee also `openjd help COMMAND` and `openjd help functions`.');
  return root;
}

async function reportFailure(error: unknown, root: Command): Promise<number> {
  if (error instanceof CommandFailure) {
    await showProblems(error, root);
    return EXIT_STATUS.wrong;
  }
  if (error instanceof UsageError) {
    showUsageError(error.message, error.hint, root);
    return EXIT_STATUS.usage;
  }
  if (error instanceof CommanderError) {
    // Help and version end this way too, with status 0; help that nobody asked for has been printed to standard error.
    if (error.exitCode === 0) return EXIT_STATUS.ok;
    if (error.code === 'commander.help') return EXIT_STATUS.usage;
    const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
    showUsageError(message, suggestion?.replace(/^\((.*)\)$/, '$1') ?? nearestOption(message, root), root);
    return EXIT_STATUS.usage;
  }
  throw error;
}

/** commander looks for what was meant by `--setp A`, but not by `--setp=A`. */
function nearestOption(message: string, root: Command): string | undefined {
  const [, flag] = /^unknown option '(--[\w-]+)=/.exec(message) ?? [];
  const known = calledCommand(root)?.options.flatMap(({ long }) => long ?? []) ?? [];
  return flag === undefined ? undefined : didYouMean(flag, known);
}

/** For people on standard error; where one document was asked for, it is that document on standard output. */
async function showProblems({ problems, sources }: CommandFailure, root: Command): Promise<void> {
  const output: unknown = calledCommand(root)?.getOptionValue('output');
  if (output === 'json' || output === 'yaml') {
    const { renderDocument } = await import('./output/documents.js');
    const message = problems.length === 1 ? problems[0]!.message : `${problems.length} problems`;
    printOut(await renderDocument({ status: 'error', message, problems }, output));
    return;
  }
  const { renderProblems } = await import('./output/problems.js');
  writeErr(renderProblems(problems, sources, { paint: paintFor(process.stderr), columns: columnsOf(process.stderr) }));
}

function calledCommand(root: Command): Command | undefined {
  return root.commands.find((command) => command.name() === root.args[0]);
}

function showUsageError(message: string, hint: string | undefined, root: Command): void {
  const paint = paintFor(process.stderr);
  const called = calledCommand(root)?.name();
  writeErr(`${paint('red', 'error:')} ${messageText(sentence(message))}\n`);
  if (hint) writeErr(`  ${paint('cyan', 'hint:')} ${messageText(sentence(hint))}\n`);
  writeErr(`See \`openjd ${called === undefined ? '' : `${called} `}--help\`.\n`);
}

/** It does not reject, also where the host refuses to have the rest of the program loaded. */
async function reportUnexpected(error: unknown): Promise<void> {
  process.exitCode = EXIT_STATUS.wrong;
  try {
    writeErr(refusalText(error) ?? (await import('./output/internal-error.js')).writeTrace(error));
  } catch (refused) {
    writeErr(refusalText(refused) ?? `openjd: internal error: ${(error as Error).message}\n`);
  }
}
