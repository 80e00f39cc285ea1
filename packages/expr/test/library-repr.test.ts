import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lookup } from '../src/library/index.js';
import { askPython, call, contextOf, failure, float, pick, posix, printed, random, range } from './library-support.js';

describe('2.2.6 the examples of the text and of RFC 0006', () => {
  it('repr_sh', () => {
    expect(call('repr_sh', ['echo', 'hello world'])).toBe("echo 'hello world'");
    expect(call('repr_sh', '')).toBe("''");
    expect(call('repr_sh', [])).toBe('');
    expect(call('repr_sh', posix('/a b'))).toBe("'/a b'");
    expect(call('repr_sh', [posix('/a b'), posix('/c')])).toBe("'/a b' /c");
  });

  it('repr_cmd', () => {
    expect(call('repr_cmd', 'hello')).toBe('hello');
    expect(call('repr_cmd', 'a & b')).toBe('"a & b"');
    expect(call('repr_cmd', 'a ^ b')).toBe('"a ^^ b"');
    expect(call('repr_cmd', '100%')).toBe('"100%%"');
    expect(call('repr_cmd', 'say "hi"')).toBe('"say ^"hi^""');
    expect(call('repr_cmd', 'hello!')).toBe('"hello^^!"');
    expect(call('repr_cmd', 'a\nb')).toBe('"ab"');
    expect(call('repr_cmd', 'a\r\n^b')).toBe('"a^^b"');
    expect(call('repr_cmd', '')).toBe('""');
    expect(call('repr_cmd', ['echo', 'hello & world'])).toBe('echo "hello & world"');
    expect(call('repr_cmd', posix('/a b'))).toBe('"/a b"');
    expect(call('repr_cmd', [posix('/a b'), posix('/c')])).toBe('"/a b" /c');
  });

  it('repr_pwsh', () => {
    expect(call('repr_pwsh', ['a', 'b'])).toBe("@('a', 'b')");
    expect(call('repr_pwsh', "it's")).toBe("'it''s'");
    expect(call('repr_pwsh', 'it\u2019s')).toBe("'it\u2019\u2019s'");
    expect(call('repr_pwsh', 42)).toBe('42');
    expect(call('repr_pwsh', true)).toBe('$true');
    expect(call('repr_pwsh', [true, false])).toBe('@($true, $false)');
    expect(call('repr_pwsh', range('1-10'))).toBe("'1-10'");
    expect(call('repr_pwsh', posix('/a'))).toBe("'/a'");
    expect(call('repr_pwsh', [])).toBe('@()');
    expect(call('repr_pwsh', [[1, 2]])).toBe('@(,@(1, 2))');
    expect(call('repr_pwsh', [[1], [2]])).toBe('@(@(1), @(2))');
    expect(call('repr_pwsh', float(3.5, '3.50'))).toBe('3.50');
    expect(call('repr_pwsh', float(1000.5, '1_000.5'))).toBe('1000.5');
  });

  it('repr_py', () => {
    expect(call('repr_py', 'hello\nworld')).toBe("'hello\\nworld'");
    expect(call('repr_py', null)).toBe('None');
    expect(call('repr_py', true)).toBe('True');
    expect(call('repr_py', range('1-10'))).toBe("'1-10'");
    expect(call('repr_py', posix('/a'))).toBe("'/a'");
    expect(call('repr_py', [[1, 2], [3]])).toBe('[[1, 2], [3]]');
    expect(call('repr_py', float(3.5, '3.50'))).toBe('3.5');
    expect(call('repr_py', 9223372036854775807n)).toBe('9223372036854775807');
  });

  it('repr_json', () => {
    expect(call('repr_json', [1, 2, 3])).toBe('[1, 2, 3]');
    expect(call('repr_json', null)).toBe('null');
    expect(call('repr_json', range('1-10'))).toBe('"1-10"');
    expect(call('repr_json', posix('/é'))).toBe('"/\\u00e9"');
    expect(call('repr_json', float(3.5, '.350e1'))).toBe('3.5');
  });
});

describe('2.2.6 errors', () => {
  it.each(['repr_sh', 'repr_cmd', 'repr_pwsh'])('%s refuses NUL', (name) => {
    expect(failure(name, 'a\0b')).toBe('INVALID_ARGUMENT');
    expect(failure(name, ['a', 'b\0'])).toBe('INVALID_ARGUMENT');
  });

  it('takes no other types', () => {
    expect(failure('repr_sh', 1)).toBe('WRONG_TYPE');
    expect(failure('repr_sh', [1])).toBe('WRONG_TYPE');
    expect(failure('repr_cmd', true)).toBe('WRONG_TYPE');
    expect(failure('repr_pwsh', null)).toBe('WRONG_TYPE');
  });

  it('writes a range as its text, whatever its count', () => {
    expect(printed('repr_py', range('1-1000000000000'))).toBe("'1-1000000000000'");
  });
});

