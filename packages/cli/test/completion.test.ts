import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FIXTURES, LAUNCHER, openjd } from './openjd.js';

describe('completion in bash', () => {
  let script: string;
  beforeAll(async () => {
    script = (await openjd(['completion', 'bash'])).stdout;
  });

  /** What bash offers after these words; the last one is being typed. */
  function offered(...words: string[]): string[] {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const { stdout, stderr } = spawnSync(
      'bash',
      [
        '-c',
        `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _openjd; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ],
      { encoding: 'utf8', cwd: FIXTURES },
    );
    expect(stderr).toBe('');
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .toSorted();
  }

  test.each<[string[], string[]]>([
    [
      ['openjd', 'e'],
      ['eval', 'explain'],
    ],
    [['openjd', '--v'], ['--version']],
    [
      ['openjd', 'run', '--t'],
      ['--task-param', '--tasks', '--timeline', '--timestamp-format'],
    ],
    [
      ['openjd', 'run', 'x', '--timestamp-format', ''],
      ['local', 'relative', 'utc'],
    ],
    [['openjd', 'check', '-o', 'j'], ['json']],
    [['openjd', 'check', '-o', 'g'], ['github']],
    [['openjd', 'help', 'f'], ['functions']],
    [
      ['openjd', 'explain', '--h'],
      ['--help', '--html'],
    ],
    [['openjd', 'check', '--enable-proposal', 'run-'], ['run-on-host']],
    [
      ['openjd', 'completion', ''],
      ['bash', 'zsh'],
    ],
    [['openjd', 'run', 'rend'], ['render.job.yaml']],
    [['openjd', 'run', 'render.job.yaml', '--env', 'rec'], ['record.env.yaml']],
  ])('%j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

/** Whether there is a zsh to try. `./dev test` installs one where it may. */
const hasZsh = spawnSync('zsh', ['--version']).status === 0;

describe.skipIf(!hasZsh)('completion in zsh', () => {
  const bin = mkdtempSync(join(tmpdir(), 'openjd-zsh-'));
  let shell: ChildProcessWithoutNullStreams;
  let screen = '';
  const until = (text: string) => vi.waitFor(() => expect(screen).toContain(text), { timeout: 10_000 });

  beforeAll(async () => {
    writeFileSync(join(bin, 'openjd'), `#!/bin/sh\nexec '${process.execPath}' '${LAUNCHER}' "$@"\n`, { mode: 0o755 });
    shell = spawn('script', ['-qefc', 'stty cols 200; exec zsh -f -i', '/dev/null'], {
      cwd: FIXTURES,
      env: { PATH: `${bin}:${process.env['PATH']}`, HOME: bin, TERM: 'dumb' },
    });
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
    });
    shell.stdin.write(
      `PS1= RPS1=; autoload -Uz compinit && compinit -u -D; eval "$(openjd completion zsh)"; print re''ady\n`,
    );
    await until('ready');
  });
  afterAll(async () => {
    const closed = once(shell, 'close');
    // Ctrl-U empties the line.
    shell.stdin.write('\u0015exit\n');
    await closed;
    rmSync(bin, { recursive: true });
  });

  /** What stands on the line after these keys and Tab. */
  async function typed(keys: string): Promise<string> {
    screen = '';
    shell.stdin.write(`\u0015${keys}\t|`);
    // What is typed after Tab shows that it is done.
    await until('|');
    const line = screen.slice(0, screen.indexOf('|'));
    return line.slice(line.lastIndexOf('openjd ')).replaceAll('\b', '').trim();
  }

  test.each<[string, string]>([
    ['openjd ch', 'openjd check'],
    ['openjd run --timel', 'openjd run --timeline'],
    ['openjd check -o js', 'openjd check -o json'],
    ['openjd run x --timestamp-format u', 'openjd run x --timestamp-format utc'],
    ['openjd help fu', 'openjd help functions'],
    ['openjd run rend', 'openjd run render.job.yaml'],
    ['openjd run render.job.yaml --env rec', 'openjd run render.job.yaml --env record.env.yaml'],
  ])('%s', async (keys, expected) => {
    expect(await typed(keys)).toBe(expected);
  });
});

test('completion for another shell is refused', async () => {
  const { status, stderr } = await openjd(['completion', 'fish']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: No completion for "fish"\n  hint: Known are bash, zsh\nSee `openjd completion --help`.\n',
  });
});
