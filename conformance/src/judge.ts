import type { ConformanceCase, ExpectedOutput, JobCase } from './case.js';
import { type JournalRecord, journalDifference } from './journal.js';
import type { Outcome } from './runtime.js';

/** What was seen of one case. */
export interface Observation {
  readonly outcome: Outcome;
  /** Absent: the case keeps no journal. */
  readonly journal?: readonly JournalRecord[];
  /** What the run left on the machine, in words: containers, processes, session directories. */
  readonly left: readonly string[];
  readonly platform: 'posix' | 'windows';
}

/**
 * `errored` is a runtime (or a suite) that did not answer: a crash, a time-out, an unknown exit status. It is never a
 * correct rejection.
 */
export type Result = 'passed' | 'failed' | 'errored' | 'skipped';

export interface Verdict {
  readonly result: Result;
  /** Lines for people; empty for `passed`. */
  readonly reasons: readonly string[];
}

/** The traces that Python, Rust and Node print when a program breaks with the status of an ordinary error. */
const CRASH_TRACES = [
  /^Traceback \(most recent call last\):/m,
  /^thread '.*' .*panicked at /m,
  /^ {4}at .*(?:node:|file:\/\/|\/).*:\d+:\d+\)?$/m,
];

const PASSED: Verdict = { result: 'passed', reasons: [] };

/** The verdict on one case: a function of what was expected and what was seen, and of nothing else. */
export function judge(conformanceCase: ConformanceCase, observation: Observation): Verdict {
  const { outcome } = observation;
  if (outcome.kind === 'not-started') return errored(`the runtime could not be started: ${outcome.reason}`);
  if (outcome.kind === 'timed-out') return errored(`the runtime did not end within ${outcome.afterMs} ms`);
  if (outcome.kind === 'interrupted') return errored('the run was interrupted');
  if (outcome.kind === 'signaled') return errored(`the runtime was ended by ${outcome.signal}`);
  if (outcome.status !== 0 && outcome.status !== 1) {
    return errored(`exit status ${outcome.status} is neither 0 (accepted, succeeded) nor 1 (rejected, failed)`);
  }
  const accepted = outcome.status === 0;
  if (!conformanceCase.valid) return judgeRejection(conformanceCase, accepted, outcome.output, observation);
  if (conformanceCase.kind === 'job') return judgeRun(conformanceCase, accepted, outcome.output, observation);
  if (accepted) return PASSED;
  return hasCrashed(outcome.output)
    ? errored('the runtime crashed', ...excerpt(outcome.output))
    : failed('a valid template was rejected', ...excerpt(outcome.output));
}

function judgeRejection(
  conformanceCase: ConformanceCase,
  accepted: boolean,
  output: string,
  observation: Observation,
): Verdict {
  if (accepted) {
    return failed(`an invalid ${conformanceCase.kind === 'job' ? 'job was run' : 'template was accepted'}`);
  }
  if (hasCrashed(output)) return errored('the runtime crashed, which is no rejection', ...excerpt(output));
  const reasons = conformanceCase.kind === 'job' ? journalReasons(conformanceCase, observation) : [];
  reasons.push(...observation.left);
  return reasons.length === 0 ? PASSED : failed(...reasons);
}

function judgeRun(job: JobCase, succeeded: boolean, output: string, observation: Observation): Verdict {
  // A job that failed has a process that failed; a trace without one is the runtime's own.
  if (!succeeded && firstFailure(output) === undefined && hasCrashed(output)) {
    return errored('the runtime crashed', ...excerpt(output));
  }
  const reasons: string[] = [];
  const { taskFailure } = job.expected;
  if (taskFailure === undefined && !succeeded) reasons.push('the job failed');
  if (taskFailure !== undefined && succeeded) reasons.push('the job succeeded, and it had to fail');
  if (taskFailure?.exitCode !== undefined && !succeeded) {
    const status = firstFailure(output);
    if (status !== taskFailure.exitCode) {
      reasons.push(
        `the first process that failed exited with ${status ?? 'no status'}, not with ${taskFailure.exitCode}`,
      );
    }
  }
  for (const wanted of expectedOutput(job, observation.platform)) {
    const texts = typeof wanted === 'string' ? [wanted] : wanted.anyOf;
    if (!texts.some((text) => output.includes(text))) {
      reasons.push(`the output lacks ${texts.map((text) => JSON.stringify(text)).join(' or ')}`);
    }
  }
  for (const text of forbiddenOutput(job, observation.platform)) {
    if (output.includes(text)) reasons.push(`the output has ${JSON.stringify(text)}`);
  }
  reasons.push(...journalReasons(job, observation), ...observation.left);
  return reasons.length === 0 ? PASSED : failed(...reasons, ...excerpt(output));
}

function expectedOutput({ expected }: JobCase, platform: 'posix' | 'windows'): readonly ExpectedOutput[] {
  return [...(expected.output ?? []), ...(expected[`output_${platform}`] ?? [])];
}

function forbiddenOutput({ expected }: JobCase, platform: 'posix' | 'windows'): readonly string[] {
  return [...(expected.forbidden ?? []), ...(expected[`forbidden_${platform}`] ?? [])];
}

/** The first status but 0: later processes are exits, which run after the failure and may succeed. */
function firstFailure(output: string): number | undefined {
  for (const match of output.matchAll(/exited with code:\s*(-?\d+)/g)) {
    const status = Number(match[1]);
    if (status !== 0) return status;
  }
  return undefined;
}

function journalReasons(job: JobCase, observation: Observation): string[] {
  const expected = job.metadata?.journal;
  if (expected === undefined) return [];
  const alternatives = 'anyOf' in expected ? expected.anyOf : [expected];
  const differences = alternatives.map((entries) => journalDifference(entries, observation.journal ?? []));
  if (differences.some((lines) => lines.length === 0)) return [];
  return ['the journal differs (- expected, + recorded):', ...(differences[0] ?? []).map((line) => `  ${line}`)];
}

function hasCrashed(output: string): boolean {
  return CRASH_TRACES.some((trace) => trace.test(output));
}

/** The last lines of the output: enough to see what happened. */
function excerpt(output: string): string[] {
  const lines = output.trimEnd().split('\n').slice(-12);
  return output.trim() === ''
    ? ['the runtime printed nothing']
    : ['the end of its output:', ...lines.map((line) => `  | ${line}`)];
}

function failed(...reasons: string[]): Verdict {
  return { result: 'failed', reasons };
}

function errored(...reasons: string[]): Verdict {
  return { result: 'errored', reasons };
}
