import { quoteText } from '@openjd/expr';
import type { Step } from './job.js';
import type { TemplateReader } from './template-reader.js';

/** Bounds that a caller sets on jobs; the specification sets none of them. Error: `LIMIT_EXCEEDED`. */
export interface JobLimits {
  /** Tasks of one step. Default: unlimited. */
  readonly tasksPerStep?: number | bigint | undefined;
  /** Environments of one session: those of environment templates, of the job and of a step. Default: unlimited. */
  readonly environmentsPerSession?: number | undefined;
}

/** Checks a step. `shared`: environments that a session has besides the step's own. */
export function checkLimits(
  step: Step,
  index: number,
  shared: number,
  limits: JobLimits,
  reader: TemplateReader,
): void {
  const { tasksPerStep, environmentsPerSession } = limits;
  const { count } = step.parameterSpace;
  if (tasksPerStep !== undefined && count > tasksPerStep) {
    const message = `The step ${quoteText(step.name)} has ${count} tasks; at most ${tasksPerStep} are allowed`;
    reader.reportLimit(['steps', index, 'parameterSpace'], message);
  }
  const environments = shared + step.environments.length;
  if (environmentsPerSession !== undefined && environments > environmentsPerSession) {
    const message = `A session of the step ${quoteText(step.name)} has ${environments} environments; at most ${environmentsPerSession} are allowed`;
    reader.reportLimit(['steps', index], message);
  }
}
