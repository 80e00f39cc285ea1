import { describe, expect, test } from 'vitest';
import type { PathFormat } from '../src/index.js';
import { compiledOutcome, outcome, type Symbols } from './helpers.js';

/*
 * The examples of the Expression Language document and of RFC 0005, by section. Those of the function library are in
 * the library's tests. Each runs twice: with its symbols known beforehand, and compiled for symbols of these types.
 */

interface Example {
  readonly section: string;
  readonly expr: string;
  readonly is: string;
  readonly symbols?: Symbols;
  readonly pathFormat?: PathFormat;
}

const files: Symbols = {
  'Param.InputFile': ['path', '/projects/shot01/render.exr'],
  'Param.Archive': ['path', '/data/backup.tar.gz'],
};

const examples: readonly Example[] = [
  // Design Constraints
  { section: 'Design Constraints 2', expr: '"a" * 10000000 == ""', is: 'bool: false' },
  // Conditional omission, arithmetic and conditions of RFC 0005, Basic Examples
  {
    section: 'RFC 0005 Arithmetic Operations',
    expr: 'min(Task.Param.Frame + Param.FramesPerTask, Param.FrameEnd) - 1',
    is: 'int: 19',
    symbols: { 'Task.Param.Frame': ['int', 10], 'Param.FramesPerTask': ['int', 10], 'Param.FrameEnd': ['int', 100] },
  },
  {
    section: 'RFC 0005 Conditional Expressions',
    expr: "16 if Param.Quality == 'final' else 4",
    is: 'int: 16',
    symbols: { 'Param.Quality': ['string', 'final'] },
  },
  ...(
    [
      ["Param.Files.split(';')[:3].join(';')", 'file1.exr;file2.exr;file3.exr'],
      ["Param.Files.split(';')[::2].join(';')", 'file1.exr;file3.exr;file5.exr'],
      ["Param.Files.split(';')[-2:].join(';')", 'file4.exr;file5.exr'],
    ] as const
  ).map(([expr, text]) => ({
    section: 'RFC 0005 Slicing',
    expr,
    is: `string: ${text}`,
    symbols: { 'Param.Files': ['string', 'file1.exr;file2.exr;file3.exr;file4.exr;file5.exr'] } as Symbols,
  })),
  {
    section: 'RFC 0005 Multi-line Expressions',
    expr: `repr_sh([
        Param.OutputDir / Param.FilePattern.with_number(frame)
        for frame in Task.Param.Frame
    ])`,
    is: 'string: renders/frame_0001.exr renders/frame_0002.exr renders/frame_0012.exr',
    symbols: {
      'Param.OutputDir': ['path', 'renders'],
      'Param.FilePattern': ['string', 'frame_####.exr'],
      'Task.Param.Frame': ['range_expr', '1-2,12'],
    },
  },
  {
    section: '1.1.7',
    expr: '[\n    Param.OutputDir / Param.FilePattern.with_number(frame)\n    for frame in Task.Param.Frame\n]',
    is: 'list[path]: ["/out/f_1.exr", "/out/f_2.exr"]',
    symbols: {
      'Param.OutputDir': ['path', '/out'],
      'Param.FilePattern': ['string', 'f_#.exr'],
      'Task.Param.Frame': ['range_expr', '1-2'],
    },
  },
  {
    section: 'RFC 0005 Let Bindings',
    expr: "int(re_search(Param.ProtoTile.stem, r'\\.(10\\d{2})')[1])",
    is: 'int: 1023',
    symbols: { 'Param.ProtoTile': ['path', '/tex/diffuse.1023.tx'] },
  },
  { section: 'RFC 0005 Let Bindings', expr: '(1023 - 1001) % 10', is: 'int: 2' },
  { section: 'RFC 0005 Let Bindings', expr: '(1023 - 1001) // 10', is: 'int: 2' },
  {
    section: 'RFC 0005 Let Bindings',
    expr: "Param.ProtoTile.parent / (Param.ProtoTile.stem + '.' + string(1002) + '.tx')",
    is: 'path: /tex/diffuse.1002.tx',
    symbols: { 'Param.ProtoTile': ['path', '/tex/diffuse.tx'] },
  },
  // RFC 0005, 64-bit Signed Integer Type
  { section: 'RFC 0005 64-bit', expr: '9999999999999999999', is: 'INTEGER_OVERFLOW' },
  { section: 'RFC 0005 64-bit', expr: '9223372036854775807 + 1', is: 'INTEGER_OVERFLOW' },
  { section: 'RFC 0005 64-bit', expr: 'int(9.3e18)', is: 'INTEGER_OVERFLOW' },
  // 1.2.4
  { section: '1.2.4', expr: "startswith(path('/foo/bar'), '/foo')", is: 'bool: true' },
  { section: '1.2.4', expr: "path('/foo/bar').startswith('/foo')", is: 'WRONG_TYPE' },
  { section: '1.2.4', expr: "'/foo/bar'.startswith('/foo')", is: 'bool: true' },
  { section: 'RFC 0005 Method Calls', expr: "'hello'.replace('l', 'L')", is: 'string: heLLo' },
  // 1.2.5
  { section: '1.2.5', expr: "path('/a/b') == '/a/b'", is: 'bool: true' },
  { section: '1.2.5', expr: '5 == 5.0', is: 'bool: true' },
  { section: '1.2.5', expr: "range_expr('1-3') == [1, 2, 3]", is: 'bool: true' },
  { section: '1.2.5', expr: '"5" == 5', is: 'bool: false' },
  { section: '1.2.5', expr: 'true == 1', is: 'bool: false' },
  { section: '1.2.5', expr: '1 == [1]', is: 'bool: false' },
  { section: '1.2.5', expr: 'null == false', is: 'bool: false' },
  { section: '1.2.5', expr: '[1, [2][0]] == [1.0, 2.0]', is: 'bool: true' },
  { section: '1.2.5', expr: '[1, 2] < [1, 3]', is: 'bool: true' },
  { section: '1.2.5', expr: '[1] < [1, 0]', is: 'bool: true' },
  { section: '1.2.5', expr: '"5" != 5', is: 'bool: true' },
  // 1.2.6
  { section: '1.2.6', expr: '[1, 2.5]', is: 'list[float]: [1.0, 2.5]' },
  { section: '1.2.6', expr: "[path('a'), 'b']", is: 'list[string]: ["a", "b"]' },
  { section: '1.2.6', expr: '[[1], [2.5]]', is: 'list[list[float]]: [[1.0], [2.5]]' },
  { section: '1.2.6', expr: "[[path('a')], ['b']]", is: 'list[list[string]]: [["a"], ["b"]]' },
  { section: '1.2.6', expr: '[]', is: 'list[nulltype]: []' },
  { section: '1.2.6', expr: "[1, 'a']", is: 'WRONG_TYPE' },
  { section: '1.2.6', expr: '[1, null, 2]', is: 'WRONG_TYPE' },
  // 1.3.4
  {
    section: '1.3.4',
    expr: 'Param.V',
    is: 'float: 3.500',
    symbols: { 'Param.V': ['float', '3.500'] },
  },
  {
    section: '1.3.4',
    expr: 'Param.V + 1',
    is: 'float: 4.5',
    symbols: { 'Param.V': ['float', '3.500'] },
  },
  { section: '1.3.4', expr: '0.1 + 0.2', is: 'float: 0.30000000000000004' },
  { section: '1.3.4', expr: '-(0.0)', is: 'float: 0.0' },
  { section: '1.3.4', expr: '0.0 * -1', is: 'float: 0.0' },
  { section: '1.3.4', expr: '1e300 * 1e300', is: 'FLOAT_NOT_FINITE' },
  { section: '1.3.4', expr: '0.0 / 0.0', is: 'DIVISION_BY_ZERO' },
  { section: '1.3.4', expr: "float('inf')", is: 'FLOAT_NOT_FINITE' },
  { section: '1.3.4', expr: "float('nan')", is: 'FLOAT_NOT_FINITE' },
  { section: '1.3.4', expr: "float('-inf')", is: 'FLOAT_NOT_FINITE' },
  // 1.3.5 to 1.3.8
  { section: '1.3.5', expr: "'a' if 1 else 'b'", is: 'WRONG_TYPE' },
  { section: '1.3.5', expr: "'a' if 2 > 1 else 1 / 0", is: 'string: a' },
  { section: '1.3.6', expr: '1 < 2 < 3', is: 'bool: true' },
  { section: '1.3.6', expr: '1 < 3 < 2', is: 'bool: false' },
  { section: '1.3.6', expr: '3 < 2 < 1 / 0', is: 'bool: false' },
  ...(
    [
      ['a < b < c', 'true'],
      ['a < c < b', 'false'],
      ['a < b > c', 'false'],
      ['b < a < c // zero', 'false'],
      ['a < b == 2.0 <= c in [c]', 'true'],
      ['a not in [b] == true', 'false'],
    ] as const
  ).map(([expr, text]) => ({
    section: '1.3.6',
    expr,
    is: `bool: ${text}`,
    symbols: { a: ['int', 1], b: ['int', 2], c: ['int', 3], zero: ['int', 0] } as Symbols,
  })),
  {
    section: '1.3.7',
    expr: "[['-e', e] for e in Task.Environment]",
    is: 'list[list[string]]: [["-e", "A=1"], ["-e", "B=2"]]',
    symbols: { 'Task.Environment': ['list[string]', ['A=1', 'B=2']] },
  },
  {
    section: '1.3.7',
    expr: "flatten([['-e', e] for e in Task.Environment])",
    is: 'list[string]: ["-e", "A=1", "-e", "B=2"]',
    symbols: { 'Task.Environment': ['list[string]', ['A=1', 'B=2']] },
  },
  {
    section: '1.3.7',
    expr: '[x for x in Param.Values if x > 0]',
    is: 'list[int]: [1, 2]',
    symbols: { 'Param.Values': ['list[int]', [-1, 1, 0, 2]] },
  },
  ...(
    [
      ['v[1:4]', '[2, 3, 4]'],
      ['v[:3]', '[1, 2, 3]'],
      ['v[2:]', '[3, 4, 5]'],
      ['v[::2]', '[1, 3, 5]'],
      ['v[::-1]', '[5, 4, 3, 2, 1]'],
      ['v[-3:]', '[3, 4, 5]'],
      ['v[1:-1]', '[2, 3, 4]'],
    ] as const
  ).map(([expr, text]) => ({
    section: '1.3.8',
    expr,
    is: `list[int]: ${text}`,
    symbols: { v: ['list[int]', [1, 2, 3, 4, 5]] } as Symbols,
  })),
  { section: '1.3.8', expr: '"hello"[1:4]', is: 'string: ell' },
  { section: '1.3.8', expr: 'path("/a/b/c/d").parts[1:]', is: 'list[string]: ["a", "b", "c", "d"]' },
  { section: '1.3.8', expr: 'range_expr("1-10")[::2]', is: 'range_expr: 1-9:2' },
  { section: '1.3.8', expr: "path('/a/b')[0]", is: 'WRONG_TYPE' },
  {
    section: '1.3.12',
    expr: '[Param.Scale * 2, Param.Scale + 0.5]',
    is: 'list[float]: [5.0, 3.0]',
    symbols: { 'Param.Scale': ['float', 2.5] },
  },
  // 2.1
  { section: '2.1.1', expr: '2 ** 3', is: 'int: 8' },
  { section: '2.1.1', expr: '2 ** -3', is: 'float: 0.125' },
  { section: '2.1.1', expr: '-7 % 3', is: 'int: 2' },
  { section: '2.1.1', expr: '-7 // 3', is: 'int: -3' },
  { section: '2.1.1', expr: '0 ** -1', is: 'DIVISION_BY_ZERO' },
  { section: '2.1.1', expr: '(-2.0) ** 0.5', is: 'INVALID_ARGUMENT' },
  { section: '2.1.3', expr: '[1] + [2.5]', is: 'list[float]: [1.0, 2.5]' },
  { section: '2.1.3', expr: "[path('a')] + ['b']", is: 'list[string]: ["a", "b"]' },
  { section: '2.1.3', expr: "[] + ['b']", is: 'list[string]: ["b"]' },
  { section: '2.1.3', expr: "[1] + range_expr('2-3')", is: 'list[int]: [1, 2, 3]' },
  { section: '2.1.3', expr: "range_expr('1-2') + [3.5]", is: 'list[float]: [1.0, 2.0, 3.5]' },
  { section: '2.1.3', expr: "range_expr('1-2') + range_expr('1-2')", is: 'list[int]: [1, 2, 1, 2]' },
  { section: '2.1.3', expr: "['a'] + [1]", is: 'WRONG_TYPE' },
  { section: '2.1.4', expr: 'false < true', is: 'bool: true' },
  { section: '2.1.4', expr: "1 < 'a'", is: 'WRONG_TYPE' },
  {
    section: '2.1.5',
    expr: "Param.OutputDir / 'renders' / Param.SceneName",
    is: 'path: /out/renders/scene',
    symbols: { 'Param.OutputDir': ['path', '/out'], 'Param.SceneName': ['string', 'scene'] },
  },
  {
    section: '2.1.5',
    expr: "Param.OutputDir / Param.InputFile.stem + '_converted.png'",
    is: 'path: /out/render_converted.png',
    symbols: { ...files, 'Param.OutputDir': ['path', '/out'] },
  },
  { section: '2.1.5', expr: 'path("s3://bucket/dir/") / "file"', is: 'path: s3://bucket/dir/file' },
  { section: '2.1.6', expr: 'null or "fallback"', is: 'string: fallback' },
  { section: '2.1.6', expr: '0 or 1', is: 'int: 0' },
  { section: '2.1.6', expr: '"" or "x"', is: 'string: ' },
  { section: '2.1.6', expr: 'null and 1 / 0', is: 'nulltype: null' },
  { section: '2.1.6', expr: 'false or false', is: 'bool: false' },
  {
    section: '2.1.6',
    expr: 'Param.X and Param.X.stem',
    is: 'string: render',
    symbols: { 'Param.X': ['path?', '/a/render.exr'] },
  },
  { section: '2.1.6', expr: 'Param.X and Param.X.stem', is: 'nulltype: null', symbols: { 'Param.X': ['path?', null] } },
  { section: '2.1.6', expr: 'Param.X or "x"', is: 'string: x', symbols: { 'Param.X': ['string?', null] } },
  {
    section: '2.1.6',
    expr: 'Param.Mode in ["a","b"] or fail("bad mode")',
    is: 'FAILED_BY_TEMPLATE',
    symbols: { 'Param.Mode': ['string', 'c'] },
  },
  {
    section: '2.2.1',
    expr: 'Param.Rate if Param.Rate > 0 else fail("must be positive")',
    is: 'float: 0.5',
    symbols: { 'Param.Rate': ['float', 0.5] },
  },
  { section: '2.1.7', expr: '[1, 2, 3][-1]', is: 'int: 3' },
  { section: '2.1.7', expr: '[1, 2, 3][3]', is: 'INDEX_OUT_OF_BOUNDS' },
  { section: '2.1.7', expr: "range_expr('5-9')[0]", is: 'int: 5' },
  { section: '2.1.8', expr: "range_expr('5-9')[1:3]", is: 'range_expr: 6,7' },
  { section: '2.1.8', expr: "range_expr('5-9')[::-1]", is: 'list[int]: [9, 8, 7, 6, 5]' },
  { section: '2.1.8', expr: "'abc'[::0]", is: 'INVALID_ARGUMENT' },
  // 2.3.1
  { section: '2.3.1', expr: 'Param.InputFile.name', is: 'string: render.exr', symbols: files },
  { section: '2.3.1', expr: 'Param.InputFile.stem', is: 'string: render', symbols: files },
  { section: '2.3.1', expr: 'Param.InputFile.suffix', is: 'string: .exr', symbols: files },
  { section: '2.3.1', expr: 'Param.InputFile.parent', is: 'path: /projects/shot01', symbols: files },
  { section: '2.3.1', expr: 'Param.Archive.suffixes.join("")', is: 'string: .tar.gz', symbols: files },
  {
    section: '2.3.1',
    expr: 'Param.Archive.name.removesuffix(Param.Archive.suffixes.join(""))',
    is: 'string: backup',
    symbols: files,
  },
  // RFC 0005, Appendix D
  {
    section: 'RFC 0005 Appendix D',
    expr: 'Param.Start +\n        Param.Count *\n        Param.Step',
    is: 'int: 7',
    symbols: { 'Param.Start': ['int', 1], 'Param.Count': ['int', 2], 'Param.Step': ['int', 3] },
  },
  {
    section: 'RFC 0005 Appendix D',
    expr: "'high'\n           if Param.Quality > 80\n           else 'low'",
    is: 'string: low',
    symbols: { 'Param.Quality': ['int', 80] },
  },
];

describe.each([...new Set(examples.map(({ section }) => section))])('%s', (section) => {
  const own = examples.filter((example) => example.section === section);
  test.each(own)('$expr is $is', ({ expr, is, symbols = {}, pathFormat = 'posix' }) => {
    expect(outcome(expr, symbols, { pathFormat })).toBe(is);
    expect(compiledOutcome(expr, symbols, { pathFormat })).toBe(is);
  });
});
