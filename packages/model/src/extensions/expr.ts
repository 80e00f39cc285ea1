import { types } from '@openjd/expr';
import {
  type FieldDescription,
  float,
  integer,
  list,
  type ObjectDescription,
  optional,
  reference,
  required,
  type TypeDescription,
  text,
} from '../schema/description.js';
import type { ExtensionSymbols } from '../schema/extension-symbols.js';
import {
  allowedValues,
  boolValue,
  boundFields,
  fileFilterFields,
  lengthFields,
  parameterFields,
  pathFields,
  userInterface,
  userInterfaceField,
} from '../schema/parameters.js';
import { floatRangeList, listExpression, stringRangeList } from '../schema/steps.js';
import { argString, jobParameterStringValue, taskParameterStringValue } from '../schema/strings.js';
import type { Extension } from './extension.js';

/** @spec TS-3.6-list TS-3.6-min-items */
const letBindings = optional(
  list(text({ min: 1 }), { min: 1, max: 'letBindings' }),
  'Names for values, each as "name = expression", in order.',
);

const int64 = integer({ min: Number.NEGATIVE_INFINITY, max: 'int64' });
const anyFloat = float();

/** A list parameter: its own fields, and those of each of its items. */
function listParameter(
  noun: string,
  section: string,
  type: string,
  items: TypeDescription,
  item: Record<string, FieldDescription> | undefined,
  control: string | undefined,
  more: { definition?: Record<string, FieldDescription>; userInterface?: Record<string, FieldDescription> } = {},
): ObjectDescription[] {
  const objects: ObjectDescription[] = [
    {
      name: `${noun}Definition`,
      section,
      doc: `A job parameter of the type ${type}.`,
      fields: {
        ...parameterFields(type),
        ...more.definition,
        default: optional(list(items), 'The value where a submission gives none.'),
        // @spec RFC0007-list-length
        ...lengthFields('items'),
        ...(item === undefined ? {} : { item: optional(reference(`${noun}Item`), 'What holds for each item.') }),
        ...userInterfaceField(noun),
      },
    },
    userInterface(noun, section, control === undefined ? ['HIDDEN'] : [control, 'HIDDEN'], more.userInterface),
  ];
  if (item !== undefined) {
    objects.push({ name: `${noun}Item`, section, doc: 'What holds for each item of the list.', fields: item });
  }
  return objects;
}

/** @spec RFC0007-item-constraints */
const textItem = {
  allowedValues: allowedValues(jobParameterStringValue),
  ...lengthFields('characters'),
};

/** @spec RFC0007-item-values */
function numberItem(type: TypeDescription): Record<string, FieldDescription> {
  return {
    allowedValues: allowedValues(type),
    ...boundFields(type),
  };
}

const parameterObjects: readonly ObjectDescription[] = [
  // @spec TS-2.9-no-allowed-values RFC0007-bool RFC0007-bool-no-allowed-values
  {
    name: 'JobBoolParameterDefinition',
    section: '2.9',
    doc: 'A job parameter that is true or false.',
    fields: {
      ...parameterFields('BOOL'),
      default: optional(boolValue, 'The value where a submission gives none.'),
      ...userInterfaceField('JobBoolParameter'),
    },
  },
  // @spec RFC0007-controls
  userInterface('JobBoolParameter', '2.9', ['CHECK_BOX', 'HIDDEN']),
  // @spec RFC0007-range-expr
  {
    name: 'JobRangeExprParameterDefinition',
    section: '2.10',
    doc: 'A job parameter with a range expression, such as "1-10".',
    fields: {
      ...parameterFields('RANGE_EXPR'),
      default: optional(text({ min: 1 }), 'The value where a submission gives none.'),
      minLength: optional(integer({ min: 1 }), 'The smallest number of characters.'),
      maxLength: optional(integer({ min: 0 }), 'The largest number of characters. Default: 1024.'),
      ...userInterfaceField('JobRangeExprParameter'),
    },
  },
  userInterface('JobRangeExprParameter', '2.10', ['LINE_EDIT', 'HIDDEN']),
  // @spec RFC0007-list-string
  ...listParameter(
    'JobListStringParameter',
    '2.11',
    'LIST[STRING]',
    jobParameterStringValue,
    textItem,
    'LINE_EDIT_LIST',
  ),
  ...pathListParameter(),
  // @spec RFC0007-list-int
  ...listParameter('JobListIntParameter', '2.13', 'LIST[INT]', int64, numberItem(int64), 'SPIN_BOX_LIST', {
    userInterface: {
      singleStepDelta: optional(integer({ min: 1 }), 'How much one step of the control changes a value.'),
    },
  }),
  // @spec RFC0007-list-float
  ...listParameter('JobListFloatParameter', '2.14', 'LIST[FLOAT]', anyFloat, numberItem(anyFloat), 'SPIN_BOX_LIST', {
    userInterface: {
      decimals: optional(integer({ min: 0 }), 'Places after the decimal point that can be edited.'),
      singleStepDelta: optional(
        float({ min: 0, exclusive: true }),
        'How much one step of the control changes a value.',
      ),
    },
  }),
  // @spec RFC0007-list-bool
  ...listParameter('JobListBoolParameter', '2.15', 'LIST[BOOL]', boolValue, undefined, 'CHECK_BOX_LIST'),
  // @spec RFC0007-list-list-int
  ...listParameter(
    'JobListListIntParameter',
    '2.16',
    'LIST[LIST[INT]]',
    list(int64),
    {
      // @spec RFC0007-inner-length
      ...lengthFields('items'),
      item: optional(reference('JobListListIntParameterItemItem'), 'What holds for each number.'),
    },
    undefined,
  ),
  {
    name: 'JobListListIntParameterItemItem',
    section: '2.16',
    doc: 'What holds for each number of the inner lists.',
    fields: numberItem(int64),
  },
];

