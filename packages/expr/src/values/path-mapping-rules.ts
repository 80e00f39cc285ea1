import type { PathSegment } from '../problem.js';
import { quoteText } from '../quote.js';
import type { ExprProblem, Result } from '../result.js';
import { type PathMappingRule, sortPathMappingRules } from './path-mapping.js';

const FORMATS: ReadonlySet<unknown> = new Set(['POSIX', 'WINDOWS', 'URI']);
const KEYS: readonly string[] = ['source_path_format', 'source_path', 'destination_path'];

function problem(path: readonly PathSegment[], message: string, hint: string): ExprProblem {
  return { code: 'INVALID_ARGUMENT', phase: 'parse', message, path, hint };
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function readRule(json: unknown, path: readonly PathSegment[], problems: ExprProblem[]): PathMappingRule | undefined {
  if (!isRecord(json)) {
    problems.push(problem(path, 'A path mapping rule is not an object', `Give it the keys ${KEYS.join(', ')}`));
    return undefined;
  }
  const before = problems.length;
  for (const key of Object.keys(json)) {
    if (!KEYS.includes(key))
      problems.push(
        problem(
          [...path, key],
          `A path mapping rule has the unknown key ${quoteText(key)}`,
          `Its keys are ${KEYS.join(', ')}`,
        ),
      );
  }
  const { source_path_format: format, source_path: source, destination_path: target } = json;
  if (!FORMATS.has(format)) {
    problems.push(
      problem(
        [...path, 'source_path_format'],
        `${quoteText(String(format))} is no path format`,
        'Use "POSIX", "WINDOWS" or "URI"',
      ),
    );
  }
  for (const [key, value] of Object.entries({ source_path: source, destination_path: target })) {
    if (typeof value !== 'string' || value === '') {
      problems.push(
        problem([...path, key], `The ${key} of a path mapping rule is not a text`, 'Write a path that is not empty'),
      );
    }
  }
  if (problems.length > before) return undefined;
  return {
    sourcePathFormat: format as PathMappingRule['sourcePathFormat'],
    sourcePath: source as string,
    destinationPath: target as string,
  };
}

/**
 * Reads path mapping rules from parsed JSON: an object as in a session's rules file (`version`, `path_mapping_rules`;
 * the empty object has none), or the list of rules alone. The rules come out in the order in which they are tried.
 * Spec: How Jobs Are Run, Path Mapping. Problems have the code INVALID_ARGUMENT and the path of the faulty entry.
 */
export function parsePathMappingRules(json: unknown): Result<readonly PathMappingRule[]> {
  const problems: ExprProblem[] = [];
  let list: unknown = json;
  let path: readonly PathSegment[] = [];
  if (isRecord(json)) {
    if (json['version'] !== undefined && json['version'] !== 'pathmapping-1.0') {
      problems.push(
        problem(
          ['version'],
          `${quoteText(String(json['version']))} is no known version of path mapping rules`,
          'Use "pathmapping-1.0"',
        ),
      );
    }
    list = json['path_mapping_rules'] ?? [];
    path = ['path_mapping_rules'];
  }
  if (!Array.isArray(list)) {
    problems.push(
      problem(
        path,
        'Path mapping rules are not a list',
        'Write {"version": "pathmapping-1.0", "path_mapping_rules": [...]}',
      ),
    );
    return { ok: false, problems };
  }
  const rules = list.flatMap((rule, i) => readRule(rule, [...path, i], problems) ?? []);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: sortPathMappingRules(rules) };
}
