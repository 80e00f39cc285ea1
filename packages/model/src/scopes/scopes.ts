import { Scope, type ScopeEntries, type ScopeSymbol, type Type, types } from '@openjd/expr';
import { phasesOf, symbolsFor, type WrapDialect, type WrapPhase } from '../dialect/dialect.js';
import type { Profile } from '../schema/profile.js';
import { jobParameterSymbols, taskParameterTypes } from './symbol-types.js';

/**
 * The symbols that format strings may refer to, for each place of a template. The rules check with these scopes and
 * `createJob` compiles with them, so that the two cannot differ. Spec: 2023-09, 3.6.2 and 7.3.1.
 */
export interface JobScopes {
  /** The job's own name. */
  readonly name: Scope;
  /** What is resolved when the job is created. */
  readonly create: Scope;
  /** What is resolved on the host. */
  readonly host: Scope;
}

/** The scopes of one step. `let` of the step is in all of them, if its bindings were given. */
export interface StepScopes {
  readonly create: Scope;
  /** The step's environments; without the symbols of tasks. */
  readonly environment: Scope;
  /** The `let` of environments' scripts in the step, where `Step.Name` is not known. */
  readonly environmentLet: Scope;
  /** The script: command, arguments, files and `let`. */
  readonly task: Scope;
}

/** The scopes of one environment. */
export interface EnvironmentScopes {
  /** `timeout` and `notifyPeriodInSeconds`, which are resolved when the job is created. */
  readonly create: Scope;
  /** `variables`. */
  readonly variables: Scope;
  /** The `let` of its script. */
  readonly let: Scope;
  /** Actions and embedded files, before the script's `let`. */
  readonly script: Scope;
}

interface NamedType {
  readonly name: string;
  readonly type: string;
}

/** The scopes outside of steps. `parameterDefinitions` are those of the template. */
export function jobScopes(profile: Profile, parameterDefinitions: readonly NamedType[] = []): JobScopes {
  const { symbols } = profile;
  // @spec HJC-raw-param-scope
  const name = new Scope(() => parameterEntries(parameterDefinitions, false));
  // @spec TS-3.6.2-job-and-step-name TS-7.3.1-job-name
  const create = symbols.job.size > 0 ? name.child(symbols.job) : name;
  // @spec HJC-param-path-scope HJC-session-scope TS-3.5-scope-job-parameters TS-3.5-scope-session
  const host = create.child(
    () => ({
      ...parameterEntries(parameterDefinitions, true),
      // @spec TS-7.3.1-session EL-1.2.2-session-symbols
      'Session.WorkingDirectory': types.path,
      'Session.PathMappingRulesFile': types.path,
      // @spec HJC-has-path-mapping-rules TS-7.3.1-has-path-mapping-rules HJR-has-rules
      'Session.HasPathMappingRules': types.string,
      ...Object.fromEntries([...symbols.host].map(([symbol, { type }]) => [symbol, type])),
    }),
    { hostContext: true },
  );
  return { name, create, host };
}

/**
 * The symbols of parameters that only the host knows, or those that are known when the job is created.
 * @spec TS-2.1-references TS-2.3-references TS-2.4-references TS-7.3.1-value-references
 */
function parameterEntries(definitions: readonly NamedType[], hostOnly: boolean): ScopeEntries {
  const entries: Record<string, Type> = {};
  for (const { name, type } of definitions) {
    const symbols = jobParameterSymbols(type.toUpperCase());
    // @spec TS-7.3.1-path-param
    if (symbols.hostOnly === hostOnly) entries[`Param.${name}`] = symbols.param;
    // @spec TS-7.3.1-raw-param
    if (!hostOnly) entries[`RawParam.${name}`] = symbols.raw;
  }
  return entries;
}

const NO_BINDINGS: ReadonlyMap<string, ScopeSymbol> = new Map();

/** What a step's scopes are made of; what is a function is asked when a scope needs it. */
export interface StepScopeParts {
  readonly profile: Profile;
  readonly taskParameters: () => readonly NamedType[];
  /** Names of the script's embedded files. */
  readonly files: () => readonly string[];
  /** What the step's `let` binds. */
  readonly bindings?: ReadonlyMap<string, ScopeSymbol>;
}

/** The scopes of a step, each made when it is first asked for: most steps use one or two. */
export function stepScopes(job: JobScopes, parts: StepScopeParts): StepScopes {
  return new LazyStepScopes(job, parts);
}

class LazyStepScopes implements StepScopes {
  readonly #job: JobScopes;
  readonly #parts: StepScopeParts;
  #create: Scope | undefined;
  #environment: Scope | undefined;
  #environmentLet: Scope | undefined;
  #task: Scope | undefined;

  constructor(job: JobScopes, parts: StepScopeParts) {
    this.#job = job;
    this.#parts = parts;
  }

  // @spec TS-3.6.2-step-let
  get create(): Scope {
    this.#create ??= this.#job.create.child(() => this.#stepEntries());
    return this.#create;
  }

