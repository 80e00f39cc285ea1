import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallOptions, CommandLineRuntime } from '../src/runtime.js';
import { liarScript } from './fixtures/setup.js';

let folder: string;
let options: CallOptions;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-runtime-'));
  options = { workingDirectory: folder, environment: { EXTRA: 'here' }, timeLimitMs: 20_000 };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const liar = (behaviour: string) => new CommandLineRuntime(['sh', liarScript, behaviour], 300);

describe('a call of a runtime', () => {
  test('gives its status and what it printed on both streams', async () => {
    const runtime = new CommandLineRuntime(['sh', '-c', 'echo "$1 $2 $EXTRA"; pwd; echo no >&2; exit 3', 'sh']);
    expect(await runtime.check('/x/template.yaml', options)).toEqual({
      kind: 'exited',
      status: 3,
      output: `check /x/template.yaml here\n${folder}\nno\n`,
    });
  });

  test('passes the files as the specification’s own suite does', async () => {
    const runtime = new CommandLineRuntime(['printf', '<%s>']);
    const outcome = await runtime.run(
      { template: '/t', parameters: '/p', environments: ['/e0', '/e1'], pathMapping: '/m' },
      options,
    );
    expect(outcome).toMatchObject({
      output: '<run></t><-p><file:///p><--env></e0><--env></e1><--path-mapping-rules><file:///m>',
    });
    expect(await runtime.run({ template: '/t', environments: [] }, options)).toMatchObject({ output: '<run></t>' });
  });

  test('tells a signal from a status', async () => {
    expect(await liar('killed').check('/t', options)).toEqual({ kind: 'signaled', signal: 'SIGKILL', output: '' });
  });

  test('tells that it could not be started', async () => {
    const outcome = await new CommandLineRuntime(['/no/such/runtime']).check('/t', options);
    expect(outcome).toMatchObject({ kind: 'not-started', reason: expect.stringContaining('ENOENT') });
  });

  test('is ended by its time limit, also when it ignores SIGTERM', { timeout: 15_000 }, async () => {
    const outcome = await liar('hang').check('/t', { ...options, timeLimitMs: 200 });
    expect(outcome).toMatchObject({ kind: 'timed-out', output: 'waiting\n' });
  });

  test('is ended from outside', async () => {
    const runtime = new CommandLineRuntime(['sh', '-c', 'sleep 1000']);
    const outcome = await runtime.check('/t', { ...options, signal: AbortSignal.timeout(100) });
    expect(outcome).toEqual({ kind: 'interrupted' });
  });

  test('does not wait for ever for what it left behind', async () => {
    const outcome = await new CommandLineRuntime(['sh', '-c', 'sleep 3 & echo done']).check('/t', options);
    expect(outcome).toMatchObject({ kind: 'exited', status: 0, output: 'done\n' });
  });
});
