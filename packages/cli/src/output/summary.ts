import { escapeUnshowable, formatValue, type JsValue, valueToJs } from '@openjd/expr';
import type { Environment, Job, Step } from '@openjd/model';
import { proposalsNote } from './proposals.js';
import { stepTree } from './step-tree.js';
import type { Paint } from './terminal.js';

/** What `openjd summary` tells of a job; names as in the other runtimes' documents. */
export interface Summary {
  readonly status: 'success';
  readonly message: string;
  readonly name: string;
  /** Draft proposals that the templates use. */
  readonly proposals?: readonly string[];
  readonly description?: string;
  readonly parameter_definitions: readonly {
    readonly name: string;
    readonly type: string;
    readonly value: JsValue;
    readonly text: string;
    readonly description?: string;
  }[];
  readonly total_steps: number;
  readonly total_tasks: bigint;
  readonly total_environments: number;
  /** Around every step, outermost first. */
  readonly environments: readonly EnvironmentSummary[];
  readonly steps: readonly StepSummary[];
}

interface EnvironmentSummary {
  readonly name: string;
  /** The environment template's file, or `job` or `step`. */
  readonly from: string;
  /** The actions that it defines, hooks included. */
  readonly actions: readonly string[];
  readonly description?: string;
}

interface StepSummary {
  readonly name: string;
  readonly description?: string;
  readonly total_tasks: bigint;
  readonly parameter_definitions: readonly { readonly name: string; readonly type: string }[];
  readonly environments: readonly EnvironmentSummary[];
  readonly dependencies: readonly string[];
}

/** The summary of a job with these steps of it. */
export function summarize(job: Job, steps: readonly Step[]): Summary {
  const summaries = steps.map(stepSummary);
  return {
    status: 'success',
    message: `Summary for '${job.name}'`,
    name: job.name,
    ...(job.proposals.length > 0 && { proposals: job.proposals }),
    ...(job.description !== undefined && { description: job.description }),
    parameter_definitions: job.parameters.map(({ name, type, value, description }) => ({
      name,
      type,
      value: valueToJs(value),
      text: formatValue(value),
      ...(description !== undefined && { description }),
    })),
    total_steps: steps.length,
    total_tasks: summaries.reduce((sum, step) => sum + step.total_tasks, 0n),
    total_environments: job.environments.length + summaries.reduce((sum, step) => sum + step.environments.length, 0),
    environments: job.environments.map(environmentSummary),
    steps: summaries,
  };
}

function stepSummary(step: Step): StepSummary {
  return {
    name: step.name,
    ...(step.description !== undefined && { description: step.description }),
    total_tasks: step.parameterSpace.count,
    parameter_definitions: [...step.parameterSpace.parameters].map(([name, type]) => ({ name, type })),
    environments: step.environments.map(environmentSummary),
    dependencies: step.dependencies,
  };
}

function environmentSummary({ name, description, origin, script }: Environment): EnvironmentSummary {
  const hooks = Object.values(script?.wrap?.hooks ?? {}).map((hook) => hook.field);
  return {
    name,
    from: origin.kind === 'environmentTemplate' ? origin.source : origin.kind,
    actions: [...(script?.onEnter ? ['onEnter'] : []), ...new Set(hooks), ...(script?.onExit ? ['onExit'] : [])],
    ...(description !== undefined && { description }),
  };
}

/** The summary for people. */
export function renderSummary(summary: Summary, paint: Paint): string {
  const lines = [paint('bold', `--- Summary for '${summary.name}' ---`), ''];
  if (summary.proposals) lines.push(proposalsNote(summary.proposals), '');
  if (summary.description !== undefined) lines.push(...indented(summary.description, ''), '');
  if (summary.parameter_definitions.length > 0) {
    lines.push('Parameters:');
    for (const { name, type, text } of summary.parameter_definitions)
      lines.push(`  - ${name} (${type}): ${escapeUnshowable(text)}`);
    lines.push('');
  }
  if (summary.environments.length > 0) {
    lines.push('Environments around every step, outermost first:');
    for (const environment of summary.environments) lines.push(`  - ${environmentText(environment)}`);
    lines.push('');
  }
  lines.push(
    `Total steps: ${summary.total_steps}`,
    `Total tasks: ${summary.total_tasks}`,
    `Total environments: ${summary.total_environments}`,
    '',
  );
  if (summary.steps.some((step) => step.dependencies.length > 0) && summary.steps.length > 1) {
    const tree = stepTree(summary.steps).map((line) => `  ${escapeUnshowable(line)}`);
    lines.push('Steps by their dependencies:', ...tree, '');
  }
  lines.push(paint('bold', `--- Steps in '${summary.name}' ---`));
  for (const [index, step] of summary.steps.entries()) lines.push('', ...stepLines(step, index + 1, paint));
  return `${lines.join('\n')}\n`;
}

function stepLines(step: StepSummary, number: number, paint: Paint): string[] {
  const lines = [
    paint('bold', `${number}. '${step.name}' (${step.total_tasks} total Task${step.total_tasks === 1n ? '' : 's'})`),
  ];
  if (step.description !== undefined) lines.push(...indented(step.description, '   '));
  if (step.dependencies.length > 0) lines.push(`   Depends on: ${step.dependencies.join(', ')}`);
  if (step.parameter_definitions.length > 0) {
    lines.push('   Task parameters:');
    for (const { name, type } of step.parameter_definitions) lines.push(`     - ${name} (${type})`);
  }
  if (step.environments.length > 0) {
    lines.push('   Environments:');
    for (const environment of step.environments) lines.push(`     - ${environmentText(environment)}`);
  }
  return lines;
}

function environmentText({ name, from, actions }: EnvironmentSummary): string {
  const what = actions.length === 0 ? 'variables only' : actions.join(', ');
  return `${name}${from === 'job' || from === 'step' ? '' : ` from ${escapeUnshowable(from)}`} (${what})`;
}

function indented(text: string, margin: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${margin}${escapeUnshowable(line)}`.trimEnd());
}
