import { LineIndex, type Problem } from '@openjd/expr';
import type { ModelProblemCode } from '../problem-codes.js';

/** A problem of the phase `parse`, with its place in the text. */
export function parseProblem(
  text: string,
  source: string | undefined,
  fault: { code: ModelProblemCode; message: string; start: number; end?: number; hint?: string },
): Problem<ModelProblemCode> {
  const start = Math.min(fault.start, text.length);
  const end = Math.min(Math.max(fault.end ?? start, start), text.length);
  return {
    code: fault.code,
    phase: 'parse',
    message: fault.message.charAt(0).toUpperCase() + fault.message.slice(1),
    path: [],
    range: new LineIndex(text).range(start, end),
    ...(source === undefined ? {} : { source }),
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
  };
}

/** What a reader found wrong, before it is a Problem. */
export interface ReadFault {
  readonly code: ModelProblemCode;
  readonly message: string;
  readonly start: number;
  readonly end?: number;
  readonly hint?: string;
}

/** Ends a reader at its first fault. Caught in parse-document.ts, never seen outside. */
export class ReadFailure extends Error {
  readonly fault: ReadFault;

  constructor(fault: ReadFault) {
    super(fault.message);
    this.fault = fault;
  }
}
