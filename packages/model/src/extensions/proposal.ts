import type { Extension } from './extension.js';

/** An amount that a fleet can provide: any from `min` to `max`, both included. */
export interface AmountRange {
  readonly min: number;
  readonly max: number;
}

/**
 * A draft that can be tried before it is accepted: everything that it changes, in one module. It works only where a
 * caller switches it on by name, and every report and run says so. Its text, cases and templates are in
 * `conformance/proposals/<name>`.
 */
export interface Proposal {
  /** As it is switched on: small letters and `-`. */
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** What templates declare and what that changes. Absent: templates stay as they are. */
  readonly extension?: Extension;
  /** Reads an advertised amount that is no number; undefined: it is nothing of this proposal. See `matchHostRequirements`. */
  readonly readAmount?: (advertised: unknown) => AmountRange | undefined;
  /**
   * Words that stand nowhere in the source without it, besides the names that it brings (its own, its extension's, its
   * fields, objects and symbols). A test looks for what is left of it where it is taken away.
   */
  readonly words?: readonly string[];
}
