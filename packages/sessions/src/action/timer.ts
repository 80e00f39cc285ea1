/** Node's timers overflow beyond this and fire at once instead; a longer wait is made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `onEnd` once after `durationMs` of the monotonic clock, however long that is, and returns a function that
 * stops the wait. A change of the date and time does not matter.
 */
export function startTimer(durationMs: number, onEnd: () => void): () => void {
  const end = performance.now() + durationMs;
  let handle: NodeJS.Timeout;
  const arm = (): void => {
    const left = end - performance.now();
    if (left <= 0) onEnd();
    else handle = setTimeout(arm, Math.min(Math.ceil(left), LONGEST_TIMER_MS));
  };
  handle = setTimeout(arm, Math.min(Math.max(Math.ceil(durationMs), 0), LONGEST_TIMER_MS));
  return () => clearTimeout(handle);
}
