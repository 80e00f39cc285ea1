import type { PathSegment } from '@openjd/expr';
import type { StepScript, StepTemplate } from './generated/template-types.js';
import type { Profile } from './profile.js';
import type { ShortAction, ShortActionTemplate } from './short-action.js';

/** What a step runs: a script, or an action that is short for one with where it stands in the step. */
export type StepBody =
  | { readonly kind: 'script'; readonly script: StepScript; readonly path: readonly PathSegment[] }
  | {
      readonly kind: 'short';
      /** The field that it stands in. */
      readonly field: string;
      readonly short: ShortAction;
      readonly action: ShortActionTemplate;
      /** From the step; `['script', field]` where the action stands in the script, as the listing of 3.5 has it. */
      readonly path: readonly PathSegment[];
      /** Bindings of the script around the action. */
      readonly outerLet?: readonly string[];
    };

/** What a step runs, wherever it is written. Undefined only for a step that was not checked. */
export function stepBodyOf(step: StepTemplate, profile: Profile): StepBody | undefined {
  const { script } = step;
  const direct = shortActionIn(step, [], profile);
  if (direct !== undefined) return direct;
  if (script === undefined) return undefined;
  const inner = shortActionIn(script, ['script'], profile);
  if (inner === undefined) return { kind: 'script', script, path: ['script'] };
  return script.let === undefined ? inner : { ...inner, outerLet: script.let };
}

function shortActionIn(holder: StepTemplate | StepScript, path: readonly PathSegment[], { shortActions }: Profile) {
  for (const [field, short] of shortActions) {
    const action = (holder as unknown as Readonly<Record<string, ShortActionTemplate | undefined>>)[field];
    if (action !== undefined) return { kind: 'short' as const, field, short, action, path: [...path, field] };
  }
  return undefined;
}
