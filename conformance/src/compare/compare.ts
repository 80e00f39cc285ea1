import type { JobCase, JournalEntry } from '../case.js';
import { type CaseDetails, type RunOptions, runCases } from '../run.js';
import { type AlignedEntry, align } from './align.js';
import type { Dialect } from './dialects.js';
import { timePerTask } from './overhead.js';
import type { Scenario } from './scenarios.js';

/** What came of one scenario in one dialect. */
export interface Attempt {
  readonly dialect: string;
  /**
   * `as-wanted`: every action ran, where and when it was wanted; `differs`: something else ran; `rejected`: the runtime
   * refuses the template; `no-template`: there is none, for the reason that the dialect gives; `skipped`: this machine
   * lacks something.
   */
  readonly result: 'as-wanted' | 'differs' | 'rejected' | 'no-template' | 'skipped';
  /** Why, in words: what is known of the dialect, then what the runtime said. Empty for `as-wanted`. */
  readonly reasons: readonly string[];
  /** What ran, beside what was wanted. */
  readonly order: readonly AlignedEntry[];
  /** Processes that the runtime started. */
  readonly processes: number;
  /** Of the environment templates. */
  readonly templateLines: number;
  readonly templateCharacters: number;
  /** Symbols of hooks that the templates use. */
  readonly symbols: readonly string[];
  readonly template: string;
}

export interface Comparison {
  readonly runtime: string;
  readonly version?: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly dialects: readonly (Pick<Dialect, 'name' | 'title' | 'summary' | 'words' | 'notes'> & {
    /** Time of one wrapped task above one that is not, in milliseconds; absent: not measured. */
    readonly overheadMs?: { readonly host: number; readonly container?: number };
  })[];
  readonly scenarios: readonly (Scenario & { readonly attempts: readonly Attempt[] })[];
}

export interface CompareOptions
  extends Pick<RunOptions, 'runtime' | 'noDocker' | 'signal' | 'jobs' | 'timeLimitSeconds'> {
  /** Called as things are done. */
  readonly onProgress?: (text: string) => void;
  /** Measures the time of a wrapped task, which takes some seconds for each dialect. Default: true. */
  readonly measure?: boolean;
}

/** Names in templates that are no symbols of hooks. */
const ORDINARY = /^(?:Param|RawParam|Session|Env\.File|Task\.File|Task\.Param|Task\.RawParam|Job|Step)\./;

/** Runs every scenario in every dialect. What a scenario wants is judged exactly; the hook that an action went through is not. */
export async function compare(
  dialects: readonly Dialect[],
  scenarios: readonly Scenario[],
  options: CompareOptions,
): Promise<Comparison> {
  const { onProgress, measure = true, ...runOptions } = options;
  const { name, version } = await options.runtime.describe();
  const attempts = new Map<string, Attempt>();
  const rows: Comparison['dialects'][number][] = [];
  for (const dialect of dialects) {
    onProgress?.(`${dialect.title}: ${scenarios.length} scenarios`);
    for (const attempt of await attemptAll(dialect, scenarios, runOptions)) attempts.set(...attempt);
    const overheadMs = measure && options.signal?.aborted !== true ? await timePerTask(dialect, runOptions) : undefined;
    const { name: named, title, summary, words, notes } = dialect;
    rows.push({ name: named, title, summary, words, notes, ...(overheadMs && { overheadMs }) });
  }
  return {
    runtime: name,
    ...(version !== undefined && { version }),
    date: new Date().toISOString(),
    dialects: rows,
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      attempts: dialects.flatMap((dialect) => attempts.get(keyOf(dialect, scenario)) ?? []),
    })),
  };
}

function keyOf(dialect: Dialect, { id }: Scenario): string {
  return `${dialect.name} ${id}`;
}

async function attemptAll(
  dialect: Dialect,
  scenarios: readonly Scenario[],
  options: Omit<CompareOptions, 'onProgress' | 'measure'>,
): Promise<[string, Attempt][]> {
  const done: [string, Attempt][] = [];
  const scenarioOf = new Map<JobCase, Scenario>();
  for (const scenario of scenarios) {
    const read = dialect.cases.get(scenario.id);
    if (read?.metadata !== undefined) {
      scenarioOf.set({ ...read, metadata: { ...read.metadata, journal: scenario.wanted } }, scenario);
    } else {
      const reasons = [dialect.otherwise[scenario.id]?.why ?? 'the dialect has no template for it'];
      done.push([keyOf(dialect, scenario), { ...NOTHING, dialect: dialect.name, result: 'no-template', reasons }]);
    }
  }
  await runCases([...scenarioOf.keys()], {
    ...options,
    enableProposals: dialect.proposals,
    onVerdict: (read, { result, reasons }, details) => {
      const scenario = scenarioOf.get(read as JobCase)!;
      done.push([keyOf(dialect, scenario), attemptOf(dialect, scenario, read as JobCase, result, reasons, details)]);
    },
  });
  return done;
}

const NOTHING = {
  order: [],
  processes: 0,
  templateLines: 0,
  templateCharacters: 0,
  symbols: [],
  template: '',
} as const;

function attemptOf(
  dialect: Dialect,
  scenario: Scenario,
  read: JobCase,
  result: string,
  reasons: readonly string[],
  { journal = [], output = '' }: CaseDetails,
): Attempt {
  const entries = journal.map(({ ran, at, saw }) => ({ ran, at, ...(saw && { saw }) }));
  const known = [dialect.otherwise[scenario.id]?.why ?? []].flat();
  const processes = output.match(/exited with code:/g)?.length ?? 0;
  const text = read.environments.map((environment) => environment.trim()).join('\n');
  return {
    dialect: dialect.name,
    result: resultOf(result, processes, entries),
    reasons: result === 'passed' ? [] : [...known, ...reasonsOf(reasons, processes, output)],
    order: align(scenario.wanted, entries),
    processes,
    templateLines: text.split('\n').length,
    templateCharacters: text.length,
    symbols: symbolsIn(text),
    template: read.source,
  };
}

function resultOf(result: string, processes: number, journal: readonly JournalEntry[]): Attempt['result'] {
  if (result === 'passed') return 'as-wanted';
  if (result === 'skipped') return 'skipped';
  return processes === 0 && journal.length === 0 ? 'rejected' : 'differs';
}

/** What a person needs of a verdict: of a rejection its words, of a run what is not told by the difference of its journal. */
function reasonsOf(reasons: readonly string[], processes: number, output: string): string[] {
  const error = /error: (.*)/.exec(output)?.[1];
  if (processes === 0 && error !== undefined) return [error];
  const end = reasons.findIndex((reason) => /^(?:the journal differs|the end of its output)/.test(reason));
  return (end === -1 ? reasons : reasons.slice(0, end)).map((reason) => reason.trim());
}

function symbolsIn(text: string): string[] {
  const names = [...text.matchAll(/\{\{(.*?)\}\}/gs)].flatMap(([, expression = '']) =>
    [...expression.replaceAll(/'[^']*'|"[^"]*"/g, '').matchAll(/\b[A-Z]\w*(?:\.\w+)+/g)].map(([name]) => name),
  );
  return [...new Set(names)].filter((name) => !ORDINARY.test(name)).sort();
}
