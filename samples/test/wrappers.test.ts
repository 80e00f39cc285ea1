import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shared } from '../../conformance/test/fixtures/shared.js';
import { removeImage } from './fixtures/image.js';
import { leftOnMachine } from './fixtures/left.js';
import { lines, makeRoot, noDocker, removeRoot, shellJob, start } from './fixtures/run.js';
import { type Wrapper, wrappers } from './fixtures/wrappers.js';

/** What a careless wrapper changes, splits, runs or loses. */
const NASTY = [
  '',
  ' ',
  'a  b ',
  "it's",
  '"two"',
  '$HOME',
  '${HOME}',
  '`id`',
  '$(id)',
  '*',
  '/*',
  '?',
  '-e',
  '-n',
  '--',
  '--help',
  'A=b',
  'back\\slash\\',
  '\\n',
  '\\',
  'é 日本 👩‍🚀 e\u0301 \u2028',
  '; & | < > ( ) { } [ ] ! # % ^',
  '%s %d %%',
  '{1..3}',
  '~',
  '#',
  '{{Param.Words}}',
  'two\nlines',
  '\n',
  'at the end\n\n',
  '\t\r\u0001\u007f',
  "'\\''\"'\"'",
  'openjd_fail: no',
];
const LARGE = 'a\'b"c $d `e` \\f\n'.repeat(6400).slice(0, 102_400);
/** The specification lets an entry of `variables` have 2048 characters. */
const VALUES = [...NASTY, `${NASTY.slice(0, 20).join('\n')}${'x'.repeat(2048)}`.slice(0, 2048)];

/** Shell functions that print a value so that no byte can hide. */
const SHOW = `show() { printf '%s:%s\\n' "$1" "$(printf %s "$2" | od -An -v -tx1 | tr -d ' \\n' | head -c 200) $(printf %s "$2" | sha256sum | cut -c1-64)"; }`;
const shown = (name: string, value: string) =>
  `${name}:${Buffer.from(value).toString('hex').slice(0, 200)} ${createHash('sha256').update(value).digest('hex')}`;

/** A format string that resolves to the text. */
const literal = (text: string) => text.replaceAll(/\{\{|\}\}/g, (braces) => `{{ '${braces[0]}' * 2 }}`);

/** For the end of a job that has said all there was to say. */
const EXIT_STATUS = 'echo words; echo more >&2; exit 7';

// Several of them need the image, side by side: it goes when the last one has ended.
afterAll(async () => {
  if (!noDocker) await removeImage();
});

