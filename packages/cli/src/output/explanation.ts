import type { ExplainedAction, Explanation } from '../run/explain.js';
import { proposalsNote } from './proposals.js';
import { shellWord } from './quote.js';
import { type Paint, visible } from './terminal.js';

/** The explanation as a tree: what is around is outside of what it is around. */
export function renderExplanation(explanation: Explanation, paint: Paint): string {
  const tree = new Tree(paint);
  tree.line(0, paint('bold', `${explanation.message}, in order:`));
  if (explanation.proposals) tree.line(0, proposalsNote(explanation.proposals));
  let depth = 0;
  for (const action of explanation.enter) tree.action(depth++, action);
  for (const step of explanation.steps) {
    const tasks = step.total_tasks === 1n ? '1 task' : `${step.total_tasks} tasks`;
    tree.line(depth, paint('bold', `Step ${step.name} (${tasks})`));
    let inner = depth + 1;
    let rest = step.tasks_not_shown;
    for (const action of step.actions) {
      if (action.phase === 'environment-exit') {
        inner--;
        if (rest > 0n) tree.line(inner + 1, paint('dim', `… and ${rest} more ${rest === 1n ? 'task' : 'tasks'}`));
        rest = 0n;
      }
      tree.action(inner, action);
      if (action.phase === 'environment-enter') inner++;
    }
    if (rest > 0n) tree.line(inner, paint('dim', `… and ${rest} more ${rest === 1n ? 'task' : 'tasks'}`));
  }
  for (const action of explanation.exit) tree.action(--depth, action);
  return tree.text;
}

class Tree {
  text = '';
  readonly #paint: Paint;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  line(depth: number, text: string): void {
    this.text += `${'  '.repeat(depth)}${text}\n`;
  }

  action(depth: number, action: ExplainedAction): void {
    const paint = this.#paint;
    this.line(depth, paint('bold', titleOf(action)));
    const detail = (text: string) => this.line(depth + 2, text);
    for (const [name, value] of Object.entries(action.variables ?? {}))
      detail(`sets ${visible(`${name}=${value}`, true)}`);
    if (action.action === null) detail(paint('dim', 'defines no action: nothing runs'));
    if (action.hooks.length > 0)
      detail(paint('cyan', `${action.hooks.join(', then ')} runs in place of ${nameOf(action)}`));
    if (action.command !== undefined) detail(`runs    ${commandLine(action.command, action.args ?? [])}`);
    if (action.wrapped) detail(`wraps   ${commandLine(action.wrapped.command, action.wrapped.args)}`);
    if (action.files) detail(`writes  ${action.files.map((file) => visible(file, true)).join(', ')}`);
    if (action.timeout !== undefined) detail(paint('dim', limitsOf(action)));
    for (const problem of action.problems ?? []) detail(`${paint('red', 'error:')} ${visible(problem.message)}`);
  }
}

function titleOf({ phase, environment, from, task_parameters: parameters }: ExplainedAction): string {
  if (phase === 'environment-enter')
    return `Enter ${environment}${from === 'job' || from === 'step' ? '' : ` (${from})`}`;
  if (phase === 'environment-exit') return `Exit ${environment}`;
  const values = Object.entries(parameters ?? {}).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? 'Task' : `Task ${visible(values.join(', '), true)}`;
}

function nameOf({ environment, step, action }: ExplainedAction): string {
  return `${environment ?? step}.${action}`;
}

function limitsOf({ timeout, cancelation }: ExplainedAction): string {
  const limit = timeout === null || timeout === undefined ? 'no time limit' : `at most ${timeout} s`;
  const cancel =
    cancelation?.mode === 'NOTIFY_THEN_TERMINATE'
      ? `canceled by a notice and ${cancelation.notify_period_in_seconds} s of time`
      : 'canceled at once';
  return `${limit}; ${cancel}`;
}

function commandLine(command: string, args: readonly string[]): string {
  return visible([command, ...args].map(shellWord).join(' '), true);
}
