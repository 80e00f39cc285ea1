import { escapeUnshowable, messageText } from '@openjd/expr';
import { type ActionRow, explanationRows } from '../explanation/rows.js';
import type { Explanation } from '../run/explain.js';
import { proposalsNote } from './proposals.js';
import type { Paint } from './terminal.js';

/** The explanation as a tree: what is around is outside of what it is around. */
export function renderExplanation(explanation: Explanation, paint: Paint): string {
  const lines = [paint('bold', `${explanation.message}, in order:`)];
  if (explanation.proposals) lines.push(proposalsNote(explanation.proposals));
  for (const row of explanationRows(explanation)) {
    const margin = '  '.repeat(row.depth);
    lines.push(margin + paint(row.kind === 'more' ? 'dim' : 'bold', row.title));
    if (row.kind !== 'more' && row.kind !== 'step')
      lines.push(...details(row, paint).map((line) => `${margin}    ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

function details(row: ActionRow, paint: Paint): string[] {
  const list = (items: readonly string[], separator: string) => escapeUnshowable(items.join(separator));
  return [
    ...(row.sets.length > 0 ? [`sets    ${list(row.sets, ' ')}`] : []),
    ...(row.nothing ? [paint('dim', 'defines no action: nothing runs')] : []),
    ...(row.hook === undefined ? [] : [paint('cyan', row.hook)]),
    ...(row.facts === undefined ? [] : [paint('cyan', escapeUnshowable(row.facts))]),
    ...(row.runs === undefined ? [] : [`runs    ${symbolic(escapeUnshowable(row.runs), paint)}`]),
    ...(row.wraps === undefined ? [] : [`wraps   ${symbolic(escapeUnshowable(row.wraps), paint)}`]),
    ...(row.runs !== undefined && row.variables.length > 0 ? [`with    ${list(row.variables, ' ')}`] : []),
    ...(row.files.length > 0 ? [`writes  ${symbolic(list(row.files, ', '), paint)}`] : []),
    ...(row.limits === undefined ? [] : [paint('dim', row.limits)]),
    ...row.problems.flatMap(({ message, hint }) => [
      `${paint('red', 'error:')} ${messageText(message)}`,
      ...(hint === undefined ? [] : [`${paint('cyan', 'hint:')} ${messageText(hint)}`]),
    ]),
  ];
}

/** Marks places that only the host of a run knows. */
function symbolic(text: string, paint: Paint): string {
  return text.replaceAll(/<session>(?:\/(?:[\w@%+=:.-]|<[\w.-]+>)+)*/g, (place) => paint('magenta', place));
}
