import { nearestName, quoteText } from '@openjd/expr';
import { checkerOf } from '../check/checker.js';
import { CheckContext } from '../check/context.js';
import { describeValue, joinOr } from '../document/describe-value.js';
import { TemplateDocument } from '../document/document.js';
import { withEdits } from '../document/edits.js';
import { parseDocument } from '../document/parse-document.js';
import { plainValue } from '../document/plain-value.js';
import type { DocumentMap, DocumentValue } from '../document/value.js';
import { profileFor } from '../extensions/profile-for.js';
import { type Fault, ProblemList } from '../faults/problem-list.js';
import type { ModelProblem, Result } from '../faults/result.js';
import { checkEnvironmentTemplate, checkJobTemplate } from '../rules/check-template.js';
import { RuleContext } from '../rules/context.js';
import { checkExtensions, type ExtensionOptions } from '../rules/extensions.js';
import { DEFAULT_TEMPLATE_LIMITS, type TemplateLimits } from '../rules/template-limits.js';
import { FormatStrings } from '../schema/format-strings.js';
import type { EnvironmentTemplate, JobTemplate } from '../schema/generated/template-types.js';
import type { Profile } from '../schema/profile.js';
import { SPECIFICATION_VERSIONS } from '../schema/roots.js';

export interface ParseTemplateOptions extends ExtensionOptions {
  /** The name under which problems tell of the text, such as a file's. */
  readonly source?: string;
  /** Default: see `parseDocument`. */
  readonly format?: 'yaml' | 'json' | 'auto';
  readonly limits?: Partial<TemplateLimits>;
}

interface ParsedBase {
  readonly profile: Profile;
  /** The text that it was read from; absent for a template that was built in code. */
  readonly document?: TemplateDocument;
  readonly source?: string;
  /** The template's format strings, parsed; by their text. */
  readonly formatStrings: FormatStrings;
}

/** A job template without a fault. */
export interface ParsedJobTemplate extends ParsedBase {
  readonly kind: 'job';
  readonly template: JobTemplate;
}

/** An environment template without a fault. */
export interface ParsedEnvironmentTemplate extends ParsedBase {
  readonly kind: 'environment';
  readonly template: EnvironmentTemplate;
}

/** A template that met every rule of the specification. */
export type ParsedTemplate = ParsedJobTemplate | ParsedEnvironmentTemplate;

/**
 * Reads and checks a job or environment template: the text as YAML or JSON, its shape, and every rule of the
 * specification. All problems of all three are collected, in the order of the text; where the text is no document,
 * there is nothing more to check. Never throws for a fault of the template.
 */
export function parseTemplate(
  input: string | Uint8Array | TemplateDocument,
  options: ParseTemplateOptions = {},
): Result<ParsedTemplate> {
  return parse(input, options, undefined);
}

/** As `parseTemplate`, where only a job template will do. */
export function parseJobTemplate(
  input: string | Uint8Array | TemplateDocument,
  options: ParseTemplateOptions = {},
): Result<ParsedJobTemplate> {
  return parse(input, options, 'job') as Result<ParsedJobTemplate>;
}

/** As `parseTemplate`, where only an environment template will do. */
export function parseEnvironmentTemplate(
  input: string | Uint8Array | TemplateDocument,
  options: ParseTemplateOptions = {},
): Result<ParsedEnvironmentTemplate> {
  return parse(input, options, 'environment') as Result<ParsedEnvironmentTemplate>;
}

/**
 * Checks a template that was built in code: plain data as `JSON.parse` gives it. Fields whose value is undefined count
 * as not given. Problems have paths and no ranges.
 */
export function validateTemplate(template: unknown, options: ParseTemplateOptions = {}): Result<ParsedTemplate> {
  const limits = limitsOf(options);
  const problems = new ProblemList();
  const value = plainValue(template, limits, problems);
  if (value === undefined) return { ok: false, problems: problems.toProblems(undefined, options.source) };
  return check(value, undefined, options, limits, undefined);
}

function limitsOf({ limits }: ParseTemplateOptions): TemplateLimits {
  return limits === undefined ? DEFAULT_TEMPLATE_LIMITS : { ...DEFAULT_TEMPLATE_LIMITS, ...limits };
}

function parse(
  input: string | Uint8Array | TemplateDocument,
  options: ParseTemplateOptions,
  kind: 'job' | 'environment' | undefined,
): Result<ParsedTemplate> {
  const limits = limitsOf(options);
  if (input instanceof TemplateDocument) return check(input.value, input, options, limits, kind);
  const parsed = parseDocument(input, options);
  return parsed.ok ? check(parsed.value.value, parsed.value, options, limits, kind) : parsed;
}

