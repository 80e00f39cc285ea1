import { relative } from 'node:path';
import type { ConformanceCase } from '../case.js';
import type { Coverage } from '../coverage.js';
import type { Diagnostics } from '../diagnostics.js';
import { type JournalRecord, journalLine } from '../journal.js';
import type { Result, Verdict } from '../judge.js';
import { isStale, type KnownFailure } from '../known-failures.js';
import type { Level, Manifest, SpecificationDocument } from '../requirements.js';
import type { CaseDetails } from '../run.js';
import type { RuntimeFacts } from '../runtime.js';
import { SUITE_VERSION } from '../version.js';

/** The version of the shape of `Results`; `schema/results.schema.json` describes it. */
export const RESULTS_FORMAT = 'openjd-conformance-results-1';

/** One run of the suite against one runtime: what `--json` writes and `report` reads. */
export interface Results {
  readonly format: typeof RESULTS_FORMAT;
  /** When the run began, ISO 8601, UTC. */
  readonly date: string;
  readonly durationMs: number;
  readonly suite: { readonly version: string };
  readonly specification: { readonly source: string; readonly documents: readonly SpecificationDocument[] };
  readonly runtime: RuntimeFacts & { readonly invocation: string };
  /** How the cases were chosen and run. */
  readonly selection: Selection;
  readonly summary: Summary;
  readonly cases: readonly CaseResult[];
  readonly requirements: readonly RequirementResult[];
}

export interface Selection {
  /** The tree, where it is not the suite's own. */
  readonly tree?: string;
  readonly only?: readonly string[];
  readonly shard?: string;
  readonly seed?: number;
  readonly jobs: number;
  readonly timeLimitSeconds: number;
}

export interface Summary extends Readonly<Record<Result, number>> {
  /** Of `failed` and `errored`, those that are listed. */
  readonly knownFailures: number;
  /** Listed cases that passed. */
  readonly stale: number;
  /** Of the rejections that should name something. */
  readonly diagnostics: Readonly<Record<NonNullable<Diagnostics>, number>>;
}

export interface CaseResult {
  readonly id: string;
  /** Below the tree. */
  readonly path: string;
  readonly revision: string;
  readonly component: string;
  readonly kind: ConformanceCase['kind'];
  readonly valid: boolean;
  readonly requirements: readonly string[];
  readonly why?: string;
  /** The file's text. */
  readonly source: string;
  readonly result: Result;
  readonly reasons: readonly string[];
  readonly known?: Omit<KnownFailure, 'id'>;
  readonly stale?: true;
  readonly diagnostics?: NonNullable<Diagnostics>;
  readonly durationMs: number;
  /** The end of what was printed. */
  readonly output?: string;
  /** What was recorded, a line each. */
  readonly journal?: readonly string[];
}

/**
 * What a run shows of a requirement: `met`, its cases passed; `unmet`, one failed or errored; `unasked`, none was run to its
 * end; `uncovered`, it has none (a test of this repository may have it); `excluded`, nothing can show it.
 */
export type RequirementState = 'met' | 'unmet' | 'unasked' | 'uncovered' | 'excluded';

export interface RequirementResult {
  readonly id: string;
  readonly level: Level;
  readonly document: string;
  readonly section: string;
  readonly sectionTitle: string;
  readonly quote: string;
  readonly excluded?: string;
  readonly cases: readonly string[];
  readonly state: RequirementState;
}

/** How much of a case's output is kept. Unit: characters. */
const OUTPUT_KEPT = 3_000;

/** Gathers what a run tells, case by case. */
export class ResultsBuilder {
  readonly #tree: string;
  readonly #knownFailures: ReadonlyMap<string, KnownFailure>;
  readonly #startedAt = new Date();
  readonly #cases: CaseResult[] = [];

  /** @param tree the folder below which the cases' files are */
  constructor(tree: string, knownFailures: ReadonlyMap<string, KnownFailure> = new Map()) {
    this.#tree = tree;
    this.#knownFailures = knownFailures;
  }

  add(read: ConformanceCase, { result, reasons }: Verdict, details: CaseDetails): CaseResult {
    const known = this.#knownFailures.get(read.id);
    const { durationMs, output, journal, diagnostics } = details;
    const caseResult: CaseResult = {
      id: read.id,
      path: relative(this.#tree, read.file),
      revision: read.revision,
      component: read.component,
      kind: read.kind,
      valid: read.valid,
      requirements: read.metadata?.requirements ?? [],
      ...(read.metadata && { why: read.metadata.why.trim() }),
      source: read.source,
      result,
      reasons,
      ...(known && { known: withoutId(known) }),
      ...(isStale(known, result) && { stale: true }),
      ...(diagnostics && { diagnostics }),
      durationMs,
      ...(output !== undefined && { output: output.slice(-OUTPUT_KEPT) }),
      ...(journal && { journal: journalLines(journal) }),
    };
    this.#cases.push(caseResult);
    return caseResult;
  }

  /** @param coverage of the requirements by the cases of the tree */
  finish(
    runtime: Results['runtime'],
    selection: Selection,
    { source, documents }: Manifest,
    coverage: Coverage,
  ): Results {
    const cases = this.#cases.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return {
      format: RESULTS_FORMAT,
      date: this.#startedAt.toISOString(),
      durationMs: Date.now() - this.#startedAt.getTime(),
      suite: { version: SUITE_VERSION },
      specification: { source, documents },
      runtime,
      selection,
      summary: summarize(cases),
      cases,
      requirements: requirementResults(coverage, cases),
    };
  }
}

function withoutId({ id: _, ...known }: KnownFailure): Omit<KnownFailure, 'id'> {
  return known;
}

function journalLines(journal: readonly JournalRecord[]): string[] {
  return journal.map(journalLine);
}

export function summarize(cases: readonly CaseResult[]): Summary {
  const count = (matches: (of: CaseResult) => boolean) => cases.filter(matches).length;
  return {
    passed: count(({ result }) => result === 'passed'),
    failed: count(({ result }) => result === 'failed'),
    errored: count(({ result }) => result === 'errored'),
    skipped: count(({ result }) => result === 'skipped'),
    unsupported: count(({ result }) => result === 'unsupported'),
    unclear: count(({ result }) => result === 'unclear'),
    knownFailures: count((of) => of.known !== undefined && hasFailed(of)),
    stale: count(({ stale }) => stale === true),
    diagnostics: {
      matched: count(({ diagnostics }) => diagnostics === 'matched'),
      differs: count(({ diagnostics }) => diagnostics === 'differs'),
      untold: count(({ diagnostics }) => diagnostics === 'untold'),
    },
  };
}

export function hasFailed({ result }: Pick<CaseResult, 'result'>): boolean {
  return result === 'failed' || result === 'errored';
}

function requirementResults({ rows }: Coverage, cases: readonly CaseResult[]): RequirementResult[] {
  const byId = new Map(cases.map((result) => [result.id, result]));
  return rows.map(({ requirement, cases: ids }) => {
    const run = ids.flatMap((id) => byId.get(id) ?? []);
    return { ...requirement, cases: ids, state: requirementState(requirement.excluded, ids.length, run) };
  });
}

function requirementState(excluded: string | undefined, cases: number, run: readonly CaseResult[]): RequirementState {
  if (run.some(hasFailed)) return 'unmet';
  if (run.some(({ result }) => result === 'passed')) return 'met';
  if (cases > 0) return 'unasked';
  return excluded === undefined ? 'uncovered' : 'excluded';
}
