import { LineIndex, type Problem } from '@openjd/expr';
import { firstProblems } from '../faults/most-problems.js';
import type { ModelProblemCode } from '../faults/problem-codes.js';
import type { ModelProblem } from '../faults/result.js';

/**
 * "Both Templates are expressed as UTF-8 documents in either" JSON or YAML 1.2, says the introduction of the 2023-09
 * Template Schemas, whose section we count as 0. Limits of this package are no rules of it.
 */
const REQUIREMENTS: Readonly<Partial<Record<ModelProblemCode, string>>> = {
  INVALID_ENCODING: 'TS-0-utf-8',
  INVALID_CHARACTER: 'TS-0-json-or-yaml',
  INVALID_YAML: 'TS-0-json-or-yaml',
  INVALID_JSON: 'TS-0-json-or-yaml',
  EMPTY_DOCUMENT: 'TS-0-json-or-yaml',
  SEVERAL_DOCUMENTS: 'TS-0-json-or-yaml',
  DUPLICATE_KEY: 'TS-0-json-or-yaml',
  INVALID_KEY: 'TS-0-json-or-yaml',
  UNKNOWN_ALIAS: 'TS-0-json-or-yaml',
  RECURSIVE_ALIAS: 'TS-0-json-or-yaml',
  UNSUPPORTED_TAG: 'TS-0-json-or-yaml',
};

/** Problems of the phase `parse`, with their places in the text. */
export function parseProblems(text: string, source: string | undefined, faults: readonly ReadFault[]): ModelProblem[] {
  const lines = new LineIndex(text);
  return firstProblems(faults.map((fault) => parseProblem(text, lines, source, fault)));
}

function parseProblem(
  text: string,
  lines: LineIndex,
  source: string | undefined,
  fault: ReadFault,
): Problem<ModelProblemCode> {
  const start = Math.min(fault.start, text.length);
  const requirement = REQUIREMENTS[fault.code];
  const end = Math.min(Math.max(fault.end ?? start, start), text.length);
  return {
    code: fault.code,
    phase: 'parse',
    message: fault.message.charAt(0).toUpperCase() + fault.message.slice(1),
    path: [],
    range: lines.range(start, end),
    ...(requirement === undefined ? {} : { requirement }),
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
