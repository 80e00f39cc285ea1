import { types, valueFromJs } from '@openjd/expr';
import {
  buildStepGraph,
  type Job,
  type Step,
  type TaskParameterSet,
  type TaskParameterType,
  type TaskParameterValue,
} from '@openjd/model';
import { CommandFailure, cliProblem, fail, UsageError } from '../failure.js';
import { isFileArgument, readDocumentArgument } from '../input/documents.js';
import { didYouMean } from '../input/nearest.js';
import { quote } from '../output/quote.js';

/** Flags that choose what of a job runs. */
export interface SelectionFlags {
  readonly step?: string;
  /** `NAME=VALUE` each; together one task. */
  readonly taskParams: readonly string[];
  /** A list of maps from names to values, inline JSON or `file://PATH`. */
  readonly tasks?: string;
  readonly maximumTasks?: number;
  readonly runDependencies: boolean;
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
 * Chooses the steps and tasks to run. Throws UsageError for flags that exclude each other, and CommandFailure for
 * steps and tasks that the job does not have.
 */
export function selectTasks(job: Job, flags: SelectionFlags): Selection {
  const chosen = [
    flags.taskParams.length > 0 && '--task-param',
    flags.tasks !== undefined && '--tasks',
    flags.maximumTasks !== undefined && '--maximum-tasks',
  ].filter((flag) => flag !== false);
  if (chosen.length > 1) throw new UsageError(`${chosen[0]} and ${chosen[1]} exclude each other`);
  const named = flags.step === undefined ? undefined : findStep(job, flags.step);
  const single = named ?? (job.steps.length === 1 ? job.steps[0] : undefined);
  const values = explicitTasks(flags);
  if (values !== undefined && single === undefined) {
    throw new UsageError(`${chosen[0]} needs --step, since the job has ${job.steps.length} steps`);
  }
  const tasks = values === undefined ? undefined : values.map((value) => makeTask(single!, value));
  const steps = selectSteps(job, named, flags.runDependencies);
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
      const limit = flags.maximumTasks === undefined ? count : BigInt(flags.maximumTasks);
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
  return wanted.map((name) => job.steps.find((step) => step.name === name)!);
}

function findStep(job: Job, name: string): Step {
  const step = job.steps.find((candidate) => candidate.name === name);
  if (step !== undefined) return step;
  const names = job.steps.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) ?? `the steps are ${names.slice(0, 10).map(quote).join(', ')}`;
  return fail('UNKNOWN_STEP', `the job has no step ${quote(name)}`, { hint });
}

/** The values of each task that was asked for by name, before they are looked up in a parameter space. */
function explicitTasks({ taskParams, tasks }: SelectionFlags): readonly ReadonlyMap<string, string>[] | undefined {
  if (taskParams.length > 0) return [readTaskParameters(taskParams)];
  return tasks === undefined ? undefined : readTasks(tasks);
}

function readTaskParameters(taskParameterArguments: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const argument of taskParameterArguments) {
    const equals = argument.indexOf('=');
    if (equals < 1) throw new UsageError(`the task parameter ${quote(argument)} is not written as NAME=VALUE`);
    const name = argument.slice(0, equals);
    if (values.has(name)) throw new UsageError(`the task parameter ${quote(name)} is given twice`);
    values.set(name, argument.slice(equals + 1));
  }
  return values;
}

function readTasks(argument: string): readonly ReadonlyMap<string, string>[] {
  if (!isFileArgument(argument) && !argument.trimStart().startsWith('[')) {
    throw new UsageError(
      '--tasks is a list',
      'write a JSON list such as [{"Frame": 1}], or file://PATH of a YAML or JSON list',
    );
  }
  const { value } = readDocumentArgument(argument, '--tasks', 'file of tasks');
  const wrong = (what: string) =>
    fail('INVALID_TASKS', `the tasks of --tasks are a list of maps from names to values; ${what}`);
  if (!Array.isArray(value)) return wrong('this is not a list');
  return value.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      return wrong(`item ${index + 1} is not a map`);
    return new Map(
      Object.entries(item).map(([name, entry]: [string, unknown]) => {
        if (typeof entry === 'object' || typeof entry === 'boolean') {
          return wrong(`${quote(name)} of item ${index + 1} is not a text or a number`);
        }
        return [name, String(entry)];
      }),
    );
  });
}

const VALUE_TYPES = {
  INT: types.int,
  FLOAT: types.float,
  STRING: types.string,
  PATH: types.string,
  'CHUNK[INT]': types.rangeExpr,
} as const satisfies Record<TaskParameterType, unknown>;

/** The task with these values. Throws CommandFailure where the step has no such task; tells all that is wrong. */
function makeTask(step: Step, values: ReadonlyMap<string, string>): TaskParameterSet {
  const { parameters } = step.parameterSpace;
  const names = [...parameters.keys()];
  const problems = [...values.keys()]
    .filter((name) => !parameters.has(name))
    .map((name) => {
      const hint =
        didYouMean(name, names) ??
        (names.length === 0 ? 'the step has no task parameters' : `its task parameters are ${names.join(', ')}`);
      return cliProblem('UNKNOWN_TASK_PARAMETER', `step ${quote(step.name)} has no task parameter ${quote(name)}`, {
        hint,
      });
    });
  for (const name of names) {
    if (values.has(name)) continue;
    problems.push(
      cliProblem(
        'MISSING_TASK_PARAMETER',
        `the task parameter ${quote(name)} of step ${quote(step.name)} has no value`,
      ),
    );
  }
  if (problems.length > 0) throw new CommandFailure(problems);
  if (!step.parameterSpace.contains(values)) {
    const shown = [...values].map(([name, value]) => `${name}=${value}`).join(', ');
    return fail('TASK_NOT_IN_SPACE', `step ${quote(step.name)} has no task with ${shown}`);
  }
  const typed = [...parameters].map(([name, type]): [string, TaskParameterValue] => {
    return [name, { type, value: valueFromJs(values.get(name)!, VALUE_TYPES[type]) }];
  });
  return new Map(typed);
}
