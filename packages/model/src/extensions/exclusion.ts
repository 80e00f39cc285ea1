import type { Extension } from './extension.js';

/** Whether two extensions cannot be declared in one template. One of the two says so. */
export function excludeEachOther(a: Extension, b: Extension): boolean {
  return a.excludes?.includes(b.name) === true || b.excludes?.includes(a.name) === true;
}
