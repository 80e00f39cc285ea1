import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { JournalEntry } from '../case.js';

/** What the comparison needs besides the proposals: the scenarios, and the accepted text's templates for them. */
export const COMPARE_FOLDER: string = fileURLToPath(new URL('../../compare', import.meta.url));

/** Something that people want of a wrapper, whatever the dialect. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** What is wanted, in one sentence. */
  readonly intent: string;
  /** What has to run where, in order. */
  readonly wanted: readonly JournalEntry[];
}

export function readScenarios(): Scenario[] {
  const text = readFileSync(join(COMPARE_FOLDER, 'scenarios.yaml'), 'utf8');
  return (parse(text) as { readonly scenarios: Scenario[] }).scenarios;
}
