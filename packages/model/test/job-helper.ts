import type { JobProblem, Result } from '../src/faults/job-result.js';
import { type CreateJobOptions, createJob } from '../src/job/create-job.js';
import type { Environment, Job, Task } from '../src/job/job.js';
import { type ParsedTemplate, parseTemplate } from '../src/template/parse-template.js';
import { resolveAction } from '../src/wrap/resolve.js';
import { route } from '../src/wrap/router.js';
import type { ActionRequest, HostContext, ResolvedAction } from '../src/wrap/routing.js';

export function template(text: string, source?: string): ParsedTemplate {
  return unwrap(parseTemplate(text, source === undefined ? {} : { source }));
}

/** A job template with this in it besides the version and the name. */
export function jobText(body: string, extensions = 'EXPR'): string {
  const declared = extensions === '' ? '' : `extensions: [${extensions}]\n`;
  return `specificationVersion: jobtemplate-2023-09\n${declared}${/^name:/m.test(body) ? '' : 'name: Test\n'}${body}`;
}

export function environmentText(body: string, extensions = 'WRAP_ACTIONS, EXPR'): string {
  const declared = extensions === '' ? '' : `extensions: [${extensions}]\n`;
  return `specificationVersion: environment-2023-09\n${declared}${body}`;
}

type Options = Omit<CreateJobOptions, 'environmentTemplates'> & { readonly environments?: readonly string[] };

export function tryJob(text: string, { environments = [], ...options }: Options = {}): Result<Job> {
  const environmentTemplates = environments.map((environment, i) => template(environment, `env${i}.yaml`));
  return createJob(template(text, 'job.yaml'), { ...options, environmentTemplates });
}

export function makeJob(text: string, options: Options = {}): Job {
  return unwrap(tryJob(text, options));
}

export function problemsOf(result: Result<unknown>): readonly JobProblem[] {
  if (result.ok) throw new Error('there are no problems');
  return result.problems;
}

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.value;
}

export const HOST: HostContext = {
  workingDirectory: '/sessions/1',
  pathFormat: 'posix',
  pathMapping: [],
  pathMappingRulesFile: '/sessions/1/path_mapping.json',
  definedVariables: [],
  filePath: (scriptId, name, filename) => `/sessions/1/${scriptId}/${filename ?? name}`,
};

export function environmentOf(job: Job, name: string): Environment {
  const all = [...job.environments, ...job.steps.flatMap((step) => step.environments)];
  const found = all.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  return found;
}

export function taskOf(job: Job, step = 0, index = 0): Task {
  const { name, parameterSpace } = job.steps[step]!;
  return { step: name, parameters: parameterSpace.at(index) };
}

/** The request for a task of a step. */
export function run(job: Job, step = 0, index = 0): ActionRequest {
  return { phase: 'taskRun', step: job.steps[step]!, task: taskOf(job, step, index) };
}

/** Resolves what a session with the job's environments and those of the step would run. */
export function resolve(job: Job, request: ActionRequest, host: Partial<HostContext> = {}, step = 0): ResolvedAction {
  return unwrap(tryResolve(job, request, host, step));
}

export function tryResolve(
  job: Job,
  request: ActionRequest,
  host: Partial<HostContext> = {},
  step = 0,
): Result<ResolvedAction> {
  const stack = [...job.environments, ...job.steps[step]!.environments];
  return resolveAction(route(stack, request), { ...HOST, ...host });
}
