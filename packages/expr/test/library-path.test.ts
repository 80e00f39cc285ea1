import { describe, expect, it } from 'vitest';
import type { ExprPath } from '../src/values/path.js';
import { isUri } from '../src/values/uri.js';
import { askPython, call, callsAs, failure, pick, posix, random, windows } from './library-support.js';

describe('2.3.1 path properties: the examples of the text', () => {
  it('of filesystem paths', () => {
    const file = posix('/projects/shot01/render.exr');
    expect(call('__property_name__', file)).toBe('render.exr');
    expect(call('__property_stem__', file)).toBe('render');
    expect(call('__property_suffix__', file)).toBe('.exr');
    expect(call('__property_parent__', file)).toBe('/projects/shot01');
    const archive = posix('/data/backup.tar.gz');
    expect(call('__property_suffix__', archive)).toBe('.gz');
    expect(call('__property_suffixes__', archive)).toEqual(['.tar', '.gz']);
    expect(call('__property_stem__', archive)).toBe('backup.tar');
    expect(call('join', ['.tar', '.gz'], '')).toBe('.tar.gz');
    expect(call('removesuffix', 'backup.tar.gz', '.tar.gz')).toBe('backup');
  });

  it('of URIs', () => {
    const uri = posix('s3://bucket/dir/file.obj');
    expect(call('__property_parts__', uri)).toEqual(['s3://bucket', 'dir', 'file.obj']);
    expect(call('__property_name__', uri)).toBe('file.obj');
    expect(call('__property_parent__', uri)).toBe('s3://bucket/dir');
    expect(call('__property_parts__', posix('s3://bucket/a//b/c'))).toEqual(['s3://bucket', 'a', '', 'b', 'c']);
    expect(call('__property_parent__', posix('s3://bucket/file'))).toBe('s3://bucket');
    expect(call('__property_parent__', posix('s3://bucket'))).toBe('s3://bucket');
    expect(call('__property_name__', posix('s3://bucket'))).toBe('');
    expect(call('__property_parts__', posix('s3://bucket'))).toEqual(['s3://bucket']);
    expect(call('__property_parts__', posix('s3://bucket/dir/'))).toEqual(['s3://bucket', 'dir', '']);
    expect(call('__property_name__', posix('s3://bucket/dir/'))).toBe('');
    expect(call('__property_parent__', posix('s3://bucket/dir/'))).toBe('s3://bucket/dir');
    expect(call('__property_suffixes__', posix('s3://b/x.tar.gz'))).toEqual(['.tar', '.gz']);
    expect(call('__property_stem__', posix('s3://b/x.tar.gz'))).toBe('x.tar');
  });

  it('are the same for URIs where the host is Windows', () => {
    expect(windows('s3://bucket/a/./../b//c').text).toBe('s3://bucket/a/./../b//c');
    expect(call('__property_name__', windows('https://host/a\\b'))).toBe('a\\b');
    expect(call('as_posix', windows('https://host/a\\b'))).toBe('https://host/a\\b');
    expect(call('with_name', windows('s3://b/d/f.exr'), 'g.exr')).toBe('s3://b/d/g.exr');
  });
});

