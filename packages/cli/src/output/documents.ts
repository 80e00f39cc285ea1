/** What `--output` chooses: text for people, or one document for programs. */
export type OutputFormat = 'human' | 'json' | 'yaml';

/** What `--output` says; `human` where it is absent. */
export function outputFormat(value: string | undefined): OutputFormat {
  return value === 'json' || value === 'yaml' ? value : 'human';
}

/** A document for programs, with a line end. Whole numbers beyond 2^53 are decimal texts in JSON. */
export async function renderDocument(document: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return `${JSON.stringify(document, exactNumbers, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(JSON.parse(JSON.stringify(document, exactNumbers)), { lineWidth: 0 });
}

function exactNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
