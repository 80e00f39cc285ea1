import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { parseDocument } from 'yaml';
import { brokenRules, schemaValidator } from './broken-rules.js';

/** As RFC 2119 has it, also for a rule that the text states without the keyword. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** A document of the specification, at the revision at which its requirements were read. */
export interface SpecificationDocument {
  /** The folder of its requirements. */
  readonly name: string;
  /** With which its requirements' ids begin. */
  readonly prefix: string;
  readonly title: string;
  /** Its path in the specification's repository, and the commit. */
  readonly file: string;
  readonly commit: string;
  /** `numbered`: the section's number follows the prefix in an id. */
  readonly sections?: 'numbered';
}

/** One rule of the specification's text. */
export interface Requirement {
  /** Permanent. */
  readonly id: string;
  readonly level: Level;
  /** Under fifteen words of the text. */
  readonly quote: string;
  /** Why no case and no test can show it. */
  readonly excluded?: string;
  readonly document: string;
  readonly section: string;
  readonly sectionTitle: string;
}

export interface Manifest {
  /** The specification's repository. */
  readonly source: string;
  readonly documents: readonly SpecificationDocument[];
  /** In the order of the documents and their sections. */
  readonly requirements: readonly Requirement[];
}

/** Quotes have to be shorter than this. Unit: words. */
export const QUOTE_WORD_LIMIT = 15;

/** A manifest that breaks its format: every fault of it, each with its file. */
export class ManifestError extends Error {
  constructor(faults: readonly string[]) {
    super(['the requirements are not as they have to be:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'ManifestError';
  }
}

interface SectionFile {
  readonly document: string;
  readonly section: string;
  readonly title: string;
  readonly requirements: readonly Pick<Requirement, 'id' | 'level' | 'quote' | 'excluded'>[];
}

/**
 * Reads `documents.yaml` and every `<document>/<section>.yaml` of a folder of requirements.
 * @throws {ManifestError} with all faults: a file that breaks the schema, a folder or an id that does not fit its document, an
 *   id that is given twice, a quote that is too long
 */
export function readManifest(folder: string): Manifest {
  const index = readYaml(join(folder, 'documents.yaml')) as Pick<Manifest, 'source' | 'documents'>;
  const validate = schemaValidator('requirements');
  const faults: string[] = [];
  const fileById = new Map<string, string>();
  const requirements: Requirement[] = [];
  for (const name of folderNames(folder).filter(
    (found) => !index.documents.some((document) => document.name === found),
  )) {
    faults.push(`${name}: no document of documents.yaml has this name`);
  }
  for (const document of index.documents) {
    for (const file of sectionFiles(join(folder, document.name))) {
      const place = relative(folder, file);
      const section = readSection(file, place, validate, faults);
      if (section === undefined) continue;
      if (section.document !== document.name) faults.push(`${place}: its document is not ${section.document}`);
      for (const row of section.requirements) {
        faults.push(...rowFaults(row, section, document).map((fault) => `${place}: ${row.id}: ${fault}`));
        const other = fileById.get(row.id);
        if (other !== undefined) faults.push(`${place}: ${row.id}: the id is in ${other} already`);
        fileById.set(row.id, place);
        requirements.push({ ...row, document: document.name, section: section.section, sectionTitle: section.title });
      }
    }
  }
  if (faults.length > 0) throw new ManifestError(faults);
  return { source: index.source, documents: index.documents, requirements };
}

function readSection(
  file: string,
  place: string,
  validate: ValidateFunction,
  faults: string[],
): SectionFile | undefined {
  let section: unknown;
  try {
    section = readYaml(file);
  } catch (error) {
    faults.push(`${place}: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
  const broken = brokenRules(validate, section);
  faults.push(...broken.map((rule) => `${place}: ${rule}`));
  return broken.length === 0 ? (section as SectionFile) : undefined;
}

function rowFaults(row: SectionFile['requirements'][number], section: SectionFile, document: SpecificationDocument) {
  const faults: string[] = [];
  const start = document.sections === 'numbered' ? `${document.prefix}-${section.section}-` : `${document.prefix}-`;
  if (!row.id.startsWith(start)) faults.push(`the id does not begin with ${start}`);
  const words = row.quote.trim().split(/\s+/).length;
  if (words >= QUOTE_WORD_LIMIT)
    faults.push(`the quote has ${words} words; it must have less than ${QUOTE_WORD_LIMIT}`);
  return faults;
}

/** The documents that have requirements, or may have. */
function folderNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** In the order of the sections' numbers: 3.2 before 3.10. */
function sectionFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort((a, b) => basename(a, '.yaml').localeCompare(basename(b, '.yaml'), 'en', { numeric: true }))
    .map((name) => join(folder, name));
}

function readYaml(file: string): unknown {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document.toJS();
}
