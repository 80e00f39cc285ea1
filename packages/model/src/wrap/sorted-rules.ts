import { type PathMappingRule, sortPathMappingRules } from '@openjd/expr';
import type { HostContext } from './routing.js';

const sortedRules = new WeakMap<readonly PathMappingRule[], readonly PathMappingRule[]>();

/** Rules are tried from the longest source on. Sorted once, so that the host stays the same for its evaluators. */
export function withSortedRules(host: HostContext): HostContext {
  const { pathMapping } = host;
  let sorted = sortedRules.get(pathMapping);
  if (sorted === undefined) {
    sorted = sortPathMappingRules(pathMapping);
    sortedRules.set(pathMapping, sorted);
  }
  return { ...host, pathMapping: sorted };
}
