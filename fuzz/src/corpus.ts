import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentValue, formatTemplate, type JobTemplate, parseDocument } from '@openjd/model';
import { FULL_TEMPLATES } from '../../packages/model/test/full-templates.js';
import { WRONG_TEMPLATES } from '../../packages/model/test/wrong-templates.js';

const root = join(import.meta.dirname, '../..');

/** A document to start from. */
export interface Seed {
  readonly text: string;
  readonly value: DocumentValue;
}

/** Templates of every kind, right and wrong ones: samples, conformance cases, and those of the model's tests. */
export interface Corpus {
  readonly jobs: readonly Seed[];
  readonly environments: readonly Seed[];
}

let corpus: Corpus | undefined;

export function readCorpus(): Corpus {
  corpus ??= sortOut([
    ...templateFiles().map((file) => readFileSync(join(root, file), 'utf8')),
    ...WRONG_TEMPLATES.map(({ text }) => text),
    ...FULL_TEMPLATES.map((template) => formatTemplate(template)),
  ]);
  return corpus;
}

/** Always in the same order, so that a seed gives the same case on every machine. */
function templateFiles(): string[] {
  return globSync('{samples,conformance/cases,conformance/proposals}/**/*.yaml', { cwd: root }).sort();
}

function sortOut(texts: readonly string[]): Corpus {
  const jobs: Seed[] = [];
  const environments: Seed[] = [];
  for (const text of texts) {
    const document = parseDocument(text, { format: 'yaml' });
    if (!document.ok) continue;
    for (const seed of seedsOf(text, document.value.value)) {
      (versionOf(seed.value)?.startsWith('environment') ? environments : jobs).push(seed);
    }
  }
  return { jobs, environments };
}

/** The document, where it is a template; of a case of the suite the templates in it. */
function seedsOf(text: string, value: DocumentValue): Seed[] {
  if (versionOf(value) !== undefined) return [{ text, value }];
  return templatesIn(value).map((template) => ({
    text: formatTemplate(template as unknown as JobTemplate),
    value: template,
  }));
}

function templatesIn(value: DocumentValue): DocumentValue[] {
  if (typeof value !== 'object' || value === null) return [];
  if (versionOf(value) !== undefined) return [value];
  return Object.values(value).flatMap(templatesIn);
}

function versionOf(value: DocumentValue): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'specificationVersion')) return undefined;
  return String((value as Readonly<Record<string, DocumentValue>>)['specificationVersion']);
}

/** Every string in a document. */
export function stringsIn(value: DocumentValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
