import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { DRAFT_PROPOSALS } from '@openjd/model';
import { afterAll, beforeAll, expect, test } from 'vitest';

// A proposal is a folder, a module and a line of the registry. In a copy of the repository each is taken away, and what is left has
// to be sound. The same holds for adding one. What is left of its words is looked for by proposals-remains.test.ts.

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);
const REGISTRY = 'packages/model/src/extensions/proposals/registry.ts';
let copy: string;

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'openjd-proposals-')));
  const parts = [
    ...['package.json', 'tsconfig.base.json', 'vitest.config.ts'],
    ...['packages/expr', 'packages/model', 'packages/sessions', 'packages/cli', 'conformance', 'samples', 'test'],
  ];
  for (const part of parts) {
    cpSync(join(root, part), join(copy, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !['dist', '.turbo'].includes(basename(path)),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }), 60_000);

/** Takes a proposal away, with all that it consists of; answers how to bring it back. */
function remove(name: string): () => void {
  const module = `packages/model/src/extensions/proposals/${name}.ts`;
  const registry = readFileSync(join(copy, REGISTRY), 'utf8');
  const lines = registry.split('\n').filter((line) => !line.includes(`'./${name}.js'`));
  expect(lines.length, 'one line of the registry').toBe(registry.split('\n').length - 1);
  writeFileSync(join(copy, REGISTRY), lines.join('\n'));
  const parts = [module, `conformance/proposals/${name}`];
  for (const part of parts) rmSync(join(copy, part), { recursive: true });
  return () => {
    writeFileSync(join(copy, REGISTRY), registry);
    for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  };
}

async function sound(command: string, args: readonly string[]): Promise<string> {
  const program = join(root, 'node_modules/.bin', command);
  const env = { ...process.env, OPENJD_NO_DOCKER: '1', NO_COLOR: '1' };
  try {
    await run(program, [...args], { cwd: copy, env, maxBuffer: 1e8 });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${command} ${args.join(' ')}\n${stdout}${stderr}`.slice(0, 8_000);
  }
}

const typesOf = (project: string) => sound('tsc', ['-p', `${project}/tsconfig.json`, '--noEmit']);

test.each(DRAFT_PROPOSALS)(
  'without %s the types and the tests of the other proposals hold',
  { timeout: 120_000 },
  async (name) => {
    const restore = remove(name);
    try {
      const [types, tests] = await Promise.all([
        typesOf('packages/model'),
        sound('vitest', ['run', 'packages/model/test/proposals.test.ts']),
      ]);
      expect([types, tests]).toEqual(['', '']);
    } finally {
      restore();
    }
  },
);

test('with one proposal left, the model’s tests and the suite’s static cases hold', { timeout: 240_000 }, async () => {
  for (const name of DRAFT_PROPOSALS.slice(1)) remove(name);
  expect(readdirSync(join(copy, 'conformance/proposals'))).toHaveLength(1);
  expect(await Promise.all([typesOf('packages/model'), typesOf('conformance')])).toEqual(['', '']);
  const tests = [
    'packages/model/test/wrong-templates',
    'packages/model/test/wrap-actions',
    'packages/model/test/proposals',
  ];
  const suite = ['conformance/test/case-file', 'conformance/test/cases.test', 'conformance/test/coverage'];
  expect(await sound('vitest', ['run', ...tests, ...suite])).toBe('');
});
