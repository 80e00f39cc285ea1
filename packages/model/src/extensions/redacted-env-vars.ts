import type { Extension } from './extension.js';

/** RFC 0003: `openjd_redacted_env` sets a variable and hides its value. It changes nothing in templates. */
export const REDACTED_ENV_VARS: Extension = {
  name: 'REDACTED_ENV_VARS',
  rfcs: ['0003'],
  // @spec RFC0003-without-extension-not-set
  abilities: { redactedEnvVars: true },
};
