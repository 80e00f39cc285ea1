import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { OpenedRuntime } from '../adapters/open-runtime.js';
import type { ConformanceCase } from '../case.js';
import { coverageOf } from '../coverage.js';
import { type KnownFailure, readKnownFailures, rowsWithoutCase } from '../known-failures.js';
import { nearest } from '../nearest.js';
import { PROPOSALS_FOLDER, proposalNames } from '../proposals.js';
import { type Results, ResultsBuilder, type Selection } from '../report/results.js';
import { caseText, summaryText } from '../report/terminal.js';
import { writeReports } from '../report/write.js';
import { readManifest } from '../requirements.js';
import { DEFAULT_TIME_LIMIT_SECONDS, type RunOptions, runCases } from '../run.js';
import { casesLike, type Shard, shardOf, shuffled } from '../select-cases.js';
import { shown } from '../shown.js';
import {
  casesOfTree,
  OWN_REQUIREMENTS,
  OWN_TREE,
  openNamed,
  positiveInteger,
  readOptions,
  UsageError,
} from './usage.js';

export const RUN_USAGE = `usage: openjd-conformance run [options]

Runs conformance cases against a runtime and prints a verdict for each: passed, failed, errored (the runtime
crashed, hung or gave no clear answer), skipped (this machine cannot ask), unsupported (the runtime does not claim it) or
unclear (it answers otherwise where the specification leaves it open).

Which runtime:
  --runtime CMD          its command line (default: openjd; ./dev conformance knows ours, its default, rs and python
                         besides); it is called as the specification's own suite does;
                         ndjson:CMD, an adapter that speaks newline-delimited JSON; in-process, this repository's
                         packages; or a folder with a runtime.yaml
  --known-failures FILE  cases that it is known not to pass; one that passes all the same is an error

Which cases, and how:
  --tree DIR             the tree of cases (default: this suite's own)
  --proposal NAME        switch a draft proposal on; without --tree, its cases (${proposalNames().join(', ')})
  --only ID              only the case with this id, or those that a pattern with * fits; may be repeated
  --shard I/N            only the part I of N parts
  --seed N               in an order that the number decides (default: the tree's)
  --jobs N               cases that run at a time (default: one for each processor, here ${availableParallelism()})
  --time-limit SEC       seconds for one case (default: ${DEFAULT_TIME_LIMIT_SECONDS})
  --list                 print the cases that would be run, with what each needs, and run none
  --no-docker            skip the cases that need a Docker engine

What is written:
  --quiet                print only what did not pass, and the summary
  --json FILE            the results; openjd-conformance report compares them
  --junit FILE           the results as JUnit XML
  --html FILE            the results as one page
  --help                 this text

Exit status: 0 none failed or errored but known failures, 1 some did or a known failure is stale, 2 a wrong call, or a
case or list of known failures that cannot be read: nothing was run, 130 or 143 ended by a signal.
`;

export async function runCommand(args: readonly string[], interrupt: AbortController): Promise<number> {
  const values = readOptions(args, {
    runtime: { type: 'string' },
    'known-failures': { type: 'string' },
    tree: { type: 'string' },
    proposal: { type: 'string' },
    only: { type: 'string', multiple: true },
    shard: { type: 'string' },
    seed: { type: 'string' },
    jobs: { type: 'string' },
    'time-limit': { type: 'string' },
    'no-docker': { type: 'boolean' },
    list: { type: 'boolean' },
    quiet: { type: 'boolean' },
    json: { type: 'string' },
    junit: { type: 'string' },
    html: { type: 'string' },
  });
  const selection: Selection = {
    ...(values.tree !== undefined && { tree: values.tree }),
    ...(values.only !== undefined && { only: values.only }),
    ...(values.shard !== undefined && { shard: values.shard }),
    ...(values.seed !== undefined && { seed: positiveInteger('--seed', values.seed) }),
    jobs: positiveInteger('--jobs', values.jobs ?? String(availableParallelism())),
    timeLimitSeconds: positiveInteger('--time-limit', values['time-limit'] ?? String(DEFAULT_TIME_LIMIT_SECONDS)),
  };
  const tree = resolve(values.tree ?? (values.proposal === undefined ? OWN_TREE : casesOfProposal(values.proposal)));
  const all = casesOfTree(tree);
  const cases = selectCases(all, selection);
  // Before the list as well: a wrong name is told before anything is begun for the run.
  const opened = values.list && values.runtime === undefined ? undefined : await openNamed(values.runtime ?? 'openjd');
  if (opened === undefined || values.list) {
    for (const read of cases)
      process.stdout.write(`${[read.id, (read.metadata?.needs ?? []).join(' '), read.file].map(shown).join('\t')}\n`);
    return 0;
  }
  const knownFile = values['known-failures'] ?? opened.knownFailures;
  const knownFailures = knownFile === undefined ? new Map<string, KnownFailure>() : readKnownFailures(knownFile);
  const results = await runAndTell(cases, new ResultsBuilder(tree, knownFailures), opened, {
    ...{ selection, coverage: coverageOf(readManifest(OWN_REQUIREMENTS), all), quiet: values.quiet ?? false },
    ...{ noDocker: values['no-docker'] ?? false, signal: interrupt.signal },
    ...(values.proposal !== undefined && { enableProposals: [values.proposal] }),
  });
  writeReports(results, values);
  // A runtime's own list is about this suite's cases; a tree of someone else has none of them.
  const isAboutTree = values['known-failures'] !== undefined || tree === OWN_TREE;
  const gone = isAboutTree ? rowsWithoutCase(knownFailures, all) : [];
  for (const { id } of gone)
    process.stdout.write(`stale: ${shown(id)} is listed as a known failure, and no case has this id\n`);
  process.stdout.write(`${shown(summaryText(results))}\n`);
  const { failed, errored, knownFailures: known, stale } = results.summary;
  return failed + errored - known + stale + gone.length === 0 ? 0 : 1;
}

