import { dirname, resolve } from 'node:path';
import { createJob, type Job } from '@openjd/model';
import { CommandFailure, UsageError } from '../failure.js';
import { type ExtensionFlags, readExtensions } from './extensions.js';
import { repeatable } from './options.js';
import { readParameters } from './parameters.js';
import { readJobTemplates } from './templates.js';

/** Options of every command that makes a job from templates and parameters. */
export function jobOptions() {
  return {
    parameters: repeatable(
      '-p, --parameter <value>',
      'job parameter: NAME=VALUE, file://PATH of a YAML or JSON map, or a JSON map (repeatable)',
      ['--job-param'],
    ),
    environments: repeatable(
      '--environment <file>',
      'environment template around the job; the first is outermost (repeatable; also --env)',
      ['--env'],
    ),
    proposals: repeatable('--enable-proposal <name>', 'switch on a draft proposal (repeatable)'),
  };
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
  throw new CommandFailure(result.problems, templates.sources);
}
