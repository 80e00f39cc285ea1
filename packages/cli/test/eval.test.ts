import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openjd, start } from './openjd.js';

type Answer =
  | { readonly ok: true; readonly type: string; readonly value: unknown; readonly text: string }
  | {
      readonly ok: false;
      readonly problem: {
        readonly code: string;
        readonly message: string;
        readonly range?: unknown;
        readonly hint?: string;
      };
    };

/** Answers of `openjd eval --lines` to requests; a string goes as it is. */
async function answers(requests: readonly unknown[]): Promise<Answer[]> {
  const input = requests.map((request) => (typeof request === 'string' ? request : JSON.stringify(request))).join('\n');
  const { status, stdout, stderr } = await openjd(['eval', '--lines'], { input });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.endsWith('\n')).toBe(true);
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

describe('one expression', () => {
  test.each<[string[], string]>([
    [['[x * 2 for x in range(3)]'], '[0, 2, 4]'],
    [['Param.X * 2', '-p', 'X=5'], '10'],
    [['Task.Param.Frame + 1', '-p', 'Task.Param.Frame=3'], '4'],
    [['Param.X', '-p', 'X=1.50'], '1.50'],
    [['Param.X + "!"', '-p', 'X="5"'], '5!'],
    [['Param.X + "!"', '-p', 'X:string=5'], '5!'],
    [['Param.X[1]', '-p', 'X=["a", "b"]'], 'b'],
    [['Param.X == null', '-p', 'X=null'], 'true'],
    [['not Param.X', '-p', 'X=true'], 'false'],
    [['Param.X', '-p', 'X=9223372036854775807'], '9223372036854775807'],
    [['Param.Dir / "a.txt"', '-p', 'Dir:path=C:\\tmp', '--path-format', 'windows'], 'C:\\tmp\\a.txt'],
    [['"5"', '--type', 'int', '--output', 'json'], '{"ok":true,"type":"int","value":5,"text":"5"}'],
    [['1.0', '-o', 'json'], '{"ok":true,"type":"float","value":1.0,"text":"1.0"}'],
    [['null'], 'null'],
    [['--', '-5 + 1'], '-4'],
    [['apply_path_mapping("/mnt/a/x")', '--path-mapping-rules', 'file://rules.json'], '/mnt/b/x'],
    [['apply_path_mapping("/mnt/a/x")'], '/mnt/a/x'],
  ])('%j', async (args, expected) => {
    expect(await openjd(['eval', ...args])).toEqual({ status: 0, signal: null, stdout: `${expected}\n`, stderr: '' });
  });

  test('a wrong one is pointed at', async () => {
    const { status, stdout, stderr } = await openjd(['eval', '1 + Param.Fram', '-p', 'Frame=1']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^<expression>:1:5: error: .*Param\.Fram/);
    expect(stderr).toContain('  1 | 1 + Param.Fram\n    |     ^^^^^^^^^^\n');
    expect(stderr).toMatch(/hint: .*Param\.Frame/);
  });
  test('a wrong one as JSON', async () => {
    const { status, stdout, stderr } = await openjd(['eval', '1 / 0', '-o', 'json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problem: { code: 'DIVISION_BY_ZERO', range: { start: { column: 1 } } },
    });
  });
  test.each<[string, string]>([
    ['X', 'error: The symbol "X" is not written as NAME=VALUE\n'],
    ['X:integer=5', 'error: "integer" is not a type\n'],
    ['X=[1,', 'error: The value "[1," is not JSON\n'],
    ['X:int=five', 'error: The value of Param.X is not usable: '],
    ['X=99999999999999999999', 'error: The value of Param.X is not usable: '],
  ])('the symbol %s is refused', async (symbol, expected) => {
    const { status, stdout, stderr } = await openjd(['eval', '1', '-p', symbol]);
    expect(stderr.startsWith(expected), stderr).toBe(true);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});

describe('--lines', () => {
  test('answers as the contract says', async () => {
    const { stdout } = await openjd(['eval', '--lines'], { input: '{"expr":"[x*2 for x in range(3)]"}\n' });
    expect(stdout).toBe('{"ok":true,"type":"list[int]","value":[0,2,4],"text":"[0, 2, 4]"}\n');
  });
  test('takes symbols of every type', async () => {
    const symbol = (type: string, value: unknown) => ({ expr: 'Param.X', symbols: { 'Param.X': { type, value } } });
    expect(
      await answers([
        symbol('int', 5),
        symbol('int', '9007199254740993'),
        '{"expr":"Param.X","symbols":{"Param.X":{"type":"int","value":9007199254740993}}}',
        symbol('float', 1.5),
        symbol('float', '1.50'),
        symbol('bool', true),
        symbol('string', 'a\u2028"b'),
        symbol('int?', null),
        symbol('null', null),
        symbol('nulltype', null),
        symbol('path', '/a/b'),
        symbol('range_expr', '1-10:2'),
        symbol('list[int]', [1, 2]),
        symbol('list[list[int]]', [[1], []]),
        symbol('list[float]', ['1.50', 2]),
        symbol('list[path]', ['a']),
      ]),
    ).toEqual([
      { ok: true, type: 'int', value: 5, text: '5' },
      { ok: true, type: 'int', value: '9007199254740993', text: '9007199254740993' },
      { ok: true, type: 'int', value: '9007199254740993', text: '9007199254740993' },
      { ok: true, type: 'float', value: 1.5, text: '1.5' },
      { ok: true, type: 'float', value: 1.5, text: '1.50' },
      { ok: true, type: 'bool', value: true, text: 'true' },
      { ok: true, type: 'string', value: 'a\u2028"b', text: 'a\u2028"b' },
      { ok: true, type: 'nulltype', value: null, text: '' },
      { ok: true, type: 'nulltype', value: null, text: '' },
      { ok: true, type: 'nulltype', value: null, text: '' },
      { ok: true, type: 'path', value: '/a/b', text: '/a/b' },
      { ok: true, type: 'range_expr', value: '1-9:2', text: '1-9:2' },
      { ok: true, type: 'list[int]', value: [1, 2], text: '[1, 2]' },
      { ok: true, type: 'list[list[int]]', value: [[1], []], text: '[[1], []]' },
      { ok: true, type: 'list[float]', value: [1.5, 2], text: '[1.50, 2.0]' },
      { ok: true, type: 'list[path]', value: ['a'], text: '["a"]' },
    ]);
  });
  test('is in host context, with rules where a line gives some', async () => {
    const expr = 'apply_path_mapping("/mnt/a/x")';
    const rule = { source_path_format: 'POSIX', source_path: '/mnt/a', destination_path: '/mnt/b' };
    const camel = { sourcePathFormat: 'POSIX', sourcePath: '/mnt/a', destinationPath: '/mnt/c' };
    const got = await answers([{ expr }, { expr, pathMapping: [rule] }, { expr, pathMapping: [camel] }, { expr }]);
    expect(got.map((answer) => answer.ok && answer.value)).toEqual(['/mnt/a/x', '/mnt/b/x', '/mnt/c/x', '/mnt/a/x']);
  });
  test('writes paths as the line says', async () => {
    const got = await answers([
      { expr: 'path("a") / "b"' },
      { expr: 'path("a") / "b"', pathFormat: 'windows' },
      { expr: 'path("a") / "b"', pathFormat: 'posix' },
    ]);
    expect(got.map((answer) => answer.ok && answer.text)).toEqual(['a/b', 'a\\b', 'a/b']);
  });
  test('a fault has code, message and range', async () => {
    const [fault] = await answers([{ expr: '1 +\n2 / 0' }]);
    expect(fault).toMatchObject({
      ok: false,
      problem: {
        code: 'DIVISION_BY_ZERO',
        range: { start: { offset: 4, line: 2, column: 1 }, end: { offset: 9, line: 2, column: 6 } },
      },
    });
  });
  test('answers bad lines, each with what is wrong', async () => {
    const lines: readonly (readonly [string, string])[] = [
      ['', 'the line is not JSON: '],
      ['garbage', 'the line is not JSON: '],
      ['[1]', 'the line is not a JSON object'],
      ['null', 'the line is not a JSON object'],
      ['{}', '"expr" is missing or not a text'],
      ['{"expr": 5}', '"expr" is missing or not a text'],
      ['{"expr": "1", "symbols": []}', '"symbols" is not a map'],
      ['{"expr": "1", "symbols": {"A": 5}}', 'the symbol "A" is not a map with "type" and "value"'],
      [
        '{"expr": "1", "symbols": {"A": {"type": "integer", "value": 5}}}',
        'the type of the symbol "A" is missing or names no type',
      ],
      ['{"expr": "1", "symbols": {"A": {"type": "int", "value": "x"}}}', 'the value of the symbol "A" is no int: '],
      [
        '{"expr": "1", "symbols": {"A": {"type": "int", "value": {}}}}',
        'the value of the symbol "A" is no value of the language',
      ],
      [
        '{"expr": "1", "symbols": {"A": {"type": "string", "value": "\\ud83d"}}}',
        'the value of the symbol "A" is no value of the language',
      ],
      ['{"expr": "\'\\ud83d\'"}', '"expr" has half of a surrogate pair'],
      ['{"expr": "1", "pathFormat": "mac"}', 'the path format is not "posix" or "windows"'],
      ['{"expr": "1", "pathMapping": {}}', '"pathMapping" is not a list of rules'],
      ['{"expr": "1", "pathMapping": [{"source_path": "/a"}]}', 'in "pathMapping": source_path_format is not one of '],
    ];
    const got = await answers([...lines.map(([line]) => line), { expr: '1' }]);
    for (const [i, [line, message]] of lines.entries()) {
      expect(got[i], line).toMatchObject({ ok: false, problem: { code: 'INVALID_REQUEST' } });
      expect((got[i] as Answer & { ok: false }).problem.message.startsWith(message), JSON.stringify(got[i])).toBe(true);
    }
    expect(got.at(-1)).toEqual({ ok: true, type: 'int', value: 1, text: '1' });
  });
  test('answers the lines after one that would end or occupy the process', async () => {
    const costly: readonly (readonly [string, string])[] = [
      ["len(sorted(range_expr('1-9223372036854775807')))", 'OPERATION_LIMIT_EXCEEDED'],
      ["re_search('a' * 1000000, '(a?){1000}b')", 'OPERATION_LIMIT_EXCEEDED'],
      [`Param${'.a'.repeat(45_000)}`, 'UNKNOWN_SYMBOL'],
      ["('\\x01' * 45000000)", 'MEMORY_LIMIT_EXCEEDED'],
    ];
    const got = await answers([...costly.map(([expr]) => ({ expr })), { expr: '1' }]);
    expect(got.map((answer) => (answer.ok ? answer.value : answer.problem.code))).toEqual([
      ...costly.map(([, code]) => code),
      1,
    ]);
  });

  test('keeps order over hundreds of lines with a broken one in the middle', async () => {
    const requests: unknown[] = Array.from({ length: 700 }, (_, i) => ({ expr: `${i} * 2` }));
    requests[350] = '{"expr": "1"';
    const got = await answers(requests);
    expect(got).toHaveLength(700);
    expect(got[350]).toMatchObject({ ok: false });
    expect(got.map((answer) => (answer.ok ? answer.value : null))).toEqual(
      requests.map((_, i) => (i === 350 ? null : i * 2)),
    );
  });
  test('refuses bytes that are no UTF-8 instead of changing them, and takes a mark in front and CR LF', async () => {
    const input = Buffer.concat([
      Buffer.from('\ufeff{"expr":"\'a\'"}\r\n'),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from('{"expr":"\''),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('\'"}\n\n{"expr":"2"}'),
    ]);
    const { stdout } = await openjd(['eval', '--lines'], { input });
    const got = stdout.split('\n').slice(0, -1);
    expect(got.map((line) => (JSON.parse(line) as Answer).ok)).toEqual([true, false, false, false, true]);
    expect(got[2]).toContain('the line is not UTF-8');
  });
  test('skips a line that is too long to its end and goes on', async () => {
    const child = start(['eval', '--lines']);
    let stdout = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stdin!.write('{"expr":"1"}\n{"expr":"');
    const mebibyte = Buffer.alloc(1024 * 1024, 0x20);
    for (let i = 0; i < 65; i++) {
      if (!child.stdin!.write(mebibyte)) await new Promise((resolve) => child.stdin!.once('drain', resolve));
    }
    child.stdin!.end('1"}\n{"expr":"2"}\n');
    await new Promise((resolve) => child.on('close', resolve));
    const got = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(got.map((answer) => answer.ok)).toEqual([true, false, true]);
    expect(got[1]).toMatchObject({ problem: { code: 'INVALID_REQUEST', message: 'the line is longer than 64 MiB' } });
  });
  test('takes a character that is split between two reads', async () => {
    const child = start(['eval', '--lines']);
    const bytes = Buffer.from('{"expr":"\'ä€😀\'"}\n');
    let stdout = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    for (const byte of bytes) {
      child.stdin!.write(Buffer.from([byte]));
      await sleep(1);
    }
    child.stdin!.end();
    await new Promise((resolve) => child.on('close', resolve));
    expect(JSON.parse(stdout)).toEqual({ ok: true, type: 'string', value: 'ä€😀', text: 'ä€😀' });
  });
  test('answers each line before the next one comes', async () => {
    const child = start(['eval', '--lines']);
    child.stdout!.setEncoding('utf8');
    for (let i = 0; i < 3; i++) {
      const answer = new Promise<string>((resolve) => child.stdout!.once('data', resolve));
      child.stdin!.write(`{"expr":"${i} + 1"}\n`);
      expect(JSON.parse(await answer)).toMatchObject({ ok: true, value: i + 1 });
    }
    child.stdin!.end();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  });
  test('waits for a slow reader and loses nothing', async () => {
    const line = `{"expr":"'x' * 10000"}\n`;
    const child = start(['eval', '--lines']);
    child.stdin!.end(line.repeat(2000));
    await sleep(1500);
    let bytes = 0;
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) bytes += chunk.length;
    const [answer] = await answers([{ expr: "'x' * 10000" }]);
    expect(bytes).toBe((JSON.stringify(answer).length + 1) * 2000);
  });
  test('ends quietly when its reader has gone', async () => {
    const child = start(['eval', '--lines']);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin!.on('error', () => undefined);
    child.stdin!.end('{"expr":"1"}\n'.repeat(200_000));
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    child.stdout!.destroy();
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, stderr }).toEqual({ status: 141, stderr: '' });
  });
});
