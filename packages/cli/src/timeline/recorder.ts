import type { Fact } from '@openjd/model';
import type { ActionEndedEvent, ActionInfo, ActionOutcome, SessionEvent } from '@openjd/sessions';
import { actionName, hookText } from '../output/actions.js';
import { proposalsNote } from '../output/proposals.js';

/** Longest tail of an action's output that is kept, and what is kept once many actions have said a lot. Characters. */
const OUTPUT_TAIL = 16 * 1024;
const SHORT_OUTPUT_TAIL = 1024;
/** Output of all actions up to which each keeps the long tail. Characters. */
const OUTPUT_BUDGET = 16 * 1024 * 1024;

/** One action of the timeline: a bar. Times are milliseconds since the session began. */
export interface TimelineAction {
  /** Index in `lanes`. */
  readonly lane: number;
  readonly kind: 'enter' | 'task' | 'exit';
  /** `Render.onRun (Frame=3)` */
  readonly name: string;
  /** The environment whose hook ran the action elsewhere; absent: it ran on the host itself. */
  readonly place?: string;
  /** `Docker.onWrapTaskRun runs in place of …` */
  readonly hook?: string;
  readonly start: number;
  readonly end: number;
  readonly outcome: ActionOutcome;
  readonly exitCode?: number;
  readonly signal?: string;
  /** What extensions brought to the action. */
  readonly facts?: readonly Fact[];
  /** What they tell of its failure. */
  readonly failureFacts?: readonly Fact[];
  readonly message?: string;
  /** The end of its output. */
  readonly output: string;
  /** Whether there was more before. */
  readonly cut: boolean;
}

/** What the page shows. */
export interface TimelineData {
  readonly job: string;
  readonly outcome: 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  /** That draft proposals are used; empty: none. */
  readonly note: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly lanes: readonly { readonly kind: 'environment' | 'step'; readonly name: string }[];
  readonly actions: readonly TimelineAction[];
}

/** Gathers what a run's events tell into the data of a timeline, within bounded memory for output. */
export class TimelineRecorder {
  readonly #lanes = new Map<string, number>();
  readonly #laneList: { kind: 'environment' | 'step'; name: string }[] = [];
  readonly #actions: TimelineAction[] = [];
  #startedAt = '';
  #durationMs = 0;
  #started: { readonly id: number; readonly at: number; readonly output: OutputTail } | undefined;
  #outputKept = 0;

  record(event: SessionEvent): void {
    this.#durationMs = Math.max(this.#durationMs, event.elapsedMs);
    switch (event.type) {
      case 'session-started':
        this.#startedAt = event.startedAt;
        break;
      case 'action-started': {
        const tail = this.#outputKept < OUTPUT_BUDGET ? OUTPUT_TAIL : SHORT_OUTPUT_TAIL;
        this.#started = { id: event.action.id, at: event.elapsedMs, output: new OutputTail(tail) };
        this.#lane(event.action);
        break;
      }
      case 'output':
        this.#started?.output.add(event.continues ? event.line : `${event.line}\n`);
        break;
      case 'action-ended':
        this.#ended(event);
        break;
    }
  }

  data(job: string, outcome: TimelineData['outcome'], proposals: readonly string[] = []): TimelineData {
    return {
      job,
      outcome,
      note: proposalsNote(proposals),
      startedAt: this.#startedAt,
      durationMs: this.#durationMs,
      lanes: this.#laneList,
      actions: this.#actions,
    };
  }

  #ended({ action, elapsedMs, outcome, exitCode, signal, facts, message, problem }: ActionEndedEvent): void {
    const started = this.#started?.id === action.id ? this.#started : undefined;
    const { text = '', cut = false } = started?.output ?? {};
    this.#outputKept += text.length;
    const hook = hookText(action);
    const words = problem?.message ?? message;
    this.#actions.push({
      lane: this.#lane(action),
      kind: action.phase === 'taskRun' ? 'task' : action.phase === 'envEnter' ? 'enter' : 'exit',
      name: actionName(action),
      ...(action.hook && { place: action.hook.environment }),
      ...(hook !== undefined && { hook }),
      start: started?.at ?? elapsedMs,
      end: elapsedMs,
      outcome,
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
      ...(action.facts && { facts: action.facts }),
      ...(facts && { failureFacts: facts }),
      ...(words !== undefined && { message: words }),
      output: text,
      cut,
    });
  }

  /** An environment has a lane, and a step has one for its tasks; in the order in which they come up. */
  #lane({ phase, step, environment }: ActionInfo): number {
    const kind = phase === 'taskRun' ? 'step' : 'environment';
    const key = JSON.stringify([kind, step, environment]);
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = this.#laneList.length;
      this.#lanes.set(key, lane);
      this.#laneList.push({ kind, name: (kind === 'step' ? step : environment) ?? '' });
    }
    return lane;
  }
}

/** The last characters of a text that comes in parts. */
class OutputTail {
  cut = false;
  readonly #limit: number;
  #parts: string[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(part: string): void {
    this.#parts.push(part);
    this.#length += part.length;
    // Joined rarely, so that many short lines cost little.
    if (this.#length > 4 * this.#limit) this.#shorten();
  }

  get text(): string {
    this.#shorten();
    return this.#parts.join('');
  }

  #shorten(): void {
    const text = this.#parts.join('');
    const from = text.length - this.#limit;
    if (from > 0) this.cut = true;
    this.#parts = [from > 0 ? text.slice(text.indexOf('\n', from) + 1 || from) : text];
    this.#length = this.#parts[0]!.length;
  }
}
