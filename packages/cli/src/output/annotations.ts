import { escapeUnshowable, messageText, type Problem } from '@openjd/expr';

/** Problems as workflow commands that GitHub shows beside the lines of a change. */
export function renderAnnotations(problems: readonly Problem[]): string {
  return problems.map(annotation).join('');
}

function annotation({ source, range, message, hint, code }: Problem): string {
  const properties: [string, string | number][] = [];
  if (source !== undefined) properties.push(['file', source]);
  if (range) {
    properties.push(['line', range.start.line], ['endLine', range.end.line], ['col', range.start.column]);
    // A column of the end makes sense to GitHub only within one line.
    if (range.start.line === range.end.line) properties.push(['endColumn', range.end.column]);
  }
  properties.push(['title', code]);
  const list = properties
    .map(([name, value]) => `${name}=${escapeProperty(escapeUnshowable(String(value)))}`)
    .join(',');
  return `::error ${list}::${escapeMessage([message, hint ?? []].flat().map(messageText).join('\n'))}\n`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
