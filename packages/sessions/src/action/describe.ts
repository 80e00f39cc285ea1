import { escapeUnshowable, quoteText, shortenText } from '@openjd/expr';
import type { ActionInfo } from '../events.js';

/**
 * The action in words, for messages: `onEnter of environment "Docker"`, `onRun of step "Render" (Frame=3)`. Long values
 * are cut in the middle, and what a terminal would act on is an escape.
 */
export function describeAction(action: ActionInfo): string {
  const parameters = Object.entries(action.taskParameters ?? {}).map(
    ([name, value]) => `${name}=${escapeUnshowable(shortenText(value))}`,
  );
  const place =
    action.phase === 'taskRun'
      ? `step ${quoteText(action.step ?? '')}${parameters.length === 0 ? '' : ` (${parameters.join(', ')})`}`
      : `environment ${quoteText(action.environment ?? '')}`;
  const what = `${action.name} of ${place}`;
  return action.hook === undefined
    ? what
    : `${action.hook.field} of environment ${quoteText(action.hook.environment)} in place of ${what}`;
}
