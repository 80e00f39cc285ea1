import { parseArgs } from 'node:util';
import { summaryText } from '../report/terminal.js';
import { readResults, writePage } from '../report/write.js';
import { UsageError } from './usage.js';

export const REPORT_USAGE = `usage: openjd-conformance report RESULTS... [--html FILE]

Compares runs that openjd-conformance run --json wrote, of any number of runtimes.

  --html FILE        one self-contained page: each case and each requirement, what every runtime gave, side by side
  --help             this text

Without --html, prints the summary of each.
`;

export async function reportCommand(args: readonly string[]): Promise<number> {
  const { files, html } = readCall(args);
  const runs = files.map(readResults);
  for (const run of runs) process.stdout.write(`${summaryText(run)}\n`);
  if (html !== undefined) writePage(runs, html);
  return 0;
}

function readCall(args: readonly string[]): { readonly files: readonly string[]; readonly html?: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      ...{ args: [...args], allowPositionals: true, options: { html: { type: 'string' } } },
    });
    if (positionals.length > 0) return { files: positionals, html: values.html };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see --help`);
  }
  throw new UsageError('report needs at least one file that run --json wrote; see --help');
}
