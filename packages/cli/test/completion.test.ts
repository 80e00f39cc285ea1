import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { FIXTURES, openjd } from './openjd.js';

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
      ['openjd', 'completion', ''],
      ['bash', 'zsh'],
    ],
    [['openjd', 'run', 'rend'], ['render.job.yaml']],
    [['openjd', 'run', 'render.job.yaml', '--env', 'rec'], ['record.env.yaml']],
  ])('%j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

test('completion in zsh is that of bash', async () => {
  const [bash, zsh] = await Promise.all([openjd(['completion', 'bash']), openjd(['completion', 'zsh'])]);
  expect(zsh.stdout).toBe(`autoload -U +X bashcompinit && bashcompinit\n${bash.stdout}`);
});

test('completion for another shell is refused', async () => {
  const { status, stderr } = await openjd(['completion', 'fish']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "error: No completion for 'fish'\n  hint: Known are bash, zsh\nSee `openjd completion --help`.\n",
  });
});
