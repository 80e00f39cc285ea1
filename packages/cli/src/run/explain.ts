import { formatValue, type PathMappingRule, type Problem } from '@openjd/expr';
import {
  type Environment,
  type Fact,
  type Job,
  type PlannedAction,
  planSession,
  type ResolvedAction,
  type Step,
  type Task,
} from '@openjd/model';
import { CommandFailure } from '../failure.js';

/** One action that a run would do. */
export interface ExplainedAction {
  readonly phase: 'environment-enter' | 'task-run' | 'environment-exit';
  /** The environment that is entered or exited. */
  readonly environment?: string;
  /** Where the environment comes from: a file, `job` or `step`. */
  readonly from?: string;
  /** The environments that it runs in, outermost first; an environment's own actions run in it too. */
  readonly environments: readonly string[];
  readonly step?: string;
  readonly task_parameters?: Readonly<Record<string, string>>;
  /** The action that the job defines: `onEnter`, `onRun` or `onExit`; null: none, so nothing runs. */
  readonly action: 'onEnter' | 'onRun' | 'onExit' | null;
  /** The way of the action through hooks, innermost first; the last one runs. */
  readonly hooks: readonly string[];
  /** What extensions brought to the action; in a document each under its own name. */
  readonly facts?: readonly Fact[];
  /** What runs; absent where nothing does or where it cannot be told. */
  readonly command?: string;
  readonly args?: readonly string[];
  /** The action's own command line, where a hook runs in its place. */
  readonly wrapped?: { readonly command: string; readonly args: readonly string[] };
  /** Whole seconds; null: no limit. */
  readonly timeout?: number | null;
  readonly cancelation?: { readonly mode: string; readonly notify_period_in_seconds: number };
  /** Files that are written before. */
  readonly files?: readonly string[];
  /** Variables that the environment sets as it is entered. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What the environments' `variables` have set when it runs. */
  readonly environment_variables?: Readonly<Record<string, string>>;
  /** Why a run would fail here. */
  readonly problems?: readonly Problem[];
}

export interface ExplainedStep {
  readonly name: string;
  readonly total_tasks: bigint;
  /** Actions from entering the step's environments to exiting them; of the tasks the first ones. */
  readonly actions: readonly ExplainedAction[];
  /** Tasks that are not among them. */
  readonly tasks_not_shown: bigint;
}

/** What a run of a job would do, in order. */
export interface Explanation {
  readonly status: 'success' | 'error';
  readonly message: string;
  readonly job_name: string;
  /** Draft proposals that the templates use. */
  readonly proposals?: readonly string[];
  /** Enters the environments around all steps, outermost first. */
  readonly enter: readonly ExplainedAction[];
  readonly steps: readonly ExplainedStep[];
  /** Exits them, in reverse order. */
  readonly exit: readonly ExplainedAction[];
}

/** Plans a run of these steps. Throws CommandFailure for environments that no session may have together. */
export function explain(
  job: Job,
  steps: readonly Step[],
  options: { readonly pathMapping: readonly PathMappingRule[]; readonly maximumTasks: number | undefined },
): Explanation {
  const outer = new Set<Environment>(job.environments);
  const isOuter = ({ request }: PlannedAction) => request.phase !== 'taskRun' && outer.has(request.environment);
  const plans = steps.map((step) => planStep(job, step, options));
  const failing = plans.some((plan) => plan.some((action) => action.problems.length > 0));
  const around = (phase: 'envEnter' | 'envExit') =>
    (plans[0] ?? [])
      .filter((action) => isOuter(action) && action.request.phase === phase)
      .map((action) => explainAction(action, job.environments));
  return {
    status: failing ? 'error' : 'success',
    message: failing ? `A run of '${job.name}' would fail` : `What a run of '${job.name}' would do`,
    job_name: job.name,
    ...(job.proposals.length > 0 && { proposals: job.proposals }),
    enter: around('envEnter'),
    steps: steps.map((step, index) => {
      const actions = plans[index]!.filter((action) => !isOuter(action));
      const shown = BigInt(actions.filter(({ request }) => request.phase === 'taskRun').length);
      const { count } = step.parameterSpace;
      return {
        name: step.name,
        total_tasks: count,
        actions: actions.map((action) => explainAction(action, [...job.environments, ...step.environments])),
        tasks_not_shown: count - shown,
      };
    }),
    exit: around('envExit'),
  };
}

function planStep(
  job: Job,
  step: Step,
  { pathMapping, maximumTasks }: { pathMapping: readonly PathMappingRule[]; maximumTasks: number | undefined },
): readonly PlannedAction[] {
  const plan = planSession(job, step, { tasks: firstTasks(step, maximumTasks), host: { pathMapping } });
  if (!plan.ok) throw new CommandFailure(plan.problems);
  return [...plan.value];
}

function* firstTasks(step: Step, maximumTasks = Number.POSITIVE_INFINITY): Generator<Task> {
  let count = 0;
  for (const parameters of step.parameterSpace) {
    if (count++ >= maximumTasks) return;
    yield { step: step.name, parameters };
  }
}

const PHASES = { envEnter: 'environment-enter', taskRun: 'task-run', envExit: 'environment-exit' } as const;
const ACTIONS = { envEnter: 'onEnter', taskRun: 'onRun', envExit: 'onExit' } as const;

function explainAction(
  { request, routing, resolved, variables, definedVariables, problems }: PlannedAction,
  stack: readonly Environment[],
): ExplainedAction {
  const depth = request.phase === 'taskRun' ? stack.length : stack.indexOf(request.environment) + 1;
  return {
    phase: PHASES[request.phase],
    ...(request.phase === 'taskRun'
      ? { step: request.step.name, ...taskParameters(request.task) }
      : { environment: request.environment.name, from: originOf(request.environment) }),
    environments: stack.slice(0, depth).map(({ name }) => name),
    action: routing.action === undefined ? null : ACTIONS[request.phase],
    hooks: routing.hooks.map(({ environment, hook }) => `${environment.name}.${hook.field}`),
    ...(routing.action && routing.action.facts.length > 0 && { facts: routing.action.facts }),
    ...(resolved && commandOf(resolved)),
    ...(variables.length > 0 && { variables: Object.fromEntries(variables) }),
    ...(definedVariables.length > 0 && { environment_variables: Object.fromEntries(definedVariables) }),
    ...(problems.length > 0 && { problems }),
  };
}

function taskParameters({ parameters }: Task): Pick<ExplainedAction, 'task_parameters'> {
  if (parameters.size === 0) return {};
  return {
    task_parameters: Object.fromEntries([...parameters].map(([name, { value }]) => [name, formatValue(value)])),
  };
}

function originOf({ origin }: Environment): string {
  return origin.kind === 'environmentTemplate' ? origin.source : origin.kind;
}

function commandOf({ command, args, wrapped, timeoutSeconds, cancelation, files }: ResolvedAction) {
  return {
    command,
    args,
    ...(wrapped && { wrapped }),
    timeout: timeoutSeconds ?? null,
    cancelation: { mode: cancelation.mode, notify_period_in_seconds: cancelation.notifyPeriodInSeconds },
    ...(files.length > 0 && { files: files.map((file) => file.path) }),
  };
}
