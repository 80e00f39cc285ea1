import { type Value, valueFromJs } from '@openjd/expr';
import type { Result } from '../job/result.js';
import { type ActionPlace, type DeclaredAction, EXIT_TIMEOUT_SECONDS, resolveFields } from './action-fields.js';
import type { WrapDialect, WrapPhase, WrappedFacts } from './dialect.js';
import { resolveFiles } from './embedded-files.js';
import { type Evaluation, ResolutionFault } from './evaluate.js';
import { addLetBindings, hostSymbols, type ScriptOwner } from './host-symbols.js';
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
  const wrapped = resolveFields(action, place, evaluation);
  const dialect = owner.kind === 'environment' ? owner.environment.script?.wrap?.dialect : undefined;
  const files = resolveFiles(owner, place.subject, hookSymbolNames(dialect), evaluation);
  let running = wrapped;
  let hook: ResolvedAction['hook'];
  for (const link of hooks) {
    const resolved = resolveHook(link, request, running, host);
    running = resolved.declared;
    files.push(...resolved.files);
    hook = { environment: link.environment, field: link.hook.field, symbols: resolved.facts };
  }
  const timeout = running.timeout ?? (request.phase === 'envExit' ? EXIT_TIMEOUT_SECONDS : undefined);
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
  const subject = `${hook.field} of environment "${environment.name}"`;
  const { dialect } = environment.script!.wrap!;
  const shared: Evaluation = { host, symbols: hostSymbols(owner, host) };
  addLetBindings(owner, subject, shared);
  const facts = hookFacts(dialect, request, inner, host);
  // On a layer of their own, after `let`: bindings are shared by all actions of the script and cannot see them.
  const symbols = shared.symbols.child(Object.fromEntries(facts));
  const declared = resolveFields(hook.action, { subject, isOnRun: false }, { host, symbols });
  const missing = hookSymbolNames(dialect, dialect.symbolsInEmbeddedFiles ? request.phase : undefined);
  return { declared, files: resolveFiles(owner, subject, missing, { host, symbols }), facts };
}

/** What the dialect tells a hook, in the order of its table. */
function hookFacts(
  dialect: WrapDialect,
  request: ActionRequest,
  inner: DeclaredAction,
  host: HostContext,
): ReadonlyMap<string, Value> {
  const facts = factsOf(request, inner, host);
  const symbols = dialect.symbols.filter((symbol) => symbol.phases.includes(request.phase));
  return new Map(symbols.map((symbol) => [symbol.name, valueFromJs(symbol.value(facts), symbol.type)]));
}

/** Names of the hook symbols that an action does not see: those of other phases; all of them outside of hooks. */
function hookSymbolNames(dialect: WrapDialect | undefined, phase?: WrapPhase): ReadonlySet<string> {
  const symbols = dialect?.symbols.filter((symbol) => phase === undefined || !symbol.phases.includes(phase)) ?? [];
  return new Set(symbols.map((symbol) => symbol.name));
}

function factsOf(request: ActionRequest, inner: DeclaredAction, host: HostContext): WrappedFacts {
  const { cancelation } = inner;
  const isNotified = cancelation?.mode === 'NOTIFY_THEN_TERMINATE';
  return {
    phase: request.phase,
    command: inner.command,
    args: inner.args,
    environment: host.definedVariables.map(([name, value]) => `${name}=${value}`),
    timeout: inner.timeout ?? null,
    cancelationMode: cancelation?.mode ?? null,
    notifyPeriodInSeconds: isNotified ? cancelation.notifyPeriodInSeconds : null,
    environmentName: request.phase === 'taskRun' ? null : request.environment.name,
    stepName: request.phase === 'taskRun' ? request.step.name : null,
  };
}

function ownerOf(request: ActionRequest): ScriptOwner {
  if (request.phase === 'taskRun') return { kind: 'step', step: request.step, task: request.task };
  return { kind: 'environment', environment: request.environment };
}

function placeOf(request: ActionRequest): ActionPlace {
  if (request.phase === 'taskRun') return { subject: `onRun of step "${request.step.name}"`, isOnRun: true };
  const field = request.phase === 'envEnter' ? 'onEnter' : 'onExit';
  return { subject: `${field} of environment "${request.environment.name}"`, isOnRun: false };
}
