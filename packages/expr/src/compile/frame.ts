import type { CallContext } from '../library/row.js';
import {
  DEFAULT_MEMORY_BYTES,
  DEFAULT_OPERATIONS,
  DEFAULT_REGEX_PROGRAM_SIZE,
  type EvaluationLimits,
  LEAST_STEPS,
  STEPS_PER_OPERATION,
} from '../limits.js';
import type { Place } from '../syntax/ast.js';
import type { Characters } from '../values/code-points.js';
import { EvaluationFailure } from '../values/failure.js';
import type { PathMappingRule } from '../values/path-mapping.js';
import type { PathFormat, Value } from '../values/value.js';

/**
 * What one evaluation works on: the values of its symbols and loop variables, and what it has spent. The fields are
 * public and plain because compiled code reads and writes them at every step.
 */
export class Frame implements CallContext {
  readonly slots: Value[];
  readonly pathFormat: PathFormat;
  readonly pathMapping: readonly PathMappingRule[];
  operations = 0;
  maxOperations = DEFAULT_OPERATIONS;
  steps = 0;
  maxSteps = stepsFor(DEFAULT_OPERATIONS);
  /** Bytes of the live values. A step leaves here what it found plus the size of its result. Spec: 1.3.9. */
  memory = 0;
  maxMemory = DEFAULT_MEMORY_BYTES;
  characters: Characters | undefined;
  regexProgramSize = DEFAULT_REGEX_PROGRAM_SIZE;
  /** The call that is being made, so that its failure knows where it is. */
  place: Place = NOWHERE;

  constructor(slots: number, pathFormat: PathFormat, pathMapping: readonly PathMappingRule[]) {
    this.slots = new Array<Value>(slots).fill(null);
    this.pathFormat = pathFormat;
    this.pathMapping = pathMapping;
  }

  /** Starts an evaluation with these bounds. */
  reset(limits: EvaluationLimits | undefined): void {
    this.operations = 0;
    this.steps = 0;
    this.characters = undefined;
    this.memory = 0;
    this.maxOperations = limits?.operations ?? DEFAULT_OPERATIONS;
    this.maxSteps = stepsFor(this.maxOperations);
    this.maxMemory = limits?.memoryBytes ?? DEFAULT_MEMORY_BYTES;
    this.regexProgramSize = limits?.regexProgramSize ?? DEFAULT_REGEX_PROGRAM_SIZE;
    this.place = NOWHERE;
  }

  // @spec EL-0-operation-limit EL-1.3.10-fails
  countOperations(n: number): void {
    this.operations += n;
    if (this.operations > this.maxOperations) throw this.tooManyOperations();
  }

  countSteps(n: number): void {
    this.steps += n;
    if (this.steps > this.maxSteps) throw this.tooManyOperations();
  }

  // @spec EL-0-memory-limit EL-1.3.9-fails
  reserveMemory(bytes: number): void {
    this.memory += bytes;
    if (this.memory > this.maxMemory) throw this.tooMuchMemory();
  }

  tooManyOperations(): EvaluationFailure {
    return new EvaluationFailure(
      'OPERATION_LIMIT_EXCEEDED',
      `The expression takes more than ${this.maxOperations} operations`,
      'Work on fewer items, or on shorter lists and strings',
    );
  }

  tooMuchMemory(): EvaluationFailure {
    return new EvaluationFailure(
      'MEMORY_LIMIT_EXCEEDED',
      `The expression takes more than ${this.maxMemory} bytes of memory`,
      'Work on fewer items, or on shorter lists and strings',
    );
  }
}

function stepsFor(operations: number): number {
  return LEAST_STEPS + operations * STEPS_PER_OPERATION;
}

const NOWHERE: Place = Object.freeze({ start: 0, end: 0 });
