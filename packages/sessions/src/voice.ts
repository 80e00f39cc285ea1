import { messageText, type Problem, quoteText } from '@openjd/expr';
import { describeAction } from './action/describe.js';
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
    const { message, problem } = result;
    if (this.#redactor.isEmpty && problem === undefined) return result;
    // A message of its own is what the action said, which stays as it is.
    const words = message === problem?.message ? this.#ownWords(message ?? '') : this.#redactor.mask(message ?? '');
    return {
      ...result,
      action: this.#maskedAction(result.action),
      ...(message === undefined ? {} : { message: words }),
      ...(problem === undefined ? {} : { problem: this.#toldProblem(problem) }),
    };
  }

  #toldProblem(problem: Problem): Problem {
    const { message, hint } = problem;
    return {
      ...problem,
      message: this.#ownWords(message),
      ...(hint === undefined ? {} : { hint: this.#ownWords(hint) }),
    };
  }

  /** The action in words, masked before anything in it is cut or escaped: half of a secret would not be found. */
  describe(action: ActionInfo): string {
    return describeAction(this.#redactor.isEmpty ? action : this.#maskedAction(action));
  }

  /** As `quoteText`, masked before. */
  quote(text: string): string {
    return quoteText(this.#redactor.mask(text));
  }

  /**
   * A message of the runtime's own, which quotes names, values and paths. It is masked first, since an escape or a cut
   * in the middle of a secret would keep it from being found.
   */
  #ownWords(text: string): string {
    return messageText(this.#redactor.mask(text));
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
    if (saying.type === 'notice') {
      const { action } = saying;
      const message = this.#ownWords(saying.message);
      return action === undefined ? { ...saying, message } : { ...saying, action: this.#maskedAction(action), message };
    }
    if (saying.type === 'action-ended') return { ...saying, ...this.maskResult(saying) };
    if (this.#redactor.isEmpty) return saying;
    const mask = (text: string): string => this.#redactor.mask(text);
    const action =
      'action' in saying && saying.action !== undefined ? { action: this.#maskedAction(saying.action) } : {};
    switch (saying.type) {
      case 'action-started':
        return { ...saying, ...action, command: mask(saying.command), args: saying.args.map(mask) };
      case 'status':
        return { ...saying, ...action, message: mask(saying.message) };
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
