import { messageText, shortenText } from '@openjd/expr';
import type { ActionEndedEvent, ActionInfo, ActionStartedEvent, SessionEvent } from '@openjd/sessions';
import { actionName, exitText, hookText, taskParametersText } from './actions.js';
import { factsText } from './facts.js';
import { shellWord } from './quote.js';
import type { Paint } from './terminal.js';
import { type TimestampFormat, timestamp } from './timestamps.js';

export interface EventStyle {
  readonly paint: Paint;
  readonly timestamps: TimestampFormat;
  /** Also show command lines, process ids, states and what was skipped. Secrets are masked before. */
  readonly verbose: boolean;
  /** Number of tasks of a step, for `task 3 of 10`; undefined where that is not known. */
  readonly taskCount: (step: string) => bigint | undefined;
}

/** Turns events into the lines that a person reads; each starts with its time and a tab. */
export class EventPrinter {
  readonly #style: EventStyle;
  readonly #tasksStarted = new Map<string, bigint>();
  /** The last action that has its banner. */
  #announced = 0;
  /** How much the running action wants the runtime to say (`openjd_session_runtime_loglevel`); undefined: as usual. */
  #level: (SessionEvent & { type: 'log-level' })['level'] | undefined;
  #startMs = Date.now();
  /** Whether the last output line goes on in the next event. */
  #continues = false;

  constructor(style: EventStyle) {
    this.#style = style;
  }

  /** The text for one event, with its line ends; empty where the event is not shown. */
  print(event: SessionEvent): string {
    if (event.type === 'session-started') this.#startMs = Date.parse(event.startedAt);
    if (event.type === 'output') return this.#output(event.elapsedMs, event.line, event.continues === true);
    const lines = this.#lines(withShortValues(event));
    if (lines.length === 0) return '';
    const time = this.#time(event.elapsedMs);
    const broken = this.#continues ? '\n' : '';
    this.#continues = false;
    return broken + lines.map((line) => `${time}${line}\n`).join('');
  }

  /** A line of the command's own, such as that a signal came. */
  note(text: string): string {
    const broken = this.#continues ? '\n' : '';
    this.#continues = false;
    return `${broken}${this.#time(Date.now() - this.#startMs)}${this.#style.paint('yellow', text)}\n`;
  }

  #time(elapsedMs: number): string {
    return `${this.#style.paint('dim', timestamp(this.#style.timestamps, this.#startMs, elapsedMs))}\t`;
  }

  /** The parts of a line that was too long to be one event are put together again. */
  #output(elapsedMs: number, line: string, continues: boolean): string {
    const start = this.#continues ? '' : this.#time(elapsedMs);
    this.#continues = continues;
    return `${start}${line}${continues ? '' : '\n'}`;
  }

  #lines(event: Exclude<SessionEvent, { type: 'output' }>): string[] {
    const { paint } = this.#style;
    const verbose = this.#style.verbose || this.#level === 'DEBUG';
    switch (event.type) {
      case 'session-started':
        return verbose ? [messageText(`Session started in ${event.workingDirectory}`)] : [];
      case 'action-started':
        return this.#started(event);
      case 'action-ended':
        return this.#ended(event);
      case 'action-skipped':
        return verbose ? [paint('dim', `${actionName(event.action)} is not defined: nothing to run`)] : [];
      case 'notice':
        if (event.level === 'info') return verbose ? [messageText(event.message)] : [];
        if (event.level === 'warning' && this.#level === 'ERROR' && !verbose) return [];
        return [paint(event.level === 'error' ? 'red' : 'yellow', messageText(`${event.level}: ${event.message}`))];
      case 'state':
        return verbose ? [paint('dim', `Session is ${event.state}`)] : [];
      case 'log-level':
        this.#level = event.level;
        return [];
      case 'progress':
      case 'status':
      case 'session-ended':
        // The lines that reported them are in the output; the result comes after the last event.
        return [];
    }
  }

  #announce(action: ActionInfo): string[] {
    const { paint } = this.#style;
    this.#announced = action.id;
    this.#level = undefined;
    const lines = [paint('bold', `==== ${this.#title(action)}`)];
    const hook = hookText(action);
    if (hook !== undefined) lines.push(paint('cyan', `     ${hook}`));
    const facts = factsText(action.facts);
    if (facts !== undefined) lines.push(paint('cyan', `     ${facts}`));
    return lines;
  }

  #started({ action, command, args, pid }: ActionStartedEvent): string[] {
    const { paint, verbose } = this.#style;
    const lines = this.#announce(action);
    if (verbose) lines.push(paint('dim', `     process ${pid}: ${[command, ...args].map(shellWord).join(' ')}`));
    return lines;
  }

  /** `Environment Docker: onEnter`, `Step Render, task 3 of 10: onRun (Frame=3)`. */
  #title(action: ActionInfo): string {
    if (action.phase !== 'taskRun') return `Environment ${action.environment}: ${action.name}`;
    const step = action.step ?? '';
    const number = (this.#tasksStarted.get(step) ?? 0n) + 1n;
    this.#tasksStarted.set(step, number);
    const count = this.#style.taskCount(step);
    const parameters = taskParametersText(action);
    const which = count === 1n ? '' : `, task ${number}${count === undefined ? '' : ` of ${count}`}`;
    return `Step ${step}${which}: ${action.name}${parameters === '' ? '' : ` (${parameters})`}`;
  }

  #ended(event: ActionEndedEvent): string[] {
    const { paint } = this.#style;
    // What could not be started has no banner yet.
    const lines = this.#announced === event.action.id ? [] : this.#announce(event.action);
    const exit = exitText(event);
    if (exit !== undefined) lines.push(event.exitCode === 0 ? exit : paint('red', exit));
    if (event.outcome === 'SUCCEEDED') return lines;
    if (event.problem) {
      const { message, hint } = event.problem;
      lines.push(paint('red', `error: ${messageText(message)}`));
      if (hint !== undefined) lines.push(`     ${paint('cyan', 'hint:')} ${messageText(hint)}`);
      return lines;
    }
    const words = { FAILED: 'failed', TIMED_OUT: 'timed out', CANCELED: 'was canceled' }[event.outcome];
    const facts = factsText(event.facts);
    const why = event.message === undefined || event.outcome === 'CANCELED' ? '' : `: ${messageText(event.message)}`;
    lines.push(paint('red', `${actionName(event.action)} ${words}${facts === undefined ? '' : ` (${facts})`}${why}`));
    return lines;
  }
}

/** The event as people read of it: long values of its task's parameters are cut in the middle. */
function withShortValues<Event extends SessionEvent>(event: Event): Event {
  if (!('action' in event) || event.action?.taskParameters === undefined) return event;
  const short = Object.entries(event.action.taskParameters).map(([name, value]) => [name, shortenText(value)]);
  return { ...event, action: { ...event.action, taskParameters: Object.fromEntries(short) } };
}