describe('2.1.5 path operators', () => {
  it('joins', () => {
    expect(call('__truediv__', posix('/out'), 'renders')).toBe('/out/renders');
    expect(call('__truediv__', posix('/out'), posix('a/b'))).toBe('/out/a/b');
    expect(call('__truediv__', posix('/out'), '/abs')).toBe('/abs');
    expect(call('__truediv__', posix('.'), 'a')).toBe('a');
    expect(call('__truediv__', posix('/out'), 's3://b/k')).toBe('s3://b/k');
    expect(call('__truediv__', windows('C:\\out'), 'a/b')).toBe('C:\\out\\a\\b');
    expect(call('__truediv__', windows('C:\\out'), '\\x')).toBe('C:\\x');
    expect(call('__truediv__', windows('C:\\out'), 'D:\\x')).toBe('D:\\x');
    // On Windows a root without a drive is not absolute: what is in the drive's place stays.
    expect(call('__truediv__', posix('s3://b/k'), '/x')).toBe('/x');
    expect(call('__truediv__', windows('s3://b/k'), '/x//y')).toBe('s3://b/x//y');
    expect(call('__truediv__', windows('s3://b/k'), windows('\\x'))).toBe('s3://b/x');
    expect(call('__truediv__', windows('s3://b/k'), 'D:\\x')).toBe('D:\\x');
  });

  it('joins to URIs', () => {
    expect(call('__truediv__', posix('s3://bucket/dir/'), 'file')).toBe('s3://bucket/dir/file');
    expect(call('__truediv__', posix('s3://bucket'), 'file')).toBe('s3://bucket/file');
    expect(call('__truediv__', posix('s3://bucket/'), 'file')).toBe('s3://bucket/file');
    expect(call('__truediv__', posix('s3://bucket/dir'), 'sub/file.txt')).toBe('s3://bucket/dir/sub/file.txt');
    expect(call('__truediv__', posix('s3://bucket/dir'), 'a//b')).toBe('s3://bucket/dir/a//b');
    expect(call('__truediv__', posix('s3://bucket/dir'), posix('a//b/'))).toBe('s3://bucket/dir/a/b');
    expect(call('__truediv__', posix('s3://bucket/dir'), '/abs')).toBe('/abs');
    expect(call('__truediv__', posix('s3://bucket/dir'), 'https://h/x')).toBe('https://h/x');
    expect(call('__truediv__', windows('s3://bucket/dir'), 'a\\b')).toBe('s3://bucket/dir/a/b');
    expect(call('__truediv__', windows('s3://bucket/dir'), 'C:\\x')).toBe('C:\\x');
  });

  it('appends text', () => {
    expect(call('__add__', posix('/out/file'), '_converted.png')).toBe('/out/file_converted.png');
    expect(call('__add__', posix('s3://b/k'), '.png')).toBe('s3://b/k.png');
    expect(call('__add__', windows('C:\\a'), '/b')).toBe('C:\\a\\b');
  });
});

describe('2.3.2 path functions', () => {
  it('gives the results of the RFC', () => {
    const file = posix('/projects/shot01/render.exr');
    expect(call('with_name', file, 'output.png')).toBe('/projects/shot01/output.png');
    expect(call('with_stem', file, 'final')).toBe('/projects/shot01/final.exr');
    expect(call('with_suffix', file, '.png')).toBe('/projects/shot01/render.png');
    expect(call('with_suffix', file, '')).toBe('/projects/shot01/render');
    expect(call('as_posix', windows('C:\\renders\\project'))).toBe('C:/renders/project');
    expect(call('as_posix', posix('a\\b'))).toBe('a\\b');
  });

  it('makes paths of parts', () => {
    expect(call('path', ['/', 'a', 'b'])).toBe('/a/b');
    expect(call('path', ['a', '/b', 'c'])).toBe('/b/c');
    expect(call('path', ['s3://bucket', 'a', '', 'b'])).toBe('s3://bucket/a//b');
    expect(call('path', [])).toBe('.');
    expect(callsAs('windows', 'path', ['C:\\', 'a', 'b'])).toBe('C:\\a\\b');
    expect(callsAs('windows', 'path', 'a/b')).toBe('a\\b');
  });

  it('tells absolute and relative paths', () => {
    expect(call('is_absolute', posix('s3://b'))).toBe(true);
    expect(call('is_relative_to', posix('s3://b/a/x'), posix('s3://b/a'))).toBe(true);
    expect(call('is_relative_to', posix('s3://b/ax'), posix('s3://b/a'))).toBe(false);
    expect(call('relative_to', posix('s3://b/a/x//y'), posix('s3://b/a'))).toBe('x//y');
    expect(call('relative_to', posix('s3://b/a'), posix('s3://b/a'))).toBe('.');
    expect(call('is_relative_to', posix('s3://b/a'), posix('/a'))).toBe(false);
    expect(call('is_relative_to', posix('/a/b'), '/a')).toBe(true);
    expect(call('relative_to', posix('/a/b'), '/a')).toBe('b');
    expect(failure('relative_to', posix('/a/b'), posix('/c'))).toBe('INVALID_ARGUMENT');
    expect(call('relative_to', windows('C:\\A\\b'), windows('c:\\a'))).toBe('b');
  });

  it('refuses names and suffixes that are none', () => {
    expect(failure('with_name', posix('/'), 'x')).toBe('INVALID_ARGUMENT');
    expect(failure('with_name', posix('/a'), '')).toBe('INVALID_ARGUMENT');
    expect(failure('with_name', posix('/a'), 'x/y')).toBe('INVALID_ARGUMENT');
    expect(failure('with_suffix', posix('/a'), 'png')).toBe('INVALID_ARGUMENT');
    expect(failure('with_stem', posix('/a.b'), '')).toBe('INVALID_ARGUMENT');
    expect(failure('with_name', posix('s3://bucket'), 'x')).toBe('INVALID_ARGUMENT');
    expect(failure('with_suffix', posix('s3://bucket/'), '.x')).toBe('INVALID_ARGUMENT');
  });
});

