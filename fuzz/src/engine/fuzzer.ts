import type { Random } from './random.js';

/**
 * What a case is made of: plain JSON data, so that one file holds it. To make a case smaller, the engine takes from its
 * strings and its lists; what may not be shortened is a number or a boolean.
 */
export type CaseData =
  | null
  | boolean
  | number
  | string
  | readonly CaseData[]
  | { readonly [key: string]: CaseData | undefined };

/** One fuzzer. The file that defines it exports it as `fuzzer`. */
export interface Fuzzer<Case extends CaseData = CaseData> {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** Makes a case. The same random numbers make the same one. */
  make(random: Random): Case;
  /** Puts a case through what is tested. Throws a Violation; anything else that comes out is a finding as well. */
  check(input: Case): void;
}

/** An invariant that does not hold. Two with the same `rule` are one finding. */
export class Violation extends Error {
  readonly rule: string;

  constructor(rule: string, detail: string) {
    super(`${rule}: ${detail}`);
    this.name = 'Violation';
    this.rule = rule;
  }
}

/** Asserts an invariant. `rule` is what must be so, in a few words. */
export function hold(condition: boolean, rule: string, detail: () => string): asserts condition {
  if (!condition) throw new Violation(rule, detail());
}

/** What a case showed. */
export interface Finding {
  /** Names the fault: the rule that is broken, or what was thrown and where. */
  readonly signature: string;
  readonly message: string;
  /** Makes the case again, before it was made smaller. Absent for a case from a file. */
  readonly seed?: number;
  readonly input: CaseData;
}

/** The fault that a case shows, if any. */
export function findingOf(fuzzer: Fuzzer, input: CaseData): Pick<Finding, 'signature' | 'message'> | undefined {
  try {
    fuzzer.check(input);
    return undefined;
  } catch (error) {
    return { signature: signatureOf(error), message: messageOf(error) };
  }
}

function signatureOf(error: unknown): string {
  if (error instanceof Violation) return error.rule;
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const frame = /\n\s+at .*?([^/\\(]+:\d+):\d+\)?/.exec(error.stack ?? '')?.[1] ?? 'nowhere';
  // A full stack is full anywhere.
  return error instanceof RangeError && /call stack/.test(error.message)
    ? 'RangeError: the stack is full'
    : `${error.constructor.name} at ${frame}`;
}

function messageOf(error: unknown): string {
  if (error instanceof Violation) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
