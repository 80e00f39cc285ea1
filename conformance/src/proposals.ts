import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { brokenRules, schemaValidator } from './broken-rules.js';
import type { ConformanceCase } from './case.js';
import { ManifestError, type Requirement } from './requirements.js';
import { readTree } from './tree.js';

/** The draft proposals of this suite: a folder each. */
export const PROPOSALS_FOLDER: string = fileURLToPath(new URL('../proposals', import.meta.url));

/** A draft proposal as its folder has it: README.md, requirements.yaml, cases, templates. */
export interface ProposalFolder {
  /** By which runtimes switch it on. */
  readonly name: string;
  readonly folder: string;
  readonly requirements: readonly Requirement[];
  /** Empty for a proposal that no template shows. */
  readonly cases: readonly ConformanceCase[];
}

/** Names of all proposals, sorted. */
export function proposalNames(folder: string = PROPOSALS_FOLDER): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads one proposal.
 * @throws {ManifestError} where its requirements break the format
 * @throws {CaseFileError} where a case does
 */
export function readProposal(name: string, root: string = PROPOSALS_FOLDER): ProposalFolder {
  const folder = join(root, name);
  const cases = join(folder, 'cases');
  return {
    name,
    folder,
    requirements: readRequirements(name, join(folder, 'requirements.yaml')),
    cases: existsSync(cases) ? readTree(cases) : [],
  };
}

function readRequirements(name: string, file: string): Requirement[] {
  const content = parse(readFileSync(file, 'utf8')) as {
    readonly document: string;
    readonly section: string;
    readonly title: string;
    readonly requirements: readonly Omit<Requirement, 'document' | 'section' | 'sectionTitle'>[];
  };
  const faults = brokenRules(schemaValidator('requirements'), content);
  if (content.document !== name) faults.push(`its document is not ${name}`);
  if (faults.length > 0) throw new ManifestError(faults.map((fault) => `${file}: ${fault}`));
  const { document, section, title } = content;
  return content.requirements.map((row) => ({ ...row, document, section, sectionTitle: title }));
}
