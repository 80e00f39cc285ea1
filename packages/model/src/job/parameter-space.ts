import type { TaskParameterValue } from './job.js';

/** Type of a task parameter. Spec: 2023-09, 3.4.1. */
export type TaskParameterType = 'INT' | 'FLOAT' | 'STRING' | 'PATH' | 'CHUNK[INT]';

/**
 * The tasks of a step without the tasks: counting and picking one costs the same for ten tasks and for 10^12.
 * Spec: 2023-09, 3.4. A step without a parameter space has one task with no parameters.
 */
export interface ParameterSpace extends Iterable<ReadonlyMap<string, TaskParameterValue>> {
  /** Names in the order of definition, with their types. */
  readonly parameters: ReadonlyMap<string, TaskParameterType>;
  /** Number of tasks; chunks count as one task each. */
  readonly count: bigint;
  /** The task at `index`, from 0; the last parameter of a product varies fastest. Throws RangeError outside. */
  at(index: number | bigint): ReadonlyMap<string, TaskParameterValue>;
  /** Whether a task with these values (their texts) is in the space. */
  contains(values: ReadonlyMap<string, string>): boolean;
}
