import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openjd } from './openjd.js';

/** Blanks at its ends are of no account to who prints it without quotation marks. */
const SECRET = '  tr0ub4dor  & 3  ';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-secrets-'));
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
  writeFileSync(join(folder, 'wrapper.json'), JSON.stringify(wrapper));
  writeFileSync(join(folder, 'key'), SECRET);
});
afterAll(() => rmSync(folder, { recursive: true }));

const sh = (script: string): object => ({ command: '/bin/sh', args: ['-c', script] });

/** Declares a secret, prints it in several ways, looks for it in what the runtime has written down, and fails with it. */
const job = {
  specificationVersion: 'jobtemplate-2023-09',
  extensions: ['REDACTED_ENV_VARS'],
  name: 'Secrets',
  jobEnvironments: [
    { name: 'Login', script: { actions: { onEnter: sh('echo "openjd_redacted_env: KEY=$(cat "$SECRET_FILE")"') } } },
  ],
  steps: [
    {
      name: 'Use',
      script: {
        actions: {
          onRun: sh(
            'echo "[$KEY]"; echo $KEY; echo "openjd_status: with $KEY"; ' +
              'echo "records: $(grep -rl tr0ub "$OPENJD_STATE_DIR" | wc -l)"; echo "openjd_fail: not $KEY"; exit 1',
          ),
        },
      },
    },
  ],
};

/** Its hook has the secret among its arguments. */
const hook = (script: string): object => ({
  command: '/bin/sh',
  args: ['-c', script, 'sh', '{{WrappedAction.Command}}', '{{WrappedAction.Args}}', '{{WrappedAction.Environment}}'],
});
const wrapper = {
  specificationVersion: 'environment-2023-09',
  extensions: ['EXPR', 'WRAP_ACTIONS'],
  environment: {
    name: 'Wrapper',
    script: {
      actions: {
        onWrapEnvEnter: hook('exec "$@"'),
        onWrapTaskRun: hook('exec "$@"'),
        onWrapEnvExit: hook('exec "$@"'),
      },
    },
  },
};

test('a secret is in nothing that a run shows or writes: log, events, page, document, records', async () => {
  const files = ['events.jsonl', 'page.html'].map((name) => join(folder, name));
  const flags = ['--verbose', '--log', files[0]!, '--timeline', files[1]!];
  const env = { OPENJD_STATE_DIR: join(folder, 'state'), SECRET_FILE: join(folder, 'key') };
  const environment = ['--environment', join(folder, 'wrapper.json')];
  const shown = await openjd(['run', join(folder, 'job.json'), ...environment, ...flags], { env });
  const document = await openjd(['run', join(folder, 'job.json'), ...environment, '--output', 'json'], { env });
  const written = files.map((file) => readFileSync(file, 'utf8'));
  expect(shown.stdout).toContain('not ********');
  expect(shown.stdout).toContain('KEY=********');
  expect(shown.stdout).toMatch(/records: +0/);
  for (const text of [shown.stdout, shown.stderr, document.stdout, document.stderr, ...written]) {
    expect(text).not.toContain('tr0ub4dor');
    expect(text).not.toContain('& 3');
  }
});
