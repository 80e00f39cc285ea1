export type { HookForm, HookSymbol, WrapDialect, WrapPhase, WrappedFacts } from './dialect/dialect.js';
export { WRAP_ACTIONS } from './dialect/wrap-actions.js';
export { TemplateDocument } from './document/document.js';
export { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from './document/limits.js';
export { type ParseDocumentOptions, parseDocument } from './document/parse-document.js';
export type { DocumentValue } from './document/value.js';
export type { Extension } from './extensions/extension.js';
export { profileFor, widestProfile } from './extensions/profile-for.js';
export type { AmountRange, Proposal } from './extensions/proposal.js';
export { ACCEPTED_EXTENSIONS, DRAFT_PROPOSALS, EXTENSIONS, PROPOSALS } from './extensions/registry.js';
export { JOB_PROBLEM_CODES, type JobProblemCode } from './faults/job-problem-codes.js';
export type { JobProblem } from './faults/job-result.js';
export { formatPath, jsonPointer } from './faults/paths.js';
export type { TemplatePlace } from './faults/place.js';
export { MODEL_PROBLEM_CODES, type ModelProblemCode } from './faults/problem-codes.js';
export type { ModelProblem, Result } from './faults/result.js';
export { type CreateJobOptions, createJob } from './job/create-job.js';
export { describeOrigin } from './job/describe.js';
export type {
  Action,
  CancelationMethod,
  EmbeddedFile,
  Environment,
  EnvironmentOrigin,
  EnvironmentScript,
  HostRequirements,
  Job,
  JobParameter,
  Script,
  Step,
  StepScript,
  Task,
  WrapHook,
  WrapHooks,
} from './job/job.js';
export type { JobLimits } from './job/job-limits.js';
export {
  type Capabilities,
  type HostMatch,
  matchHostRequirements,
  type UnmetRequirement,
} from './job/match-host-requirements.js';
export type {
  ChunkSettings,
  ParameterSpace,
  RangeConstraint,
  TaskParameterSet,
  TaskParameterType,
  TaskParameterValue,
  TaskSource,
} from './job/parameter-space.js';
export { checkSessionStack } from './job/session-stack.js';
export { buildParameterSpace, type TaskParameter } from './job/space/build.js';
export type { ExtensionOptions } from './rules/extensions.js';
export { DEFAULT_TEMPLATE_LIMITS, type TemplateLimits } from './rules/template-limits.js';
export type { Fact, FailedEnd } from './schema/fact.js';
export type { FormatStrings } from './schema/format-strings.js';
export type * as Template from './schema/generated/template-types.js';
export type { EnvironmentTemplate, JobTemplate } from './schema/generated/template-types.js';
export type { ExpressionHost, HostExpression, HostString, LetBinding } from './schema/host-expression.js';
export { type JsonSchema, jsonSchemaOf } from './schema/json-schema.js';
export { BASE_LIMITS, type LimitName, type Limits } from './schema/limits.js';
export type { JobParameterInput, JobParameterType } from './schema/parameter-types.js';
export type { Profile } from './schema/profile.js';
export { SPECIFICATION_VERSIONS } from './schema/roots.js';
export { type Combination, parseCombination } from './scopes/combination.js';
export {
  type EnvironmentScopes,
  environmentScopes,
  hookSymbols,
  type JobScopes,
  jobScopes,
  type StepScopes,
  stepScopes,
} from './scopes/scopes.js';
export { buildStepGraph, type GraphStep, type StepGraph } from './scopes/step-graph.js';
export { type FormatTemplateOptions, formatTemplate } from './template/format-template.js';
export {
  type ParsedEnvironmentTemplate,
  type ParsedJobTemplate,
  type ParsedTemplate,
  type ParseTemplateOptions,
  parseEnvironmentTemplate,
  parseJobTemplate,
  parseTemplate,
  validateTemplate,
} from './template/parse-template.js';
export { failureFacts } from './wrap/failure-facts.js';
export { type PlannedAction, type PlanOptions, planSession } from './wrap/plan.js';
export { resolveAction } from './wrap/resolve.js';
export { route } from './wrap/router.js';
export type {
  ActionRequest,
  HookInChain,
  HostContext,
  ResolvedAction,
  ResolvedFile,
  Routing,
} from './wrap/routing.js';
export { resolveVariables } from './wrap/variables.js';
