import { applyPathMapping } from '@openjd/expr';
import type { HostContext } from './routing.js';

/**
 * A path as the host sees it: the first rule that matches is applied, longest source first; without one the text stays
 * letter by letter. Spec: 2023-09, 7.3.1; How Jobs Are Run, Path Mapping.
 */
export function mapPath(text: string, host: HostContext): string {
  if (host.pathMapping.length === 0 || text === '') return text;
  const mapped = applyPathMapping(text, host.pathMapping, host.pathFormat).text;
  return mapped === applyPathMapping(text, [], host.pathFormat).text ? text : mapped;
}
