import type { ActionInfo } from '../events.js';

/** The action in words, for messages: `onEnter of environment "Docker"`, `onRun of step "Render" (Frame=3)`. */
export function describeAction(action: ActionInfo): string {
  const parameters = Object.entries(action.taskParameters ?? {}).map(([name, value]) => `${name}=${value}`);
  const place =
    action.phase === 'taskRun'
      ? `step "${action.step ?? ''}"${parameters.length === 0 ? '' : ` (${parameters.join(', ')})`}`
      : `environment "${action.environment ?? ''}"`;
  const what = `${action.name} of ${place}`;
  return action.hook === undefined
    ? what
    : `${action.hook.field} of environment "${action.hook.environment}" in place of ${what}`;
}
