import type { ConformanceCase, ExpectedOutput, JobCase } from './case.js';
import { seconds } from './duration.js';
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
 * `errored` is a runtime (or a suite) that did not answer: a crash, a time-out, garbage, an unknown exit status. It is never
 * a correct rejection. `unsupported` is what a runtime does not claim to do; `skipped`, what this machine cannot ask; `unclear`, an
 * answer other than this suite's reading where the case says that the specification leaves it open: no failure.
 */
export type Result = 'passed' | 'failed' | 'errored' | 'skipped' | 'unsupported' | 'unclear';

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

/** What a runtime answered, whichever way it was asked. */
interface Answered {
  readonly accepted: boolean;
  readonly output: string;
  /** The first status but 0; later processes are exits, which run after the failure and may succeed. */
  readonly firstFailure: number | undefined;
  /** Whether the output has the trace of a program that broke. An adapter says so by itself. */
  readonly hasCrashed: boolean;
}

/** The verdict on one case: a function of what was expected and what was seen, and of nothing else. */
export function judge(conformanceCase: ConformanceCase, observation: Observation): Verdict {
  const verdict = judgeAsRead(conformanceCase, observation);
  const unclear = conformanceCase.metadata?.unclear;
  if (unclear === undefined || verdict.result !== 'failed') return verdict;
  return { result: 'unclear', reasons: [unclear.trim(), ...verdict.reasons] };
}

function judgeAsRead(conformanceCase: ConformanceCase, observation: Observation): Verdict {
  const answer = answerOf(observation.outcome);
  if ('result' in answer) return answer;
  if (!conformanceCase.valid) return judgeRejection(conformanceCase, answer, observation);
  if (conformanceCase.kind === 'job') return judgeRun(conformanceCase, answer, observation);
  if (answer.accepted) return observation.left.length === 0 ? PASSED : failed(...observation.left);
  return answer.hasCrashed
    ? errored('the runtime crashed', ...excerpt(answer.output))
    : failed('a valid template was rejected', ...excerpt(answer.output));
}

function answerOf(outcome: Outcome): Answered | Verdict {
  switch (outcome.kind) {
    case 'not-started':
      return errored(`the runtime could not be started: ${outcome.reason}`, ...printed(outcome.output ?? ''));
    case 'timed-out':
      return errored(`the runtime did not end within ${seconds(outcome.afterMs)} (--time-limit)`);
    case 'interrupted':
      return errored('the run was interrupted');
    case 'signaled':
      return errored(`the runtime was ended by ${outcome.signal}`);
    case 'crashed':
      return errored(`the runtime crashed: ${outcome.reason}`, ...printed(outcome.output));
    case 'garbage':
      return errored(`the runtime gave no answer: ${outcome.reason}`, ...printed(outcome.output));
    case 'unsupported':
      return { result: 'unsupported', reasons: [outcome.reason] };
    case 'answered': {
      const { accepted, output, exitCodes = [] } = outcome;
      return { accepted, output, firstFailure: exitCodes.find((code) => code !== 0), hasCrashed: false };
    }
    case 'exited':
      if (outcome.status !== 0 && outcome.status !== 1) {
        return errored(`exit status ${outcome.status} is neither 0 (accepted, succeeded) nor 1 (rejected, failed)`);
      }
      return {
        accepted: outcome.status === 0,
        output: outcome.output,
        firstFailure: firstFailure(outcome.output),
        hasCrashed: CRASH_TRACES.some((trace) => trace.test(outcome.output)),
      };
  }
}

function judgeRejection(conformanceCase: ConformanceCase, answer: Answered, observation: Observation): Verdict {
  if (answer.accepted) {
    return failed(`an invalid ${conformanceCase.kind === 'job' ? 'job was run' : 'template was accepted'}`);
  }
  if (answer.hasCrashed) return errored('the runtime crashed, which is no rejection', ...excerpt(answer.output));
  const reasons = conformanceCase.kind === 'job' ? journalReasons(conformanceCase, observation) : [];
  reasons.push(...observation.left);
  return reasons.length === 0 ? PASSED : failed(...reasons);
}

function judgeRun(job: JobCase, answer: Answered, observation: Observation): Verdict {
  const { accepted: succeeded, output } = answer;
  // A job that failed has a process that failed; a trace without one is the runtime's own.
  if (!succeeded && answer.firstFailure === undefined && answer.hasCrashed) {
    return errored('the runtime crashed', ...excerpt(output));
  }
  const reasons: string[] = [];
  const { taskFailure } = job.expected;
  if (taskFailure === undefined && !succeeded) reasons.push('the job failed');
  if (taskFailure !== undefined && succeeded) reasons.push('the job succeeded, and it had to fail');
  if (taskFailure?.exitCode !== undefined && !succeeded) {
    const status = answer.firstFailure;
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

/** The last lines of the output: enough to see what happened. */
function excerpt(output: string): string[] {
  return output.trim() === '' ? ['the runtime printed nothing'] : printed(output);
}

/** The same beside a reason that says enough where there is no output. */
function printed(output: string): string[] {
  if (output.trim() === '') return [];
  const lines = output.trimEnd().split('\n').slice(-12);
  return ['the end of its output:', ...lines.map((line) => `  | ${line}`)];
}

function failed(...reasons: string[]): Verdict {
  return { result: 'failed', reasons };
}

function errored(...reasons: string[]): Verdict {
  return { result: 'errored', reasons };
}