describe('2.3.2 with_number', () => {
  const numbered = (name: string, num: number) => call('with_number', posix(`/renders/${name}`), num);

  it.each([
    ['file_003.exr', 72, 'file_072.exr'],
    ['file_%d.exr', 72, 'file_72.exr'],
    ['file_%0d.exr', 72, 'file_72.exr'],
    ['file_%04d.exr', 72, 'file_0072.exr'],
    ['file_####.exr', 72, 'file_0072.exr'],
    ['file_######.exr', 72, 'file_000072.exr'],
    ['render.0001.exr', 72, 'render.0072.exr'],
    ['shot01_####.exr', 72, 'shot01_0072.exr'],
    ['file_###.exr', 10000, 'file_10000.exr'],
    ['file.exr', 72, 'file_0072.exr'],
    ['file', 72, 'file_0072'],
    ['file_003.exr', -1, 'file_-01.exr'],
    ['file_####.exr', -1, 'file_-001.exr'],
    ['file_%d.exr', -1, 'file_-1.exr'],
    ['file_%04d.exr', -1, 'file_-001.exr'],
    ['file.exr', -1, 'file_-001.exr'],
    ['file_003_final.exr', 72, 'file_072_final.exr'],
    ['%02d_shot_%04d.exr', 72, '%02d_shot_0072.exr'],
    ['file_%04d_003.exr', 72, 'file_%04d_072.exr'],
    ['file.001', 72, 'file_0072.001'],
  ])('%s with %i is %s', (name, num, expected) => {
    expect(numbered(name, num)).toBe(`/renders/${expected}`);
    expect(call('with_number', `dir//${name}`, num)).toBe(`dir//${expected}`);
    expect(call('with_number', posix(`s3://b//${name}`), num)).toBe(`s3://b//${expected}`);
  });

  it('refuses patterns wider than 32 characters, not runs of digits', () => {
    expect(failure('with_number', posix(`/a_${'#'.repeat(33)}.exr`), 1)).toBe('INVALID_ARGUMENT');
    expect(failure('with_number', posix('/a_%033d.exr'), 1)).toBe('INVALID_ARGUMENT');
    expect(numbered(`${'#'.repeat(32)}.exr`, 1)).toBe(`/renders/${'1'.padStart(32, '0')}.exr`);
    expect(numbered(`${'0'.repeat(40)}.exr`, 1)).toBe(`/renders/${'1'.padStart(40, '0')}.exr`);
  });

  it('wants a file name', () => {
    expect(failure('with_number', posix('/'), 1)).toBe('INVALID_ARGUMENT');
    expect(failure('with_number', '', 1)).toBe('INVALID_ARGUMENT');
    expect(failure('with_number', 's3://bucket', 1)).toBe('INVALID_ARGUMENT');
  });
});

/** Pieces that make paths with every kind of anchor, dots, suffixes and letters of both cases. */
const PIECES = [
  '/',
  '//',
  '\\',
  '\\\\',
  'C:',
  'c:',
  'd:',
  'a',
  'B',
  'b',
  '.',
  '..',
  '.x',
  'n.tar.gz',
  'q.',
  ' ',
  'é',
  'É',
  'srv',
  'share',
  '?',
  'UNC',
];

/** Windows paths that Python 3.12 and later read otherwise than 3.11: shares, and colons that are no drive's. */
function pythonsDiffer(text: string): boolean {
  return /^[\\/]{2}/.test(text) || text.replace(/^[A-Za-z]:/, '').includes(':');
}

/** Where Python 3.11 answers otherwise than 3.12 and later: it takes more for names, and roots for relative to drives. */
function isOldQuirk(
  name: string,
  [kind, , other]: readonly string[],
  ours: Record<string, unknown>,
  theirs: Record<string, unknown>,
): boolean {
  if (name.startsWith('with_')) return ours[name] === '!' || (kind === 'windows' && other!.includes(':'));
  if (name === 'join') return String(ours[name]).toLowerCase() === String(theirs[name]).toLowerCase();
  return name.includes('relative') && kind === 'windows' && /^[A-Za-z]:(?![\\/])/.test(other!);
}

