/** A template to check, without the case's answers: neither its file's name nor its metadata. */
export interface TemplateInput {
  readonly text: string;
  readonly format: 'yaml' | 'json';
}

/** A job to run. The texts are as they were written: `1.0` is not `1`. */
export interface JobInput {
  /** YAML. */
  readonly template: string;
  /** A YAML map from the names of job parameters to their values. */
  readonly parameters?: string;
  /** YAML environment templates, the outermost first. */
  readonly environments: readonly string[];
  /** Rules as the document `pathmapping-1.0` of How Jobs Are Run has them. */
  readonly pathMapping?: readonly unknown[];
}

/** A problem that a runtime told with a rejection. */
export interface ReportedProblem {
  readonly phase?: string | undefined;
  readonly code?: string | undefined;
  readonly message: string;
}

/** How a call of a runtime ended. `output` is what the runtime and the actions printed, in order. */
export type Outcome =
  /** A command line gave an exit status. */
  | { readonly kind: 'exited'; readonly status: number; readonly output: string }
  /** An adapter gave an answer: whether the template was accepted, the job succeeded. */
  | {
      readonly kind: 'answered';
      readonly accepted: boolean;
      readonly output: string;
      /** Of the processes that ended, in that order. */
      readonly exitCodes?: readonly number[];
      readonly problems?: readonly ReportedProblem[];
    }
  /** The runtime says that it cannot do this and does not claim to. */
  | { readonly kind: 'unsupported'; readonly reason: string }
  /** It broke: an exception, a process that ended while it was asked. */
  | { readonly kind: 'crashed'; readonly reason: string; readonly output: string }
  /** It said something that is no answer. */
  | { readonly kind: 'garbage'; readonly reason: string; readonly output: string }
  | { readonly kind: 'signaled'; readonly signal: string; readonly output: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number; readonly output: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'not-started'; readonly reason: string; readonly output?: string };

export interface CallOptions {
  /** The folder of this call; the runtime may write to it, and nothing else does. Absolute. */
  readonly workingDirectory: string;
  /** Added to this process's own environment, for the runtime and its actions. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  /** Draft proposals that are switched on. Default: none. */
  readonly enableProposals?: readonly string[];
  /** Ends the call as its time limit does; the outcome is `interrupted`. */
  readonly signal?: AbortSignal;
}

/** What a runtime says of itself. */
export interface RuntimeFacts {
  readonly name: string;
  readonly version?: string;
  /** Names of extensions that it does not claim to have; cases of these are `unsupported`. */
  readonly unsupportedExtensions: readonly string[];
}

/** What the suite asks of a runtime. Calls may overlap. */
export interface Runtime {
  /** How it was named on the command line. */
  readonly name: string;
  /** Whether `check` is answered by a process that lives on, so that there is nothing to look for after each. Default: false. */
  readonly checksInOneProcess?: boolean;
  /**
   * Asks who it is. Called once, before all else.
   * @param timeLimitMs where it is shorter than the time that the runtime is given for this anyway
   */
  describe(timeLimitMs?: number): Promise<RuntimeFacts>;
  check(template: TemplateInput, options: CallOptions): Promise<Outcome>;
  run(job: JobInput, options: CallOptions): Promise<Outcome>;
  /** Ends it. Called once, after all else. */
  stop?(): Promise<void>;
}
