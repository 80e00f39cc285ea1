import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandLineRuntime } from '../src/adapters/command-line.js';
import type { CallOptions } from '../src/runtime.js';
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

const template = { text: 'name: x', format: 'yaml' } as const;
const liar = (behaviour: string) => new CommandLineRuntime(['sh', liarScript, behaviour], 300);

describe('a call of a runtime', () => {
  test('gives its status and what it printed on both streams', async () => {
    const runtime = new CommandLineRuntime(['sh', '-c', 'echo "$1 $2 $EXTRA"; pwd; echo no >&2; exit 3', 'sh']);
    expect(await runtime.check({ text: 'name: x', format: 'yaml' }, options)).toEqual({
      kind: 'exited',
      status: 3,
      output: `check ${folder}/template.yaml here\n${folder}\nno\n`,
    });
  });

  test('passes the files as the specification’s own suite does', async () => {
    const runtime = new CommandLineRuntime(['printf', '<%s>']);
    const rule = { source_path_format: 'POSIX', source_path: '/a', destination_path: '/b' };
    const outcome = await runtime.run(
      { template: 'T', parameters: 'P: 1.0', environments: ['E0', 'E1'], pathMapping: [rule] },
      options,
    );
    const at = (name: string) => `${folder}/${name}`;
    expect(outcome).toMatchObject({
      output:
        `<run><${at('template.yaml')}><-p><file://${at('parameters.yaml')}><--env><${at('env0.yaml')}>` +
        `<--env><${at('env1.yaml')}><--path-mapping-rules><file://${at('pathmapping.json')}>`,
    });
    const texts = ['template.yaml', 'parameters.yaml', 'env0.yaml', 'env1.yaml', 'pathmapping.json'];
    expect(texts.map((name) => readFileSync(at(name), 'utf8'))).toEqual([
      ...['T', 'P: 1.0', 'E0', 'E1'],
      JSON.stringify({ version: 'pathmapping-1.0', path_mapping_rules: [rule] }),
    ]);
    expect(await runtime.run({ template: 'T', environments: [] }, options)).toMatchObject({
      output: `<run><${at('template.yaml')}>`,
    });
  });

  test('tells a signal from a status', async () => {
    expect(await liar('killed').check(template, options)).toEqual({ kind: 'signaled', signal: 'SIGKILL', output: '' });
  });

  test('tells that it could not be started', async () => {
    const outcome = await new CommandLineRuntime(['/no/such/runtime']).check(template, options);
    expect(outcome).toMatchObject({ kind: 'not-started', reason: expect.stringContaining('ENOENT') });
  });

  test('is ended by its time limit, also when it ignores SIGTERM', { timeout: 15_000 }, async () => {
    const outcome = await liar('hang').check(template, { ...options, timeLimitMs: 200 });
    expect(outcome).toMatchObject({ kind: 'timed-out', output: 'waiting\n' });
  });

  test('is ended from outside', async () => {
    const runtime = new CommandLineRuntime(['sh', '-c', 'sleep 1000']);
    const outcome = await runtime.check(template, { ...options, signal: AbortSignal.timeout(100) });
    expect(outcome).toEqual({ kind: 'interrupted' });
  });

  test('does not wait for ever for what it left behind', async () => {
    const outcome = await new CommandLineRuntime(['sh', '-c', 'sleep 3 & echo done']).check(template, options);
    expect(outcome).toMatchObject({ kind: 'exited', status: 0, output: 'done\n' });
  });
});
