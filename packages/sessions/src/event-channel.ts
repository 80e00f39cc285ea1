import type { SessionEvent } from './events.js';

/** Called with each event in turn. Where it returns a promise, what produces the events waits for it. */
export type EventHandler = (event: SessionEvent) => void | Promise<void>;

/** Events that may wait for the reader before what produces them has to wait. */
const CAPACITY = 256;

/**
 * Takes events to whoever wants them: a handler, or one reader of an async iterator. Never more than a fixed number of
 * events waits, so a slow reader slows the actions' output and memory stays flat. Without handler and reader events go
 * nowhere and nothing waits.
 */
export class EventChannel implements AsyncIterable<SessionEvent> {
  readonly #handler: EventHandler | undefined;
  #queue: SessionEvent[] = [];
  #head = 0;
  #state: 'unread' | 'read' | 'abandoned' = 'unread';
  #closed = false;
  #handling: Promise<void> | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriters: (() => void)[] = [];

  constructor(handler?: EventHandler) {
    this.#handler = handler;
  }

  /** Gives an event on. Wait for the promise, if there is one, before giving the next. */
  emit(event: SessionEvent): void | Promise<void> {
    if (this.#handler !== undefined) return this.#handle(event, this.#handler);
    if (this.#state === 'abandoned' || this.#closed) return;
    // Whoever asks for the events after the session has started still hears how it started.
    if (this.#state === 'unread' && event.type !== 'session-started' && event.type !== 'notice') return;
    this.#queue.push(event);
    this.#wakeReader?.();
    if (this.#state === 'read' && this.#waiting >= CAPACITY) {
      return new Promise((resolve) => this.#wakeWriters.push(resolve));
    }
  }

  /** One event at a time, also when a cancelation tells something while the handler is still at work. */
  #handle(event: SessionEvent, handler: EventHandler): void | Promise<void> {
    const handled = this.#handling === undefined ? handler(event) : this.#handling.then(() => handler(event));
    if (handled === undefined) return;
    const settled = handled.finally(() => {
      if (this.#handling === settled) this.#handling = undefined;
    });
    this.#handling = settled;
    return settled;
  }

  /** No event follows. */
  close(): void {
    this.#closed = true;
    this.#wakeReader?.();
    this.#releaseWriters();
  }

  [Symbol.asyncIterator](): AsyncIterator<SessionEvent, undefined> {
    if (this.#handler !== undefined) throw new Error('the events of this session go to its onEvent');
    if (this.#state !== 'unread') throw new Error('the events of a session can be read once');
    this.#state = 'read';
    return {
      next: () => this.#next(),
      return: async () => {
        this.#state = 'abandoned';
        this.#queue = [];
        this.#head = 0;
        this.#releaseWriters();
        return { done: true, value: undefined };
      },
    };
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  async #next(): Promise<IteratorResult<SessionEvent, undefined>> {
    while (this.#waiting === 0) {
      if (this.#closed || this.#state === 'abandoned') return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
      this.#wakeReader = undefined;
    }
    const event = this.#queue[this.#head++]!;
    if (this.#waiting === 0) {
      this.#queue = [];
      this.#head = 0;
      this.#releaseWriters();
    }
    return { done: false, value: event };
  }

  #releaseWriters(): void {
    const waiting = this.#wakeWriters;
    this.#wakeWriters = [];
    for (const wake of waiting) wake();
  }
}
