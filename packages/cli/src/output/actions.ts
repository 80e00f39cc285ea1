import { constants } from 'node:os';
import type { ActionEndedEvent, ActionInfo } from '@openjd/sessions';

/** `Frame=3, Quality=high`; empty for a task without parameters. */
export function taskParametersText(action: ActionInfo): string {
  return Object.entries(action.taskParameters ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** The action that the job defines: `Render.onRun (Frame=3)`, `Scratch.onEnter`. */
export function actionName(action: ActionInfo): string {
  const owner = action.phase === 'taskRun' ? action.step : action.environment;
  const parameters = taskParametersText(action);
  return `${owner ?? ''}.${action.name}${parameters === '' ? '' : ` (${parameters})`}`;
}

/** `Docker.onWrapTaskRun runs in place of Render.onRun (Frame=3)`; undefined where the action itself runs. */
export function hookText(action: ActionInfo): string | undefined {
  if (action.hook === undefined) return undefined;
  return `${action.hook.environment}.${action.hook.field} runs in place of ${actionName(action)}`;
}

/**
 * How a process ended, in the words that readers of logs look for. A process ended by a signal has the negative number
 * of the signal and its name: `Process exited with code: -9 (SIGKILL)`. Undefined where no process started.
 */
export function exitText(event: ActionEndedEvent): string | undefined {
  if (event.exitCode !== undefined) return `Process exited with code: ${event.exitCode}`;
  if (event.signal === undefined) return undefined;
  const number = constants.signals[event.signal as NodeJS.Signals] as number | undefined;
  return `Process exited with code: ${number === undefined ? 'unknown' : -number} (${event.signal})`;
}
