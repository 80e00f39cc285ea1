import { describe, expect, test } from 'vitest';
import { openjd } from './openjd.js';

describe('help', () => {
  test('of the program lists the commands', async () => {
    const { status, stdout, stderr } = await openjd(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });
  test.each(['check', 'run', 'summary', 'explain', 'eval', 'schema', 'clean', 'completion', 'help'])(
    'of %s fits 80 columns and is the same by both ways',
    async (command) => {
      const [flag, topic] = await Promise.all([openjd([command, '--help']), openjd(['help', command])]);
      expect(flag.status).toBe(0);
      expect(flag.stdout).toBe(topic.stdout);
      expect(flag.stdout).toMatchSnapshot();
      expect(flag.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );
  test('without a command is help on standard error, and a usage error', async () => {
    const { status, stdout, stderr } = await openjd([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: openjd [options] [command]');
  });
  test('of functions lists signature, section and words of every function', async () => {
    const { status, stdout } = await openjd(['help', 'functions']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}upper\(s: string\) -> string {2}\[2\.2\.\d+]\n {6}\S/m);
    expect(stdout).toMatch(/^ {2}int \+ int -> int {2}\[2\.1\.1]$/m);
    expect(stdout).toMatch(/^ {2}path\.stem -> string/m);
    expect(stdout.match(/^ {2}\S.*\[[\d.]+]$/gm)!.length).toBeGreaterThan(100);
  });
  test('of functions can be narrowed', async () => {
    const { stdout } = await openjd(['help', 'functions', 'repr_sh']);
    expect(stdout.match(/^ {2}\S+/gm)!.every((name) => name.startsWith('  repr_sh'))).toBe(true);
  });
});

test('help of run with a file lists the parameters of its template', async () => {
  const { status, stdout } = await openjd(['run', 'required.job.yaml', '--help']);
  expect(status).toBe(0);
  expect(stdout.slice(stdout.indexOf('\nParameters of'))).toBe(
    [
      '',
      'Parameters of required.job.yaml (-p NAME=VALUE):',
      '  Scene    STRING, required',
      '  Frames   INT, default 1',
      '  Quality  STRING, default low, one of low, high',
      '             How much time a frame may take: low for a first look, high for the',
      '             final pictures.',
      '',
    ].join('\n'),
  );
  const { stdout: without } = await openjd(['run', 'list-parameters.yaml', '--help']);
  expect(without).toContain('list-parameters.yaml has problems; `openjd check` shows them.\n');
  const missing = await openjd(['run', 'nothing.yaml', '--help']);
  expect(missing).toMatchObject({ status: 1 });
  expect(missing.stderr).toMatch(/^nothing\.yaml: error: There is no template file "nothing\.yaml"\n/);
});

test('--version is the version of the package', async () => {
  const { status, stdout } = await openjd(['--version']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '0.1.0\n' });
});

describe('a wrong command line', () => {
  test.each<[string, string[], string]>([
    [
      'unknown command',
      ['chekc', 'x'],
      "error: Unknown command 'chekc'\n  hint: Did you mean check?\nSee `openjd --help`.\n",
    ],
    ['unknown command, nothing near', ['frobnicate'], "error: Unknown command 'frobnicate'\nSee `openjd --help`.\n"],
    [
      'unknown flag',
      ['check', '--exensions=EXPR', 'x'],
      'error: Unknown option \'--exensions=EXPR\'\n  hint: Did you mean "--extensions"?\nSee `openjd check --help`.\n',
    ],
    [
      'unknown flag',
      ['run', '--setp', 'A', 'x'],
      "error: Unknown option '--setp'\n  hint: Did you mean --step?\nSee `openjd run --help`.\n",
    ],
    ['missing argument', ['check'], "error: Missing required argument 'file'\nSee `openjd check --help`.\n"],
    [
      'missing value',
      ['run', 'x', '--step'],
      "error: Option '--step <name>' argument missing\nSee `openjd run --help`.\n",
    ],
    [
      'flag given twice',
      ['run', 'x', '--step', 'A', '--step', 'B'],
      'error: The option --step is given twice\n  hint: It may be given once\nSee `openjd run --help`.\n',
    ],
    [
      'wrong choice',
      ['check', 'x', '--output', 'jsn'],
      'error: --output cannot be "jsn"\n  hint: Did you mean "json"?\nSee `openjd check --help`.\n',
    ],
    [
      'wrong choice, nothing near',
      ['run', 'x', '--timestamp-format', 'lunar'],
      'error: --timestamp-format cannot be "lunar"\n  hint: It is one of relative, local, utc\nSee `openjd run --help`.\n',
    ],
    [
      'unknown extension',
      ['check', 'x', '--extensions', 'EXPR,WRAP_ACTION'],
      'error: "WRAP_ACTION" is no extension\n  hint: Did you mean "WRAP_ACTIONS"?\nSee `openjd check --help`.\n',
    ],
    [
      'unknown version',
      ['schema', '--version', 'jobtemplate-2023-9'],
      'error: --version cannot be "jobtemplate-2023-9"\n  hint: Did you mean "jobtemplate-2023-09"?\nSee `openjd schema --help`.\n',
    ],
    [
      'exclusive flags',
      ['run', 'render.job.yaml', '--step', 'Render', '-t', 'Frame=1', '--maximum-tasks', '2'],
      'error: --task-param and --maximum-tasks exclude each other\nSee `openjd run --help`.\n',
    ],
    [
      'not a number',
      ['run', 'render.job.yaml', '--maximum-tasks', 'x'],
      'error: --maximum-tasks cannot be "x"\n  hint: It is a whole number from 1, or -1 for all\nSee `openjd run --help`.\n',
    ],
    [
      'task without its step',
      ['run', 'render.job.yaml', '-t', 'Frame=1'],
      'error: --task-param needs --step, since the job has 2 steps\nSee `openjd run --help`.\n',
    ],
    [
      'task parameter without "="',
      ['run', 'render.job.yaml', '--step', 'Render', '-tp', 'Frame'],
      'error: The task parameter "Frame" is not written as NAME=VALUE\nSee `openjd run --help`.\n',
    ],
    [
      'task parameter twice',
      ['run', 'render.job.yaml', '--step', 'Render', '-t', 'Frame=1', '-t', 'Frame=2'],
      'error: The task parameter "Frame" is given twice\nSee `openjd run --help`.\n',
    ],
    [
      'two templates from standard input',
      ['run', '-', '--env', '-'],
      'error: Only one template can come from standard input\nSee `openjd run --help`.\n',
    ],
    [
      'unknown help topic',
      ['help', 'functoins'],
      'error: Unknown help topic "functoins"\n  hint: Did you mean "functions"?\nSee `openjd help --help`.\n',
    ],
    ['no expression', ['eval'], "error: Missing required argument 'expression'\nSee `openjd eval --help`.\n"],
    [
      'unknown type',
      ['eval', '1', '--type', 'integer'],
      'error: "integer" is not a type\n  hint: Types are int, float, string, bool, path, range_expr, list[...], and T? for optional\nSee `openjd eval --help`.\n',
    ],
  ])('%s: %j', async (_name, args, expected) => {
    const { status, stdout, stderr } = await openjd(args);
    expect(stderr).toBe(expected);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

test('colour comes with FORCE_COLOR and not into a pipe', async () => {
  expect((await openjd(['chekc'], { env: { FORCE_COLOR: '1' } })).stderr).toContain('\u001b[31merror:\u001b[39m');
  expect((await openjd(['chekc'])).stderr).not.toContain('\u001b');
});
