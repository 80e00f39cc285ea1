import { quoteText, type SymbolTable, type Value, valueFromJs } from '@openjd/expr';
import {
  actionSymbolNames,
  dialectSymbolNames,
  type HookSymbol,
  phasesOf,
  symbolsFor,
  type WrapDialect,
  type WrapPhase,
  type WrappedFacts,
} from '../dialect/dialect.js';
import type { Result } from '../faults/job-result.js';
import type { Action } from '../job/job.js';
import { actionObject } from '../schema/profile.js';
import { resolveFiles } from './embedded-files.js';
import { type Evaluation, ResolutionFault } from './evaluate.js';
import { addLetBindings, hostSymbols, type ScriptOwner } from './host-symbols.js';
import {
  type ActionPlace,
  type DeclaredAction,
  EXIT_TIMEOUT_SECONDS,
  resolveFields,
  resolveTimeout,
} from './resolve-fields.js';
import type { ActionRequest, HookInChain, HostContext, ResolvedAction, ResolvedFile, Routing } from './routing.js';
import { withSortedRules } from './sorted-rules.js';

/**
 * Resolves what the router answered into a command that a process can run. Pure: it writes no file and looks at no
 * host. The wrapped action is resolved first and with its own symbols alone; then each hook on the way outwards, which
 * sees its environment's symbols and the facts of what it replaces. The last one is what runs.
 *
 * Problems have the phase `run` and name the action. Throws a RangeError for a routing without an action: the router
 * said that nothing runs. Spec: 2023-09, 4.3, 5 and 7.4; RFC 0008.
 */
export function resolveAction(routing: Routing, host: HostContext): Result<ResolvedAction> {
  if (routing.action === undefined) throw new RangeError('There is nothing to resolve, because nothing runs');
  try {
    return { ok: true, value: resolve(routing, routing.action, withSortedRules(host)) };
  } catch (error) {
    if (!(error instanceof ResolutionFault)) throw error;
    return { ok: false, problems: error.problems };
  }
}

function resolve(routing: Routing, action: NonNullable<Routing['action']>, host: HostContext): ResolvedAction {
  const { request, hooks } = routing;
  const owner = ownerOf(request);
  const place = placeOf(request);
  const evaluation = { host, symbols: hostSymbols(owner, host) };
  addLetBindings(owner, place.subject, evaluation);
  const dialect = owner.kind === 'environment' ? owner.environment.profile.wrapDialect : undefined;
  const field = request.phase === 'envEnter' ? 'onEnter' : 'onExit';
  const symbols = withOwnTimeout(evaluation, dialect, action, place, request.phase);
  const wrapped = resolveFields(action, place, { host, symbols });
  const files = resolveFiles(owner, place.subject, namesMissing(dialect, field), { host, symbols });
  let running = wrapped;
  let hook: ResolvedAction['hook'];
  for (const link of hooks) {
    const resolved = resolveHook(link, request, running, host);
    // @spec RFC0008-hook-cancelation RFC0008-hook-timeout RFC0008-wrapped-timeout-is-for-the-wrapper
    running = resolved.declared;
    files.push(...resolved.files);
    hook = { environment: link.environment, field: link.hook.field, symbols: resolved.facts };
  }
  const timeout = running.timeout ?? defaultTimeout(request.phase);
  return {
    phase: request.phase,
    command: running.command,
    args: running.args,
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    cancelation: running.cancelation ?? { mode: 'TERMINATE', notifyPeriodInSeconds: 0 },
    files,
    ...(hook === undefined ? {} : { hook, wrapped: { command: wrapped.command, args: wrapped.args } }),
  };
}

interface ResolvedHook {
  readonly declared: DeclaredAction;
  readonly files: readonly ResolvedFile[];
  readonly facts: ReadonlyMap<string, Value>;
}

/** Resolves a hook that replaces `inner`. */
function resolveHook(
  { environment, hook }: HookInChain,
  request: ActionRequest,
  inner: DeclaredAction,
  host: HostContext,
): ResolvedHook {
  const owner: ScriptOwner = { kind: 'environment', environment };
  const subject = `${hook.field} of environment ${quoteText(environment.name)}`;
  const { dialect } = environment.script!.wrap!;
  const shared: Evaluation = { host, symbols: hostSymbols(owner, host) };
  addLetBindings(owner, subject, shared);
  const facts = hookFacts(dialect, hook.field, request, inner, host);
  // On a layer of their own, after `let`: bindings are shared by all actions of the script and cannot see them.
  const symbols = shared.symbols.child(Object.fromEntries(facts));
  const { profile } = environment;
  const place = { subject, isOnRun: false, object: actionObject(profile, hook.field), profile };
  const declared = resolveFields(hook.action, place, { host, symbols });
  const missing = namesMissing(dialect, hook.field);
  return { declared, files: resolveFiles(owner, subject, missing, { host, symbols }), facts };
}