const NASTY = [
  'a', 'Z', '0', ' ', '\t', '\n', '\r', "'", '"', '\\', '`', '$', '$(id)', '${HOME}', '!', '!!', '#', '&', '&&', ';', '|', '>', '<', '(', ')', '*',
  '?', '[', ']', '{a,b}', '~', '=', '%', '%PATH%', '-', '--', '@', '+', ':', ',', '.', '/', '^', '\x01', '\x07', '\x1b', '\x7f', 'é', '\u00a0', '\u2028',
  '\ufeff', '\u200b', '\u{1f600}', '\u{e0001}', '\u{10ffff}', '\\n', "'\"'\"'", '\\\n', '\n#', '$\'\\n\'',
] as const; // biome-ignore format: groups of like characters

function nastyTexts(seed: number, count: number): string[] {
  const next = random(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: Math.floor(next() * 9) }, () => pick(next, NASTY)).join(''),
  );
}

describe('2.2.6 round trips', () => {
  it.each(['dash', 'bash'])('%s reads what repr_sh writes', (shell) => {
    const texts = ['', ...NASTY, ...nastyTexts(6, 2500)];
    const batch = 500;
    for (let i = 0; i < texts.length; i += batch) {
      const some = texts.slice(i, i + batch);
      const run = spawnSync(shell, [], { input: `printf '%s\\0' ${call('repr_sh', some)}\n`, maxBuffer: 2 ** 26 });
      if (run.error) throw new Error(`These tests need a real ${shell}, which did not start: ${run.error.message}`);
      expect(run.stderr.toString()).toBe('');
      expect(run.stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(some);
    }
  });

  it('python3 reads what repr_py and repr_json write', () => {
    const texts = ['', '\0', '\ud800', ...NASTY, ...nastyTexts(7, 2500)];
    const cases = texts.map((text) => [call('repr_py', text), call('repr_json', text)]);
    const answers = askPython(
      'import ast\ndef answer(case):\n    return [[ord(c) for c in ast.literal_eval(case[0])], [ord(c) for c in json.loads(case[1])]]',
      cases,
    );
    for (const [i, text] of texts.entries()) {
      const codePoints = [...text].map((character) => character.codePointAt(0));
      expect([text, answers[i]]).toEqual([text, [codePoints, codePoints]]);
    }
  });
});

describe('2.2.6 as Python has them', () => {
  it('quotes and writes texts letter for letter', () => {
    const texts = ['', '\0', '\ud800', ...NASTY, ...nastyTexts(8, 2000)];
    const answers = askPython(
      'import shlex\ndef answer(case):\n    return [repr(case), json.dumps(case), shlex.quote(case)]',
      texts,
    );
    for (const [i, text] of texts.entries()) {
      const [repr, dumps, quoted] = answers[i] as [string, string, string];
      expect(call('repr_py', text)).toBe(repr);
      expect(call('repr_json', text)).toBe(dumps);
      if (text !== '\0') expect(call('repr_sh', text)).toBe(quoted);
    }
  });

  it('knows which characters print', () => {
    const [printable] = askPython(
      'import unicodedata\ndef answer(_):\n    return [[c for c in range(0x110000) if unicodedata.category(chr(c)) != "Cn" and repr(chr(c))[1] != "\\\\"], [c for c in range(0x110000) if unicodedata.category(chr(c)) != "Cn" and repr(chr(c))[1] == "\\\\"]]',
      [null],
    ) as [[number[], number[]]];
    const write = lookup('repr_py').find((row) => row.parameters[0]!.type.name === 'string')!;
    const context = contextOf();
    const escapes = (codePoint: number) => (write.call(context, String.fromCodePoint(codePoint)) as string)[1] === '\\';
    expect(printable[0].filter(escapes)).toEqual([]);
    expect(printable[1].filter((codePoint) => !escapes(codePoint))).toEqual([]);
  });

  it('writes values', () => {
    const values = [
      [1, 2],
      [1.5, 1e300, 1e-5],
      ['a', "it's"],
      [true, false],
      [[1], [2]],
      12,
      -3,
      0.1,
      1e22,
      123456789.125,
      true,
    ];
    const answers = askPython('def answer(case):\n    return [repr(case), json.dumps(case)]', values);
    for (const [i, value] of values.entries()) {
      expect([call('repr_py', value), call('repr_json', value)]).toEqual(answers[i]);
    }
  });
});