/** @spec RFC0007-list-path */
function pathListParameter(): ObjectDescription[] {
  const objects = listParameter(
    'JobListPathParameter',
    '2.12',
    'LIST[PATH]',
    jobParameterStringValue,
    textItem,
    'CHOOSE_INPUT_FILE_LIST',
    { definition: pathFields, userInterface: fileFilterFields },
  );
  return objects.map((object) =>
    object.name === 'JobListPathParameterUserInterface'
      ? userInterface(
          'JobListPathParameter',
          '2.12',
          ['CHOOSE_INPUT_FILE_LIST', 'CHOOSE_OUTPUT_FILE_LIST', 'CHOOSE_DIRECTORY_LIST', 'HIDDEN'],
          fileFilterFields,
        )
      : object,
  );
}

const rangeDoc = 'The values that the parameter takes, as a list or as an expression that gives a list.';

/** @spec EL-1.2.2-names */
const SYMBOLS: ExtensionSymbols = {
  job: new Map([
    [
      // @spec TS-7.3.1-job-name
      'Job.Name',
      {
        type: types.string,
        of: ({ jobName }) => jobName,
        whereabouts: 'the name of a job cannot refer to itself',
      },
    ],
  ]),
  step: new Map([
    [
      // @spec TS-7.3.1-step-name
      'Step.Name',
      {
        type: types.string,
        of: ({ stepName }) => stepName,
        whereabouts: 'it is known inside a step, but not in the let of environments',
      },
    ],
  ]),
  host: new Map([
    [
      // @spec HJC-has-path-mapping-rules TS-7.3.1-has-path-mapping-rules
      'Session.HasPathMappingRules',
      { type: types.bool, of: ({ hasPathMappingRules }) => hasPathMappingRules },
    ],
  ]),
};

/** RFCs 0005, 0006 and 0007: the expression language, `let`, and more types of job parameters. */
export const EXPR: Extension = {
  name: 'EXPR',
  rfcs: ['0005', '0006', '0007'],
  // @spec TS-7.3-expr
  abilities: { hasExpressions: true, keepsTypes: true, normalizesPaths: true, allowsUris: true },
  symbols: SYMBOLS,
  objects: parameterObjects,
  fields: {
    // @spec TS-3.6-extension
    StepTemplate: { let: letBindings },
    StepScript: { let: letBindings },
    EnvironmentScript: { let: letBindings },
    // @spec TS-8-let-scope
    SimpleAction: {
      let: letBindings,
      args: optional(
        list({ ...argString, characters: 'noControlButSpace' }, { min: 1 }),
        'Arguments after the script.',
      ),
    },
    // Expression Language, "Enabling the Extension", 3: an argument may have tabs too.
    // @spec TS-5.2-characters EL-0-arg-string-line-ends
    Action: { args: optional(list({ ...argString, characters: 'noControlButSpace' }, { min: 1 }), 'Its arguments.') },
    // Expression Language, 1.3.12.
    // @spec EL-1.3.12-not-a-list
    FloatTaskParameterDefinition: {
      range: required({ kind: 'either', list: floatRangeList, text: listExpression(types.float, float()) }, rangeDoc),
    },
    StringTaskParameterDefinition: {
      range: required(
        { kind: 'either', list: stringRangeList, text: listExpression(types.string, taskParameterStringValue) },
        rangeDoc,
      ),
    },
    PathTaskParameterDefinition: {
      range: required(
        { kind: 'either', list: stringRangeList, text: listExpression(types.string, taskParameterStringValue) },
        rangeDoc,
      ),
    },
  },
  // @spec RFC0007-extension RFC0007-nesting
  variants: {
    // @spec TS-2-extension-types TS-2.9-extension TS-2.10-extension TS-2.11-extension TS-2.12-extension
    // @spec TS-2.13-extension TS-2.14-extension TS-2.15-extension TS-2.16-extension
    JobParameterDefinition: {
      BOOL: 'JobBoolParameterDefinition',
      RANGE_EXPR: 'JobRangeExprParameterDefinition',
      'LIST[STRING]': 'JobListStringParameterDefinition',
      'LIST[PATH]': 'JobListPathParameterDefinition',
      'LIST[INT]': 'JobListIntParameterDefinition',
      'LIST[FLOAT]': 'JobListFloatParameterDefinition',
      'LIST[BOOL]': 'JobListBoolParameterDefinition',
      'LIST[LIST[INT]]': 'JobListListIntParameterDefinition',
    },
  },
  // @spec TS-2-case-insensitive RFC0007-type-names
  ignoreCase: ['JobParameterDefinition', 'TaskParameterDefinition'],
};
