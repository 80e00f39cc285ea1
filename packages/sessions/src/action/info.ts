import { formatValue } from '@openjd/expr';
import type { ActionRequest, Routing } from '@openjd/model';
import type { ActionInfo } from '../events.js';

const NAMES = { envEnter: 'onEnter', taskRun: 'onRun', envExit: 'onExit' } as const;

/** What events say of the action that a session is asked for. */
export function actionInfo(id: number, request: ActionRequest): ActionInfo {
  const { phase } = request;
  const name = NAMES[phase];
  if (phase === 'taskRun') {
    const parameters = [...request.task.parameters].map(([key, { value }]) => [key, formatValue(value)] as const);
    return { id, phase, name, step: request.step.name, taskParameters: Object.fromEntries(parameters) };
  }
  const { origin } = request.environment;
  const step = origin.kind === 'step' ? { step: origin.step } : {};
  return { id, phase, name, environment: request.environment.name, ...step };
}

/** The same with the hook that runs in its place and with what extensions brought to the action, where there is any. */
export function withRouting(info: ActionInfo, { action, hooks }: Routing): ActionInfo {
  const last = hooks.at(-1);
  return {
    ...info,
    ...(last === undefined ? {} : { hook: { environment: last.environment.name, field: last.hook.field } }),
    ...(action === undefined || action.facts.length === 0 ? {} : { facts: action.facts }),
  };
}

/**
 * Whether `openjd_redacted_env` may set a variable: the template of the entered environment says so, or that of a hook
 * through which its action runs, since a hook's own script speaks there too. Spec: RFC 0003.
 * @spec RFC0003-without-extension-not-set
 */
export function mayRedact({ request, hooks }: Routing): boolean {
  if (request.phase === 'taskRun') return false;
  const environments = [request.environment, ...hooks.map(({ environment }) => environment)];
  return environments.some(({ profile }) => profile.redactedEnvVars);
}