function randomPath(next: () => number): string {
  let text = '';
  for (let i = Math.floor(next() * 6); i > 0; i--)
    text += pick(next, PIECES) + (next() < 0.5 ? pick(next, ['/', '\\', '']) : '');
  return text;
}

const PROGRAM = `
from pathlib import PurePosixPath, PureWindowsPath
def attempt(action):
    try:
        result = action()
        return str(result) if hasattr(result, "parts") else list(result) if isinstance(result, tuple) else result
    except ValueError:
        return "!"
def answer(case):
    kind, text, other = case
    cls = PureWindowsPath if kind == "windows" else PurePosixPath
    p, q = cls(text), cls(other)
    return {
        "text": str(p), "name": p.name, "stem": p.stem, "suffix": p.suffix, "suffixes": p.suffixes,
        "parent": str(p.parent), "parts": list(p.parts), "as_posix": p.as_posix(),
        "join": str(p / q), "with_name": attempt(lambda: p.with_name(other)), "with_stem": attempt(lambda: p.with_stem(other)),
        "with_suffix": attempt(lambda: p.with_suffix(other)), "is_absolute": p.is_absolute(),
        "is_relative_to": p.is_relative_to(q), "relative_to": attempt(lambda: p.relative_to(q)),
    }
`;

function ourAnswer(kind: string, text: string, other: string): Record<string, unknown> {
  const make = kind === 'windows' ? windows : posix;
  const [p, q] = [make(text), make(other)];
  const attempt = (name: string, ...args: [ExprPath, string | ExprPath]) =>
    failure(name, ...args).startsWith('ok: ') ? call(name, ...args) : '!';
  return {
    text: p.text,
    name: call('__property_name__', p),
    stem: call('__property_stem__', p),
    suffix: call('__property_suffix__', p),
    suffixes: call('__property_suffixes__', p),
    parent: call('__property_parent__', p),
    parts: call('__property_parts__', p),
    as_posix: call('as_posix', p),
    join: call('__truediv__', p, q),
    with_name: attempt('with_name', p, other),
    with_stem: attempt('with_stem', p, other),
    with_suffix: attempt('with_suffix', p, other),
    is_absolute: call('is_absolute', p),
    is_relative_to: call('is_relative_to', p, q),
    relative_to: attempt('relative_to', p, q),
  };
}

// EL-1.2.1-path-windows, EL-2.3.1-pathlib
describe('filesystem paths as pathlib has them', () => {
  it.each(['posix', 'windows'])('agrees on thousands of %s paths', (kind) => {
    const next = random(kind.length);
    const cases: [string, string, string][] = [];
    while (cases.length < 2500) {
      const text = randomPath(next);
      const other =
        next() < 0.2
          ? text.slice(0, Math.floor(next() * text.length))
          : next() < 0.5
            ? pick(next, PIECES)
            : randomPath(next);
      if (isUri(text) || isUri(other)) continue;
      if (kind === 'posix' || !(pythonsDiffer(text) || pythonsDiffer(other))) cases.push([kind, text, other]);
    }
    const answers = askPython(PROGRAM, cases);
    for (const [i, one] of cases.entries()) {
      const [expected, ours] = [answers[i] as Record<string, unknown>, ourAnswer(...one)];
      for (const name of Object.keys(ours)) if (isOldQuirk(name, one, ours, expected)) expected[name] = ours[name];
      expect([one, ours]).toEqual([one, expected]);
    }
  });

  it.each([
    ['//srv/share', '\\\\srv\\share\\', ['\\\\srv\\share\\'], true],
    ['//srv/share/a/../b', '\\\\srv\\share\\a\\..\\b', ['\\\\srv\\share\\', 'a', '..', 'b'], true],
    ['\\\\?\\UNC\\srv\\share\\x', '\\\\?\\UNC\\srv\\share\\x', ['\\\\?\\UNC\\srv\\share\\', 'x'], true],
    ['\\\\?\\C:\\x', '\\\\?\\C:\\x', ['\\\\?\\C:\\', 'x'], true],
    ['./c:x', '.\\c:x', ['c:x'], false],
    ['C:x', 'C:x', ['C:', 'x'], false],
    ['\\x', '\\x', ['\\', 'x'], false],
  ])('reads the Windows path %s', (given, text, parts, isAbsolute) => {
    expect(windows(given).text).toBe(text);
    expect(call('__property_parts__', windows(given))).toEqual(parts);
    expect(call('is_absolute', windows(given))).toBe(isAbsolute);
  });
});
