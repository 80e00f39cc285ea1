import { messageText, type Problem } from '@openjd/expr';
import { formatPath } from '@openjd/model';
import type { SourceTexts } from '../failure.js';
import { type Excerpt, excerptOf } from './excerpt.js';
import { sentence } from './sentence.js';
import type { Paint } from './terminal.js';

export interface ProblemStyle {
  readonly paint: Paint;
  /** Width of the terminal. */
  readonly columns: number;
}

/** Problems as people read them: place and message, the line with a caret, the way into the template, the hint. */
export function renderProblems(problems: readonly Problem[], sources: SourceTexts, style: ProblemStyle): string {
  return problems.map((problem) => renderProblem(problem, sources, style)).join('');
}

function renderProblem(problem: Problem, sources: SourceTexts, { paint, columns }: ProblemStyle): string {
  const place = placeOf(problem);
  const lines = [
    `${place === '' ? '' : `${paint('bold', place)} `}${paint('red', 'error:')} ${messageText(sentence(problem.message))}`,
  ];
  const text = problem.source === undefined ? undefined : sources.get(problem.source);
  if (text !== undefined && problem.range) {
    // The gutter is the line's number and ` | `.
    const gutter = String(problem.range.start.line).length + 5;
    lines.push(...renderExcerpt(excerptOf(text, problem.range, columns - gutter), paint));
  }
  if (problem.path.length > 0) lines.push(paint('dim', `  in ${messageText(formatPath(problem.path))}`));
  if (problem.hint !== undefined) lines.push(`  ${paint('cyan', 'hint:')} ${messageText(sentence(problem.hint))}`);
  return `${lines.join('\n')}\n`;
}

/** `job.yaml:7:9:`, or as much of it as is known. */
function placeOf({ source, range }: Problem): string {
  const at = range ? `${range.start.line}:${range.start.column}:` : '';
  if (source === undefined) return at;
  return `${messageText(source)}:${at}`;
}

function renderExcerpt({ line, text, indent, width }: Excerpt, paint: Paint): string[] {
  const number = `  ${line}`;
  return [
    `${paint('dim', `${number} |`)} ${text}`.trimEnd(),
    `${paint('dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(indent)}${paint('red', '^'.repeat(width))}`,
  ];
}

/** `3 problems`, or `3 problems in 2 of 5 files` where several files were read. */
export function renderCount(problems: readonly Problem[], filesRead: number): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  if (filesRead < 2) return `${count}\n`;
  return `${count} in ${new Set(problems.map(({ source }) => source)).size} of ${filesRead} files\n`;
}
