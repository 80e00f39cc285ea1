import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/**
 * Where a folder of temporary files is named and not made by mkdtemp, and why that is safe: a name that can be guessed
 * is one that another user of the host may have prepared.
 */
const SAFE: Readonly<Record<string, string>> = {
  'benchmarks/wrap/run.mjs': 'a file in a container',
  'conformance/src/run.ts': 'the working directory of a call that writes nothing',
  'conformance/src/workspace.ts': 'looks for what killed runs left; what is not of this user is passed over',
  'conformance/test/fixtures/runtime.sh': 'below the folder of a case',
  'conformance/test/in-process.test.ts': 'the working directory of calls',
  'conformance/test/ndjson.test.ts': 'the working directory of calls',
  'conformance/test/run.test.ts': 'below the folder of a case',
  'packages/cli/test/interrupted-containers.test.ts': 'a file in a container',
  'packages/model/test/job-parameters.test.ts': 'a value that names nothing',
  'packages/sessions/src/files/session-directory.ts': 'the folder in which mkdtemp makes session directories',
  'packages/sessions/src/record/state-folder.ts': 'a folder that is looked at before it is used',
  'packages/sessions/src/session.ts': 'the folder in which mkdtemp makes session directories',
  'samples/environments/namespace.env.yaml': "the session's own view of /tmp",
  'samples/gallery.mjs': 'values of parameters that are explained and not run',
  'samples/test/engines.test.ts': 'a value of a parameter; the commands do nothing',
  'samples/test/jobs.test.ts': 'a value of a parameter; the commands do nothing',
  'samples/test/namespace.test.ts': "the session's own view of /tmp",
};

const NAMED = [
  // TypeScript: the folder itself, wherever it does not go into mkdtemp.
  /^(?!.*mkdtemp(?:Sync)?\().*\btmpdir\(\)/m,
  // A shell's or a literal path below it, wherever it does not go into mktemp.
  /^(?!.*mktemp).*(?:\/tmp|\/var\/tmp|\/dev\/shm|\$\{?TMPDIR[^\s"/]*)\/[\w$"]/m,
];

test('nothing is made under a name in the folder of temporary files that another user can guess', () => {
  const patterns = [
    'dev',
    '.ci',
    '*.sh',
    '*.ts',
    '*.mjs',
    '*.js',
    '*.cjs',
    '*.yaml',
    '*.yml',
    ':!conformance/cases',
    ':!test/',
  ];
  const files = execFileSync('git', ['ls-files', '--', ...patterns], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(files.length).toBeGreaterThan(300);
  const naming = files.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return NAMED.some((pattern) => pattern.test(text));
  });
  expect(naming).toEqual(Object.keys(SAFE));
});
