import { type PathFormat, quoteText, type SymbolTable } from '@openjd/expr';
import type { JobProblem, Result } from '../faults/job-result.js';
import { placeIn, problemAt } from '../faults/place.js';
import { knownSymbols } from '../schema/extension-symbols.js';
import type { JobParameterInput } from '../schema/parameter-types.js';
import type { JobScopes } from '../scopes/scopes.js';
import type { ParsedEnvironmentTemplate, ParsedJobTemplate, ParsedTemplate } from '../template/parse-template.js';
import { createEnvironment } from './create-environment.js';
import { createFields } from './create-fields.js';
import { createStep } from './create-step.js';
import type { Environment, EnvironmentOrigin, Job, JobParameter, Step } from './job.js';
import { checkLimits, type JobLimits } from './job-limits.js';
import { knownScopes, parameterSymbols } from './job-symbols.js';
import { bindParameters } from './parameters/bind.js';
import { type DefiningTemplate, mergeDefinitions } from './parameters/definition.js';
import { checkSessionStack } from './session-stack.js';
import { definitionsOf, TemplateReader } from './template-reader.js';

/** What a job is made from besides its template. */
export interface CreateJobOptions {
  /** Around the job, outermost first. Their parameter definitions are merged in this order. */
  readonly environmentTemplates?: readonly ParsedTemplate[] | undefined;
  /** Values of job parameters by name. A text is read as the parameter's type. */
  readonly parameters?: Readonly<Record<string, JobParameterInput>> | undefined;
  /** Absolute. Relative defaults of paths are joined to it; without it they stay relative. */
  readonly jobTemplateDirectory?: string | undefined;
  /** Absolute. Relative values of paths are joined to it; without it they stay relative. */
  readonly currentWorkingDirectory?: string | undefined;
  /** Lets defaults of paths be absolute or lead out of the template's directory. Default: false. */
  readonly allowPathsOutside?: boolean | undefined;
  /** How the two directories and path values are read. Default: `posix`. */
  readonly pathFormat?: PathFormat | undefined;
  readonly limits?: JobLimits | undefined;
}

/**
 * Makes a job from a checked job template, environment templates and parameter values. Everything that can be known now
 * is resolved; what is left to the host is checked with what is known. Pure, and the templates stay as they are.
 *
 * Problems have the phase `create`; all of one stage are found together: first the parameters, then the job's name and
 * all else. Spec: 2023-09, 1.2.1 and 7.4; How Jobs Are Constructed.
 * @spec HJC-several-jobs
 */
export function createJob(jobTemplate: ParsedTemplate, options: CreateJobOptions = {}): Result<Job> {
  const { environmentTemplates = [] } = options;
  const environments = environmentTemplates.filter((template) => template.kind === 'environment');
  if (jobTemplate.kind !== 'job' || environments.length < environmentTemplates.length) {
    return { ok: false, problems: wrongKinds(jobTemplate, environmentTemplates) };
  }
  const bound = bind(jobTemplate, environments, options);
  if (bound.problems.length > 0) return { ok: false, problems: bound.problems };
  return new JobMaker(bound.parameters, options.limits ?? {}).make(jobTemplate, environments);
}

function wrongKinds(job: ParsedTemplate, environments: readonly ParsedTemplate[]): JobProblem[] {
  const wrong = environments.filter((template) => template.kind === 'job').map((template) => wrongKind(template));
  return job.kind === 'job' ? wrong : [wrongKind(job), ...wrong];
}

function wrongKind(template: ParsedTemplate): JobProblem {
  const [wanted, given] = template.kind === 'job' ? ['An environment', 'a job'] : ['A job', 'an environment'];
  return problemAt(placeIn(template, ['specificationVersion']), {
    code: 'WRONG_TEMPLATE_KIND',
    phase: 'create',
    message: `${wanted} template is needed here, but this is ${given} template`,
  });
}

function bind(
  jobTemplate: ParsedTemplate,
  environmentTemplates: readonly ParsedTemplate[],
  options: CreateJobOptions,
): { readonly parameters: readonly JobParameter[]; readonly problems: readonly JobProblem[] } {
  // @spec TS-1.2.1-job-template-last
  const templates = [...environmentTemplates, jobTemplate];
  const merged = mergeDefinitions(templates.map(definingTemplate));
  const { jobTemplateDirectory, currentWorkingDirectory } = options;
  const bound = bindParameters(merged.definitions, options.parameters ?? {}, {
    pathFormat: options.pathFormat ?? 'posix',
    allowPathsOutside: options.allowPathsOutside ?? false,
    ...(jobTemplateDirectory === undefined ? {} : { jobTemplateDirectory }),
    ...(currentWorkingDirectory === undefined ? {} : { currentWorkingDirectory }),
  });
  return { parameters: bound.parameters, problems: [...merged.problems, ...bound.problems] };
}

