import type { Type } from '@openjd/expr';

/** Which of an inner entity's actions a hook stands in for. */
export type WrapPhase = 'envEnter' | 'taskRun' | 'envExit';

/** What a hook is told of the action that it replaces. Each dialect names these facts in its own symbols. */
export interface WrappedFacts {
  readonly phase: WrapPhase;
  readonly command: string;
  readonly args: readonly string[];
  /** `KEY=value`, in order of definition. */
  readonly environment: readonly string[];
  /** Whole seconds; null: the wrapped action names none. */
  readonly timeout: number | null;
  /** null: the wrapped action declares no cancelation. */
  readonly cancelationMode: 'TERMINATE' | 'NOTIFY_THEN_TERMINATE' | null;
  /** Effective period with the wrapped action's default; null unless the mode is NOTIFY_THEN_TERMINATE. */
  readonly notifyPeriodInSeconds: number | null;
  /** The inner environment's name, for envEnter and envExit; else null. */
  readonly environmentName: string | null;
  /** The step's name, for taskRun; else null. */
  readonly stepName: string | null;
}

/** One symbol that a hook sees. */
export interface HookSymbol {
  readonly name: string;
  readonly type: Type;
  readonly phases: readonly WrapPhase[];
  readonly value: (facts: WrappedFacts) => string | number | null | readonly string[];
}

/**
 * How one proposal or the accepted text writes wrapping: a table and no code paths. The router, the rules and
 * `openjd explain` read it; adding a dialect adds a table.
 */
export interface WrapDialect {
  /** `WRAP_ACTIONS` for the accepted one, else the proposal's name. */
  readonly name: string;
  readonly extension: string;
  /** Which field of EnvironmentActions holds the hook for a phase. One field may serve several. */
  readonly fields: Readonly<Partial<Record<WrapPhase, string>>>;
  /** Whether an environment that defines one of the fields must define all. */
  readonly allOrNothing: boolean;
  /** Environments with hooks in one session. */
  readonly maximumLayers: number;
  /** Whether `<Action>` has `runOnHost`. */
  readonly runOnHost: boolean;
  /** Whether hook symbols may stand in embedded files. */
  readonly symbolsInEmbeddedFiles: boolean;
  readonly symbols: readonly HookSymbol[];
}
