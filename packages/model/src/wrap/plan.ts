import type { JobProblem, Result } from '../faults/job-result.js';
import type { Environment, Job, Step, Task } from '../job/job.js';
import { checkSessionStack } from '../job/session-stack.js';
import { resolveAction } from './resolve.js';
import { route } from './router.js';
import type { ActionRequest, HostContext, ResolvedAction, Routing } from './routing.js';
import { resolveVariables } from './variables.js';

type Variables = readonly (readonly [name: string, value: string])[];

/** One thing that a session would do, in order. */
export interface PlannedAction {
  readonly request: ActionRequest;
  /** Which hooks it goes through. `routing.action` absent: nothing runs here. */
  readonly routing: Routing;
  /** Absent where nothing runs or where it cannot be resolved; see `problems`. */
  readonly resolved?: ResolvedAction;
  /** Declared `variables` that the environment sets as it is entered. */
  readonly variables: Variables;
  /** What the entered environments' `variables` have set when it runs, those of the environment itself included. */
  readonly definedVariables: Variables;
  /** Why a session would fail here. */
  readonly problems: readonly JobProblem[];
}

export interface PlanOptions {
  /** Which tasks of the step. Default: all of them, one by one as they are asked for. */
  readonly tasks?: Iterable<Task> | undefined;
  /** What is known of the host. Default: places are shown as `<session>/…`, and nothing is mapped. */
  readonly host?: Partial<HostContext> | undefined;
}

/**
 * What a session for one step would do from the first environment entered to the last one exited, without doing it.
 * Lazy, so that a step with 10^12 tasks can be planned as far as one looks. Actions are resolved as if all went well and
 * no action had defined variables with `openjd_env`. A stack that no session may have is the only problem of the whole.
 */
export function planSession(job: Job, step: Step, options: PlanOptions = {}): Result<Iterable<PlannedAction>> {
  const stack = [...job.environments, ...step.environments];
  const problems = checkSessionStack(stack);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { [Symbol.iterator]: () => planActions(stack, step, options) } };
}

/** @spec TS-1.1-environment-order RFC0008-execution-order */
function* planActions(stack: readonly Environment[], step: Step, options: PlanOptions): Generator<PlannedAction, void> {
  // What holds in each environment once it is entered. Leaving it brings back what was before it.
  const definedIn: Variables[] = [];
  const plan = (request: ActionRequest, depth: number) =>
    planAction(stack.slice(0, depth), request, {
      ...SYMBOLIC_HOST,
      ...options.host,
      definedVariables: definedIn[depth - 1] ?? definedIn[depth - 2] ?? [],
    });
  for (const [i, environment] of stack.entries()) {
    const action = plan({ phase: 'envEnter', environment }, i + 1);
    definedIn.push(action.definedVariables);
    yield action;
  }
  for (const task of options.tasks ?? tasksOf(step)) yield plan({ phase: 'taskRun', step, task }, stack.length);
  for (const [i, environment] of [...stack.entries()].toReversed()) {
    yield plan({ phase: 'envExit', environment }, i + 1);
  }
}

function planAction(stack: readonly Environment[], request: ActionRequest, host: HostContext): PlannedAction {
  const routing = route(stack, request);
  const variables = request.phase === 'envEnter' ? resolveVariables(request.environment, host) : undefined;
  const values = variables?.ok === true ? variables.value : [];
  // An environment's own variables are set before its onEnter runs, and a hook in its place sees them too.
  const definedVariables = withVariables(host.definedVariables, values);
  const resolved = routing.action === undefined ? undefined : resolveAction(routing, { ...host, definedVariables });
  return {
    request,
    routing,
    ...(resolved?.ok === true ? { resolved: resolved.value } : {}),
    variables: values,
    definedVariables,
    problems: [
      ...(variables?.ok === false ? variables.problems : []),
      ...(resolved?.ok === false ? resolved.problems : []),
    ],
  };
}

/** In the order in which the values that hold were defined. */
function withVariables(defined: Variables, added: Variables): Variables {
  if (added.length === 0) return defined;
  const names = new Set(added.map(([name]) => name));
  return [...defined.filter(([name]) => !names.has(name)), ...added];
}

function* tasksOf(step: Step): Generator<Task, void> {
  for (const parameters of step.parameterSpace) yield { step: step.name, parameters };
}

/** A host that nobody knows: its places are shown as what they are for. */
const SYMBOLIC_HOST: HostContext = {
  workingDirectory: '<session>',
  pathFormat: 'posix',
  pathMapping: [],
  pathMappingRulesFile: '<session>/path_mapping.json',
  definedVariables: [],
  filePath: (_scriptId, name, filename, suffix = '') => `<session>/${filename ?? `<${name}>${suffix}`}`,
};
