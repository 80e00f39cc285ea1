// The example of ../README.md, which readme.test.ts runs and compares.

import {
  createJob,
  formatPath,
  formatTemplate,
  type JobTemplate,
  parseJobTemplate,
  planSession,
  validateTemplate,
} from '@openjd/model';

/** Checks a template's text. Prints each problem with its place. */
export function check(text: string, print: (line: string) => void) {
  const result = parseJobTemplate(text, { source: 'render.yaml' });
  if (result.ok) return result.value; // checked, and typed: result.value.template.steps[0]
  for (const { range, message, path, hint } of result.problems) {
    print(`${range?.start.line}:${range?.start.column} ${message} (${formatPath(path)})${hint ? `: ${hint}` : ''}`);
  }
  return undefined;
}

/** Makes a job and says what a session for its first step would run. */
export function explain(text: string, print: (line: string) => void) {
  const template = check(text, print);
  if (template === undefined) return;
  const job = createJob(template, { parameters: { Frames: '1-1000000000' }, currentWorkingDirectory: '/work' });
  if (!job.ok) throw new Error(job.problems[0]?.message);
  const [step] = job.value.steps;
  print(`${job.value.name}: ${step!.parameterSpace.count} tasks`);
  const plan = planSession(job.value, step!, {
    tasks: [{ step: step!.name, parameters: step!.parameterSpace.at(999_999_999n) }],
  });
  if (plan.ok) for (const { resolved } of plan.value) print([resolved?.command, ...(resolved?.args ?? [])].join(' '));
}

/** A template in code, checked by the compiler. */
export const render = {
  specificationVersion: 'jobtemplate-2023-09',
  name: 'Render',
  parameterDefinitions: [{ name: 'Frames', type: 'STRING', default: '1-10' }],
  steps: [
    {
      name: 'Frames',
      parameterSpace: { taskParameterDefinitions: [{ name: 'Frame', type: 'INT', range: '{{Param.Frames}}' }] },
      script: { actions: { onRun: { command: 'render', args: ['--frame', '{{Task.Param.Frame}}'] } } },
    },
  ],
} satisfies JobTemplate;

/** Checked for all that a compiler cannot know, and printed. */
export const text = validateTemplate(render).ok ? formatTemplate(render, { format: 'yaml' }) : undefined;
