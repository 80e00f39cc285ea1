import { type Type, types } from '@openjd/expr';

/** Which of an inner entity's actions a hook stands in for. */
export type WrapPhase = 'envEnter' | 'taskRun' | 'envExit';

export const WRAP_PHASES: readonly WrapPhase[] = ['envEnter', 'taskRun', 'envExit'];

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
  /** Of the value in these phases. */
  readonly type: Type;
  /** A hook that serves other phases besides sees null there; a hook that serves none of these does not see it. */
  readonly phases: readonly WrapPhase[];
  readonly fact: keyof WrappedFacts;
  /** How the fact's values are written. Default: as they are. */
  readonly spelling?: Readonly<Record<string, string>>;
}

/** One way to write hooks: which field of EnvironmentActions holds the hook for a phase. One field may serve several. */
export interface HookForm {
  readonly fields: Readonly<Partial<Record<WrapPhase, string>>>;
  /** Whether an environment that defines one of the fields must define all. */
  readonly allOrNothing: boolean;
}

/**
 * How one proposal or the accepted text writes wrapping: a table and no code paths. The router, the rules and
 * `openjd explain` read it; adding a dialect adds a table.
 */
export interface WrapDialect {
  /** `WRAP_ACTIONS` for the accepted one, else the proposal's name. */
  readonly name: string;
  /** Where there are several, an environment uses one of them. */
  readonly forms: readonly HookForm[];
  /** Environments with hooks in one session. */
  readonly maximumLayers: number;
  /** Whether hook symbols may stand in embedded files; such a file is written for hooks alone. */
  readonly symbolsInEmbeddedFiles: boolean;
  readonly symbols: readonly HookSymbol[];
  /** The symbol under which `onEnter` and `onExit` see the timeout that applies to themselves; absent: there is none. */
  readonly ownTimeoutSymbol?: string;
  /** Whether hooks need the expression language (EXPR) where the extension itself does not. */
  readonly hooksNeedExpressions?: true;
}

/** What an extension changes in the dialect of another: lists are added to, all else is replaced. */
export type WrapDialectChanges = Partial<Omit<WrapDialect, 'name'>>;

export function extendDialect(dialect: WrapDialect, changes: WrapDialectChanges): WrapDialect {
  return {
    ...dialect,
    ...changes,
    forms: [...dialect.forms, ...(changes.forms ?? [])],
    symbols: [...dialect.symbols, ...(changes.symbols ?? [])],
  };
}

/** The fields of a form, each once. */
export function fieldsOf({ fields }: HookForm): readonly string[] {
  return [...new Set(Object.values(fields))];
}

/** The phases that a field is the hook for; none: it is no hook of this dialect. */
export function phasesOf(dialect: Pick<WrapDialect, 'forms'>, field: string): readonly WrapPhase[] {
  for (const { fields } of dialect.forms) {
    const phases = WRAP_PHASES.filter((phase) => fields[phase] === field);
    if (phases.length > 0) return phases;
  }
  return [];
}

/**
 * The symbols that a hook for these phases sees, with their types. One that only some of the phases have can be null.
 * Spec: 2023-09, 4.3.1.
 * @spec RFC0008-symbol-scope
 */
export function symbolsFor(
  dialect: WrapDialect,
  phases: readonly WrapPhase[],
): readonly { readonly symbol: HookSymbol; readonly type: Type }[] {
  return dialect.symbols
    .filter((symbol) => symbol.phases.some((phase) => phases.includes(phase)))
    .map((symbol) => {
      const isAlways = phases.every((phase) => symbol.phases.includes(phase));
      return { symbol, type: isAlways ? symbol.type : types.optional(symbol.type) };
    });
}

/** Names of all symbols that the dialect brings. */
export function dialectSymbolNames({ symbols, ownTimeoutSymbol: own }: WrapDialect): readonly string[] {
  const names = symbols.map(({ name }) => name);
  return own === undefined || names.includes(own) ? names : [...names, own];
}

/** Names of the dialect's symbols that the action in this field of EnvironmentActions sees. */
export function actionSymbolNames(dialect: WrapDialect, field: string): ReadonlySet<string> {
  const phases = phasesOf(dialect, field);
  if (phases.length > 0) return new Set(symbolsFor(dialect, phases).map(({ symbol }) => symbol.name));
  return new Set(dialect.ownTimeoutSymbol === undefined ? [] : [dialect.ownTimeoutSymbol]);
}

/** Whether one of the references is to this symbol. References hold properties too: `WrappedAction.Args.x`. */
export function usesSymbol(references: ReadonlySet<string>, symbol: string): boolean {
  if (references.has(symbol)) return true;
  for (const reference of references) if (reference.startsWith(`${symbol}.`)) return true;
  return false;
}
