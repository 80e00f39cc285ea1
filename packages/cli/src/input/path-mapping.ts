import { type PathMappingRule, quoteText } from '@openjd/expr';
import type { TemplateDocument } from '@openjd/model';
import { documentProblem, failDocument, readDocumentArgument } from './documents.js';
import { isMap, pathMappingRule } from './path-mapping-rule.js';

const VERSION = 'pathmapping-1.0';

/**
 * Reads the argument of `--path-mapping-rules`: the document `pathmapping-1.0` of How Jobs Are Run, inline or as
 * `file://PATH`. Throws CommandFailure.
 */
export function readPathMappingRules(argument: string): PathMappingRule[] {
  const document = readDocumentArgument(argument, '--path-mapping-rules', 'path mapping file');
  const root = document.value;
  if (!isMap(root)) return reject(document, [], 'path mapping rules are a map with "version" and "path_mapping_rules"');
  if (root['version'] !== VERSION) {
    const found = root['version'];
    const message =
      found === undefined
        ? `the path mapping rules have no "version"; it is "${VERSION}"`
        : `the version of the path mapping rules is ${typeof found === 'string' ? quoteText(found) : 'no string'}; only "${VERSION}" is known`;
    return reject(document, found === undefined ? [] : ['version'], message);
  }
  const rules = root['path_mapping_rules'];
  if (!Array.isArray(rules)) {
    const path = rules === undefined ? [] : ['path_mapping_rules'];
    return reject(document, path, '"path_mapping_rules" is missing or is not a list');
  }
  return rules.map((rule, index) => {
    const read = pathMappingRule(rule);
    return typeof read === 'string' ? reject(document, ['path_mapping_rules', index], read) : read;
  });
}

function reject(document: TemplateDocument, path: readonly (string | number)[], message: string): never {
  return failDocument(document, [documentProblem(document, path, 'INVALID_PATH_MAPPING_RULES', message)]);
}
