import { messageText } from '@openjd/expr';
import type { JobResult } from '@openjd/sessions';
import { factsText } from './facts.js';
import { proposalsNote } from './proposals.js';
import type { ActionReport, RunRecorder } from './report.js';
import type { Paint } from './terminal.js';
import { duration } from './timestamps.js';

/** What is known of a run when it is over. */
export interface RunFacts {
  readonly jobName: string;
  /** Draft proposals that the templates use. */
  readonly proposals: readonly string[];
  readonly stepName?: string;
  /** Tasks that were chosen to run. */
  readonly tasksTotal: bigint;
  readonly result: JobResult;
}

/** One sentence for how a run ended. */
export function resultMessage({ result: { outcome } }: RunFacts): string {
  const words = { SUCCEEDED: 'ended successfully', FAILED: 'failed', CANCELED: 'was canceled' } as const;
  return `Session ${words[outcome]}`;
}

/** The last lines of a run for people. */
export function renderResult(recorder: RunRecorder, facts: RunFacts, paint: Paint): string {
  const { result, jobName, proposals, stepName, tasksTotal } = facts;
  const succeeded = result.outcome === 'SUCCEEDED';
  const lines = [
    '',
    paint(
      ['bold', succeeded ? 'green' : 'red'],
      `${resultMessage(facts)}: ${jobName}${stepName === undefined ? '' : `, step ${stepName}`}`,
    ),
    `  Tasks run: ${recorder.tasksRun} of ${tasksTotal}`,
    `  Duration: ${duration(recorder.elapsedMs)}`,
  ];
  if (proposals.length > 0) lines.push(`  ${proposalsNote(proposals)}`);
  if (recorder.failure) {
    lines.push(`  ${paint('red', 'Failed:')} ${messageText(failureText(recorder.failure))}`);
  }
  if (result.notExited.length > 0)
    lines.push(`  ${paint('yellow', 'Not exited:')} ${messageText(result.notExited.join(', '))}`);
  if (result.workingDirectory !== undefined)
    lines.push(`  Session directory kept: ${messageText(result.workingDirectory)}`);
  return `${lines.join('\n')}\n`;
}

function failureText({ action, hook, facts, message }: ActionReport): string {
  const notes = [hook === undefined ? undefined : `${hook} in its place`, factsText(facts)].filter((note) => note);
  const place = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `${action}${place}${message === undefined ? '' : `: ${message}`}`;
}
