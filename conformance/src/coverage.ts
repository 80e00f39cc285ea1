import type { ConformanceCase } from './case.js';
import { type Home, type Homes, sectionIdOf } from './homes.js';
import type { Manifest, Requirement } from './requirements.js';

/** A requirement and what shows that it is met. */
export interface CoverageRow {
  readonly requirement: Requirement;
  /** Ids of cases. */
  readonly cases: readonly string[];
  /** Files of tests whose text has the id. */
  readonly tests: readonly string[];
  /** The code that holds the rule; none where it was not asked for. */
  readonly homes: readonly Home[];
}

export interface Coverage {
  readonly rows: readonly CoverageRow[];
  /** Requirements at level MUST that nothing shows, and that are not excluded. */
  readonly missing: readonly CoverageRow[];
  /** Ids that are cited and that no requirement has, each with who cites it. */
  readonly unknown: readonly { readonly id: string; readonly citedBy: string }[];
}

/** A text that may cite ids: its name, and whether it is a test's, which shows something, or a program's, which does not. */
export interface CitingText {
  readonly name: string;
  readonly text: string;
  readonly isTest: boolean;
}

/** Which requirement is cited by which case and which text, and which code holds it. */
export function coverageOf(
  manifest: Manifest,
  cases: readonly ConformanceCase[],
  texts: readonly CitingText[] = [],
  homes: Homes['byId'] = new Map(),
): Coverage {
  const known = new Set(manifest.requirements.map(({ id }) => id));
  // A program may say of a whole section that it holds it.
  const sections = new Set(manifest.requirements.map((row) => sectionIdOf(row, manifest.documents)));
  const casesById = new Map<string, Set<string>>();
  const testsById = new Map<string, Set<string>>();
  const unknown = new Map<string, Coverage['unknown'][number]>();
  const cite = (id: string, citedBy: string, where?: Map<string, Set<string>>) => {
    if (!known.has(id)) unknown.set(`${id} ${citedBy}`, { id, citedBy });
    else if (where !== undefined) where.set(id, (where.get(id) ?? new Set()).add(citedBy));
  };
  for (const read of cases) for (const id of read.metadata?.requirements ?? []) cite(id, read.id, casesById);
  for (const { name, text, isTest } of texts) {
    for (const id of citedIds(text, manifest)) {
      if (isTest || !sections.has(id)) cite(id, name, isTest ? testsById : undefined);
    }
  }
  const rows = manifest.requirements.map((requirement) => ({
    requirement,
    cases: [...(casesById.get(requirement.id) ?? [])],
    tests: [...(testsById.get(requirement.id) ?? [])],
    homes: homes.get(requirement.id) ?? [],
  }));
  const missing = rows.filter(
    ({ requirement, ...row }) =>
      requirement.level === 'MUST' &&
      requirement.excluded === undefined &&
      row.cases.length === 0 &&
      row.tests.length === 0,
  );
  return { rows, missing, unknown: [...unknown.values()] };
}

/** The requirement ids that stand in a text. One that goes on with `${` is a pattern for ids, and is none. */
export function citedIds(text: string, { documents }: Pick<Manifest, 'documents'>): string[] {
  const prefixes = documents.map(({ prefix }) => prefix).join('|');
  const pattern = new RegExp(
    `(?<![A-Za-z0-9-])(?:${prefixes})-[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?![A-Za-z0-9.-]*\\$\\{)`,
    'g',
  );
  return [...new Set(text.match(pattern) ?? [])];
}
