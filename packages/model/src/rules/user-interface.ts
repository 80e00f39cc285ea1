import type { PathSegment } from '@openjd/expr';
import { ownValue } from '../document/own-value.js';
import type { JobParameterDefinition } from '../schema/generated/template-types.js';
import { parseBoolWord } from '../schema/numbers.js';
import { sectionOf } from '../schema/parameter-types.js';
import type { RuleContext } from './context.js';

/** Controls with which one of some values is chosen. */
const CHOOSING = new Set(['DROPDOWN_LIST', 'CHECK_BOX']);

/** Controls with which a value is written freely. */
const FREE = new Set([
  'LINE_EDIT',
  'MULTILINE_EDIT',
  'SPIN_BOX',
  'CHOOSE_INPUT_FILE',
  'CHOOSE_OUTPUT_FILE',
  'CHOOSE_DIRECTORY',
]);

/** By field of `userInterface`: the controls that have a use for it. Spec: 2023-09, 2.2, 2.3, 2.4. */
const CONTROLS_WITH: Readonly<Record<string, readonly string[]>> = {
  // @spec TS-2.2-fileFilters-control TS-2.12-fileFilters-control
  fileFilters: ['CHOOSE_INPUT_FILE', 'CHOOSE_OUTPUT_FILE', 'CHOOSE_INPUT_FILE_LIST', 'CHOOSE_OUTPUT_FILE_LIST'],
  // @spec TS-2.2-fileFilterDefault-control TS-2.12-fileFilterDefault-control
  fileFilterDefault: ['CHOOSE_INPUT_FILE', 'CHOOSE_OUTPUT_FILE', 'CHOOSE_INPUT_FILE_LIST', 'CHOOSE_OUTPUT_FILE_LIST'],
  // @spec TS-2.3-singleStepDelta-control TS-2.4-singleStepDelta-control
  singleStepDelta: ['SPIN_BOX', 'SPIN_BOX_LIST'],
  // @spec TS-2.4-decimals-control
  decimals: ['SPIN_BOX', 'SPIN_BOX_LIST'],
};

/**
 * The control fits the definition, and the other fields fit the control. Spec: 2023-09, 2.1 to 2.16, `userInterface`.
 * @spec TS-2.1-control TS-2.2-control TS-2.3-control TS-2.4-control
 */
export function checkUserInterface(
  definition: JobParameterDefinition,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const { userInterface } = definition;
  const control = userInterface?.control;
  if (userInterface === undefined || control === undefined) return;
  const allowed = 'allowedValues' in definition ? definition.allowedValues : undefined;
  const place = [...path, 'userInterface', 'control'];
  const requirement = `TS-${sectionOf(definition.type)}-control`;
  const isCheckBox = control === 'CHECK_BOX' && definition.type === 'STRING';
  if (CHOOSING.has(control) && allowed === undefined && definition.type !== 'BOOL') {
    context.add({
      code: 'CONTROL_NOT_ALLOWED',
      message: `The control ${control} needs "allowedValues"`,
      path: place,
      requirement,
      hint: isCheckBox ? 'add allowedValues: ["true", "false"]' : 'add the values to choose from',
    });
  } else if (FREE.has(control) && allowed !== undefined) {
    context.add({
      code: 'CONTROL_NOT_ALLOWED',
      message: `The control ${control} cannot be used with "allowedValues"`,
      path: place,
      requirement,
      hint: 'use DROPDOWN_LIST, or leave the control out',
    });
  } else if (isCheckBox && allowed !== undefined && !isBoolPair(allowed)) {
    context.add({
      code: 'CONTROL_NOT_ALLOWED',
      message: 'The control CHECK_BOX needs two "allowedValues", one for true and one for false',
      path: [...path, 'allowedValues'],
      requirement: 'TS-2.1-check-box-values',
      hint: 'the pairs are "true" and "false", "yes" and "no", "on" and "off", "1" and "0", in any case',
    });
  }
  for (const field of Object.keys(userInterface)) {
    const controls = ownValue(CONTROLS_WITH, field);
    if (controls === undefined || controls.includes(control)) continue;
    context.add({
      code: 'CONTROL_NOT_ALLOWED',
      message: `"${field}" has no meaning for the control ${control}`,
      path: [...path, 'userInterface', field],
      part: 'key',
      requirement: `TS-${sectionOf(definition.type)}-${field}-control`,
      hint: 'remove it, or change the control',
    });
  }
}

/** @spec TS-2.1-check-box-values */
const PAIRS: readonly (readonly [string, string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['on', 'off'],
  ['1', '0'],
];

function isBoolPair(values: readonly unknown[]): boolean {
  if (values.length !== 2) return false;
  const words = values.map((value) => String(value).toLowerCase());
  if (words.some((word) => parseBoolWord(word) === undefined)) return false;
  return PAIRS.some(([yes, no]) => words.includes(yes) && words.includes(no));
}