describe.concurrent.each(
  wrappers.filter(({ onlyPrints }) => onlyPrints !== true).map((wrapper) => [wrapper.name, wrapper] as const),
)('the environment %s', (name, wrapper) => {
  const { unavailable, hidesHost = false } = wrapper;
  const skip = unavailable !== undefined;
  const because = skip ? ` (${unavailable})` : '';
  let root: string;
  beforeAll(() => {
    root = makeRoot();
  });
  afterAll(async () => {
    if (!skip) await wrapper.cleanUp?.(root);
    removeRoot(root);
  });
  const prepared = shared(async () => (await wrapper.prepare?.(root)) ?? {});
  /** In an object, because a promise of a process would wait for its end. */
  const begin = async (job: string, options: { env?: object; flags?: readonly string[]; folder?: string } = {}) => {
    const { parameters, env } = await prepared();
    const more = { ...env, ...options.env };
    return {
      child: start(options.folder ?? root, job, {
        environments: [name],
        parameters,
        env: more,
        flags: options.flags ?? [],
      }),
    };
  };
  const run = async (...args: Parameters<typeof begin>) => (await begin(...args)).child;

  test.skipIf(skip)(`hands on every byte, variable, file and status${because}`, { timeout: 90_000 }, async () => {
    const variables = Object.fromEntries(VALUES.map((value, index) => [`NASTY_${index}`, literal(value)]));
    const values = VALUES.map((_, index) => `show NASTY_${index} "$NASTY_${index}"`).join('\n');
    const job = shellJob(
      root,
      [
        {
          name: 'Arguments',
          script: `${SHOW}; for a in "$@"; do show argument "$a"; done`,
          args: ['{{Param.Words}}', '{{Param.Large}}'],
        },
        {
          name: 'Values',
          script: `${SHOW}\n${values}\nshow FROM_ENTER "$FROM_ENTER"; show HOST_SECRET "\${HOST_SECRET-unset}"`,
        },
        { name: 'Command', script: '', action: { command: '{{Session.WorkingDirectory}}/a=b c', args: ['x y', ''] } },
        {
          name: 'Directory',
          script: '[ "$PWD" = "$1" ] && read -r line <made && echo "read <$line>"',
          args: ['{{Session.WorkingDirectory}}'],
        },
        { name: 'Status', script: EXIT_STATUS },
      ],
      {
        parameterDefinitions: [
          { name: 'Words', type: 'LIST[STRING]', default: NASTY },
          { name: 'Large', type: 'STRING', default: '' },
        ],
        jobEnvironments: [
          {
            name: 'Setup',
            variables,
            script: {
              actions: {
                onEnter: {
                  command: 'sh',
                  args: [
                    '-c',
                    `printf '#!/bin/sh\\necho "it ran with <$1> <$2>"\\n' >'a=b c' && chmod 755 'a=b c' && echo ' made  of it' >made; printf '%s\\n' 'openjd_env: "FROM_ENTER=it'\\''s $HOME\\n*"'`,
                  ],
                },
                onExit: { command: 'sh', args: ['-c', 'echo "exited with $FROM_ENTER"'] },
              },
            },
          },
        ],
      },
    );
    const file = `${job}.large`;
    writeFileSync(file, JSON.stringify({ Large: LARGE }));
    const { all, exitCode } = await run(job, {
      env: { HOST_SECRET: 'of the host' },
      flags: ['-p', `file://${file}`],
    });
    const printed = lines(all);
    expect(printed, all).toContain('==== Step Arguments: onRun');
    expect(printed.filter((line) => line.startsWith('argument:'))).toEqual(
      [...NASTY, LARGE].map((value) => shown('argument', value)),
    );
    expect(printed.filter((line) => line.startsWith('NASTY_'))).toEqual(
      VALUES.map((value, index) => shown(`NASTY_${index}`, value)),
    );
    expect(printed).toContain(shown('FROM_ENTER', "it's $HOME\n*"));
    expect(printed).toContain(shown('HOST_SECRET', hidesHost ? 'unset' : 'of the host'));
    expect(printed).toContain('it ran with <x y> <>');
    expect(printed).toContain('read <made  of it>');
    expect(printed).toEqual(
      expect.arrayContaining(['words', 'more', 'Process exited with code: 7', "exited with it's $HOME"]),
    );
    expect(exitCode, all).toBe(1);
  });

  test.skipIf(skip)(`lets a timeout end what ignores the notice${because}`, { timeout: 60_000 }, async () => {
    const action = { timeout: 3, cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 1 } };
    const script = 'trap "echo noticed" TERM; echo started; while :; do sleep 0.2; done; echo never';
    const { all, exitCode, durationMs } = await run(shellJob(root, [{ script, action }]));
    expect(exitCode, all).toBe(1);
    expect(lines(all)).toEqual(expect.arrayContaining(['started', 'noticed']));
    expect(lines(all)).not.toContain('never');
    expect(durationMs).toBeLessThan(30_000);
  });

  test.skipIf(skip)(`lets the wrapped action say good-bye${because}`, { timeout: 60_000 }, async () => {
    const action = { timeout: 3, cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 60 } };
    const script = 'trap "echo good-bye; exit 9" TERM; echo started; while :; do sleep 0.1; done';
    const { all, durationMs } = await run(shellJob(root, [{ script, action }]));
    expect(lines(all), all).toEqual(expect.arrayContaining(['good-bye', 'Process exited with code: 9']));
    expect(durationMs).toBeLessThan(40_000);
  });

  test.skipIf(skip)(`leaves nothing after an interrupt${because}`, { timeout: 60_000 }, async () => {
    // What other tests of this environment have at work is not looked at.
    const folder = mkdtempSync(join(root, 'interrupted '));
    chmodSync(folder, 0o755);
    // What it started in the background ignores the notice too, and is told by a variable that only it has.
    const script = `trap '' TERM; export MARK=$1; sleep 86399 & echo started; sleep 86399`;
    const job = shellJob(root, [{ script, args: [join(folder, 'mark')] }]);
    const { child } = await begin(job, { folder });
    child.all?.on('data', (data: Buffer) => {
      if (data.toString().includes('started')) child.kill('SIGINT');
    });
    const { exitCode, all } = await child;
    expect(exitCode, all).toBe(130);
    expect(await leftOnMachine(folder)).toEqual([]);
    expect((await wrapper.left?.(folder, all)) ?? '').toBe('');
  });
});

test('every wrapper of the samples is in the table of the tests', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const { samplesFolder } = await import('./fixtures/run.js');
  const names = readdirSync(join(samplesFolder, 'environments'))
    .filter((file) => /^ +onWrapTaskRun:/m.test(readFileSync(join(samplesFolder, 'environments', file), 'utf8')))
    .map((file) => file.replace('.env.yaml', ''));
  const tested: readonly Wrapper[] = wrappers;
  expect(tested.map(({ name }) => name).sort()).toEqual(names.sort());
});
