import type { Value } from '@openjd/expr';

/** Type of a task parameter. Spec: 2023-09, 3.4.1. */
export type TaskParameterType = 'INT' | 'FLOAT' | 'STRING' | 'PATH' | 'CHUNK[INT]';

/** A task parameter's value in one task; a `CHUNK[INT]` has a range expression. */
export interface TaskParameterValue {
  readonly type: TaskParameterType;
  readonly value: Value;
}

/** Which sets of integers a chunk may be. Spec: 2023-09, 3.4.1.5. */
export type RangeConstraint = 'CONTIGUOUS' | 'NONCONTIGUOUS';

/** The resolved `chunks` of a `CHUNK[INT]` parameter. Spec: 2023-09, 3.4.1.5. */
export interface ChunkSettings {
  /** Values in a chunk, at least 1. */
  readonly defaultTaskCount: number;
  /** Seconds that a chunk should take. 0: chunks keep their size. */
  readonly targetRuntimeSeconds: number;
  readonly rangeConstraint: RangeConstraint;
}

/** The values of one task: by name, in the order of definition. */
export type TaskParameterSet = ReadonlyMap<string, TaskParameterValue>;

/**
 * The tasks of a step without the tasks: counting and picking one costs the same for ten tasks and for 10^12.
 * Spec: 2023-09, 3.4. A step without a parameter space has one task with no parameters.
 */
export interface ParameterSpace extends Iterable<TaskParameterSet> {
  /** Names in the order of definition, with their types. */
  readonly parameters: ReadonlyMap<string, TaskParameterType>;
  /** Number of tasks; chunks of the default size count as one task each. */
  readonly count: bigint;
  /** The parameter that is processed in chunks, where there is one. */
  readonly chunks?: ChunkSettings & { readonly parameter: string };
  /** The task at `index`, from 0; the last parameter of a product varies fastest. Throws RangeError outside. */
  at(index: number | bigint): TaskParameterSet;
  /**
   * The task with these values (their texts: `5` and `05` are the same INT), or undefined where there is none. A chunk
   * is in the space when it is one of the fixed chunks; where chunks adapt to a target runtime, any part of the range
   * that keeps to `rangeConstraint` is.
   */
  find(values: ReadonlyMap<string, string>): TaskParameterSet | undefined;
  /** Whether `find` finds a task. */
  contains(values: ReadonlyMap<string, string>): boolean;
  /**
   * The tasks one after the other, where the caller says before each how many values its chunk shall have: for chunks
   * that adapt to a target runtime. The chunked parameter varies fastest. Without a chunked parameter the size means
   * nothing and the order is that of `at`.
   */
  takeTasks(): TaskSource;
}

/** Tasks on demand; see `takeTasks`. */
export interface TaskSource {
  /** The next task, or undefined after the last. `taskCount` is the greatest size of its chunk; default: the settings'. */
  next(taskCount?: number): TaskParameterSet | undefined;
}