function check(
  value: DocumentValue,
  document: TemplateDocument | undefined,
  options: ParseTemplateOptions,
  limits: TemplateLimits,
  wanted: 'job' | 'environment' | undefined,
): Result<ParsedTemplate> {
  const problems = new ProblemList();
  const source = options.source ?? document?.source;
  const failed = (): { ok: false; problems: ModelProblem[] } => ({
    ok: false,
    problems: problems.toProblems(document, source),
  });
  const kind = kindOf(value, wanted, problems);
  if (kind === undefined) return failed();

  const declared = checkExtensions(value as DocumentMap, options, problems);
  const [first, ...others] = declared.proposals.map((proposals) =>
    inspect(value, kind, document, limits, profileFor(declared.extensions, proposals), problems),
  );
  const best = others.reduce((a, b) => (b.faults.length < a.faults.length ? b : a), first!);
  for (const fault of best.faults) problems.add(fault);
  if (!problems.isEmpty) return failed();
  const { profile, formatStrings, read } = best;
  const base = {
    profile,
    formatStrings,
    ...(document === undefined ? {} : { document }),
    ...(source === undefined ? {} : { source }),
  };
  return {
    ok: true,
    value:
      kind === 'job'
        ? { kind, template: read as unknown as JobTemplate, ...base }
        : { kind, template: read as unknown as EnvironmentTemplate, ...base },
  };
}

/**
 * Checks the shape and the rules under one profile. `read` is the template as it has to be read. The faults are those
 * besides what `problems` has already.
 */
function inspect(
  value: DocumentValue,
  kind: 'job' | 'environment',
  document: TemplateDocument | undefined,
  limits: TemplateLimits,
  profile: Profile,
  problems: ProblemList,
): {
  readonly profile: Profile;
  readonly formatStrings: FormatStrings;
  readonly read: DocumentValue;
  readonly faults: readonly Fault[];
} {
  const known = problems.length;
  const formatStrings = new FormatStrings(profile.hasExpressions ? 'expr' : 'plain');
  const shape = new CheckContext(document, problems, formatStrings);
  if (!problems.isEmpty) shape.toldExtensions = problems.segmentsBelow('extensions');
  checkerOf(profile).object(kind === 'job' ? 'JobTemplate' : 'EnvironmentTemplate')(value, shape);
  const read = shape.edits.length === 0 ? value : withEdits(value, shape.edits);

  const rules = new RuleContext(profile, problems, formatStrings, value);
  if (kind === 'job') {
    const template = read as unknown as JobTemplate;
    if (Array.isArray(template.steps)) checkJobTemplate(template, limits, rules);
  } else {
    checkEnvironmentTemplate(read as unknown as EnvironmentTemplate, limits, rules);
  }
  return { profile, formatStrings, read, faults: problems.takeSince(known) };
}

/** Which template the document says it is. Without that nothing else can be checked. */
function kindOf(
  value: DocumentValue,
  wanted: 'job' | 'environment' | undefined,
  problems: ProblemList,
): 'job' | 'environment' | undefined {
  const known = Object.keys(SPECIFICATION_VERSIONS);
  const add = (code: ModelProblem['code'], message: string, path: string[], hint?: string) => {
    const requirement = wanted === 'environment' ? 'TS-1.2-specificationVersion' : 'TS-1.1-specificationVersion';
    problems.add({ code, phase: 'schema', message, path, hint, requirement });
    return undefined;
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return add('WRONG_VALUE_TYPE', `A template must be a map, not ${describeValue(value)}`, []);
  }
  const version = (value as DocumentMap)['specificationVersion'];
  if (version === undefined) {
    const close = nearestName('specificationVersion', Object.keys(value));
    const path = close === undefined ? [] : [close];
    const hint = close === undefined ? `start with specificationVersion: ${known[0]}` : `rename ${quoteText(close)}`;
    return add('MISSING_FIELD', 'The template has no "specificationVersion"', path, hint);
  }
  const kind =
    typeof version === 'string' && Object.hasOwn(SPECIFICATION_VERSIONS, version)
      ? SPECIFICATION_VERSIONS[version as keyof typeof SPECIFICATION_VERSIONS]
      : undefined;
  if (kind === undefined) {
    const close = typeof version === 'string' ? nearestName(version, known) : undefined;
    const message = `"specificationVersion" must be ${joinOr(known)}, not ${describeValue(version)}`;
    const hint = close === undefined ? undefined : `did you mean ${close}?`;
    return add('UNKNOWN_SPECIFICATION_VERSION', message, ['specificationVersion'], hint);
  }
  if (wanted !== undefined && kind !== wanted) {
    const message = `This is ${kind === 'job' ? 'a job' : 'an environment'} template, and ${wanted === 'job' ? 'a job' : 'an environment'} template is needed here`;
    return add('WRONG_TEMPLATE_KIND', message, ['specificationVersion']);
  }
  return kind;
}
