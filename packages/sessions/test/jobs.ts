import { ProblemError } from '@openjd/expr';
import { createJob, type Job, parseTemplate } from '@openjd/model';

export type Data = Readonly<Record<string, unknown>>;

const ALL_EXTENSIONS = ['EXPR', 'FEATURE_BUNDLE_1', 'REDACTED_ENV_VARS', 'TASK_CHUNKING', 'WRAP_ACTIONS'];

/** A job from templates written as data; job templates declare all extensions unless told otherwise. */
export function jobOf(
  template: Data,
  environments: readonly Data[] = [],
  parameters: Record<string, string> = {},
): Job {
  const job = parse({
    specificationVersion: 'jobtemplate-2023-09',
    extensions: ALL_EXTENSIONS,
    name: 'Test',
    ...template,
  });
  const made = createJob(job, {
    environmentTemplates: environments.map((environment) =>
      parse({ specificationVersion: 'environment-2023-09', extensions: ['EXPR', 'WRAP_ACTIONS'], ...environment }),
    ),
    parameters,
  });
  if (!made.ok) throw new ProblemError(made.problems);
  return made.value;
}

function parse(template: Data) {
  const text = JSON.stringify(Object.fromEntries(Object.entries(template).filter(([, value]) => value !== undefined)));
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new ProblemError(parsed.problems);
  return parsed.value;
}

/** An action that runs a shell script. */
export function sh(script: string, more: Data = {}): Data {
  return { command: '/bin/sh', args: ['-c', script], ...more };
}

export function step(name: string, onRun: Data, more: Data = {}): Data {
  return { name, script: { actions: { onRun } }, ...more };
}

export function environment(name: string, actions: Data, more: Data = {}): Data {
  return { name, script: { actions }, ...more };
}

/** An environment that wraps what is inside: each hook tells its name and runs the wrapped command. */
export function wrapper(name: string, more: Data = {}): Data {
  const hook = (field: string): Data => ({
    command: '/bin/sh',
    args: ['-c', `echo "${name}.${field}"; exec "$@"`, 'sh', '{{WrappedAction.Command}}', '{{WrappedAction.Args}}'],
  });
  return environment(name, {
    onEnter: sh(`echo ${name}.onEnter`),
    onWrapEnvEnter: hook('onWrapEnvEnter'),
    onWrapTaskRun: hook('onWrapTaskRun'),
    onWrapEnvExit: hook('onWrapEnvExit'),
    onExit: sh(`echo ${name}.onExit`),
    ...more,
  });
}
