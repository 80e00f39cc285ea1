import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CitingText, type Coverage, type CoverageRow, coverageOf } from '../coverage.js';
import type { Homes } from '../homes.js';
import { readHomes } from '../read-homes.js';
import { type Manifest, readManifest } from '../requirements.js';
import { casesOfTree, existingFolder, OWN_REQUIREMENTS, OWN_TREE, readOptions, UsageError } from './usage.js';

export const REQUIREMENTS_USAGE = `usage: openjd-conformance requirements [options]

Prints the requirements of the specification, one a line: id, level, how many cases check it, and the cases.

  --missing          only those at level MUST that no case and no test checks
  --tests DIR        a folder of tests whose texts cite ids as well (*.test.ts); may be repeated
  --homes DIR        a repository laid out as this one: names the code that holds each rule as well
  --format FORMAT    text (default), markdown or json
  --tree DIR         the tree of cases (default: this suite's own)
  --requirements DIR the requirements (default: this suite's own)
  --help             this text

Exit status: 0, 1 where one is missing or an unknown id is cited, 2 a wrong call.
`;

const FORMATS: Readonly<Record<string, (coverage: Coverage, manifest: Manifest) => string>> = {
  text: coverageText,
  markdown: coverageMarkdown,
  json: (coverage) => `${JSON.stringify(coverage, null, 2)}\n`,
};

export async function requirementsCommand(args: readonly string[]): Promise<number> {
  const values = readOptions(args, {
    missing: { type: 'boolean' },
    tests: { type: 'string', multiple: true },
    homes: { type: 'string' },
    format: { type: 'string' },
    tree: { type: 'string' },
    requirements: { type: 'string' },
  });
  const format = values.format ?? 'text';
  const print = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (print === undefined) throw new UsageError(`--format must be one of ${Object.keys(FORMATS).join(', ')}`);
  const manifest = readManifest(existingFolder('--requirements', values.requirements ?? OWN_REQUIREMENTS));
  const texts = (values.tests ?? []).flatMap((folder) => testTexts(existingFolder('--tests', folder)));
  const homes = values.homes === undefined ? undefined : homesBelow(values.homes, manifest);
  const coverage = coverageOf(manifest, casesOfTree(values.tree ?? OWN_TREE), texts, homes);
  process.stdout.write(print(values.missing ? { ...coverage, rows: coverage.missing } : coverage, manifest));
  return coverage.missing.length === 0 && coverage.unknown.length === 0 ? 0 : 1;
}

function homesBelow(folder: string, manifest: Manifest): Homes['byId'] {
  const repository = existingFolder('--homes', folder);
  existingFolder('--homes', join(repository, 'packages'));
  return readHomes(repository, manifest).byId;
}

/** The tests below a folder. */
function testTexts(folder: string): CitingText[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8'), isTest: true }));
}

function coverageText(coverage: Coverage): string {
  const lines: string[] = [];
  let heading = '';
  for (const row of coverage.rows) {
    const { document, section, sectionTitle, id, level } = row.requirement;
    const of = `${document} ${section} ${sectionTitle}`;
    if (of !== heading) lines.push('', of);
    heading = of;
    const homes = heldIn(row);
    lines.push(`  ${id.padEnd(44)} ${level.padEnd(6)} ${shownBy(row)}${homes === '' ? '' : `; held in ${homes}`}`);
  }
  for (const { id, citedBy } of coverage.unknown) lines.push(`unknown: ${id}, cited by ${citedBy}`);
  lines.push('', totals(coverage));
  return `${lines.join('\n').trimStart()}\n`;
}

function shownBy({ requirement, cases, tests }: CoverageRow): string {
  if (requirement.excluded !== undefined) return `excluded: ${requirement.excluded}`;
  if (cases.length + tests.length === 0) return requirement.level === 'MUST' ? 'MISSING' : '-';
  const shown = [...cases, ...tests];
  return `${shown.length}: ${shown.slice(0, 4).join(', ')}${shown.length > 4 ? ', …' : ''}`;
}

/** The code that holds it; empty where that is not known. */
function heldIn({ homes }: CoverageRow): string {
  return homes.map(({ file, line }) => `${file}:${line}`).join(', ');
}

function totals({ rows, missing, unknown }: Coverage): string {
  const excluded = rows.filter(({ requirement }) => requirement.excluded !== undefined).length;
  const covered = rows.filter(({ cases, tests }) => cases.length + tests.length > 0).length;
  const held = rows.filter(({ homes }) => homes.length > 0).length;
  const counts = [`${covered} checked`, ...(held === 0 ? [] : [`${held} with a home`]), `${excluded} excluded`];
  return `${rows.length} requirements: ${counts.join(', ')}, ${missing.length} missing; ${unknown.length} unknown ids`;
}

/** A table of Markdown; with the homes in the code where any are known. */
function requirementTable(rows: readonly CoverageRow[]): string[] {
  const hasHomes = rows.some(({ homes }) => homes.length > 0);
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = ['requirement', 'level', 'text', 'checked by', ...(hasHomes ? ['held in'] : [])];
  const body = rows.map((row) => {
    const { id, level, quote } = row.requirement;
    return line([id, level, quote, shownBy(row), ...(hasHomes ? [heldIn(row)] : [])]);
  });
  return [line(head), `|${'---|'.repeat(head.length)}`, ...body];
}

function coverageMarkdown(coverage: Coverage, { documents, source }: Manifest): string {
  const lines: string[] = [];
  for (const document of documents) {
    const rows = coverage.rows.filter(({ requirement }) => requirement.document === document.name);
    if (rows.length === 0) continue;
    lines.push(`## ${document.title}`, '', `\`${document.file}\` of ${source} at ${document.commit}`, '');
    lines.push(...requirementTable(rows), '');
  }
  lines.push(totals(coverage));
  return `${lines.join('\n')}\n`;
}
