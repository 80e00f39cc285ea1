import { styleText } from 'node:util';
import type { ConformanceCase } from './case.js';
import type { Result, Verdict } from './judge.js';

const COLOURS = {
  passed: 'green',
  failed: 'red',
  errored: 'magenta',
  skipped: 'yellow',
  unsupported: 'blue',
} as const satisfies Record<Result, string>;

/** Results in the order in which the summary names them. */
const RESULTS: readonly Result[] = ['passed', 'failed', 'errored', 'skipped', 'unsupported'];

/** One case's verdict for a terminal: a line, and below it the reasons, the case's purpose and its file. */
export function verdictText(conformanceCase: ConformanceCase, verdict: Verdict): string {
  const line = `${styleText(COLOURS[verdict.result], verdict.result.padEnd(7))} ${conformanceCase.id}`;
  if (verdict.result === 'passed') return line;
  if (verdict.result === 'skipped' || verdict.result === 'unsupported') return `${line}: ${verdict.reasons.join('; ')}`;
  const details = [...verdict.reasons];
  if (conformanceCase.metadata !== undefined) details.push(`why: ${conformanceCase.metadata.why.trim()}`);
  details.push(`case: ${conformanceCase.file}`);
  return [line, ...details.map((detail) => `        ${detail}`)].join('\n');
}

/** The last line: every result that can be is named, so that none is taken for another. */
export function summaryText(verdicts: readonly Verdict[]): string {
  const count = (result: Result) => verdicts.filter((verdict) => verdict.result === result).length;
  return RESULTS.map((result) => `${count(result)} ${result}`).join(', ');
}
