import { quoteText } from '@openjd/expr';
import type { JobProblem } from '../faults/job-result.js';
import { problemAt } from '../faults/place.js';
import { describeOrigin } from './describe.js';
import type { Environment } from './job.js';

/**
 * Checks what holds for a session's stack of environments as a whole, before any of them is entered: it has no more
 * wrapping environments than their dialects allow. Spec: 2023-09, 4.3, single-layer rule.
 * @spec TS-4.3-single-layer RFC0008-single-layer
 */
export function checkSessionStack(stack: readonly Environment[]): readonly JobProblem[] {
  const wrapping = stack.filter((environment) => environment.script?.wrap !== undefined);
  const allowed = Math.min(...wrapping.map((environment) => environment.script!.wrap!.dialect.maximumLayers));
  const surplus = wrapping[allowed];
  if (surplus === undefined) return [];
  const names = wrapping.map((environment) => `${quoteText(environment.name)} (${describeOrigin(environment.origin)})`);
  const layers = allowed === 1 ? 'one environment' : `${allowed} environments`;
  const problem = problemAt(surplus.place, {
    code: 'SEVERAL_WRAP_LAYERS',
    phase: 'create',
    message: `A session may have ${layers} with wrap hooks, but this one has ${wrapping.length}: ${names.join(', ')}`,
    hint: 'remove all but one of them, or leave out the environment template that brings the other',
  });
  return [problem];
}
