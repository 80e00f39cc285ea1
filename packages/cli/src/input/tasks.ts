import { type PathSegment, quoteText } from '@openjd/expr';
import type { TemplateDocument } from '@openjd/model';
import { UsageError } from '../failure.js';
import { documentProblem, failDocument, isFileArgument, readDocumentArgument } from './documents.js';
import { readMaximumTasks } from './task-count.js';

/** Flags that choose tasks; at most one of them may be given. */
export interface TaskFlags {
  /** `NAME=VALUE` each; together one task. */
  readonly taskParams: readonly string[];
  /** A list of maps from names to values, inline JSON or `file://PATH`. */
  readonly tasks?: string;
  readonly maximumTasks?: string;
}

/** The tasks that were asked for, before anything is known of the job. */
export interface TaskChoice {
  /** The flag that names tasks by their values. */
  readonly flag?: '--task-param' | '--tasks';
  /** The values of each named task. */
  readonly values?: readonly ReadonlyMap<string, string>[];
  /** At most so many tasks of each step. */
  readonly maximumTasks?: number;
}

/** Reads the flags. Throws UsageError where they exclude each other, CommandFailure where `--tasks` is no list of tasks. */
export function readTaskChoice(flags: TaskFlags): TaskChoice {
  const given = [
    flags.taskParams.length > 0 && '--task-param',
    flags.tasks !== undefined && '--tasks',
    flags.maximumTasks !== undefined && '--maximum-tasks',
  ].filter((flag) => flag !== false);
  if (given.length > 1) throw new UsageError(`${given[0]} and ${given[1]} exclude each other`);
  if (flags.taskParams.length > 0) return { flag: '--task-param', values: [readTaskParameters(flags.taskParams)] };
  if (flags.tasks !== undefined) return { flag: '--tasks', values: readTasks(flags.tasks) };
  const maximumTasks = readMaximumTasks(flags.maximumTasks);
  return maximumTasks === undefined ? {} : { maximumTasks };
}

function readTaskParameters(taskParameterArguments: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const argument of taskParameterArguments) {
    const equals = argument.indexOf('=');
    if (equals < 1) throw new UsageError(`the task parameter ${quoteText(argument)} is not written as NAME=VALUE`);
    const name = argument.slice(0, equals);
    if (values.has(name)) throw new UsageError(`the task parameter ${quoteText(name)} is given twice`);
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
  const document = readDocumentArgument(argument, '--tasks', 'file of tasks');
  const { value } = document;
  if (!Array.isArray(value)) return reject(document, [], 'tasks are a list of maps from names to values');
  return value.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      return reject(document, [index], 'a task is a map from names to values');
    }
    return new Map(
      Object.entries(item).map(([name, entry]: [string, unknown]) => {
        const path = [index, name];
        if (typeof entry === 'string') return [name, entry];
        if (typeof entry === 'number' || typeof entry === 'bigint')
          return [name, document.sourceText(path) ?? String(entry)];
        return reject(document, path, `the value of the task parameter ${quoteText(name)} is not a text or a number`);
      }),
    );
  });
}

function reject(document: TemplateDocument, path: readonly PathSegment[], message: string): never {
  return failDocument(document, [documentProblem(document, path, 'INVALID_TASKS', message)]);
}
