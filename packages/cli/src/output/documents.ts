import type { Fact } from '@openjd/model';
import { documentName, withFactsAsFields } from './facts.js';

/** What `--output` chooses: text for people, or one document for programs. */
export type OutputFormat = 'human' | 'json' | 'yaml';

/** What `--output` says; `human` where it is absent. */
export function outputFormat(value: string | undefined): OutputFormat {
  return value === 'json' || value === 'yaml' ? value : 'human';
}

/** A document for programs, with a line end. Whole numbers beyond 2^53 are decimal texts in JSON; facts are fields by their names. */
export async function renderDocument(document: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return `${JSON.stringify(document, asDocument, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(JSON.parse(JSON.stringify(document, asDocument)), { lineWidth: 0 });
}

function asDocument(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return exactNumber(value);
  return hasFacts(value) ? withFactsAsFields(value, documentName) : value;
}

function hasFacts(value: unknown): value is { readonly facts: readonly Fact[] } {
  return typeof value === 'object' && value !== null && 'facts' in value && Array.isArray(value.facts);
}

function exactNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
