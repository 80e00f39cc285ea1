import { parseArgs } from 'node:util';
import { summaryText } from '../report/terminal.js';
import { readResults, writeComparison } from '../report/write.js';
import { shown } from '../shown.js';
import { UsageError } from './usage.js';

export const REPORT_USAGE = `usage: openjd-conformance report RESULTS... [--html FILE] [--markdown FILE]

Compares runs that openjd-conformance run --json wrote, of any number of runtimes.

  --html FILE        one self-contained page: each case and each requirement, what every runtime gave, side by side
  --markdown FILE    the totals, and what each failure means: the reasons of the known failures
  --help             this text

Prints the summary of each.
`;

export async function reportCommand(args: readonly string[]): Promise<number> {
  const { results, ...files } = readCall(args);
  const runs = results.map(readResults);
  for (const run of runs) process.stdout.write(`${shown(summaryText(run))}\n`);
  writeComparison(runs, files);
  return 0;
}

interface Call {
  readonly results: readonly string[];
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
}

function readCall(args: readonly string[]): Call {
  const options = { html: { type: 'string' }, markdown: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (positionals.length > 0) return { results: positionals, ...values };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see --help`);
  }
  throw new UsageError('report needs at least one file that run --json wrote; see --help');
}
