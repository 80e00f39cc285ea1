import { describe, expect, it } from 'vitest';
import { lookup } from '../src/library/index.js';
import { formatValue } from '../src/values/format.js';
import { applyPathMapping, type PathMappingRule, sortPathMappingRules } from '../src/values/path-mapping.js';
import { parsePathMappingRules } from '../src/values/path-mapping-rules.js';
import type { PathFormat } from '../src/values/value.js';
import { callValues, contextOf } from './library-support.js';

const rule = (
  sourcePathFormat: PathMappingRule['sourcePathFormat'],
  sourcePath: string,
  destinationPath: string,
): PathMappingRule => ({
  sourcePathFormat,
  sourcePath,
  destinationPath,
});

function mapped(text: string, rules: readonly PathMappingRule[], format: PathFormat = 'posix'): string {
  return applyPathMapping(text, sortPathMappingRules(rules), format).text;
}

describe('apply_path_mapping', () => {
  it('gives the result of RFC 0006', () => {
    const pathMapping = [rule('WINDOWS', 'C:\\studio', '/mnt/studio')];
    expect(formatValue(callValues('apply_path_mapping', ['C:\\studio\\project\\output'], { pathMapping }))).toBe(
      '/mnt/studio/project/output',
    );
  });

  it('is for hosts only and takes no path', () => {
    const [row] = lookup('apply_path_mapping');
    expect(row!.hostOnly).toBe(true);
    expect(row!.parameters.map(({ type }) => type.name)).toEqual(['string']);
    expect(formatValue(row!.call(contextOf(), '/a/./b'))).toBe('/a/b');
  });
});

describe('path mapping rules', () => {
  it('match whole components', () => {
    const rules = [rule('POSIX', '/mnt/shared', '/new')];
    expect(mapped('/mnt/shared/a/b', rules)).toBe('/new/a/b');
    expect(mapped('/mnt/shared', rules)).toBe('/new');
    expect(mapped('/mnt/shared2/a', rules)).toBe('/mnt/shared2/a');
    expect(mapped('mnt/shared/a', rules)).toBe('mnt/shared/a');
    expect(mapped('/mnt\\shared/a', rules)).toBe('/mnt\\shared/a');
    expect(mapped('/MNT/shared/a', rules)).toBe('/MNT/shared/a');
  });

  it('are tried longest source first', () => {
    const rules = [rule('POSIX', '/a', '/short'), rule('POSIX', '/a/b/c', '/longest'), rule('POSIX', '/a/b', '/long')];
    expect(mapped('/a/b/c/d', rules)).toBe('/longest/d');
    expect(mapped('/a/b/x', rules)).toBe('/long/x');
    expect(mapped('/a/x', rules)).toBe('/short/x');
  });

  it('read Windows sources without regard to case and with either slash', () => {
    const rules = [rule('WINDOWS', 'C:\\Users\\me', '/home/me')];
    expect(mapped('c:\\users\\ME\\Docs\\x.txt', rules)).toBe('/home/me/Docs/x.txt');
    expect(mapped('C:/Users/me/x', rules)).toBe('/home/me/x');
    expect(mapped('D:\\Users\\me\\x', rules)).toBe('D:\\Users\\me\\x');
    expect(mapped('\\\\srv\\share\\x', [rule('WINDOWS', '\\\\srv\\share', '/mnt/share')])).toBe('/mnt/share/x');
  });

  it('write paths of the host', () => {
    expect(mapped('/mnt/a/b', [rule('POSIX', '/mnt', 'z:\\')], 'windows')).toBe('z:\\a\\b');
    expect(mapped('/other/b', [rule('POSIX', '/mnt', 'z:\\')], 'windows')).toBe('\\other\\b');
    expect(mapped('s3://b/x/y', [rule('URI', 's3://b', 'z:\\data')], 'windows')).toBe('z:\\data\\x\\y');
  });

  it('match URIs by text up to a slash', () => {
    const rules = [rule('URI', 's3://bucket/assets', '/mnt/assets')];
    expect(mapped('s3://bucket/assets/a/b.exr', rules)).toBe('/mnt/assets/a/b.exr');
    expect(mapped('s3://bucket/assets', rules)).toBe('/mnt/assets');
    expect(mapped('s3://bucket/assets2/a', rules)).toBe('s3://bucket/assets2/a');
    expect(mapped('S3://bucket/assets/a', rules)).toBe('S3://bucket/assets/a');
    expect(mapped('s3://bucket/a//b', [rule('URI', 's3://bucket', 's3://other/x')])).toBe('s3://other/x/a//b');
    expect(mapped('/bucket/assets', rules)).toBe('/bucket/assets');
    expect(mapped('s3://bucket/x', [rule('POSIX', 's3:', '/no')])).toBe('s3://bucket/x');
  });

  it('keep the separator at the end of a directory', () => {
    expect(mapped('/mnt/a/', [rule('POSIX', '/mnt', '/new')])).toBe('/new/a/');
    expect(mapped('C:\\a\\', [rule('WINDOWS', 'C:\\', '/new')])).toBe('/new/a/');
    expect(mapped('/mnt/', [rule('POSIX', '/mnt', '/')])).toBe('/');
  });
});

describe('parsePathMappingRules', () => {
  it('reads a rules file, the empty object and a list', () => {
    const entries = [
      { source_path_format: 'POSIX', source_path: '/a', destination_path: '/x' },
      { source_path_format: 'URI', source_path: 's3://bucket', destination_path: '/y' },
    ];
    const expected = [rule('URI', 's3://bucket', '/y'), rule('POSIX', '/a', '/x')];
    expect(parsePathMappingRules({ version: 'pathmapping-1.0', path_mapping_rules: entries })).toEqual({
      ok: true,
      value: expected,
    });
    expect(parsePathMappingRules(entries)).toEqual({ ok: true, value: expected });
    expect(parsePathMappingRules({})).toEqual({ ok: true, value: [] });
  });

  it.each([
    [5, []],
    [{ version: 'pathmapping-2.0' }, ['version']],
    [{ path_mapping_rules: {} }, ['path_mapping_rules']],
    [{ path_mapping_rules: [5] }, ['path_mapping_rules', 0]],
    [[{ source_path_format: 'VMS', source_path: '/a', destination_path: '/b' }], [0, 'source_path_format']],
    [[{ source_path_format: 'POSIX', source_path: '', destination_path: '/b' }], [0, 'source_path']],
    [[{ source_path_format: 'POSIX', source_path: '/a' }], [0, 'destination_path']],
    [[{ source_path_format: 'POSIX', source_path: '/a', destination_path: '/b', extra: 1 }], [0, 'extra']],
  ])('refuses rules %#', (json, path) => {
    const read = parsePathMappingRules(json);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.problems).toMatchObject([{ code: 'INVALID_ARGUMENT', phase: 'parse', path }]);
  });
});
