import type { Extension } from './extension.js';

/**
 * A draft that can be tried before it is accepted: everything that it changes, in one module. It works only where a
 * caller switches it on by name, and every report and run says so. Its text, cases and templates are in
 * `conformance/proposals/<name>`.
 */
export interface Proposal {
  /** As it is switched on: `wrap-task-run-a`. */
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** What templates declare and what that changes. Absent: templates stay as they are. */
  readonly extension?: Extension;
  /** A host may advertise an amount as a range; see `matchHostRequirements`. */
  readonly amountRanges?: true;
}
