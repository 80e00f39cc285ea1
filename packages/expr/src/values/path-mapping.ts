import { ExprPath, exprPath } from './path.js';
import { pathParts, relativePath } from './path-operations.js';
import { separator } from './path-parse.js';
import { isUri, uriJoin, uriRest } from './uri.js';
import type { PathFormat } from './value.js';

/** One rule of a session's path mapping. Spec: Expression Language, Path Mapping; How Jobs Are Run, Path Mapping. */
export interface PathMappingRule {
  readonly sourcePathFormat: 'POSIX' | 'WINDOWS' | 'URI';
  readonly sourcePath: string;
  readonly destinationPath: string;
}

/**
 * Rules in the order in which they are tried: longest source first, else as given. Spec: How Jobs Are Run, Path Mapping.
 * @spec HJR-longest-first
 */
export function sortPathMappingRules(rules: readonly PathMappingRule[]): PathMappingRule[] {
  return [...rules].sort((a, b) => b.sourcePath.length - a.sourcePath.length);
}

/** The components of a path after a rule's source; undefined where the rule does not match. */
function partsBelow(text: string, rule: PathMappingRule): readonly string[] | undefined {
  // @spec EL-0-path-mapping-uri
  if (rule.sourcePathFormat === 'URI') {
    const rest = isUri(text) ? uriRest(text, rule.sourcePath) : undefined;
    return rest?.split('/').slice(1);
  }
  if (isUri(text)) return undefined;
  const format = rule.sourcePathFormat === 'WINDOWS' ? 'windows' : 'posix';
  // @spec EL-0-path-mapping-filesystem
  const below = relativePath(exprPath(text, format), exprPath(rule.sourcePath, format));
  return below && pathParts(below);
}

function endsWithSeparator(text: string, rule: PathMappingRule): boolean {
  return text.endsWith('/') || (rule.sourcePathFormat === 'WINDOWS' && text.endsWith('\\'));
}

function destination(text: string, rule: PathMappingRule, parts: readonly string[], format: PathFormat): ExprPath {
  const base = rule.destinationPath;
  if (isUri(base)) return new ExprPath(uriJoin(base, parts), format);
  const mapped = exprPath([base, ...parts].join(separator(format)), format);
  // A separator at the end marks a directory, and stays.
  const slash = endsWithSeparator(text, rule) && !mapped.text.endsWith(separator(format)) ? separator(format) : '';
  return new ExprPath(mapped.text + slash, format);
}

/**
 * Applies the first rule that matches; without one the text is a path as it is. Rules match by whole components: those
 * of POSIX and WINDOWS sources as pathlib's `is_relative_to` does, those of URI sources by text up to a `/`. `rules` are
 * in the order of `sortPathMappingRules`; `format` is the host's. Spec: Expression Language, Path Mapping.
 * @spec HJR-first-match
 * @spec EL-2.3.2-apply-path-mapping
 */
export function applyPathMapping(text: string, rules: readonly PathMappingRule[], format: PathFormat): ExprPath {
  for (const rule of rules) {
    const parts = partsBelow(text, rule);
    if (parts !== undefined) return destination(text, rule, parts, format);
  }
  return exprPath(text, format);
}
