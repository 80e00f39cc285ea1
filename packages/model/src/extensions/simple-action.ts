import type { PathSegment } from '@openjd/expr';
import type { SimpleAction, StepScript, StepTemplate } from '../schema/generated/template-types.js';
import { SIMPLE_ACTION_INTERPRETERS } from './feature-bundle-1.js';

/** Name of an interpreter that a `<SimpleAction>` may be written for. Spec: 2023-09, 8. */
export type SimpleActionInterpreter = (typeof SIMPLE_ACTION_INTERPRETERS)[number];

/** What a step runs: a script, or a simple action with where it stands in the step. */
export type StepBody =
  | { readonly kind: 'script'; readonly script: StepScript; readonly path: readonly PathSegment[] }
  | {
      readonly kind: 'simpleAction';
      readonly interpreter: SimpleActionInterpreter;
      readonly action: SimpleAction;
      /** From the step; `['script', 'bash']` where the action stands in the script, as the listing of 3.5 has it. */
      readonly path: readonly PathSegment[];
      /** Bindings of the script around the action. */
      readonly outerLet?: readonly string[];
    };

/** What a step runs, wherever it is written. Undefined only for a step that was not checked. */
export function stepBodyOf(step: StepTemplate): StepBody | undefined {
  const { script } = step;
  const direct = simpleActionIn(step, []);
  if (direct !== undefined) return direct;
  if (script === undefined) return undefined;
  const inner = simpleActionIn(script, ['script']);
  if (inner === undefined) return { kind: 'script', script, path: ['script'] };
  return script.let === undefined ? inner : { ...inner, outerLet: script.let };
}

function simpleActionIn(holder: StepTemplate | StepScript, path: readonly PathSegment[]) {
  for (const interpreter of SIMPLE_ACTION_INTERPRETERS) {
    const action = holder[interpreter];
    if (action !== undefined)
      return { kind: 'simpleAction' as const, interpreter, action, path: [...path, interpreter] };
  }
  return undefined;
}
