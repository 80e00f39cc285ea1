import type { Cause } from '../known-failures.js';
import { type CaseResult, hasFailed, type Results } from './results.js';
import { RESULTS } from './terminal.js';

const CAUSES: Readonly<Record<Cause, string>> = {
  runtime: "the runtime's defect",
  specification: 'the text is unclear',
  suite: 'the case is wrong',
};

/** Runs of several runtimes as a page for people: who was asked, what came of it, and what each failure means. */
export function markdownPage(runs: readonly Results[]): string {
  return [
    '# Conformance results',
    '',
    'What the cases of [conformance/](../conformance) give with each runtime that we can install. Made by',
    '`./dev conformance report ours.json rs.json python.json --markdown docs/conformance-results.md` from what',
    '`./dev conformance --runtime ours|rs|python --json FILE` wrote; what a failure means stands in the `known-failures.yaml` of the',
    "runtime's folder below [conformance/runtimes](../conformance/runtimes), where it is kept true: a listed case that passes is an error.",
    '',
    ...table(
      ['runtime', 'version', 'date', 'suite', ...RESULTS, 'requirements met'],
      runs.map((run) => [
        run.runtime.name,
        run.runtime.version ?? '',
        run.date.slice(0, 10),
        run.suite.version,
        ...RESULTS.map((result) => String(run.summary[result])),
        requirementsMet(run),
      ]),
    ),
    '',
    ...specification(runs[0]),
    '',
    '## By extension',
    '',
    'Passed, of those that were run to their end.',
    '',
    ...table(['', ...runs.map(({ runtime }) => runtime.name)], componentRows(runs)),
    '',
    '## Diagnostics',
    '',
    "Of the rejections for which a case names the problem, how many name it by the same code. Codes are a runtime's own, so this is no",
    'verdict; it says how far a tool can rely on them.',
    '',
    ...table(
      ['runtime', 'the same', 'another', 'none'],
      runs.map(({ runtime, summary: { diagnostics } }) => [
        ...[runtime.name, String(diagnostics.matched), String(diagnostics.differs), String(diagnostics.untold)],
      ]),
    ),
    ...runs.flatMap(failures),
    ...otherReadings(runs),
  ]
    .join('\n')
    .concat('\n');
}

function requirementsMet({ requirements }: Results): string {
  const asked = requirements.filter(({ state }) => state === 'met' || state === 'unmet');
  return `${asked.filter(({ state }) => state === 'met').length} of ${asked.length}`;
}

function specification(run: Results | undefined): string[] {
  if (run === undefined) return [];
  const documents = run.specification.documents.map(({ title, commit }) => `${title} ${commit.slice(0, 12)}`);
  return [`The specification was read at: ${documents.join(', ')}.`];
}

function componentRows(runs: readonly Results[]): string[][] {
  const components = new Set(runs.flatMap(({ cases }) => cases.map(({ component }) => component)));
  return [...components].sort().map((component) => [
    component,
    ...runs.map(({ cases }) => {
      const asked = cases.filter(
        (read) => read.component === component && (hasFailed(read) || read.result === 'passed'),
      );
      return `${asked.filter(({ result }) => result === 'passed').length} of ${asked.length}`;
    }),
  ]);
}

function failures({ runtime, cases }: Results): string[] {
  const failed = cases.filter(hasFailed);
  const heading = ['', `## What the failures of ${runtime.name} mean`, ''];
  if (failed.length === 0) return [...heading, 'It has none.'];
  return [
    ...heading,
    ...table(
      ['case', 'result', 'what it means', 'whose'],
      failed.map((read) => [
        caseLink(read),
        read.result,
        meaning(read),
        read.known?.cause === undefined ? '' : CAUSES[read.known.cause],
      ]),
    ),
  ];
}

/** Cases that the specification leaves open, with the runtimes that do not read it as the suite does. */
function otherReadings(runs: readonly Results[]): string[] {
  const open = new Map<string, { readonly read: CaseResult; readonly runtimes: string[] }>();
  for (const { runtime, cases } of runs) {
    for (const read of cases.filter(({ result }) => result === 'unclear')) {
      const row = open.get(read.id) ?? { read, runtimes: [] };
      row.runtimes.push(runtime.name);
      open.set(read.id, row);
    }
  }
  if (open.size === 0) return [];
  return [
    ...['', '## Where the specification is unclear', ''],
    'Other readings than that of this suite, which [unclear-specification.md](unclear-specification.md) gives. They are no failures.',
    '',
    ...table(
      ['case', 'what the text leaves open', 'read otherwise by'],
      [...open.values()].map(({ read, runtimes }) => [caseLink(read), read.reasons[0] ?? '', runtimes.join(', ')]),
    ),
  ];
}

function caseLink({ id, path }: CaseResult): string {
  return `[${id}](../conformance/cases/${path})`;
}

function meaning({ known, reasons }: CaseResult): string {
  if (known === undefined) return `not looked at yet: ${reasons[0] ?? ''}`;
  const link = known.link === undefined ? '' : ` ([more](${known.link}))`;
  return `${known.reason.trim()}${link}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}
