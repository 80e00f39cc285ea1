import { escapeUnshowable } from '@openjd/expr';
import type { SessionEvent } from '@openjd/sessions';
import { actionName } from './actions.js';
import { type Paint, writeOut } from './terminal.js';
import { textWidth } from './text-width.js';
import { duration } from './timestamps.js';

/** Milliseconds between two drawings while nothing is printed. */
const TICK_MS = 500;

const CLEAR_LINE = '\r\u001b[2K';

/** The line at the bottom of a terminal: what runs, how far it is, how long it still takes. */
export class StatusLine {
  readonly #progress: RunProgress;
  readonly #paint: Paint;
  readonly #columns: () => number;
  readonly #timer: NodeJS.Timeout;
  #drawn = false;
  /** Whether the log stands at the start of a line; only there is room for the status. */
  #atLineStart = true;

  constructor(tasksTotal: bigint, paint: Paint, columns: () => number) {
    this.#progress = new RunProgress(tasksTotal, performance.now());
    this.#paint = paint;
    this.#columns = columns;
    this.#timer = setInterval(() => this.#draw(), TICK_MS);
    this.#timer.unref();
  }

  note(event: SessionEvent): void {
    this.#progress.note(event);
  }

  /** Prints a part of the log above the line. */
  write(text: string): Promise<void> | undefined {
    const clear = this.#drawn ? CLEAR_LINE : '';
    this.#drawn = false;
    this.#atLineStart = text.endsWith('\n');
    const written = writeOut(clear + text);
    this.#draw();
    return written;
  }

  /** Takes the line away, for good. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#drawn) void writeOut(CLEAR_LINE);
    this.#drawn = false;
  }

  #draw(): void {
    if (!this.#atLineStart) return;
    const text = this.#progress.text(performance.now(), this.#columns() - 1);
    // No waiting: a terminal that does not keep up gets fewer drawings, and the log has its own way of waiting.
    if (process.stdout.writableNeedDrain) return;
    void writeOut(`${this.#drawn ? CLEAR_LINE : ''}${this.#paint('dim', text)}`);
    this.#drawn = true;
  }
}

/** How far a run is, as its events tell. */
export class RunProgress {
  readonly #tasksTotal: bigint;
  readonly #startMs: number;
  #tasksDone = 0;
  #firstTaskMs: number | undefined;
  #running = '';
  #percent: number | undefined;
  #message: string | undefined;

  constructor(tasksTotal: bigint, startMs: number) {
    this.#tasksTotal = tasksTotal;
    this.#startMs = startMs;
  }

  note(event: SessionEvent, nowMs = performance.now()): void {
    switch (event.type) {
      case 'action-started':
        this.#running = actionName(event.action);
        this.#percent = undefined;
        this.#message = undefined;
        if (event.action.phase === 'taskRun') this.#firstTaskMs ??= nowMs;
        break;
      case 'action-ended':
        if (event.action.phase === 'taskRun') this.#tasksDone++;
        break;
      case 'progress':
        this.#percent = event.percent;
        break;
      case 'status':
        this.#message = event.message;
        break;
    }
  }

  /** `3 of 10 tasks | 12 s, about 30 s left | Render.onRun (Frame=4) 42 %: sampling`, cut to the columns. */
  text(nowMs: number, columns: number): string {
    const rest = this.#restMs(nowMs);
    const time = `${duration(nowMs - this.#startMs)}${rest === undefined ? '' : `, about ${duration(rest)} left`}`;
    const percent = this.#percent === undefined ? '' : ` ${Math.floor(this.#percent)} %`;
    const message = this.#message === undefined ? '' : `: ${this.#message}`;
    const parts = [`${this.#tasksDone} of ${this.#tasksTotal} tasks`, time, `${this.#running}${percent}${message}`];
    return cut(escapeUnshowable(parts.filter((part) => part !== '').join(' | ')), columns);
  }

  /** As long as the tasks so far took, for each that is left. */
  #restMs(nowMs: number): number | undefined {
    if (this.#firstTaskMs === undefined || this.#tasksDone === 0) return undefined;
    const left = Number(this.#tasksTotal) - this.#tasksDone;
    return left <= 0 ? undefined : ((nowMs - this.#firstTaskMs) / this.#tasksDone) * left;
  }
}

function cut(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let shown = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (textWidth(shown) + textWidth(segment) > columns - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}
