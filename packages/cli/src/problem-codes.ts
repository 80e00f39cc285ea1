/** Codes of the command line's own problems; `docs/problems-cli.md` has one row for each. */
export const CLI_PROBLEM_CODES = [
  'FILE_NOT_FOUND',
  'FILE_NOT_READABLE',
  'FILE_NOT_WRITABLE',
  'FILE_TOO_LARGE',
  'NOT_A_FILE',
  'NO_FILE_MATCHES',
  'INVALID_PARAMETER_ARGUMENT',
  'INVALID_PATH_MAPPING_RULES',
  'INVALID_REQUEST',
  'INVALID_TASKS',
  'UNKNOWN_STEP',
  'UNKNOWN_TASK_PARAMETER',
  'MISSING_TASK_PARAMETER',
  'TASK_NOT_IN_SPACE',
  'UNKNOWN_USER',
  'UNKNOWN_GROUP',
] as const;

export type CliProblemCode = (typeof CLI_PROBLEM_CODES)[number];
