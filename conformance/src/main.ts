import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaseFileError } from './case-file.js';
import { compareCommand, compareUsage } from './commands/compare.js';
import { REPORT_USAGE, reportCommand } from './commands/report.js';
import { REQUIREMENTS_USAGE, requirementsCommand } from './commands/requirements.js';
import { RUN_USAGE, runCommand } from './commands/run.js';
import { UsageError } from './commands/usage.js';
import { EngineError } from './container.js';
import { KnownFailuresError } from './known-failures.js';
import { ResultsError } from './report/write.js';
import { ManifestError } from './requirements.js';
import { shown } from './shown.js';

/** A subcommand: what follows its name goes in, its exit status comes out. */
interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[], interrupt: AbortController) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  run: { usage: RUN_USAGE, run: runCommand },
  report: { usage: REPORT_USAGE, run: reportCommand },
  compare: {
    get usage() {
      return compareUsage();
    },
    run: compareCommand,
  },
  requirements: { usage: REQUIREMENTS_USAGE, run: requirementsCommand },
};

const USAGE = `usage: openjd-conformance [run] [options]
       openjd-conformance report RESULTS... [--html FILE]
       openjd-conformance requirements [options]
       openjd-conformance compare [options]

  run            run cases against a runtime and judge each (what is meant where no command is named)
  report         compare runs of any number of runtimes, as one page
  requirements   the specification's requirements, and the cases that check each
  compare        competing proposals for wrapping, side by side, as a page and a table

openjd-conformance COMMAND --help lists a command's options.
`;

/** The command line of the suite. Prints to standard output and error; never throws. */
export async function main(args: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  let interruptedBy: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    interruptedBy = signal;
    interrupt.abort();
  };
  // Nobody reads any more (`| head`): the run ends as if it were interrupted, and says nothing about it.
  const onClosed = () => interrupt.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.stdout.on('error', onClosed);
  try {
    const status = await dispatch(args, interrupt);
    if (interruptedBy !== undefined) return interruptedBy === 'SIGINT' ? 130 : 143;
    return status;
  } catch (error) {
    process.stderr.write(`openjd-conformance: ${shown(errorText(error as Error))}\n`);
    return WRONG_CALLS.some((kind) => error instanceof kind) ? 2 : 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    // The listener for a closed output stays: what was written last may still fail.
  }
}

async function dispatch(args: readonly string[], interrupt: AbortController): Promise<number> {
  const [first = '--help'] = args;
  if (first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const name = first.startsWith('-') ? 'run' : first;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`there is no command "${name}"; the commands are ${Object.keys(COMMANDS).join(', ')}`);
  }
  const rest = name === first ? args.slice(1) : args;
  if (rest.includes('--help')) {
    process.stdout.write(command.usage);
    return 0;
  }
  return command.run(rest, interrupt);
}

/** Nothing was run, because what was given cannot be used. */
const WRONG_CALLS = [UsageError, CaseFileError, KnownFailuresError];

/** What a user can put right: the message says all. */
const EXPECTED_ERRORS = [...WRONG_CALLS, EngineError, ManifestError, ResultsError];

/** One line for people. The trace of a fault of this program goes to a file, which the line names. */
function errorText(error: Error): string {
  const isExpected = EXPECTED_ERRORS.some((kind) => error instanceof kind);
  // A file that cannot be read, a folder that cannot be made: the message says which.
  if (isExpected || 'syscall' in error) return error.message;
  return `internal error: ${error.message}; please report it${traceOf(error)}`;
}

/** Where the trace is, as the end of a sentence: in a folder that nobody else can have made, or nowhere where none can be made. */
function traceOf(error: Error): string {
  try {
    const trace = join(mkdtempSync(join(tmpdir(), 'openjd-conformance-error-')), 'trace.txt');
    writeFileSync(trace, `${error.stack ?? error.message}\n`);
    return ` with ${trace}`;
  } catch {
    return '';
  }
}
