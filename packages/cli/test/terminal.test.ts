import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { RunProgress } from '../src/output/status-line.js';
import { duration, timestamp } from '../src/output/timestamps.js';
import { FIXTURES, LAUNCHER } from './openjd.js';

/** Runs `openjd` in a pseudo-terminal of 60 columns and answers all that was written to it. */
async function inTerminal(
  args: string[],
  { env = {}, type }: { env?: Record<string, string>; type?: { when: string; keys: string } } = {},
): Promise<{ status: number; screen: string }> {
  const command = ['stty cols 60;', process.execPath, LAUNCHER, ...args].join(' ');
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: FIXTURES,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TERM: 'xterm', ...env },
  });
  let screen = '';
  let typed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    if (!type || typed || !screen.includes(type.when)) return;
    typed = true;
    child.stdin.write(type.keys);
  });
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? -1));
  });
  return { status, screen: screen.replaceAll('\r\n', '\n') };
}

/** What stays on the screen: text that a later clearing of its line wiped out is gone. */
function settled(screen: string): string {
  return screen
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r\u001b[2K') + 1).replace(/^\u001b\[2K/, ''))
    .join('\n')
    .replace(/\u001b\[\d+m/g, '');
}

test('on a terminal there are colour and a status line, which leaves no trace in the log', async () => {
  const { status, screen } = await inTerminal(['run', 'render.job.yaml']);
  expect(status).toBe(0);
  expect(screen).toContain('\u001b[1m==== Step Render, task 2 of 2: onRun (Frame=2)\u001b[22m');
  expect(screen).toMatch(/1 of 3 tasks \| \d\.\d s, about \d\.\d s left \| Render/);
  for (const drawn of screen.matchAll(/\u001b\[2m(\d of 3 tasks[^\u001b]*)\u001b/g)) {
    expect(drawn[1]!.length).toBeLessThan(60);
  }
  const log = settled(screen);
  expect(log).toMatch(/^\d:\d\d:\d\d\.\d{3}\tframe 2 of shot$/m);
  expect(log).not.toMatch(/of 3 tasks \|/);
});

test('NO_COLOR leaves the status line and takes the colour away', async () => {
  const { screen } = await inTerminal(['run', 'render.job.yaml'], { env: { NO_COLOR: '1' } });
  expect(screen).not.toMatch(/\u001b\[\d+m/);
  expect(screen).toMatch(/1 of 3 tasks/);
});

test('a dumb terminal gets neither', async () => {
  const { screen } = await inTerminal(['run', 'render.job.yaml'], { env: { TERM: 'dumb' } });
  expect(screen).not.toContain('\u001b');
});

test('Ctrl-C in a terminal cancels the job, and its exits run', async () => {
  const { status, screen } = await inTerminal(['run', 'sleep.job.yaml'], {
    type: { when: 'sleeping\r\n', keys: '\u0003' },
  });
  expect(status).toBe(130);
  const log = settled(screen);
  expect(log).toMatch(/SIGINT: canceling the job/);
  expect(log).toMatch(/\tleaving Held$/m);
  expect(log).toMatch(/^Session was canceled: Sleep$/m);
});

test('problems are coloured on a terminal', async () => {
  const { screen } = await inTerminal(['check', 'nothing.yaml']);
  expect(screen).toContain('\u001b[31merror:\u001b[39m There is no template file');
});

test('the status line says how far a run is', () => {
  const action = { id: 1, phase: 'taskRun', name: 'onRun', step: 'Render', taskParameters: { Frame: '4' } } as const;
  const progress = new RunProgress(10n, 0);
  expect(progress.text(2000, 80)).toBe('0 of 10 tasks | 2.0 s');
  progress.note({ type: 'action-started', elapsedMs: 0, action, command: 'x', args: [], pid: 1 }, 2000);
  expect(progress.text(3000, 80)).toBe('0 of 10 tasks | 3.0 s | Render.onRun (Frame=4)');
  progress.note({ type: 'progress', elapsedMs: 0, action, percent: 42.4 });
  progress.note({ type: 'status', elapsedMs: 0, action, message: 'sampling\u001b' });
  expect(progress.text(3000, 80)).toBe('0 of 10 tasks | 3.0 s | Render.onRun (Frame=4) 42 %: sampling\\u001b');
  expect(progress.text(3000, 30)).toBe('0 of 10 tasks | 3.0 s | Rende…');
  progress.note({ type: 'action-ended', elapsedMs: 0, action, outcome: 'SUCCEEDED', exitCode: 0, durationMs: 1 });
  expect(progress.text(12_000, 100)).toBe(
    '1 of 10 tasks | 12 s, about 1 min 30 s left | Render.onRun (Frame=4) 42 %: sampling\\u001b',
  );
});

test('times and durations', () => {
  const start = Date.UTC(2026, 2, 15, 21, 30, 0);
  expect(timestamp('relative', start, 90_567.8)).toBe('0:01:30.567');
  expect(timestamp('relative', start, 36_000_000)).toBe('10:00:00.000');
  expect(timestamp('utc', start, 45_123)).toBe('2026-03-15T21:30:45.123Z');
  expect(new Date(timestamp('local', start, 45_123)).getTime()).toBe(start + 45_123);
  expect([0, 1234, 9999, 12_400, 59_499, 185_000, 7_800_000].map(duration)).toEqual([
    '0.0 s',
    '1.2 s',
    '10.0 s',
    '12 s',
    '59 s',
    '3 min 5 s',
    '2 h 10 min',
  ]);
});