  get environment(): Scope {
    this.#environment ??= this.#job.host.child(() => this.#stepEntries());
    return this.#environment;
  }

  // @spec TS-3.6.2-environment-let TS-3.6.2-job-and-step-name
  get environmentLet(): Scope {
    this.#environmentLet ??= this.#job.host.child(this.#parts.bindings ?? NO_BINDINGS);
    return this.#environmentLet;
  }

  // @spec TS-3.5-scope-task TS-3.6.2-script-let TS-3.6.2-task-parameters HJC-task-param-scope
  get task(): Scope {
    this.#task ??= this.environment.child(() => this.#taskEntries());
    return this.#task;
  }

  // @spec TS-3.5-scope-let TS-3.6.2-step-names TS-3.6.2-job-and-step-name TS-7.3.1-step-name
  #stepEntries(): ScopeEntries {
    const { profile, bindings = NO_BINDINGS } = this.#parts;
    return new Map<string, ScopeSymbol>([...profile.symbols.step, ...bindings]);
  }

  // @spec TS-3.4-substituted TS-3.5-scope-task
  #taskEntries(): ScopeEntries {
    const entries: Record<string, Type> = {};
    // @spec TS-3.4.1.1-references TS-3.4.1.2-references TS-3.4.1.3-references TS-3.4.1.5-references
    // @spec TS-7.3.1-task-param RFC0001-names EL-1.2.2-task-parameter-types
    for (const { name, type } of this.#parts.taskParameters()) {
      const { param, raw } = taskParameterTypes(type.toUpperCase());
      entries[`Task.Param.${name}`] = param;
      entries[`Task.RawParam.${name}`] = raw;
    }
    // @spec TS-6.1-task-file TS-7.3.1-task-file EL-1.2.2-file-symbols
    for (const file of this.#parts.files()) entries[`Task.File.${file}`] = types.path;
    return entries;
  }
}

/**
 * The scopes of an environment of a job or of a template (`step` absent), or of a step.
 * `files` are the names of its script's embedded files.
 * @spec TS-4-scopes
 */
export function environmentScopes(
  job: JobScopes,
  step: StepScopes | undefined,
  files: readonly string[],
): EnvironmentScopes {
  const entries: Record<string, Type> = {};
  // @spec HJC-env-file-scope TS-3.6.2-file-paths TS-6.1-env-file TS-7.3.1-env-file EL-1.2.2-file-symbols
  for (const file of files) entries[`Env.File.${file}`] = types.path;
  const variables = step?.environment ?? job.host;
  return {
    create: step?.create ?? job.create,
    variables,
    // @spec TS-3.6.2-environment-let
    let: (step?.environmentLet ?? job.host).child(entries),
    script: variables.child(entries),
  };
}

/** What a wrap hook for these phases sees besides what its environment's actions see. Spec: 2023-09, 4.3.1. */
export function hookSymbols(dialect: WrapDialect, phases: readonly WrapPhase[]): ScopeEntries {
  return Object.fromEntries(symbolsFor(dialect, phases).map(({ symbol, type }) => [symbol.name, type]));
}

/** The scopes of the actions of one environment. */
export interface EnvironmentActionScopes {
  readonly host: Scope;
  /** Of `timeout`, `notifyPeriodInSeconds` and a deferred `mode`: it has a hook's symbols too, which forwards them. */
  readonly create: Scope;
  readonly isHook: boolean;
}

/**
 * The scopes of the action in this field of EnvironmentActions, a hook's with its symbols. `host` has the `let`.
 * @spec TS-4-hook-symbols RFC0008-symbol-scope
 */
export function environmentActionScopes(
  field: string,
  host: Scope,
  create: Scope,
  dialect: WrapDialect | undefined,
): EnvironmentActionScopes {
  if (dialect === undefined) return { host, create, isHook: false };
  const phases = phasesOf(dialect, field);
  if (phases.length === 0) {
    const own = dialect.ownTimeoutSymbol;
    return { host: own === undefined ? host : host.child({ [own]: OWN_TIMEOUT }), create, isHook: false };
  }
  const symbols = hookSymbols(dialect, phases);
  // @spec RFC0008-cancelation-forwarding
  return { host: host.child(symbols), create: create.child(symbols), isHook: true };
}

const OWN_TIMEOUT = types.optional(types.int);

/**
 * The scope of an environment's embedded files: with all that any of its actions sees, where a dialect lets them.
 * @spec TS-4-hook-symbols RFC0008-symbol-scope
 */
export function environmentFileScope(host: Scope, dialect: WrapDialect | undefined): Scope {
  if (dialect?.symbolsInEmbeddedFiles !== true) return host;
  const entries = Object.fromEntries(dialect.symbols.map(({ name, type }): [string, Type] => [name, type]));
  const own = dialect.ownTimeoutSymbol;
  return host.child(own === undefined ? entries : { ...entries, [own]: OWN_TIMEOUT });
}
