import type { Action, Environment, Step } from '../job/job.js';
import type { ActionRequest, HookInChain, Routing } from './routing.js';

/**
 * Says which action runs where a session is asked for one. Pure: the same question has the same answer everywhere.
 *
 * `stack` is the session's environments, outermost first, with the requested environment among them; what is inside of
 * it plays no part, entered or not. The rules are those of the accepted text (2023-09, 4.3; RFC 0008), told so that a
 * dialect with fewer hooks, with several layers or with actions that pass hooks by needs no other router:
 *
 * - nothing to replace: an entity that defines no action for the phase runs nothing, and no hook runs for it;
 * - a hook replaces actions of what is inside its environment: the environment's own actions are never its matter;
 * - an environment without a hook for the phase lets the action through;
 * - of several hooks the innermost replaces the action, and each further one replaces the hook inside of it;
 * - an action passes all hooks by where an extension of its template says so of its facts, and a hook those outside of it.
 * @spec RFC0008-replaces RFC0008-execution-order
 */
export function route(stack: readonly Environment[], request: ActionRequest): Routing {
  const action = requestedAction(request);
  // @spec TS-4.3-nothing-to-replace RFC0008-nothing-to-replace
  if (action === undefined) return { request, hooks: [] };
  if (ownerOf(request).profile.passesHooks(action.facts)) return { request, action, hooks: [] };
  const around = request.phase === 'taskRun' ? stack : outsideOf(stack, request.environment);
  const hooks: HookInChain[] = [];
  for (const environment of around.toReversed()) {
    // @spec RFC0008-job-without-extension
    const hook = environment.script?.wrap?.hooks[request.phase];
    if (hook === undefined) continue;
    hooks.push({ environment, hook });
    if (environment.profile.passesHooks(hook.action.facts)) break;
  }
  return { request, action, hooks };
}

/** Whose action it is: the step or the environment. */
function ownerOf(request: ActionRequest): Step | Environment {
  return request.phase === 'taskRun' ? request.step : request.environment;
}

function requestedAction(request: ActionRequest): Action | undefined {
  // @spec HJC-task-runs-step-action TS-3.5.1-onRun
  if (request.phase === 'taskRun') return request.step.script.onRun;
  const script = request.environment.script;
  return request.phase === 'envEnter' ? script?.onEnter : script?.onExit;
}

/**
 * The environments around this one. One that is not in the stack yet is inside of all.
 * @spec TS-4.3-own-actions RFC0008-own-actions-not-wrapped RFC0008-inner-only
 */
function outsideOf(stack: readonly Environment[], environment: Environment): readonly Environment[] {
  const index = stack.findIndex((other) => other.id === environment.id);
  return index < 0 ? stack : stack.slice(0, index);
}
