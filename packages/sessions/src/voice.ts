import type { Problem } from '@openjd/expr';
import type { Redactor } from './action/redact.js';
import { EventChannel, type EventHandler } from './event-channel.js';
import type { ActionEndedEvent, ActionInfo, SessionEvent } from './events.js';

/** An event without what every event has. */
type Saying<Event = SessionEvent> = Event extends SessionEvent ? Omit<Event, 'elapsedMs'> : never;

type Told = Pick<ActionEndedEvent, 'action' | 'message' | 'problem'>;

/**
 * Through this a session tells all that it tells. Every text that may contain a secret is masked here. Lines of output
 * come masked, since they are masked in parts.
 */
export class SessionVoice {
  readonly channel: EventChannel;
  readonly #redactor: Redactor;
  readonly #start = performance.now();
  #broken = false;
  #endures = false;
  #lastAction: { readonly info: ActionInfo; readonly secrets: number; readonly masked: ActionInfo } | undefined;
  #suppressed: { readonly error: unknown } | undefined;

  constructor(redactor: Redactor, handler: EventHandler | undefined) {
    this.#redactor = redactor;
    this.channel = new EventChannel(handler);
  }

  /**
   * From now on an error of the reader does not stop what the session does: there is only its end to come, which has
   * to be complete. The first error is kept for the end.
   */
  endure(): void {
    this.#endures = true;
  }

  /** The error of the reader that nobody was told of. */
  get suppressed(): { readonly error: unknown } | undefined {
    return this.#suppressed;
  }

  /**
   * Tells an event. Wait for the promise, if there is one. Throws what the reader of the events throws, once; after
   * that the reader hears nothing more.
   */
  say(saying: Saying): void | Promise<void> {
    if (this.#broken) return;
    return this.#emit({ ...this.#masked(saying), elapsedMs: performance.now() - this.#start } as SessionEvent);
  }

  /** As `say`, for where nobody can wait or catch. */
  mention(saying: Saying): void {
    const endured = this.#endures;
    this.#endures = true;
    void this.say(saying);
    this.#endures = endured;
  }

  /** A line of output, which is masked already. There are millions of them. */
  line(action: ActionInfo, line: string, continues: boolean): void | Promise<void> {
    if (this.#broken) return;
    const elapsedMs = performance.now() - this.#start;
    const told = this.#redactor.isEmpty ? action : this.#maskedAction(action);
    return this.#emit(
      continues
        ? { type: 'output', action: told, line, continues: true, elapsedMs }
        : { type: 'output', action: told, line, elapsedMs },
    );
  }

  /** What is told of an action's end, masked, also for those who get it otherwise than by its event. */
  maskResult<Result extends Told>(result: Result): Result {
    if (this.#redactor.isEmpty) return result;
    const { message, problem } = result;
    return {
      ...result,
      action: this.#maskedAction(result.action),
      ...(message === undefined ? {} : { message: this.#redactor.mask(message) }),
      ...(problem === undefined ? {} : { problem: this.#maskedProblem(problem) }),
    };
  }

  #maskedProblem(problem: Problem): Problem {
    const { message, hint } = problem;
    return {
      ...problem,
      message: this.#redactor.mask(message),
      ...(hint === undefined ? {} : { hint: this.#redactor.mask(hint) }),
    };
  }

  #emit(event: SessionEvent): void | Promise<void> {
    const endures = this.#endures;
    try {
      return this.channel.emit(event)?.catch((error: unknown) => this.#break(error, endures));
    } catch (error) {
      this.#break(error, endures);
    }
  }

  #break(error: unknown, endures: boolean): void {
    const first = !this.#broken;
    this.#broken = true;
    if (!endures && !this.#endures) throw error;
    if (first) this.#suppressed = { error };
  }

  #masked(saying: Saying): Saying {
    if (this.#redactor.isEmpty) return saying;
    const mask = (text: string): string => this.#redactor.mask(text);
    const action =
      'action' in saying && saying.action !== undefined ? { action: this.#maskedAction(saying.action) } : {};
    switch (saying.type) {
      case 'action-started':
        return { ...saying, ...action, command: mask(saying.command), args: saying.args.map(mask) };
      case 'status':
      case 'notice':
        return { ...saying, ...action, message: mask(saying.message) };
      case 'action-ended':
        return { ...saying, ...this.maskResult(saying) };
      default:
        return { ...saying, ...action };
    }
  }

  /** The same object for the same action, as long as no secret was added. */
  #maskedAction(info: ActionInfo): ActionInfo {
    const { taskParameters } = info;
    if (taskParameters === undefined) return info;
    if (this.#lastAction?.info !== info || this.#lastAction.secrets !== this.#redactor.count) {
      const entries = Object.entries(taskParameters).map(([name, value]) => [name, this.#redactor.mask(value)]);
      const masked = { ...info, taskParameters: Object.fromEntries(entries) };
      this.#lastAction = { info, secrets: this.#redactor.count, masked };
    }
    return this.#lastAction.masked;
  }
}
