import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../document/limits.js';

/** Bounds that a caller sets on templates. The specification sets none of them; unlimited where the default says so. */
export interface TemplateLimits extends DocumentLimits {
  /** Steps of a job template. Default: unlimited. */
  readonly steps: number;
  /** Environments in one list: `jobEnvironments`, or `stepEnvironments` of a step. Default: unlimited. */
  readonly environments: number;
  /** Characters of one embedded file's `data` or one simple action's `script`. Default: unlimited. */
  readonly scriptLength: number;
}

export const DEFAULT_TEMPLATE_LIMITS: TemplateLimits = {
  ...DEFAULT_DOCUMENT_LIMITS,
  steps: Number.POSITIVE_INFINITY,
  environments: Number.POSITIVE_INFINITY,
  scriptLength: Number.POSITIVE_INFINITY,
};
