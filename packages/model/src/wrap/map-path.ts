import { formatValue, library } from '@openjd/expr';
import type { HostContext } from './routing.js';

const applyPathMapping = library.find((row) => row.name === 'apply_path_mapping')!.call;

/**
 * A path as the host sees it: the first rule that matches is applied, longest source first; without one the text stays
 * letter by letter. The function of the expression language says it, so that `Param.P` and
 * `apply_path_mapping(RawParam.P)` agree. Spec: 2023-09, 7.3.1; How Jobs Are Run, Path Mapping.
 */
export function mapPath(text: string, host: HostContext): string {
  if (host.pathMapping.length === 0 || text === '') return text;
  const context = { ...host, countOperations: () => undefined, reserveMemory: () => undefined };
  const unmapped = formatValue(applyPathMapping({ ...context, pathMapping: [] }, text));
  const mapped = formatValue(applyPathMapping(context, text));
  return mapped === unmapped ? text : mapped;
}
