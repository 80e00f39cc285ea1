import { quoteText, shortenText } from '@openjd/expr';
import { buildStepGraph, type Job, type Step, type TaskParameterSet } from '@openjd/model';
import { CommandFailure, cliProblem, fail, UsageError } from '../failure.js';
import { didYouMean } from '../input/nearest.js';
import type { TaskChoice } from '../input/tasks.js';

/** What was asked for. */
export interface SelectionRequest {
  readonly step?: string | undefined;
  /** With `step`: whether the steps that it depends on run too. Default: no. */
  readonly withDependencies?: boolean;
  /** Default: all. */
  readonly tasks?: TaskChoice;
}

/** What runs: steps in a valid order, of each its whole parameter space or chosen tasks. */
export interface Selection {
  readonly steps: readonly Step[];
  /** Set where one step was chosen by name. */
  readonly stepName?: string;
  /** The chosen tasks of a step; undefined: all. */
  readonly tasks: (step: Step) => readonly TaskParameterSet[] | undefined;
  /** Number of tasks of a step that will run; undefined where chunks adapt and nobody can know. */
  readonly taskCount: (step: string) => bigint | undefined;
}

/**
 * Chooses the steps and tasks to run. Throws UsageError for tasks without a step where there are several, and
 * CommandFailure for steps and tasks that the job does not have.
 */
export function selectTasks(job: Job, request: SelectionRequest): Selection {
  const { flag, values, maximumTasks } = request.tasks ?? {};
  const named = request.step === undefined ? undefined : findStep(job, request.step);
  const single = named ?? (job.steps.length === 1 ? job.steps[0] : undefined);
  if (values !== undefined && single === undefined) {
    throw new UsageError(`${flag} needs --step, since the job has ${job.steps.length} steps`);
  }
  const tasks = values?.map((value) => findTask(single!, value));
  const steps = selectSteps(job, named, request.withDependencies === true);
  const byName = new Map(steps.map((step) => [step.name, step]));
  return {
    steps,
    ...(named && { stepName: named.name }),
    tasks: (step) => (step === single ? tasks : undefined),
    taskCount: (name) => {
      const step = byName.get(name);
      if (step === undefined) return undefined;
      if (step === single && tasks !== undefined) return BigInt(tasks.length);
      const { count, chunks } = step.parameterSpace;
      if (chunks !== undefined && chunks.targetRuntimeSeconds > 0) return undefined;
      const limit = maximumTasks === undefined ? count : BigInt(maximumTasks);
      return count < limit ? count : limit;
    },
  };
}

function selectSteps(job: Job, named: Step | undefined, withDependencies: boolean): readonly Step[] {
  const graph = buildStepGraph(job.steps);
  if (!graph.ok) throw new CommandFailure(graph.problems);
  const { order } = graph.value;
  const wanted =
    named === undefined ? order : withDependencies ? graph.value.withDependencies(named.name) : [named.name];
  const byName = new Map(job.steps.map((step) => [step.name, step]));
  return wanted.map((name) => byName.get(name)!);
}

function findStep(job: Job, name: string): Step {
  const step = job.steps.find((candidate) => candidate.name === name);
  if (step !== undefined) return step;
  const names = job.steps.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) ?? `the steps are ${names.slice(0, 10).map(quoteText).join(', ')}`;
  return fail('UNKNOWN_STEP', `the job has no step ${quoteText(name)}`, { hint });
}

/** The task with these values. Throws CommandFailure where the step has no such task; tells all that is wrong. */
function findTask(step: Step, values: ReadonlyMap<string, string>): TaskParameterSet {
  const { parameters } = step.parameterSpace;
  const names = [...parameters.keys()];
  const problems = [...values.keys()]
    .filter((name) => !parameters.has(name))
    .map((name) => {
      const hint =
        didYouMean(name, names) ??
        (names.length === 0 ? 'the step has no task parameters' : `its task parameters are ${names.join(', ')}`);
      return cliProblem(
        'UNKNOWN_TASK_PARAMETER',
        `step ${quoteText(step.name)} has no task parameter ${quoteText(name)}`,
        {
          hint,
        },
      );
    });
  for (const name of names) {
    if (values.has(name)) continue;
    problems.push(
      cliProblem(
        'MISSING_TASK_PARAMETER',
        `the task parameter ${quoteText(name)} of step ${quoteText(step.name)} has no value`,
      ),
    );
  }
  if (problems.length > 0) throw new CommandFailure(problems);
  const task = step.parameterSpace.find(values);
  if (task !== undefined) return task;
  const shown = [...values].map(([name, value]) => `${name}=${shortenText(value)}`).join(', ');
  return fail('TASK_NOT_IN_SPACE', `step ${quoteText(step.name)} has no task with ${shown}`);
}
