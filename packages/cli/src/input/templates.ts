import type { Problem } from '@openjd/expr';
import { type ParsedTemplate, parseEnvironmentTemplate, parseJobTemplate, parseTemplate } from '@openjd/model';
import { CommandFailure } from '../failure.js';
import type { Extensions } from './extensions.js';
import { readFile, readStdin, STDIN_NAME, textOf } from './files.js';

/** A template file that was read, whether it is right or wrong. */
export interface ReadTemplate {
  /** The path as it was given, or `<stdin>`. */
  readonly source: string;
  readonly text: string;
  readonly result: ReturnType<typeof parseTemplate>;
}

/** Which templates will do. */
export type TemplateKind = 'job' | 'environment';

const PARSERS = { job: parseJobTemplate, environment: parseEnvironmentTemplate } as const;

/** Reads and checks one template; `-` is standard input. Throws CommandFailure for a file that cannot be read. */
export async function readTemplate(path: string, extensions: Extensions, kind?: TemplateKind): Promise<ReadTemplate> {
  return path === '-'
    ? parse(await readStdin(), STDIN_NAME, extensions, kind)
    : readTemplateFile(path, extensions, kind);
}

/** As `readTemplate`, of a file. */
export function readTemplateFile(path: string, extensions: Extensions, kind?: TemplateKind): ReadTemplate {
  return parse(readFile(path, 'template file'), path, extensions, kind);
}

function parse(
  bytes: Uint8Array,
  source: string,
  extensions: Extensions,
  kind: TemplateKind | undefined,
): ReadTemplate {
  const parseBytes = kind === undefined ? parseTemplate : PARSERS[kind];
  const result = parseBytes(bytes, { source, ...extensions });
  return { source, text: textOf(bytes), result };
}

/** A job template with environment templates, all right. */
export interface JobTemplates {
  readonly job: ParsedTemplate;
  readonly environments: readonly ParsedTemplate[];
  /** Their texts, by the names under which problems know them. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads the templates of a job. Throws CommandFailure with the problems of all files together. */
export async function readJobTemplates(
  job: string,
  environments: readonly string[],
  extensions: Extensions,
): Promise<JobTemplates> {
  const templates: ParsedTemplate[] = [];
  const problems: Problem[] = [];
  const sources = new Map<string, string>();
  for (const [index, path] of [job, ...environments].entries()) {
    const { source, text, result } = await readTemplate(path, extensions, index === 0 ? 'job' : 'environment');
    sources.set(source, text);
    if (result.ok) templates.push(result.value);
    else problems.push(...result.problems);
  }
  if (problems.length > 0) throw new CommandFailure(problems, sources);
  const [jobTemplate, ...environmentTemplates] = templates;
  return { job: jobTemplate!, environments: environmentTemplates, sources };
}
