import { openRuntime } from '../adapters/open-runtime.js';
import type { ConformanceCase } from '../case.js';
import type { Verdict } from '../judge.js';
import { summaryText, verdictText } from '../report.js';
import { DEFAULT_TIME_LIMIT_SECONDS, runCases } from '../run.js';
import type { Runtime } from '../runtime.js';
import { casesOfTree, OWN_TREE, positiveInteger, readOptions, UsageError } from './usage.js';

export const RUN_USAGE = `usage: openjd-conformance run [options]

Runs conformance cases against a runtime and prints a verdict for each: passed, failed, errored (the runtime
crashed, hung or gave no clear answer) or skipped.

  --runtime CMD      the runtime's command line (default: openjd); it is called as the specification's own suite does;
                     ndjson:CMD, an adapter that speaks newline-delimited JSON; in-process, this repository's packages
  --only ID          only the case with this id; may be repeated
  --tree DIR         the tree of cases (default: this suite's own)
  --jobs N           cases that run at a time (default: 1)
  --time-limit SEC   seconds for one case (default: ${DEFAULT_TIME_LIMIT_SECONDS})
  --no-docker        skip the cases that need a Docker engine
  --help             this text

Exit status: 0 none failed or errored, 1 some did, 2 a wrong call, 130 or 143 ended by a signal.
`;

export async function runCommand(args: readonly string[], interrupt: AbortController): Promise<number> {
  const values = readOptions(args, {
    runtime: { type: 'string' },
    only: { type: 'string', multiple: true },
    tree: { type: 'string' },
    jobs: { type: 'string' },
    'time-limit': { type: 'string' },
    'no-docker': { type: 'boolean' },
  });
  const cases = selectCases(casesOfTree(values.tree ?? OWN_TREE), values.only ?? []);
  const runtime = await openNamed(values.runtime ?? 'openjd');
  const { unsupportedExtensions } = await runtime.describe();
  try {
    const verdicts = await runCases(cases, {
      runtime,
      unsupportedExtensions,
      noDocker: values['no-docker'] ?? false,
      jobs: positiveInteger('--jobs', values.jobs ?? '1'),
      timeLimitSeconds: positiveInteger('--time-limit', values['time-limit'] ?? String(DEFAULT_TIME_LIMIT_SECONDS)),
      signal: interrupt.signal,
      onVerdict: (conformanceCase, verdict) => {
        process.stdout.write(`${verdictText(conformanceCase, verdict)}\n`);
      },
    });
    process.stdout.write(`${summaryText(verdicts)}\n`);
    return verdicts.every(isFine) ? 0 : 1;
  } finally {
    await runtime.stop?.();
  }
}

async function openNamed(text: string): Promise<Runtime> {
  try {
    return await openRuntime(text);
  } catch (error) {
    throw new UsageError(`--runtime ${text}: ${(error as Error).message}; see --help`);
  }
}

function isFine({ result }: Verdict): boolean {
  return result !== 'failed' && result !== 'errored';
}

function selectCases(cases: readonly ConformanceCase[], ids: readonly string[]): readonly ConformanceCase[] {
  for (const id of ids) {
    if (!cases.some((read) => read.id === id)) throw new UsageError(`--only ${id}: no case has this id`);
  }
  return ids.length === 0 ? cases : cases.filter((read) => ids.includes(read.id));
}
