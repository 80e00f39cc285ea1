import { afterEach, expect, test, vi } from 'vitest';
import { startTimer } from '../src/action/timer.js';

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['forward', 86_400_000],
  ['back', -86_400_000],
])('a clock that is set %s by a day changes no wait', async (_, jumpMs) => {
  const start = performance.now();
  const waited = new Promise<number>((resolve) => startTimer(300, () => resolve(performance.now() - start)));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jumpMs });
  expect(await waited).toBeGreaterThanOrEqual(300);
  expect(performance.now() - start).toBeLessThan(20_000);
});

test('a wait longer than the timers of Node does not end at once, and can be stopped', () => {
  vi.useFakeTimers();
  let ended = 0;
  const days = 24 * 3600 * 1000;
  startTimer(60 * days, () => ended++);
  const stop = startTimer(30 * days, () => ended++);
  vi.advanceTimersByTime(29 * days);
  stop();
  vi.advanceTimersByTime(30 * days);
  expect(ended).toBe(0);
  vi.advanceTimersByTime(2 * days);
  expect(ended).toBe(1);
});
