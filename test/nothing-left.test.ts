import { spawn } from 'node:child_process';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { leftBehind } from './nothing-left.js';

test.runIf(process.platform === 'linux')('a process that a test would leave is seen', async () => {
  const mark = process.env['OPENJD_PROCESS_MARK'] ?? '';
  expect(mark).toMatch(/suite-[0-9a-f-]+;$/);
  const child = spawn('setsid', ['sleep', '61.5'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const isSeen = (): boolean => leftBehind(mark).some((line) => line.endsWith('sleep 61.5'));
  try {
    for (let waited = 0; !isSeen() && waited < 10_000; waited += 50) await sleep(50);
    expect(isSeen()).toBe(true);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  expect(isSeen()).toBe(false);
});
