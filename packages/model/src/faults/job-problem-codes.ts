/**
 * Codes of problems that are found when a job is made, beyond those of templates (`MODEL_PROBLEM_CODES`) and of
 * expressions. A code, once published, keeps its meaning. `docs/problems-job.md` has one row for each.
 */
export const JOB_PROBLEM_CODES = [
  'PARAMETER_CONFLICT',
  'UNKNOWN_PARAMETER',
  'MISSING_PARAMETER',
  'INVALID_PARAMETER_VALUE',
  'PATH_OUTSIDE_TEMPLATE',
] as const;

/** The closed list of the codes that `createJob` adds. */
export type JobProblemCode = (typeof JOB_PROBLEM_CODES)[number];
