import type { SessionEvent } from '@openjd/sessions';
import type { OutputFormat } from './documents.js';
import { StatusLine } from './status-line.js';
import { columnsOf, paintFor, writeErr, writeOut } from './terminal.js';

/** Where the log of a run goes while it runs. */
export interface LiveOutput {
  /** Shows a text, and what its event changes in the status line. Resolves when more may come. */
  show(text: string, event?: SessionEvent): Promise<void> | undefined;
  close(): void;
}

/**
 * For people the log goes to standard output, on a terminal with a status line below it. Where standard output holds
 * one document and nothing else, the log goes to standard error, and only if asked for.
 */
export function liveOutput(format: OutputFormat, verbose: boolean, tasksTotal: bigint): LiveOutput {
  if (format !== 'human') return { show: verbose ? toStderr : () => undefined, close: () => undefined };
  if (!process.stdout.isTTY || process.env['TERM'] === 'dumb') {
    return { show: writeOut, close: () => undefined };
  }
  const status = new StatusLine(tasksTotal, paintFor(process.stdout), () => columnsOf(process.stdout));
  return {
    show: (text, event) => {
      if (event) status.note(event);
      return text === '' ? undefined : status.write(text);
    },
    close: () => status.close(),
  };
}

function toStderr(text: string): Promise<void> | undefined {
  return text === '' ? undefined : writeErr(text);
}
