import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { brokenRules, schemaValidator } from './broken-rules.js';
import type { ConformanceCase } from './case.js';
import type { Result } from './judge.js';

/** Whose fault a failure is: the runtime's, the text's, which is unclear, or the case's, which is wrong. */
export type Cause = 'runtime' | 'specification' | 'suite';

/** A case that a runtime is known not to pass. It is run all the same. */
export interface KnownFailure {
  readonly id: string;
  /** What the runtime does, and why that is a failure. */
  readonly reason: string;
  readonly cause?: Cause;
  /** Where that is being worked on. */
  readonly link?: string;
}

/** A file of known failures that cannot be used; the message says why. */
export class KnownFailuresError extends Error {
  override readonly name = 'KnownFailuresError';
}

/**
 * Reads a list of known failures; `schema/known-failures.schema.json` describes it.
 * @returns by the cases' ids
 * @throws {KnownFailuresError} where the file is missing, breaks the schema, or has one id twice
 */
export function readKnownFailures(file: string): ReadonlyMap<string, KnownFailure> {
  const document = parseDocument(textOf(file));
  const value = document.errors.length === 0 ? (document.toJS() as readonly KnownFailure[]) : [];
  const faults = [
    ...document.errors.map((error) => error.message),
    ...brokenRules(schemaValidator('known-failures'), value),
  ];
  const byId = new Map<string, KnownFailure>();
  for (const known of faults.length === 0 ? value : []) {
    if (byId.has(known.id)) faults.push(`${known.id} is listed twice`);
    byId.set(known.id, known);
  }
  if (faults.length === 0) return byId;
  throw new KnownFailuresError([`${file} is no list of known failures:`, ...faults.map((f) => `  ${f}`)].join('\n'));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KnownFailuresError(`the known failures cannot be read: ${(error as Error).message}`);
  }
}

/** Whether a listed case shows that its row has to go: it passed. */
export function isStale(known: KnownFailure | undefined, result: Result): boolean {
  return known !== undefined && result === 'passed';
}

/** Rows of cases that a tree does not have (any more). */
export function rowsWithoutCase(
  knownFailures: ReadonlyMap<string, KnownFailure>,
  cases: readonly ConformanceCase[],
): KnownFailure[] {
  const ids = new Set(cases.map(({ id }) => id));
  return [...knownFailures.values()].filter(({ id }) => !ids.has(id));
}
