import { EXPR } from './expr.js';
import type { Extension } from './extension.js';
import { FEATURE_BUNDLE_1 } from './feature-bundle-1.js';
import { REDACTED_ENV_VARS } from './redacted-env-vars.js';
import { TASK_CHUNKING } from './task-chunking.js';
import { WRAP_ACTIONS } from './wrap-actions.js';

/** Every extension and draft proposal of revision 2023-09 that this package knows, in the order of the specification. */
export const EXTENSIONS: readonly Extension[] = [
  TASK_CHUNKING,
  REDACTED_ENV_VARS,
  FEATURE_BUNDLE_1,
  EXPR,
  WRAP_ACTIONS,
];

/** Names of the accepted extensions. */
export const ACCEPTED_EXTENSIONS: readonly string[] = EXTENSIONS.filter(
  (extension) => extension.status === 'accepted',
).map((extension) => extension.name);

/** Names of the draft proposals; each works only where the caller switches it on. */
export const DRAFT_PROPOSALS: readonly string[] = EXTENSIONS.filter((extension) => extension.status === 'draft').map(
  (extension) => extension.name,
);