function definingTemplate(template: ParsedTemplate): DefiningTemplate {
  return {
    label: template.kind === 'job' ? 'the job template' : `the environment template ${nameOf(template)}`,
    allowsUris: template.profile.allowsUris,
    definitions: definitionsOf(template),
    document: template.document,
    source: template.source,
  };
}

function nameOf({ source, template }: ParsedEnvironmentTemplate): string {
  return source ?? `${quoteText(template.environment.name)}`;
}

/** Makes one job. Holds what its parts share. */
class JobMaker {
  readonly #parameters: readonly JobParameter[];
  readonly #limits: JobLimits;
  readonly #symbols: SymbolTable;
  readonly #problems: JobProblem[] = [];

  constructor(parameters: readonly JobParameter[], limits: JobLimits) {
    this.#parameters = parameters;
    this.#limits = limits;
    this.#symbols = parameterSymbols(parameters);
  }

  make(jobTemplate: ParsedJobTemplate, environmentTemplates: readonly ParsedEnvironmentTemplate[]): Result<Job> {
    const { template } = jobTemplate;
    const reader = new TemplateReader(jobTemplate);
    const { name: scope } = this.#scopes(jobTemplate);
    const { name } = createFields('JobTemplate', template, { create: scope, host: scope }, [], reader);
    // What follows may use the name; where it could not be resolved, that is the only thing to tell.
    if (name === undefined) return { ok: false, problems: reader.problems };
    this.#addJobSymbols([jobTemplate, ...environmentTemplates], name as string);
    const around = environmentTemplates.map((parsed, i) => this.#environmentOfTemplate(parsed, i));
    const scopes = this.#scopes(jobTemplate);
    const ofJob = (template.jobEnvironments ?? []).map((environment, i) => {
      const place = { id: `job:${i}`, origin: { kind: 'job' } as const, path: ['jobEnvironments', i], job: scopes };
      return createEnvironment(environment, { ...place, parameters: this.#parameters, symbols: this.#symbols }, reader);
    });
    const steps = template.steps.map((step, i) =>
      createStep(
        step,
        { path: ['steps', i], job: scopes, parameters: this.#parameters, symbols: this.#symbols },
        reader,
      ),
    );
    // @spec HJR-entered-in-order
    const environments = [...around, ...ofJob];
    for (const [i, step] of steps.entries()) {
      if (step !== undefined) checkLimits(step, i, environments.length, this.#limits, reader);
    }
    const problems = [...this.#problems, ...reader.problems];
    if (problems.length === 0) problems.push(...checkStacks(environments, steps as readonly Step[]));
    if (problems.length > 0) return { ok: false, problems };
    const { description } = template;
    const proposals = [jobTemplate, ...environmentTemplates].flatMap((parsed) => parsed.profile.proposals);
    const job: Job = {
      name: name as string,
      ...(description === undefined ? {} : { description }),
      parameters: this.#parameters,
      environments,
      steps: steps as readonly Step[],
      proposals: [...new Set(proposals)].sort(),
    };
    return { ok: true, value: job };
  }

  /** Each template sees of them what its own extensions add. @spec TS-7.3.1-job-name TS-7.4-names */
  #addJobSymbols(templates: readonly ParsedTemplate[], jobName: string): void {
    for (const { profile } of templates) {
      for (const [symbol, { value }] of knownSymbols(profile.symbols.job, { jobName }))
        this.#symbols.set(symbol, value);
    }
  }

  #environmentOfTemplate(parsed: ParsedEnvironmentTemplate, index: number): Environment {
    const reader = new TemplateReader(parsed);
    const origin: EnvironmentOrigin = { kind: 'environmentTemplate', source: nameOf(parsed) };
    const place = { id: `env:${index}`, origin, path: ['environment'], job: this.#scopes(parsed) };
    const { environment } = parsed.template;
    const made = createEnvironment(
      environment,
      { ...place, parameters: this.#parameters, symbols: this.#symbols },
      reader,
    );
    this.#problems.push(...reader.problems);
    return made;
  }

  #scopes(parsed: ParsedTemplate): JobScopes {
    return knownScopes(parsed, this.#symbols);
  }
}

/** Checks each stack that a session of this job can have. A fault of what all steps share is told once. */
function checkStacks(environments: readonly Environment[], steps: readonly Step[]): readonly JobProblem[] {
  const shared = checkSessionStack(environments);
  if (shared.length > 0) return shared;
  return steps.flatMap((step) => checkSessionStack([...environments, ...step.environments]));
}
