export { type CreateJobOptions, createJob } from './job/create-job.js';
export { describeOrigin } from './job/describe.js';
export type {
  Action,
  CancelationMethod,
  EmbeddedFile,
  Environment,
  EnvironmentOrigin,
  EnvironmentScript,
  ExpressionHost,
  HostExpression,
  HostRequirements,
  HostString,
  Job,
  JobParameter,
  JobParameterInput,
  JobParameterType,
  LetBinding,
  Script,
  Step,
  StepScript,
  Task,
  TaskParameterValue,
  WrapHook,
  WrapHooks,
} from './job/job.js';
export type {
  ChunkSettings,
  ParameterSpace,
  RangeConstraint,
  TaskParameterSet,
  TaskParameterType,
  TaskSource,
} from './job/parameter-space.js';
export type { TemplatePlace } from './job/place.js';
export { JOB_PROBLEM_CODES, type JobProblemCode } from './job/problem-codes.js';
export type { JobProblem } from './job/result.js';
export { buildParameterSpace, type TaskParameter } from './job/space/build.js';
export { type Combination, parseCombination } from './job/space/combination.js';
export { buildStepGraph, type GraphStep, type StepGraph } from './job/step-graph.js';
export type { CheckedTemplate } from './job/template-reader.js';
export type { HookSymbol, WrapDialect, WrapPhase, WrappedFacts } from './wrap/dialect.js';
export { WRAP_ACTIONS } from './wrap/dialects/wrap-actions.js';
export { resolveAction, resolveVariables } from './wrap/resolve.js';
export { route } from './wrap/router.js';
export type {
  ActionRequest,
  HookInChain,
  HostContext,
  ResolvedAction,
  ResolvedFile,
  Routing,
} from './wrap/routing.js';
export { checkSessionStack } from './wrap/session-stack.js';
