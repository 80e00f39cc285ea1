import type { Attempt, Comparison } from './compare.js';

const WORDS: Readonly<Record<Attempt['result'], string>> = {
  'as-wanted': 'yes',
  differs: 'other order or place',
  rejected: 'refused',
  'no-template': 'cannot be written',
  skipped: 'not tried',
};

/** What a result is called where people read it. */
export function resultWords(result: Attempt['result']): string {
  return WORDS[result];
}

/** The comparison as two Markdown tables: what each dialect can express, and what it costs. */
export function comparisonMarkdown({ dialects, scenarios }: Comparison): string {
  const head = ['scenario', ...dialects.map(({ title }) => title)];
  const expressed = scenarios.map(({ title, attempts }) => [title, ...attempts.map(({ result }) => WORDS[result])]);
  const attemptsOf = (name: string) =>
    scenarios.flatMap(({ attempts }) => attempts.filter(({ dialect }) => dialect === name));
  const costs: [string, (name: string) => string][] = [
    ['scenarios as wanted', (name) => String(attemptsOf(name).filter(({ result }) => result === 'as-wanted').length)],
    ['lines of all wrappers', (name) => String(sum(attemptsOf(name), ({ templateLines }) => templateLines))],
    ['symbols of hooks used', (name) => String(new Set(attemptsOf(name).flatMap(({ symbols }) => symbols)).size)],
    ['processes started', (name) => String(sum(attemptsOf(name), ({ processes }) => processes))],
  ];
  const rows = costs.map(([what, of]) => [what, ...dialects.map(({ name }) => of(name))]);
  const overhead = (place: 'host' | 'container') => dialects.map(({ overheadMs }) => overheadText(overheadMs?.[place]));
  if (dialects.some(({ overheadMs }) => overheadMs !== undefined)) {
    rows.push(['a task on the host, above plain', ...overhead('host')]);
    rows.push(['a task in a container, above plain', ...overhead('container')]);
  }
  return `${table(head, expressed)}\n${table(['', ...dialects.map(({ title }) => title)], rows)}`;
}

/** Less than a millisecond, and less than nothing, are what the machine's other work makes of nothing. */
export function overheadText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  return ms < 1 ? 'under 1 ms' : `${ms.toFixed(0)} ms`;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return `${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`;
}
