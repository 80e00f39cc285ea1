import { type Type, types } from '@openjd/expr';
import { choice, type Resolution, text } from './description.js';

/** When and as what the format strings of the specification are resolved; see `Resolution`. */

/** A string, known when the job is made. @spec EL-1.3.2-required-field */
export const AT_CREATION: Resolution = { stage: 'create', target: types.string };

/** A string that the host gives, whatever it is. */
export const ON_HOST: Resolution = { stage: 'host', target: types.string, gives: 'any' };

/** 5.1: the name of a command. Which characters it may have is said of what is written. @spec TS-5.1-length */
export const COMMAND: Resolution = { stage: 'host', target: types.string, gives: text({ min: 1 }) };

/** An item of a list gives no item, one or several. Spec: Expression Language, 1.3.2. @spec EL-1.3.2-list-item */
function itemOf(type: Type): Type {
  return types.union(types.optional(type), types.list(type));
}

/** 5.2 @spec RFC0008-argv-forwarding */
export const ARGUMENT: Resolution = { stage: 'host', target: itemOf(types.string), gives: 'any' };

/**
 * 5 and 5.3.2: a number of seconds; null is as no field. A hook may forward that of the action that it wraps.
 * @spec TS-5-timeout-null RFC0008-timeout-forwarding
 * @spec EL-1.3.2-optional-field
 */
export const SECONDS: Resolution = { stage: 'create', target: types.optional(types.int), inHooks: 'host' };

/**
 * 5.3: `mode`; null is as no cancelation.
 * @spec TS-5.3-resolved-null TS-5.3-resolved-other RFC0008-mode-must-be-known
 */
export const MODE: Resolution = {
  stage: 'host',
  target: types.optional(types.string),
  gives: choice('TERMINATE', 'NOTIFY_THEN_TERMINATE'),
};

/**
 * 4.4.2: the limit holds for what is written and for what it gives.
 * @spec TS-4-variables-resolved TS-4.4.2-max-length
 */
export const VARIABLE: Resolution = {
  stage: 'host',
  target: types.string,
  gives: text({ max: 'environmentVariableValueLength' }),
};

/** 3.3.1: `min` and `max`; null is as no field. @spec RFC0004-amounts */
export const AMOUNT: Resolution = { stage: 'create', target: types.optional(types.float) };

/** 3.3.2: an item of `anyOf` or `allOf`. */
export const ATTRIBUTE_VALUE: Resolution = { stage: 'create', target: itemOf(types.string) };

/** 3.4.1.5: `defaultTaskCount`. @spec RFC0001-default-task-count-value EL-1.3.2-required-field */
export const TASK_COUNT: Resolution = { stage: 'create', target: types.int };

/** 3.4.1.5: `targetRuntimeSeconds`; null is as no field. @spec RFC0001-target-runtime-value */
export const TARGET_RUNTIME: Resolution = { stage: 'create', target: types.optional(types.int) };

/** 3.4.1: an item of a `range`, by the type of one value. @spec TS-3.4.1.1-resolved */
export const INT_ITEM: Resolution = { stage: 'create', target: itemOf(types.int) };
/** @spec TS-3.4.1.2-resolved */
export const FLOAT_ITEM: Resolution = { stage: 'create', target: itemOf(types.float) };
/** @spec TS-3.4.1.3-format-string TS-3.4.1.4-format-string */
export const STRING_ITEM: Resolution = { stage: 'create', target: itemOf(types.string) };

/**
 * 3.4.1.1: a `range` of ints: a range expression, the text of one, or ints. Spec: Expression Language, 1.3.12.
 * @spec TS-3.4.1.1.1-format-string
 * @spec EL-1.3.12-int-range
 */
export const INT_RANGE: Resolution = {
  stage: 'create',
  target: types.union(types.rangeExpr, types.list(types.int), types.int, types.string),
  exact: true,
  gives: 'any',
};
