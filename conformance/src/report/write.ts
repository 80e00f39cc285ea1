import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brokenRules, schemaValidator } from '../broken-rules.js';
import { htmlPage } from './html.js';
import { junitXml } from './junit.js';
import { markdownPage } from './markdown.js';
import type { Results } from './results.js';

/** Where reports are to be written; absent: not. */
export interface ReportFiles {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
}

/** A file of results that is none. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';
}

/** Writes the reports of one run. */
export function writeReports(results: Results, { json, junit, html }: ReportFiles): void {
  if (json !== undefined) write(json, `${JSON.stringify(results, null, 1)}\n`);
  if (junit !== undefined) write(junit, junitXml(results));
  if (html !== undefined) write(html, htmlPage([results]));
}

/** Writes what compares runs. */
export function writeComparison(
  runs: readonly Results[],
  { html, markdown }: { readonly html?: string | undefined; readonly markdown?: string | undefined },
): void {
  if (html !== undefined) write(html, htmlPage(runs));
  if (markdown !== undefined) write(markdown, markdownPage(runs));
}

/** @throws {ResultsError} where the file is not what `--json` writes */
export function readResults(file: string): Results {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ResultsError(`${file} cannot be read as results: ${(error as Error).message}`);
  }
  const broken = brokenRules(schemaValidator('results'), value);
  if (broken.length === 0) return value as Results;
  throw new ResultsError(
    [`${file} has no results of this suite:`, ...broken.slice(0, 5).map((b) => `  ${b}`)].join('\n'),
  );
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
