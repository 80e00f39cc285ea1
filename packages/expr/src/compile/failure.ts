import { EvaluationFailure } from '../values/failure.js';

/**
 * What went wrong in a computation. Where a caller allows more memory than the runtime has, a string or list may be
 * longer than it can hold; that is a bound too. Anything else that is no EvaluationFailure is thrown on.
 */
export function asFailure(error: unknown): EvaluationFailure {
  if (error instanceof EvaluationFailure) return error;
  if (!(error instanceof RangeError)) throw error;
  return new EvaluationFailure('MEMORY_LIMIT_EXCEEDED', `The runtime cannot hold the result: ${error.message}`);
}
