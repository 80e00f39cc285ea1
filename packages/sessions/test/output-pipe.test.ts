import { mkdtempSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadSystemCalls, systemCalls } from '../src/platform/linux/system-calls.js';
import { OutputPipe, PipeError } from '../src/platform/posix/output-pipe.js';

let folder: string;
let pipe: OutputPipe;
let umask: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'openjd-test-'));
  pipe = new OutputPipe(folder, 'id', 'anyone');
  umask = process.umask(0o077);
});
afterEach(() => {
  process.umask(umask);
  vi.unstubAllEnvs();
  pipe.close();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** Opens a pipe, writes to it, and returns its mode and what came. */
async function pass(): Promise<{ mode: string; output: string }> {
  let output = '';
  const open = await pipe.open((chunk) => {
    output += chunk.toString();
  });
  const [name = ''] = readdirSync(folder);
  const mode = (statSync(path.join(folder, name)).mode & 0o777).toString(8);
  writeSync(open.writer, 'text');
  open.closeWriter();
  await open.finished;
  return { mode, output };
}

// In this order: once loaded, the system's calls stay.
test('a pipe is made by the program mkfifo, and its lack is told with what to do', async () => {
  expect(systemCalls()).toBeUndefined();
  expect(await pass()).toEqual({ mode: '622', output: 'text' });
  vi.stubEnv('PATH', folder);
  const refusal = await new OutputPipe(folder, 'id').open(() => {}).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(PipeError);
  expect(refusal).toMatchObject({
    message: 'the program mkfifo, which makes the pipe for its output, was not found in PATH',
    hint: expect.stringContaining('coreutils'),
  });
});

test('a pipe is made without the program where the system can be called', async ({ skip }) => {
  await loadSystemCalls();
  if (systemCalls() === undefined) skip('koffi is not installed for this system');
  vi.stubEnv('PATH', folder);
  expect(await pass()).toEqual({ mode: '622', output: 'text' });
});

test.each(['program', 'call'])('a folder of records that is gone is told (by %s)', async (way) => {
  if (way === 'call') await loadSystemCalls();
  const nowhere = new OutputPipe(path.join(folder, 'none'), 'id');
  await expect(nowhere.open(() => {})).rejects.toThrow(
    /^the pipe for its output could not be made: .*(?:ENOENT|No such)/,
  );
});
