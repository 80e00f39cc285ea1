import { describe, expect, test } from 'vitest';
import { parseType } from '../src/index.js';
import { compiledOutcome, outcome } from './helpers.js';

/** Every example that section 2.2 and 2.3.2 of the Expression Language and RFC 0006 print, as an expression. */
const examples: readonly (readonly [section: string, expr: string, is: string])[] = [
  ['2.2.1', "range_expr('1,3,5-7')", 'range_expr: 1,3,5-7'],
  ['2.2.1', 'int(3.75)', 'CONVERSION_FAILED'],
  ['2.2.1', "bool('YES')", 'bool: true'],
  ['2.2.1', "bool('Off')", 'bool: false'],
  ['2.2.1', "bool('2')", 'CONVERSION_FAILED'],
  ['2.2.1', "range_expr('')", 'INVALID_RANGE_EXPR'],
  ['2.2.1', "range_expr(' ')", 'INVALID_RANGE_EXPR'],
  ['2.2.1', "5 > 0 or fail('Count must be positive')", 'bool: true'],
  ['2.2.1', "'odd' in ['fast', 'slow'] or fail('Invalid mode')", 'FAILED_BY_TEMPLATE'],
  ['2.2.2', 'round(0.5)', 'int: 0'],
  ['2.2.2', 'round(1.5)', 'int: 2'],
  ['2.2.2', 'round(2.5)', 'int: 2'],
  ['2.2.2', 'string(round(3.5, 2))', 'string: 3.50'],
  ['2.2.2', 'round(1234.5, -1)', 'int: 1230'],
  ['2.2.3', 'range(5)', 'list[int]: [0, 1, 2, 3, 4]'],
  ['2.2.3', 'range(1, 5)', 'list[int]: [1, 2, 3, 4]'],
  ['2.2.3', 'range(0, 10, 2)', 'list[int]: [0, 2, 4, 6, 8]'],
  ['2.2.3', 'range(5, 0, -1)', 'list[int]: [5, 4, 3, 2, 1]'],
  ['2.2.3', 'flatten([[1, 2], [3]])', 'list[int]: [1, 2, 3]'],
  ['2.2.3', 'sorted([3, 1, 2])', 'list[int]: [1, 2, 3]'],
  ['2.2.3', 'sorted(["b", "a", "c"])', 'list[string]: ["a", "b", "c"]'],
  ['2.2.3', 'reversed([1, 2, 3])', 'list[int]: [3, 2, 1]'],
  ['2.2.4', 'split("a,b,c", ",")', 'list[string]: ["a", "b", "c"]'],
  ['2.2.4', '"a,b,c".split(",")', 'list[string]: ["a", "b", "c"]'],
  ['2.2.4', 'join(["a", "b", "c"], ",")', 'string: a,b,c'],
  ['2.2.4', '["a", "b", "c"].join(",")', 'string: a,b,c'],
  ['2.2.4', 'zfill(42, 5)', 'string: 00042'],
  ['2.2.4', '(42).zfill(5)', 'string: 00042'],
  ['2.2.4', 'zfill(-1, 3)', 'string: -01'],
  ['2.2.4', 'zfill("-10", 4)', 'string: -010'],
  ['2.2.4', 'zfill(3.14, 8)', 'string: 00003.14'],
  ['2.2.4', "[x for x in ['a', 'b'][:1]]", 'list[string]: ["a"]'],
  ['2.2.4', "['ab'[i] for i in range(len('ab'))]", 'list[string]: ["a", "b"]'],
  ['2.2.4', "''.split(',')", 'list[string]: [""]'],
  ['2.2.4', "'a;b'.split(';').join(',')", 'string: a,b'],
  ['2.2.4', '42.zfill(5)', 'INVALID_LITERAL'],
  ['2.2.5', 're_search("asset_v042_final.abc", r"_v(\\d+)")', 'list[string]: ["_v042", "042"]'],
  ['2.2.5', 're_match("v042_final", r"v(\\d+)")', 'list[string]: ["v042", "042"]'],
  ['2.2.5', 're_match("asset_v042", r"v(\\d+)")', 'nulltype: null'],
  ['2.2.5', 're_search("render_001.exr", r"_\\d+\\.exr$") != null', 'bool: true'],
  ['2.2.5', 're_search("hello123", r"\\d+")', 'list[string]: ["123"]'],
  ['2.2.5', 're_search("shot010_v003", r"shot(\\d+)_v(\\d+)")', 'list[string]: ["shot010_v003", "010", "003"]'],
  ['2.2.5', 're_search("diffuse.1023.tx", r"\\.(10\\d{2})\\.")[1]', 'string: 1023'],
  ['2.2.5', 're_findall("shot010_shot020_shot035_comp.nk", r"shot(\\d+)")', 'list[string]: ["010", "020", "035"]'],
  [
    '2.2.5',
    're_findall("shot010_shot020_shot035_comp.nk", r"shot\\d+")',
    'list[string]: ["shot010", "shot020", "shot035"]',
  ],
  [
    '2.2.5',
    're_findall("v1.2.3 and v4.5.6", r"v(\\d+)\\.(\\d+)\\.(\\d+)")',
    'list[list[string]]: [["1", "2", "3"], ["4", "5", "6"]]',
  ],
  ['2.2.5', 're_sub("frame_001", r"\\d+", "002")', 'string: frame_002'],
  ['2.2.5', 're_escape("file[1].txt")', 'string: file\\[1\\]\\.txt'],
  ['2.2.6', 'repr_sh(["echo", "hello world"])', "string: echo 'hello world'"],
  ['2.2.6', 'repr_cmd("hello")', 'string: hello'],
  ['2.2.6', 'repr_cmd("a & b")', 'string: "a & b"'],
  ['2.2.6', 'repr_cmd("a ^ b")', 'string: "a ^^ b"'],
  ['2.2.6', 'repr_cmd("100%")', 'string: "100%%"'],
  ['2.2.6', `repr_cmd('say "hi"')`, 'string: "say ^"hi^""'],
  ['2.2.6', 'repr_cmd("hello!")', 'string: "hello^^!"'],
  // White space makes it a quoted text, and the line end is left out of it.
  ['2.2.6', 'repr_cmd("a\\nb")', 'string: "ab"'],
  ['2.2.6', 'repr_cmd(["echo", "hello & world"])', 'string: echo "hello & world"'],
  ['2.2.6', 'repr_pwsh(["a", "b"])', "string: @('a', 'b')"],
  ['2.2.6', `repr_pwsh("it's")`, "string: 'it''s'"],
  ['2.2.6', 'repr_pwsh(42)', 'string: 42'],
  ['2.2.6', 'repr_pwsh(true)', 'string: $true'],
  ['2.2.6', "repr_pwsh(range_expr('1-10'))", "string: '1-10'"],
  ['2.2.6', 'repr_py("hello\\nworld")', "string: 'hello\\nworld'"],
  ['2.2.6', 'repr_json([1, 2, 3])', 'string: [1, 2, 3]'],
  ['2.3.1', 'path("s3://bucket/dir/file.obj").parts', 'list[string]: ["s3://bucket", "dir", "file.obj"]'],
  ['2.3.1', 'path("s3://bucket/dir/file.obj").name', 'string: file.obj'],
  ['2.3.1', 'path("s3://bucket/dir/file.obj").parent', 'path: s3://bucket/dir'],
  ['2.3.1', 'path("s3://bucket/a//b/c").parts', 'list[string]: ["s3://bucket", "a", "", "b", "c"]'],
  ['2.3.2', "path('/projects/shot01/render.exr').with_name('output.png')", 'path: /projects/shot01/output.png'],
  ['2.3.2', "path('/projects/shot01/render.exr').with_stem('final')", 'path: /projects/shot01/final.exr'],
  ['2.3.2', "path('/projects/shot01/render.exr').with_suffix('.png')", 'path: /projects/shot01/render.png'],
  ['2.3.2', "path('/projects/shot01/render.exr').with_suffix('')", 'path: /projects/shot01/render'],
  ['2.3.2', 'path("/renders/shot_003.exr").with_number(72)', 'path: /renders/shot_072.exr'],
  ['2.3.2', 'path("/renders/shot_%04d.exr").with_number(72)', 'path: /renders/shot_0072.exr'],
  ['2.3.2', 'path("/renders/shot_%d.exr").with_number(72)', 'path: /renders/shot_72.exr'],
  ['2.3.2', 'path("/renders/shot_####.exr").with_number(72)', 'path: /renders/shot_0072.exr'],
  ['2.3.2', 'path("/renders/shot_######.exr").with_number(72)', 'path: /renders/shot_000072.exr'],
  ['2.3.2', "'file_###.exr'.with_number(10000)", 'string: file_10000.exr'],
  ['2.3.2', "'file_003.exr'.with_number(-1)", 'string: file_-01.exr'],
];

describe.each([...new Set(examples.map(([section]) => section))])('%s', (section) => {
  test.each(examples.filter((example) => example[0] === section))('%s: %s is %s', (_, expr, is) => {
    expect(outcome(expr)).toBe(is);
    expect(compiledOutcome(expr)).toBe(is);
  });
});

test('1.3.1: a target is for the result and never changes what is computed', () => {
  const target = parseType('list[string]')!;
  for (const run of [outcome, compiledOutcome]) {
    expect(run('sorted([10, 2])', {}, { target })).toBe('list[string]: ["2", "10"]');
    expect(run('sorted(Param.L)', { 'Param.L': ['list[int]', [10, 2]] }, { target })).toBe('list[string]: ["2", "10"]');
    expect(run('Param.L.sorted()', { 'Param.L': ['list[int]', [10, 2]] }, { target })).toBe(
      'list[string]: ["2", "10"]',
    );
  }
});
