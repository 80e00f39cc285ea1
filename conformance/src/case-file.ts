import { basename, dirname, sep } from 'node:path';
import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { brokenRules, type LineOf, schemaValidator } from './broken-rules.js';
import type { CaseMetadata, ConformanceCase, Expected, JobCase } from './case.js';

/** A case file that breaks the format: the suite's fault and no runtime's. */
export class CaseFileError extends Error {
  constructor(file: string, reasons: readonly string[]) {
    super([`${file} is not a conformance case:`, ...reasons.map((reason) => `  ${reason}`)].join('\n'));
    this.name = 'CaseFileError';
  }
}

/** Whether a file of a tree is a case of one of the three folders. */
export type CaseFolder = 'job_templates' | 'env_templates' | 'jobs';

/**
 * Reads one case from its text.
 * @param fallbackId the id of a case that has no metadata
 * @throws {CaseFileError} where the text is not YAML or not of the format
 */
export function parseCase(text: string, file: string, folder: CaseFolder, fallbackId: string): ConformanceCase {
  if (folder === 'jobs') return parseJobCase(text, file, fallbackId);
  const metadata = leadingMetadata(text, file);
  return { kind: 'template', ...commonParts(text, file, fallbackId, metadata) };
}

function commonParts(source: string, file: string, fallbackId: string, metadata: CaseMetadata | undefined) {
  const [revision = '', component = ''] = dirname(dirname(file)).split(sep).slice(-2);
  return {
    id: metadata?.id ?? fallbackId,
    file,
    valid: !basename(file).includes('.invalid.'),
    ...(metadata && { metadata }),
    revision,
    component,
    source,
  };
}

/** A template case's text as a runtime gets it: without its metadata, which would tell the answer; line numbers stay. */
export function withoutMetadata(text: string): string {
  const leading = /^(?:#.*\n)*/.exec(text)?.[0] ?? '';
  return leading.replaceAll(/^#:.*$/gm, '#') + text.slice(leading.length);
}

/** The metadata of a bare template: its leading comment lines that begin with `#: ` or are `#:`. */
function leadingMetadata(text: string, file: string): CaseMetadata | undefined {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const leading = end === -1 ? lines : lines.slice(0, end);
  const faults = lines.flatMap((line, index) => {
    if (!line.startsWith('#:')) return [];
    if (index >= leading.length)
      return [`line ${index + 1}: \`#:\` stands below the comment lines at the top, and is not read`];
    return /^#:(?: |\r?$)/.test(line) ? [] : [`line ${index + 1}: a space has to follow \`#:\``];
  });
  if (faults.length > 0) throw new CaseFileError(file, faults);
  if (!leading.some((line) => line.startsWith('#:'))) return undefined;
  // Spaces in place of what is no YAML: lines and columns are those of the file.
  const yaml = leading.map((line) => (line.startsWith('#:') ? `  ${line.slice(2)}` : ''));
  const { document, lineOf } = parseYaml(yaml.join('\n'), file, false);
  const metadata = document.toJS() as unknown;
  const reasons = brokenRules(schemaValidator('case', 'metadata'), metadata, lineOf);
  if (reasons.length > 0) throw new CaseFileError(file, reasons);
  return metadata as CaseMetadata;
}

function parseJobCase(text: string, file: string, fallbackId: string): JobCase {
  const { document, lineOf } = parseYaml(text, file, true);
  if (!isMap(document.contents) || (document.has('specificationVersion') && !document.has('template'))) {
    const folders = 'a bare template goes to job_templates/ or env_templates/';
    throw new CaseFileError(file, [`a file of jobs/ has \`template:\` with the job template below it; ${folders}`]);
  }
  const plain = parseYaml(text, file, false).document.toJS() as Record<string, unknown>;
  const reasons = brokenRules(schemaValidator('case'), plain, lineOf);
  if (reasons.length > 0) throw new CaseFileError(file, reasons);

  const textOf = (...path: (string | number)[]) => yamlText(document.getIn(path, true) as Node, document, text);
  const parameters = new Map<string, string>();
  for (const name of Object.keys((plain['parameters'] as object | undefined) ?? {})) {
    parameters.set(name, textOf('parameters', name));
  }
  const metadata = plain['openjd'] as CaseMetadata | undefined;
  return {
    kind: 'job',
    ...commonParts(text, file, fallbackId, metadata),
    template: textOf('template'),
    parameters,
    environments: ((plain['environments'] as unknown[] | undefined) ?? []).map((_, i) => textOf('environments', i)),
    ...(plain['pathMapping'] !== undefined && { pathMapping: plain['pathMapping'] as unknown[] }),
    ...(plain['runOn'] !== undefined && { runOn: plain['runOn'] as ('posix' | 'windows')[] }),
    expected: (plain['expected'] as Expected | undefined) ?? {},
  };
}

/** `exact`: whole numbers keep all of their digits, as bigint. */
function parseYaml(
  text: string,
  file: string,
  exact: boolean,
): { readonly document: Document; readonly lineOf: LineOf } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { intAsBigInt: exact, lineCounter });
  if (document.errors.length > 0) {
    throw new CaseFileError(
      file,
      document.errors.map((error) => error.message),
    );
  }
  const lineOf: LineOf = (path, key) => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    const pair =
      isMap(node) && key !== undefined
        ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
    const start = ((pair?.key ?? node) as Node | null | undefined)?.range?.[0];
    return start === undefined ? undefined : lineCounter.linePos(start).line;
  };
  return { document, lineOf };
}

/**
 * One part of a case as a YAML text of its own: its own lines, indented as they were, so that a runtime reads from the part
 * what it would have read from the whole. `1.0` does not become `1`, and `"yes"` keeps its quotes.
 */
function yamlText(part: Node, whole: Document, text: string): string {
  if (usesAnchors(part)) return withoutAnchors(part, whole);
  const [start, end] = part.range as [number, number, number];
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  return `${' '.repeat(column)}${text.slice(start, end).trimEnd()}\n`;
}

function usesAnchors(part: Node): boolean {
  let found = false;
  visit(part, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor === undefined) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/**
 * An alias may point out of the part: each becomes a copy of what it stands for. Numbers may lose their way of writing. Aliases are
 * resolved where they stand, since a name may be given again further down.
 */
function withoutAnchors(part: Node, whole: Document): string {
  const root = (isAlias(part) ? part.resolve(whole) : part) as Node;
  visit(root, { Alias: (_, alias) => alias.resolve(whole)?.clone() as Node | undefined });
  const holder = new Document(undefined, { intAsBigInt: true });
  holder.contents = root.clone() as typeof holder.contents;
  visit(holder, {
    Node: (_, node) => {
      if (isScalar(node) || isMap(node) || isSeq(node)) delete node.anchor;
    },
  });
  return holder.toString({ lineWidth: 0 });
}