async function runAndTell(
  cases: readonly ConformanceCase[],
  builder: ResultsBuilder,
  { runtime, name, version, unsupportedExtensions }: OpenedRuntime,
  options: Pick<RunOptions, 'noDocker' | 'signal' | 'enableProposals'> & {
    readonly selection: Selection;
    readonly coverage: ReturnType<typeof coverageOf>;
    readonly quiet: boolean;
  },
): Promise<Results> {
  const { selection, coverage, quiet, ...runOptions } = options;
  const facts = await runtime.describe(selection.timeLimitSeconds * 1000);
  const unsupported = [...new Set([...facts.unsupportedExtensions, ...unsupportedExtensions])];
  try {
    await runCases(cases, {
      ...runOptions,
      runtime,
      unsupportedExtensions: unsupported,
      jobs: selection.jobs,
      timeLimitSeconds: selection.timeLimitSeconds,
      onVerdict: (read, verdict, details) => {
        const result = builder.add(read, verdict, details);
        if (quiet && result.result === 'passed' && !result.stale) return;
        process.stdout.write(`${caseText(result, read.file)}\n`);
      },
    });
  } finally {
    await runtime.stop?.();
  }
  const who = {
    ...(version !== undefined && { version }),
    ...facts,
    ...(name !== undefined && { name }),
    ...{ invocation: runtime.name, unsupportedExtensions: unsupported },
  };
  return builder.finish(who, selection, readManifest(OWN_REQUIREMENTS), coverage);
}

function casesOfProposal(name: string): string {
  if (!proposalNames().includes(name)) {
    throw new UsageError(`--proposal ${name}: there is none of this name; there are ${proposalNames().join(', ')}`);
  }
  const tree = join(PROPOSALS_FOLDER, name, 'cases');
  if (!existsSync(tree)) throw new UsageError(`--proposal ${name}: it has no cases, because no template shows it`);
  return tree;
}

function selectCases(cases: readonly ConformanceCase[], { only = [], shard, seed }: Selection): ConformanceCase[] {
  const wanted = new Set(
    only.flatMap((pattern) => {
      const found = casesLike(cases, pattern);
      if (found.length === 0)
        throw new UsageError(`--only ${pattern}: no case has this id${nearestIds(cases, pattern)}; --list shows all`);
      return found;
    }),
  );
  const selected = only.length === 0 ? cases : cases.filter((read) => wanted.has(read));
  const part = shard === undefined ? selected : shardOf(selected, readShard(shard));
  return seed === undefined ? [...part] : shuffled(part, seed);
}

/** Ids that have the pattern's text in them, else the nearest. */
function nearestIds(cases: readonly ConformanceCase[], pattern: string): string {
  const word = pattern.replaceAll('*', '');
  const ids = cases.map(({ id }) => id);
  const having = word === '' ? [] : ids.filter((id) => id.includes(word)).slice(0, 3);
  const near = having.length > 0 ? having : [nearest(word, ids)].filter((id) => id !== undefined);
  return near.length === 0 ? '' : `; nearest: ${near.join(', ')}`;
}

function readShard(text: string): Shard {
  const [, index = '', count = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (index !== '' && shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(`--shard must be I/N with I from 1 to N, not "${text}"`);
}
