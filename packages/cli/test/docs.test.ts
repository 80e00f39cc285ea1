import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT_STATUS } from '../src/exit-status.js';
import { openjd } from './openjd.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'openjd-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the README', () => {
  test('shows an environment that wraps, as it says', async () => {
    const [, text] = /```yaml\n([\s\S]*?)```/.exec(read('README.md'))!;
    const file = join(folder, 'timed.env.yaml');
    writeFileSync(file, text!);
    expect(await openjd(['check', file])).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = await openjd(['run', 'render.job.yaml', '--env', file]);
    expect(status).toBe(0);
    // Every inner environment's onEnter and onExit, and every task.
    expect(stdout.match(/\ttook \d+ s: echo$/gm)).toHaveLength(5);
    const failing = await openjd(['run', 'fail.job.yaml', '--env', file]);
    expect(failing.stdout).toMatch(/^.*\tProcess exited with code: 7$/m);
  });
});

describe('docs/cli.md', () => {
  const docs = read('docs/cli.md');
  test.each(['check', 'run', 'summary', 'explain', 'eval', 'schema', 'clean', 'completion'])(
    'has a section for %s with every flag of its help',
    async (command) => {
      const section = new RegExp(`\n## ${command}\n[\\s\\S]*?(?=\n## |$(?![\\s\\S]))`).exec(docs)?.[0];
      expect(section).toBeDefined();
      const { stdout } = await openjd([command, '--help']);
      const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag!);
      expect(flags.filter((flag) => flag !== '--help' && !section!.includes(flag))).toEqual([]);
    },
  );
  test('has every type of event that a run writes', async () => {
    const file = join(folder, 'log.jsonl');
    expect(await openjd(['run', 'tells.job.yaml', '--log', file])).toMatchObject({ status: 0 });
    const events = readFileSync(file, 'utf8').trimEnd().split('\n');
    const types = events.map((line) => (JSON.parse(line) as { type: string }).type);
    const table = /\*\*The file of `--log`\*\*[\s\S]*?(?=\n\*\*)/.exec(docs)![0];
    const told = [...table.matchAll(/^\| (`[\w-]+`(?:, `[\w-]+`)*) \|/gm)].flatMap(
      ([, names]) => names!.match(/[\w-]+/g)!,
    );
    expect([...new Set(types)].toSorted()).toEqual(told.filter((name) => name !== 'type').toSorted());
    expect(types.at(-1)).toBe('session-ended');
  });
  test('has every exit status', () => {
    const rows = [...docs.matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status));
    expect(rows).toEqual(Object.values(EXIT_STATUS).toSorted((a, b) => a - b));
  });
});
