import { startTimer } from './timer.js';

/** Why an action was ended before it ended by itself. */
export type CancelCause = 'timeout' | 'cancel';

/** How an action wants to be canceled. Spec: 2023-09, 5.3. */
export interface CancelMethod {
  readonly mode: 'TERMINATE' | 'NOTIFY_THEN_TERMINATE';
  /** Longest time between the two signals, in whole seconds; 0 for TERMINATE. */
  readonly notifyPeriodInSeconds: number;
}

/** What a cancelation does to the process; see `ActionProcess`. */
export interface CancelTarget {
  /** Writes `cancel_info.json`. It comes before the signal. */
  readonly writeCancelInfo: (notifyEnd: Date) => void;
  /** Asks the process to end. */
  readonly notify: () => void;
  /** Ends the whole process tree. */
  readonly terminate: () => void;
}

/**
 * The cancelation of one action, by its own method. The first cause is the action's outcome. A later request that
 * allows less time than is left shortens it: the file is written anew and the process is asked again (5.3.2, note 2).
 */
export class Cancelation {
  readonly #method: CancelMethod;
  readonly #target: CancelTarget;
  #cause: CancelCause | undefined;
  #endsAt = Number.POSITIVE_INFINITY;
  #stopTimer: () => void = () => {};
  #over = false;

  constructor(method: CancelMethod, target: CancelTarget) {
    this.#method = method;
    this.#target = target;
  }

  /** Undefined as long as nothing was requested. */
  get cause(): CancelCause | undefined {
    return this.#cause;
  }

  /**
   * `graceSeconds`: at most so long between the signals, however long the action's own period; 0 ends it at once.
   * @spec TS-5.3.2-signals
   */
  request(cause: CancelCause, graceSeconds = Number.POSITIVE_INFINITY): void {
    if (this.#over) return;
    this.#cause ??= cause;
    // @spec TS-5.3.1-kill
    const period = this.#method.mode === 'TERMINATE' ? 0 : this.#method.notifyPeriodInSeconds;
    const graceMs = Math.max(0, Math.min(period, graceSeconds)) * 1000;
    const endsAt = performance.now() + graceMs;
    if (endsAt >= this.#endsAt) return;
    this.#endsAt = endsAt;
    this.#stopTimer();
    if (graceMs === 0) {
      this.#target.terminate();
      return;
    }
    // @spec TS-5.3.2-cancel-info
    this.#target.writeCancelInfo(new Date(Date.now() + graceMs));
    this.#target.notify();
    this.#stopTimer = startTimer(graceMs, this.#target.terminate);
  }

  /** The process has ended; nothing is to be done any more. */
  close(): void {
    this.#over = true;
    this.#stopTimer();
  }
}
