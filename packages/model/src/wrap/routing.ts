import type { PathFormat, PathMappingRule, Value } from '@openjd/expr';
import type { WrapPhase } from '../dialect/dialect.js';
import type { Action, Environment, Step, Task, WrapHook } from '../job/job.js';

/** What a session is asked to run. */
export type ActionRequest =
  | { readonly phase: 'envEnter' | 'envExit'; readonly environment: Environment }
  | { readonly phase: 'taskRun'; readonly step: Step; readonly task: Task };

/** A hook on the way of an action: which environment's, and which field. */
export interface HookInChain {
  readonly environment: Environment;
  readonly hook: WrapHook;
}

/**
 * The router's answer (RFC 0008). `action` absent: the entity defines none, so nothing runs, no hook either.
 * `hooks` is the way the action takes, innermost first; empty: the action itself runs. The last hook is what runs.
 */
export interface Routing {
  readonly request: ActionRequest;
  readonly action?: Action;
  readonly hooks: readonly HookInChain[];
}

/** What the host tells about itself, so that an action can be resolved without touching the host. */
export interface HostContext {
  /** Absolute. */
  readonly workingDirectory: string;
  readonly pathFormat: PathFormat;
  /** In any order; the longest source is tried first. Give the same array while the rules are the same. */
  readonly pathMapping: readonly PathMappingRule[];
  /** Absolute path of the JSON file with the rules. */
  readonly pathMappingRulesFile: string;
  /** Variables that the session's environments defined so far (`variables` and `openjd_env`), in order of definition. */
  readonly definedVariables: readonly (readonly [name: string, value: string])[];
  /**
   * Where the file of this name of the script with this id is; the same answer for the same question. Without a
   * `filename` the host chooses one, which ends with `suffix`.
   */
  readonly filePath: (
    scriptId: string,
    fileName: string,
    filename: string | undefined,
    suffix: string | undefined,
  ) => string;
}

/** A file to write before the action starts. */
export interface ResolvedFile {
  readonly path: string;
  readonly text: string;
  readonly runnable: boolean;
}

/** Everything that a process needs: nothing symbolic is left. */
export interface ResolvedAction {
  readonly phase: WrapPhase;
  readonly command: string;
  readonly args: readonly string[];
  /** Whole seconds, with the default of the action's place (300 for exits); absent: no limit. Spec: 2023-09, 5. */
  readonly timeoutSeconds?: number;
  readonly cancelation: {
    readonly mode: 'TERMINATE' | 'NOTIFY_THEN_TERMINATE';
    /** 0 for TERMINATE. */
    readonly notifyPeriodInSeconds: number;
  };
  /** Of the wrapped action and of every hook in the chain. */
  readonly files: readonly ResolvedFile[];
  /** Values of `variables` of the environment that is being entered are resolved separately; see resolveVariables. */
  readonly hook?: {
    readonly environment: Environment;
    readonly field: string;
    /** What the dialect tells the hook of the action that it replaces, by symbol. */
    readonly symbols: ReadonlyMap<string, Value>;
  };
  /** The wrapped action's own command and arguments, where a hook runs. */
  readonly wrapped?: { readonly command: string; readonly args: readonly string[] };
}