/** What the dialect tells the hook in this field, in the order of its table. */
function hookFacts(
  dialect: WrapDialect,
  field: string,
  request: ActionRequest,
  inner: DeclaredAction,
  host: HostContext,
): ReadonlyMap<string, Value> {
  const facts = factsOf(request, inner, host);
  return new Map(
    symbolsFor(dialect, phasesOf(dialect, field)).map(({ symbol, type }) => {
      const value = symbol.phases.includes(request.phase) ? spelled(symbol, facts) : null;
      return [symbol.name, valueFromJs(value, type)];
    }),
  );
}

/** Names of the dialect's symbols that the action in this field of EnvironmentActions does not see. */
function namesMissing(dialect: WrapDialect | undefined, field: string): readonly string[] {
  if (dialect === undefined) return [];
  const seen = actionSymbolNames(dialect, field);
  return dialectSymbolNames(dialect).filter((name) => !seen.has(name));
}

/** An environment's own action sees its own timeout where the dialect has a symbol for it. */
function withOwnTimeout(
  evaluation: Evaluation,
  dialect: WrapDialect | undefined,
  action: Action,
  place: ActionPlace,
  phase: WrapPhase,
): SymbolTable {
  const name = dialect?.ownTimeoutSymbol;
  if (name === undefined) return evaluation.symbols;
  const declared = resolveTimeout(action, place, evaluation);
  return evaluation.symbols.child({ [name]: declared ?? defaultTimeout(phase) ?? null });
}

/** Seconds that hold where no timeout is declared. @spec TS-4.3-onExit-timeout */
function defaultTimeout(phase: WrapPhase): number | undefined {
  return phase === 'envExit' ? EXIT_TIMEOUT_SECONDS : undefined;
}

function spelled({ fact, spelling }: HookSymbol, facts: WrappedFacts): WrappedFacts[keyof WrappedFacts] {
  const value = facts[fact];
  return spelling === undefined || value === null ? value : (spelling[String(value)] ?? value);
}

function factsOf(request: ActionRequest, inner: DeclaredAction, host: HostContext): WrappedFacts {
  const { cancelation } = inner;
  const isNotified = cancelation?.mode === 'NOTIFY_THEN_TERMINATE';
  return {
    phase: request.phase,
    // @spec TS-4.3.1-command RFC0008-wrapped-command
    command: inner.command,
    // @spec TS-4.3.1-args RFC0008-wrapped-args
    args: inner.args,
    // @spec TS-4.3.1-environment RFC0008-wrapped-environment-variables
    environment: host.definedVariables.map(([name, value]) => `${name}=${value}`),
    // @spec TS-4.3.1-timeout RFC0008-timeout-symbol
    timeout: inner.timeout ?? null,
    // @spec TS-4.3.1-cancelation-mode RFC0008-cancelation-symbols
    cancelationMode: cancelation?.mode ?? null,
    // @spec TS-4.3.1-notify-period RFC0008-notify-defaults
    notifyPeriodInSeconds: isNotified ? cancelation.notifyPeriodInSeconds : null,
    // @spec TS-4.3.1-env-name
    environmentName: request.phase === 'taskRun' ? null : request.environment.name,
    // @spec TS-4.3.1-step-name
    stepName: request.phase === 'taskRun' ? request.step.name : null,
  };
}

function ownerOf(request: ActionRequest): ScriptOwner {
  if (request.phase === 'taskRun') return { kind: 'step', step: request.step, task: request.task };
  return { kind: 'environment', environment: request.environment };
}

function placeOf(request: ActionRequest): ActionPlace {
  if (request.phase === 'taskRun') {
    const { name, profile } = request.step;
    return { subject: `onRun of step ${quoteText(name)}`, isOnRun: true, object: 'Action', profile };
  }
  const field = request.phase === 'envEnter' ? 'onEnter' : 'onExit';
  const { name, profile } = request.environment;
  const object = actionObject(profile, field);
  return { subject: `${field} of environment ${quoteText(name)}`, isOnRun: false, object, profile };
}
