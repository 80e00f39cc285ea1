import { type PathMappingRule, sortPathMappingRules } from '@openjd/expr';
import type { HostContext } from './routing.js';

/** Sessions without rules share this, so that what one has compiled serves them all. */
const NO_RULES: readonly PathMappingRule[] = [];

const sortedRules = new WeakMap<readonly PathMappingRule[], readonly PathMappingRule[]>();

/** Rules are tried from the longest source on. Sorted once, so that the host stays the same for its evaluators. */
export function withSortedRules(host: HostContext): HostContext {
  const { pathMapping } = host;
  if (pathMapping.length === 0) return { ...host, pathMapping: NO_RULES };
  let sorted = sortedRules.get(pathMapping);
  if (sorted === undefined) {
    sorted = sortPathMappingRules(pathMapping);
    sortedRules.set(pathMapping, sorted);
  }
  return { ...host, pathMapping: sorted };
}
