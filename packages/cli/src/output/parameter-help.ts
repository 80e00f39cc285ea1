import { escapeUnshowable, messageText, quoteText } from '@openjd/expr';
import type { ParsedJobTemplate } from '@openjd/model';
import { columnsOf } from './terminal.js';

type Definition = NonNullable<ParsedJobTemplate['template']['parameterDefinitions']>[number];

/** The parameters that a job template defines, as `openjd run FILE --help` lists them. */
export function renderParameterHelp(source: string, template: ParsedJobTemplate['template']): string {
  const definitions = template.parameterDefinitions ?? [];
  if (definitions.length === 0) return `\nThe job of ${messageText(source)} has no parameters.`;
  const width = Math.max(...definitions.map(({ name }) => name.length));
  const columns = columnsOf(process.stdout);
  const lines = definitions.flatMap((definition) => [
    `  ${definition.name.padEnd(width)}  ${factsOf(definition)}`,
    ...wrapped(definition.description ?? '', columns - width - 6).map((line) => `${' '.repeat(width + 6)}${line}`),
  ]);
  return `\nParameters of ${messageText(source)} (-p NAME=VALUE):\n${lines.join('\n')}`;
}

/** `INT, default 2, at least 1, at most 100`. */
function factsOf(definition: Definition): string {
  const facts: string[] = [definition.type];
  facts.push(definition.default === undefined ? 'required' : `default ${shown(definition.default)}`);
  if ('allowedValues' in definition && definition.allowedValues) {
    facts.push(`one of ${definition.allowedValues.map(shown).join(', ')}`);
  }
  const limits = new Map<string, unknown>(Object.entries(definition));
  for (const [field, words] of LIMITS) {
    const limit = limits.get(field);
    if (limit !== undefined) facts.push(`${words[0]} ${shown(limit)}${words[1]}`);
  }
  return facts.join(', ');
}

const LIMITS = [
  ['minValue', ['at least', '']],
  ['maxValue', ['at most', '']],
  ['minLength', ['at least', ' long']],
  ['maxLength', ['at most', ' long']],
] as const;

function shown(value: unknown): string {
  if (typeof value === 'string') return /^[\w./-]+$/.test(value) ? value : quoteText(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  return String(value);
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean).map(escapeUnshowable)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
