import { dirname, resolve } from 'node:path';
import type { Problem } from '@openjd/expr';
import { createJob, type Job } from '@openjd/model';
import type { Command } from 'commander';
import { CommandFailure, UsageError } from '../failure.js';
import { type ExtensionFlags, readExtensions } from './extensions.js';
import { addRepeatable } from './options.js';
import { readParameters } from './parameters.js';
import { readJobTemplates } from './templates.js';

/** Adds the options of every command that makes a job from templates and parameters; answers their values. */
export function addJobOptions(command: Command): {
  readonly parameters: readonly string[];
  readonly environments: readonly string[];
} {
  command.argument('<file>', 'job template (YAML or JSON), or - for standard input');
  const parameters = addRepeatable(
    command,
    '-p, --parameter <value>',
    'job parameter: NAME=VALUE, file://PATH of a YAML or JSON map, or a JSON map (repeatable)',
    { otherNames: ['--job-param'] },
  );
  const environments = addRepeatable(
    command,
    '--environment <file>',
    'environment template around the job; the first is outermost (repeatable; also --env)',
    { otherNames: ['--env'] },
  );
  return { parameters, environments };
}

export interface JobArguments extends ExtensionFlags {
  readonly file: string;
  readonly environments: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * Reads the templates and makes the job. Throws CommandFailure with all that is wrong: first of every template, then
 * of the parameters.
 */
export async function readJob(job: JobArguments): Promise<Job> {
  if ([job.file, ...job.environments].filter((path) => path === '-').length > 1) {
    throw new UsageError('only one template can come from standard input');
  }
  const templates = await readJobTemplates(job.file, job.environments, readExtensions(job));
  const result = createJob(templates.job, {
    environmentTemplates: templates.environments,
    parameters: readParameters(job.parameters),
    jobTemplateDirectory: job.file === '-' ? process.cwd() : dirname(resolve(job.file)),
    currentWorkingDirectory: process.cwd(),
  });
  if (result.ok) return result.value;
  throw new CommandFailure(result.problems.map(withFlag), templates.sources);
}

/** Says with which flag a missing parameter is given. */
function withFlag(problem: Problem): Problem {
  return problem.code === 'MISSING_PARAMETER' ? { ...problem, hint: `${problem.hint}, with -p NAME=VALUE` } : problem;
}
