/**
 * Codes of problems that a session finds while it runs, beyond those of expressions. A code, once published, keeps its
 * meaning. `docs/problems-sessions.md` has one row for each.
 */
export const SESSION_PROBLEM_CODES = [
  'COMMAND_NOT_FOUND',
  'COMMAND_NOT_EXECUTABLE',
  'WORKING_DIRECTORY_GONE',
  'SPAWN_FAILED',
  'COMMAND_TOO_LONG',
  'NUL_IN_COMMAND',
  'FILE_NOT_WRITTEN',
  'DIRECTIVE_MALFORMED',
  'WRONG_SESSION_STATE',
  'SESSION_NOT_STARTED',
  'NO_STATE_FOLDER',
  'SUDO_NOT_FOUND',
  'SUDO_REFUSED',
  'UNKNOWN_USER',
  'UNKNOWN_GROUP',
  'GROUP_NOT_ALLOWED',
  'UNKNOWN_STEP',
  'PLATFORM_NOT_SUPPORTED',
] as const;

/** The closed list of the codes that sessions add. */
export type SessionProblemCode = (typeof SESSION_PROBLEM_CODES)[number];
