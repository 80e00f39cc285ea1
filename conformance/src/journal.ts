import type { JournalEntry } from './case.js';

/** A record as it stands in the journal: the entry, and the session's directory in which it was written. */
export interface JournalRecord extends JournalEntry {
  readonly directory: string;
}

const UNIT = '\u001f';
const END = '\u001e\n';

/**
 * Reads a journal that `openjd-record` wrote.
 * @throws {Error} where a record is cut off or has too few fields: someone else wrote to the journal
 */
export function parseJournal(text: string): JournalRecord[] {
  const parts = text.split(END);
  if (parts.pop() !== '') throw new Error('the last record of the journal is cut off');
  return parts.map((part) => {
    const [ran, at, via, directory, ...variables] = part.split(UNIT);
    if (ran === undefined || at === undefined || via === undefined || directory === undefined) {
      throw new Error(`this is not a record of openjd-record: ${JSON.stringify(part)}`);
    }
    const saw = Object.fromEntries(variables.map((variable) => splitVariable(variable)));
    return { ran, at, directory, ...(via !== '' && { via }), ...(variables.length > 0 && { saw }) };
  });
}

function splitVariable(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** One entry as a line for people. */
export function journalLine(entry: JournalEntry): string {
  const via = entry.via === undefined ? '' : ` via ${entry.via}`;
  const saw = Object.entries(entry.saw ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === null ? ` ${name} unset` : ` ${name}=${JSON.stringify(value)}`));
  return `${entry.ran} at ${entry.at}${via}${saw.join('')}`;
}

/** Whether both say the same of an action. */
export function isSameEntry(a: JournalEntry, b: JournalEntry): boolean {
  return comparable(a) === comparable(b);
}

/** By which two entries are compared: a variable that is not set is not recorded. */
function comparable({ saw = {}, ...entry }: JournalEntry): string {
  const set = Object.entries(saw).filter(([, value]) => value !== null);
  return journalLine({ ...entry, saw: Object.fromEntries(set) });
}

/**
 * Compares two journals, exactly. Empty where they are equal; else lines for people: what both have at the start and at the
 * end (`  `), what was expected between (`- `) and what was recorded (`+ `).
 */
export function journalDifference(expected: readonly JournalEntry[], recorded: readonly JournalEntry[]): string[] {
  const wanted = expected.map(comparable);
  const got = recorded.map(comparable);
  const shorter = Math.min(wanted.length, got.length);
  let start = 0;
  while (start < shorter && wanted[start] === got[start]) start++;
  if (start === wanted.length && start === got.length) return [];
  let end = 0;
  while (end < shorter - start && wanted[wanted.length - 1 - end] === got[got.length - 1 - end]) end++;
  const lines = expected.map(journalLine);
  return [
    ...lines.slice(0, start).map((line) => `  ${line}`),
    ...lines.slice(start, lines.length - end).map((line) => `- ${line}`),
    ...recorded.slice(start, got.length - end).map((entry) => `+ ${journalLine(entry)}`),
    ...lines.slice(lines.length - end).map((line) => `  ${line}`),
  ];
}
