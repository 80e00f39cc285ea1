import { styleText } from 'node:util';
import type { Result } from '../judge.js';
import { shown } from '../shown.js';
import { type CaseResult, hasFailed, type Results, type Summary } from './results.js';

const COLOURS = {
  passed: 'green',
  failed: 'red',
  errored: 'magenta',
  skipped: 'yellow',
  unsupported: 'blue',
  unclear: 'cyan',
} as const satisfies Record<Result, string>;

/** Results in the order in which the summary names them. */
export const RESULTS: readonly Result[] = ['passed', 'failed', 'errored', 'skipped', 'unsupported', 'unclear'];

/** One case's result for a terminal: a line, and below a failure the reasons, the case's purpose and its file. */
export function caseText(result: CaseResult, file: string): string {
  const line = `${styleText(COLOURS[result.result], result.result.padEnd(7))} ${shown(result.id)}`;
  if (result.stale) return `${line}: but it is listed as a known failure (${shown(result.known?.reason.trim() ?? '')})`;
  if (result.result === 'passed') return line;
  if (!hasFailed(result)) {
    const [reason = '', ...more] = result.reasons;
    return [`${line}: ${shown(reason)}`, ...more.map(below)].join('\n');
  }
  if (result.known !== undefined) {
    const link = result.known.link === undefined ? '' : `, ${result.known.link}`;
    return `${line}: known: ${shown(`${result.known.reason.trim()}${link}`)}`;
  }
  const details = [...result.reasons];
  if (result.why !== undefined) details.push(`why: ${result.why}`);
  details.push(`case: ${file}`);
  return [line, ...details.map(below)].join('\n');
}

function below(detail: string): string {
  return `        ${shown(detail)}`;
}

/** The last lines: who was asked, and every result that can be, so that none is taken for another. */
export function summaryText({ runtime, suite, specification, durationMs, summary }: Results): string {
  const { matched, differs, untold } = summary.diagnostics;
  const [document] = specification.documents;
  const lines = [
    `${runtime.name}${runtime.version === undefined ? '' : ` ${runtime.version}`}, suite ${suite.version}` +
      `${document === undefined ? '' : `, ${document.title} at ${document.commit.slice(0, 12)}`}` +
      `, ${(durationMs / 1000).toFixed(1)} s`,
  ];
  if (matched + differs + untold > 0) {
    lines.push(
      `of ${matched + differs + untold} rejections, ${matched} name the problem, ${differs} another, ${untold} none`,
    );
  }
  lines.push(countsText(summary));
  return lines.join('\n');
}

function countsText(summary: Summary): string {
  const counts = RESULTS.map((result) => `${summary[result]} ${result}`);
  if (summary.knownFailures > 0) counts.push(`${summary.knownFailures} of the failures known`);
  if (summary.stale > 0) counts.push(`${summary.stale} stale`);
  return counts.join(', ');
}
