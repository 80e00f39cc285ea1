import { existsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseCommandString } from 'execa';
import type { ConformanceCase } from './case.js';
import { CaseFileError } from './case-file.js';
import { EngineError } from './container.js';
import type { Verdict } from './judge.js';
import { summaryText, verdictText } from './report.js';
import { DEFAULT_TIME_LIMIT_SECONDS, runCases } from './run.js';
import { CommandLineRuntime } from './runtime.js';
import { readTree } from './tree.js';

const USAGE = `usage: openjd-conformance run [options]

Runs conformance cases against a runtime and prints a verdict for each: passed, failed, errored (the runtime
crashed, hung or gave no clear answer) or skipped.

  --runtime CMD      the runtime's command line (default: openjd); it is called as the specification's own suite does
  --only ID          only the case with this id; may be repeated
  --tree DIR         the tree of cases (default: this suite's own)
  --jobs N           cases that run at a time (default: 1)
  --time-limit SEC   seconds for one case (default: ${DEFAULT_TIME_LIMIT_SECONDS})
  --no-docker        skip the cases that need a Docker engine
  --help             this text

Exit status: 0 none failed or errored, 1 some did, 2 a wrong call, 130 or 143 ended by a signal.
`;

/** This suite's own cases. */
const OWN_TREE = fileURLToPath(new URL('../cases', import.meta.url));

class UsageError extends Error {}

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
    const options = readOptions(args);
    if (options === undefined) {
      process.stdout.write(USAGE);
      return 0;
    }
    const { cases, ...runOptions } = options;
    const verdicts = await runCases(cases, {
      ...runOptions,
      signal: interrupt.signal,
      onVerdict: (conformanceCase, verdict) => {
        process.stdout.write(`${verdictText(conformanceCase, verdict)}\n`);
      },
    });
    process.stdout.write(`${summaryText(verdicts)}\n`);
    if (interruptedBy !== undefined) return interruptedBy === 'SIGINT' ? 130 : 143;
    return verdicts.every(isFine) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`openjd-conformance: ${errorText(error as Error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    // The listener for a closed output stays: what was written last may still fail.
  }
}

/** One line for people. The trace of a fault of this program goes to a file, which the line names. */
function errorText(error: Error): string {
  const isExpected = error instanceof UsageError || error instanceof CaseFileError || error instanceof EngineError;
  // A file that cannot be read, a folder that cannot be made: the message says which.
  if (isExpected || 'syscall' in error) return error.message;
  const trace = join(tmpdir(), `openjd-conformance-error-${process.pid}.txt`);
  writeFileSync(trace, `${error.stack ?? error.message}\n`);
  return `internal error: ${error.message}; please report it with ${trace}`;
}

function isFine({ result }: Verdict): boolean {
  return result === 'passed' || result === 'skipped';
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = parse(args);
  if (values.help || args.length === 0) return undefined;
  if (positionals.length !== 1 || positionals[0] !== 'run') {
    throw new UsageError(
      `the one command is run, not ${positionals.map((word) => `"${word}"`).join(' ') || 'nothing'}; see --help`,
    );
  }
  const command = parseCommandString(values.runtime ?? 'openjd').map(absoluteFile);
  if (command.length === 0) throw new UsageError('--runtime needs a command; see --help');
  return {
    cases: selectCases(values.tree ?? OWN_TREE, values.only ?? []),
    runtime: new CommandLineRuntime(command),
    noDocker: values['no-docker'] ?? false,
    jobs: positiveInteger('--jobs', values.jobs ?? '1'),
    timeLimitSeconds: positiveInteger('--time-limit', values['time-limit'] ?? String(DEFAULT_TIME_LIMIT_SECONDS)),
  };
}

/** The runtime is called in another folder: a word that names a file from here is made to name it from anywhere. */
function absoluteFile(word: string): string {
  return word.includes('/') && existsSync(word) ? resolve(word) : word;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runtime: { type: 'string' },
        only: { type: 'string', multiple: true },
        tree: { type: 'string' },
        jobs: { type: 'string' },
        'time-limit': { type: 'string' },
        'no-docker': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see --help`);
  }
}

function selectCases(tree: string, ids: readonly string[]): ConformanceCase[] {
  if (!existsSync(tree) || !statSync(tree).isDirectory()) throw new UsageError(`--tree ${tree} is not a folder`);
  const cases = readTree(tree);
  if (cases.length === 0)
    throw new UsageError(`--tree ${tree} has no cases; it must hold <revision>/<component>/jobs and the like`);
  for (const id of ids) {
    if (!cases.some((read) => read.id === id)) throw new UsageError(`--only ${id}: no case has this id`);
  }
  return ids.length === 0 ? cases : cases.filter((read) => ids.includes(read.id));
}

function positiveInteger(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} must be a whole number from 1 on, not "${text}"`);
  return Number(text);
}
