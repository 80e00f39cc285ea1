import type { Environment, Job, Step, Task } from '../job/job.js';
import type { JobProblem, Result } from '../job/result.js';
import { resolveAction } from './resolve.js';
import { route } from './router.js';
import type { ActionRequest, HostContext, ResolvedAction, Routing } from './routing.js';
import { checkSessionStack } from './session-stack.js';
import { resolveVariables } from './variables.js';

/** One thing that a session would do, in order. */
export interface PlannedAction {
  readonly request: ActionRequest;
  /** Which hooks it goes through. `routing.action` absent: nothing runs here. */
  readonly routing: Routing;
  /** Absent where nothing runs or where it cannot be resolved; see `problems`. */
  readonly resolved?: ResolvedAction;
  /** Declared `variables` that the environment sets as it is entered. */
  readonly variables: readonly (readonly [name: string, value: string])[];
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

function* planActions(stack: readonly Environment[], step: Step, options: PlanOptions): Generator<PlannedAction, void> {
  const defined = new Map<string, string>();
  const plan = (request: ActionRequest, entered: readonly Environment[]) =>
    planAction(entered, request, { ...SYMBOLIC_HOST, ...options.host, definedVariables: [...defined] });
  for (const [i, environment] of stack.entries()) {
    const action = plan({ phase: 'envEnter', environment }, stack.slice(0, i + 1));
    yield action;
    for (const [name, value] of action.variables) defined.set(name, value);
  }
  for (const task of options.tasks ?? tasksOf(step)) yield plan({ phase: 'taskRun', step, task }, stack);
  for (const [i, environment] of [...stack.entries()].toReversed()) {
    yield plan({ phase: 'envExit', environment }, stack.slice(0, i + 1));
  }
}

function planAction(stack: readonly Environment[], request: ActionRequest, host: HostContext): PlannedAction {
  const routing = route(stack, request);
  const variables = request.phase === 'envEnter' ? resolveVariables(request.environment, host) : undefined;
  const values = variables?.ok === true ? variables.value : [];
  // An environment's own variables are set before its onEnter runs, and a hook in its place sees them too.
  const resolved =
    routing.action === undefined
      ? undefined
      : resolveAction(routing, { ...host, definedVariables: withVariables(host.definedVariables, values) });
  return {
    request,
    routing,
    ...(resolved?.ok === true ? { resolved: resolved.value } : {}),
    variables: values,
    problems: [
      ...(variables?.ok === false ? variables.problems : []),
      ...(resolved?.ok === false ? resolved.problems : []),
    ],
  };
}

function withVariables(
  defined: HostContext['definedVariables'],
  added: readonly (readonly [name: string, value: string])[],
): HostContext['definedVariables'] {
  return added.length === 0 ? defined : [...new Map([...defined, ...added])];
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
  filePath: (_scriptId, name, filename) => `<session>/${filename ?? `<${name}>`}`,
};
