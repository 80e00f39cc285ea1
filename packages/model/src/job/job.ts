import type { SymbolTable, Value } from '@openjd/expr';
import type { WrapDialect, WrapPhase } from '../dialect/dialect.js';
import type { TemplatePlace } from '../faults/place.js';
import type { Fact } from '../schema/fact.js';
import type { FileData } from '../schema/file-kind.js';
import type { HostString, LetBinding } from '../schema/host-expression.js';
import type { JobParameterType } from '../schema/parameter-types.js';
import type { Profile } from '../schema/profile.js';
import type { ParameterSpace, TaskParameterValue } from './parameter-space.js';

/** A job parameter with the value that it has in this job: `RawParam.<name>`, before path mapping. */
export interface JobParameter {
  readonly name: string;
  readonly type: JobParameterType;
  /** Of the type of `RawParam.<name>`: a path is a string. */
  readonly value: Value;
  readonly description?: string;
}

/** Spec: 2023-09, 5.3. `mode` is a HostString only with FEATURE_BUNDLE_1. */
export interface CancelationMethod {
  readonly mode: 'TERMINATE' | 'NOTIFY_THEN_TERMINATE' | HostString;
  readonly notifyPeriodInSeconds?: number | HostString;
}

/** Spec: 2023-09, 5. */
export interface Action {
  readonly command: HostString;
  readonly args: readonly HostString[];
  /** Whole seconds. A HostString only with FEATURE_BUNDLE_1 or where a proposal allows it. */
  readonly timeout?: number | HostString;
  readonly cancelation?: CancelationMethod;
  /** What extensions brought to it. */
  readonly facts: readonly Fact[];
  readonly place: TemplatePlace;
}

/** Spec: 2023-09, 6. */
export interface EmbeddedFile {
  readonly name: string;
  /** Base name; absent: the runtime chooses one. */
  readonly filename?: string;
  /** The end of the name that the runtime chooses. */
  readonly suffix?: string;
  readonly runnable: boolean;
  /** Absent without FEATURE_BUNDLE_1: the text is written exactly as it is. */
  readonly endOfLine?: 'AUTO' | 'LF' | 'CRLF';
  readonly data: FileData;
}

/** A script's parts that its actions share. `fileScope` is `Task` or `Env`: the first part of the files' symbols. */
export interface Script {
  readonly fileScope: 'Task' | 'Env';
  readonly let: readonly LetBinding[];
  readonly embeddedFiles: readonly EmbeddedFile[];
}

/** The wrap hooks of one environment, as its template's dialect reads them. */
export interface WrapHooks {
  readonly dialect: WrapDialect;
  readonly hooks: Readonly<Partial<Record<WrapPhase, WrapHook>>>;
}

export interface WrapHook {
  /** The field that holds it, for example `onWrapTaskRun`. */
  readonly field: string;
  readonly action: Action;
}

export interface EnvironmentScript extends Script {
  readonly onEnter?: Action;
  readonly onExit?: Action;
  readonly wrap?: WrapHooks;
}

export interface StepScript extends Script {
  readonly onRun: Action;
}

/** Where an environment was defined. */
export type EnvironmentOrigin =
  | { readonly kind: 'environmentTemplate'; readonly source: string }
  | { readonly kind: 'job' }
  | { readonly kind: 'step'; readonly step: string };

/** An environment of a job. Spec: 2023-09, 4. */
export interface Environment {
  /** Unique in the job, stable for one template: `env:0`, `job:1`, `step:Render:0`. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly origin: EnvironmentOrigin;
  /**
   * The profile of the template that brought it: its own extensions hold for what it brings.
   * @spec RFC0008-job-without-extension
   */
  readonly profile: Profile;
  readonly variables: readonly { readonly name: string; readonly value: HostString }[];
  readonly script?: EnvironmentScript;
  /** Of the job: what `Param.*` and `RawParam.*` are made of. */
  readonly parameters: readonly JobParameter[];
  readonly place: TemplatePlace;
  /** What was known of its symbols when the job was made; `Param.<name>` of a path is added by the host. */
  readonly symbols: SymbolTable;
}

/** A step of a job. Spec: 2023-09, 3. */
export interface Step {
  readonly name: string;
  readonly description?: string;
  readonly dependencies: readonly string[];
  /** Inside the job's environments, outermost first. */
  readonly environments: readonly Environment[];
  readonly hostRequirements?: HostRequirements;
  readonly parameterSpace: ParameterSpace;
  readonly script: StepScript;
  /** Of the job: what `Param.*` and `RawParam.*` are made of. */
  readonly parameters: readonly JobParameter[];
  readonly profile: Profile;
  readonly symbols: SymbolTable;
}

/** Spec: 2023-09, 3.3, with every format string resolved. */
export interface HostRequirements {
  readonly amounts: readonly { readonly name: string; readonly min?: number; readonly max?: number }[];
  readonly attributes: readonly {
    readonly name: string;
    readonly anyOf?: readonly string[];
    readonly allOf?: readonly string[];
  }[];
}

/** One task: a step's action with one point of its parameter space. */
export interface Task {
  readonly step: string;
  readonly parameters: ReadonlyMap<string, TaskParameterValue>;
}

/** A job, made by `createJob` from a job template, environment templates and parameter values. */
export interface Job {
  readonly name: string;
  readonly description?: string;
  readonly parameters: readonly JobParameter[];
  /** Around every step, outermost first: the environment templates' in the order given, then `jobEnvironments`. */
  readonly environments: readonly Environment[];
  readonly steps: readonly Step[];
  /** Names of the draft proposals that the templates use; reports and runs name them. */
  readonly proposals: readonly string[];
}
