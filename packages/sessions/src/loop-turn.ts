/** Work goes on for so long before timers and signals have their turn. Milliseconds. */
const SHARE_MS = 10;

/** Says within long work whether something has to be waited for before it goes on. */
export type Pause = () => Promise<void> | undefined;

let began: number | undefined;

/**
 * Asked from within work that could go on and on. A promise: the loop has to come round first, so that timers fire and
 * signals are heard; go on when it resolves. Undefined: go on. All of this process share the turn.
 */
export function yieldWhenDue(): Promise<void> | undefined {
  const now = performance.now();
  if (began === undefined) {
    began = now;
    setImmediate(() => {
      began = undefined;
    });
  }
  return now - began < SHARE_MS ? undefined : new Promise((resolve) => setImmediate(resolve));
}

/** Does the work, of which each step is short. Undefined where all of it was done without a pause. */
export function workInTurns(work: Iterator<void>, pause: Pause): Promise<void> | undefined {
  while (work.next().done !== true) {
    const turn = pause();
    if (turn !== undefined) return turn.then(() => workInTurns(work, pause));
  }
  return undefined;
}
