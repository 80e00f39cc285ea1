import type { PathMappingRule } from '@openjd/expr';

/**
 * The content of the file that `Session.PathMappingRulesFile` names; without rules it is the empty object. Spec: How Jobs
 * Are Run, "Path Mapping"; 2023-09, 7.3.1.
 * @spec HJC-path-mapping-rules-file HJR-rules-file
 */
export function pathMappingRulesText(rules: readonly PathMappingRule[]): string {
  if (rules.length === 0) return '{}\n';
  const content = {
    version: 'pathmapping-1.0',
    path_mapping_rules: rules.map((rule) => ({
      source_path_format: rule.sourcePathFormat,
      source_path: rule.sourcePath,
      destination_path: rule.destinationPath,
    })),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
