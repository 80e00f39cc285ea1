import { quoteText } from '@openjd/expr';
import type { JobProblem, Result } from '../faults/job-result.js';
import type { Environment } from '../job/job.js';
import type { HostString } from '../schema/host-expression.js';
import { type Evaluation, evaluateText, ResolutionFault } from './evaluate.js';
import { hostSymbols } from './host-symbols.js';
import type { HostContext } from './routing.js';
import { withSortedRules } from './sorted-rules.js';

/**
 * The values of an environment's `variables`, in the order of the template. They are set before its `onEnter` runs and
 * hold until it is exited. Spec: 2023-09, 4 and 4.4. Problems have the phase `run`.
 * @spec TS-4-variables-resolved
 */
export function resolveVariables(
  environment: Environment,
  host: HostContext,
): Result<readonly (readonly [name: string, value: string])[]> {
  const sorted = withSortedRules(host);
  const evaluation = { host: sorted, symbols: hostSymbols({ kind: 'environment', environment }, sorted) };
  const values: (readonly [string, string])[] = [];
  const problems: JobProblem[] = [];
  for (const { name, value } of environment.variables) {
    try {
      values.push([name, variable(name, value, environment, evaluation)]);
    } catch (error) {
      if (!(error instanceof ResolutionFault)) throw error;
      problems.push(...error.problems);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: values };
}

function variable(name: string, value: HostString, environment: Environment, evaluation: Evaluation): string {
  return evaluateText(value, `The variable ${name} of environment ${quoteText(environment.name)}`, evaluation);
}
