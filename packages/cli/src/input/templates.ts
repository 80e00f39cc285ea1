import type { Problem } from '@openjd/expr';
import { type ParsedTemplate, parseEnvironmentTemplate, parseJobTemplate, parseTemplate } from '@openjd/model';
import { CommandFailure } from '../failure.js';
import { readFile, readStdin, STDIN_NAME, textOf } from './files.js';
import { names } from './options.js';

/** Flags of every command that reads templates. */
export interface TemplateFlags {
  /** Comma-separated names; absent: every accepted extension; empty: none. */
  readonly extensions?: string;
  readonly enableProposal?: readonly string[];
}

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
export async function readTemplate(path: string, flags: TemplateFlags, kind?: TemplateKind): Promise<ReadTemplate> {
  return path === '-' ? parse(await readStdin(), STDIN_NAME, flags, kind) : readTemplateFile(path, flags, kind);
}

/** As `readTemplate`, of a file. */
export function readTemplateFile(path: string, flags: TemplateFlags, kind?: TemplateKind): ReadTemplate {
  return parse(readFile(path, 'template file'), path, flags, kind);
}

function parse(bytes: Uint8Array, source: string, flags: TemplateFlags, kind: TemplateKind | undefined): ReadTemplate {
  const extensions = names(flags.extensions);
  const parseBytes = kind === undefined ? parseTemplate : PARSERS[kind];
  const result = parseBytes(bytes, {
    source,
    ...(extensions && { supportedExtensions: extensions }),
    ...(flags.enableProposal && { enableProposals: flags.enableProposal }),
  });
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
  flags: TemplateFlags,
): Promise<JobTemplates> {
  const templates: ParsedTemplate[] = [];
  const problems: Problem[] = [];
  const sources = new Map<string, string>();
  for (const [index, path] of [job, ...environments].entries()) {
    const { source, text, result } = await readTemplate(path, flags, index === 0 ? 'job' : 'environment');
    sources.set(source, text);
    if (result.ok) templates.push(result.value);
    else problems.push(...result.problems);
  }
  if (problems.length > 0) throw new CommandFailure(problems, sources);
  const [jobTemplate, ...environmentTemplates] = templates;
  return { job: jobTemplate!, environments: environmentTemplates, sources };
}
