import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compare } from '../compare/compare.js';
import { dialectNamed, dialectNames, readDialect } from '../compare/dialects.js';
import { comparisonMarkdown } from '../compare/markdown.js';
import { comparisonPage } from '../compare/page.js';
import { readScenarios } from '../compare/scenarios.js';
import { openNamed, positiveInteger, readOptions, UsageError } from './usage.js';

const DEFAULT_DIALECTS = 'draft-0,draft-a,draft-b,accepted';

/** A function, because it reads which dialects and scenarios there are. */
export const compareUsage = (): string => `usage: openjd-conformance compare [options]

Runs the same intents in several ways to write wrapping, with real containers, and says what each can express, what it
costs, and where its order or place differs. Prints a Markdown table.

  --proposals NAMES  comma-separated (default: ${DEFAULT_DIALECTS});
                     there are ${dialectNames().join(', ')}
  --scenario ID      only this scenario; may be repeated (${readScenarios()
    .map(({ id }) => id)
    .join(', ')})
  --runtime CMD      the runtime, as for run (default: openjd)
  --html FILE        the comparison as one page
  --markdown FILE    the table, to a file
  --json FILE        everything, for programs
  --jobs N           scenarios that run at a time (default: 2)
  --no-docker        leave out what needs a Docker engine
  --no-measure       do not measure the time of a wrapped task
  --help             this text

Exit status: 0 the comparison was made, 2 a wrong call, 130 or 143 ended by a signal.
`;

export async function compareCommand(args: readonly string[], interrupt: AbortController): Promise<number> {
  const values = readOptions(args, {
    proposals: { type: 'string' },
    scenario: { type: 'string', multiple: true },
    runtime: { type: 'string' },
    html: { type: 'string' },
    markdown: { type: 'string' },
    json: { type: 'string' },
    jobs: { type: 'string' },
    'no-docker': { type: 'boolean' },
    'no-measure': { type: 'boolean' },
  });
  const names = (values.proposals ?? DEFAULT_DIALECTS).split(',').map((name) => name.trim());
  const dialects = [...new Set(names.map(fullName))].map(readDialect);
  const all = readScenarios();
  for (const id of values.scenario ?? []) {
    if (!all.some((scenario) => scenario.id === id)) {
      throw new UsageError(`--scenario ${id}: there are ${all.map((scenario) => scenario.id).join(', ')}`);
    }
  }
  const scenarios = all.filter(({ id }) => values.scenario?.includes(id) ?? true);
  const { runtime } = await openNamed(values.runtime ?? 'openjd');
  try {
    const comparison = await compare(dialects, scenarios, {
      runtime,
      signal: interrupt.signal,
      jobs: positiveInteger('--jobs', values.jobs ?? '2'),
      noDocker: values['no-docker'] ?? false,
      measure: values['no-measure'] !== true,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    if (interrupt.signal.aborted) return 1;
    const markdown = comparisonMarkdown(comparison);
    process.stdout.write(markdown);
    write(values.markdown, markdown);
    write(values.html, comparisonPage(comparison));
    write(values.json, `${JSON.stringify(comparison, null, 1)}\n`);
    return 0;
  } finally {
    await runtime.stop?.();
  }
}

function fullName(text: string): string {
  const name = dialectNamed(text);
  if (name !== undefined) return name;
  throw new UsageError(`--proposals ${text}: there are ${dialectNames().join(', ')}`);
}

function write(file: string | undefined, text: string): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
