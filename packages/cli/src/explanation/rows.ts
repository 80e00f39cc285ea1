import { factsText } from '../output/facts.js';
import { shownWord } from '../output/quote.js';
import type { ExplainedAction, Explanation } from '../run/explain.js';

/** One action of an explanation, in words. */
export interface ActionRow {
  readonly kind: 'enter' | 'task' | 'exit';
  /** How many environments and steps it is inside of. */
  readonly depth: number;
  /** `Enter Docker (docker.env.yaml)`, `Task Frame=1`, `Exit Docker`. */
  readonly title: string;
  /** `Render.onRun` */
  readonly name: string;
  /** The environment whose hook runs in its place; absent: the action itself runs, on the host. */
  readonly place?: string;
  /** `Docker.onWrapTaskRun runs in place of Render.onRun` */
  readonly hook?: string;
  /** What extensions brought to the action, in their words. */
  readonly facts?: string;
  /** Whether the environment defines no action for this, so that nothing runs. */
  readonly nothing: boolean;
  /** The command line that runs; absent where it cannot be told. */
  readonly runs?: string;
  /** The action's own command line, where a hook runs in its place. */
  readonly wraps?: string;
  /** Variables that the environment sets as it is entered: `NAME=VALUE`. */
  readonly sets: readonly string[];
  /** Variables of the environments around it that are set when it runs. */
  readonly variables: readonly string[];
  /** Outermost first. */
  readonly environments: readonly string[];
  readonly files: readonly string[];
  /** Time limit and way of canceling. */
  readonly limits?: string;
  /** Why a run would fail here. */
  readonly problems: readonly { readonly message: string; readonly hint?: string }[];
}

/** A line of an explanation: an action, the head of a step, or that a step has more tasks. */
export type ExplanationRow =
  | ActionRow
  | { readonly kind: 'step'; readonly depth: number; readonly title: string }
  | { readonly kind: 'more'; readonly depth: number; readonly title: string };

/** The explanation line by line: what is around is less deep than what it is around. */
export function explanationRows(explanation: Explanation): ExplanationRow[] {
  const rows: ExplanationRow[] = [];
  let depth = 0;
  for (const action of explanation.enter) rows.push(actionRow(action, depth++));
  for (const { name, total_tasks: total, tasks_not_shown: more, actions } of explanation.steps) {
    rows.push({ kind: 'step', depth, title: `Step ${name} (${tasksText(total)})` });
    let inner = depth + 1;
    const enters = actions.filter(({ phase }) => phase === 'environment-enter');
    const exits = actions.filter(({ phase }) => phase === 'environment-exit');
    for (const action of enters) rows.push(actionRow(action, inner++));
    for (const action of actions) if (action.phase === 'task-run') rows.push(actionRow(action, inner));
    if (more > 0n)
      rows.push({ kind: 'more', depth: inner, title: `… and ${more} more ${more === 1n ? 'task' : 'tasks'}` });
    for (const action of exits) rows.push(actionRow(action, --inner));
  }
  for (const action of explanation.exit) rows.push(actionRow(action, --depth));
  return rows;
}

function tasksText(count: bigint): string {
  return count === 1n ? '1 task' : `${count} tasks`;
}

const KINDS = { 'environment-enter': 'enter', 'task-run': 'task', 'environment-exit': 'exit' } as const;

function actionRow(action: ExplainedAction, depth: number): ActionRow {
  const { hooks, command, args = [], wrapped, variables, environment_variables: around } = action;
  const name = `${action.environment ?? action.step}.${action.action}`;
  const last = hooks.at(-1);
  const limits = limitsOf(action);
  const facts = factsText(action.facts);
  return {
    kind: KINDS[action.phase],
    depth,
    title: titleOf(action),
    name,
    ...(last !== undefined && {
      place: last.slice(0, last.lastIndexOf('.')),
      hook: `${hooks.join(', then ')} runs in place of ${name}`,
    }),
    ...(facts !== undefined && { facts: `${name} ${facts}` }),
    nothing: action.action === null,
    ...(command !== undefined && { runs: commandLine(command, args) }),
    ...(wrapped && { wraps: commandLine(wrapped.command, wrapped.args) }),
    sets: assignments(variables),
    variables: assignments(around),
    environments: action.environments,
    files: action.files ?? [],
    ...(limits !== undefined && { limits }),
    problems: (action.problems ?? []).map(({ message, hint }) => ({ message, ...(hint !== undefined && { hint }) })),
  };
}

function assignments(variables: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

function titleOf({ phase, environment, from, task_parameters: parameters }: ExplainedAction): string {
  if (phase === 'environment-enter')
    return `Enter ${environment}${from === 'job' || from === 'step' ? '' : ` (${from})`}`;
  if (phase === 'environment-exit') return `Exit ${environment}`;
  const values = assignments(parameters);
  return values.length === 0 ? 'Task' : `Task ${values.join(', ')}`;
}

function limitsOf({ timeout, cancelation }: ExplainedAction): string | undefined {
  if (timeout === undefined) return undefined;
  const limit = timeout === null ? 'no time limit' : `at most ${timeout} s`;
  const cancel =
    cancelation?.mode === 'NOTIFY_THEN_TERMINATE'
      ? `when canceled: a notice, and ${cancelation.notify_period_in_seconds} s later the end`
      : 'when canceled: ended at once';
  return `${limit}; ${cancel}`;
}

function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args].map(shownWord).join(' ');
}
