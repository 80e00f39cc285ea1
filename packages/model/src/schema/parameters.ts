import {
  boolean,
  choice,
  type FieldDescription,
  float,
  integer,
  list,
  type ObjectDescription,
  optional,
  reference,
  required,
  type TypeDescription,
  type VariantSet,
} from './description.js';
import { description, fileFilterPattern, identifier, jobParameterStringValue, userInterfaceLabel } from './strings.js';

/** Job parameter definitions. Spec: 2023-09, 2. @spec TS-2-type */
export const jobParameterDefinition: VariantSet = {
  name: 'JobParameterDefinition',
  section: '2',
  field: 'type',
  variants: {
    STRING: 'JobStringParameterDefinition',
    PATH: 'JobPathParameterDefinition',
    INT: 'JobIntParameterDefinition',
    FLOAT: 'JobFloatParameterDefinition',
  },
};

const int64 = integer({ min: Number.NEGATIVE_INFINITY, max: 'int64', digits: true });
const anyFloat = float({ digits: true });
const length = integer({ min: 0 });

/** Fields that every job parameter definition has. */
export function parameterFields(type: string): Record<string, FieldDescription> {
  return {
    name: required(identifier, 'The name by which format strings refer to the parameter.'),
    type: required(choice(type), 'The type of the parameter.'),
    description: optional(description, 'What the parameter is for, shown to people.'),
  };
}

/** `minLength` and `maxLength`. */
export function lengthFields(what: string): Record<string, FieldDescription> {
  return {
    minLength: optional(length, `The smallest number of ${what}.`),
    maxLength: optional(length, `The largest number of ${what}.`),
  };
}

/** `minValue` and `maxValue`. */
export function boundFields(type: TypeDescription): Record<string, FieldDescription> {
  return {
    minValue: optional(type, 'The smallest value that is allowed.'),
    maxValue: optional(type, 'The largest value that is allowed.'),
  };
}

export function valueFields(type: TypeDescription): Record<string, FieldDescription> {
  return {
    default: optional(type, 'The value where a submission gives none.'),
    allowedValues: allowedValues(type),
  };
}

/** A constraint without values says nothing of which values there are, so that it needs some. */
export function allowedValues(type: TypeDescription): FieldDescription {
  return { ...optional(list(type, { min: 1 }), 'The only values that are allowed.'), needsValue: true };
}

/** The `userInterface` object of one parameter type. */
export function userInterface(
  parameter: string,
  section: string,
  controls: readonly string[],
  more: Record<string, FieldDescription> = {},
): ObjectDescription {
  return {
    name: `${parameter}UserInterface`,
    section,
    doc: 'How user interfaces may show the parameter.',
    fields: {
      control: optional(choice(...controls), 'The control to edit the value with.'),
      label: optional(userInterfaceLabel, 'The text beside the control. Default: the name.'),
      groupLabel: optional(userInterfaceLabel, 'Parameters with the same text are shown together.'),
      ...more,
    },
  };
}

export function userInterfaceField(parameter: string): Record<string, FieldDescription> {
  return {
    userInterface: optional(reference(`${parameter}UserInterface`), 'How user interfaces may show the parameter.'),
  };
}

export const pathFields: Record<string, FieldDescription> = {
  objectType: optional(choice('FILE', 'DIRECTORY'), 'What the path leads to. Default: DIRECTORY.'),
  dataFlow: optional(choice('NONE', 'IN', 'OUT', 'INOUT'), 'Whether the job reads or writes there. Default: NONE.'),
};

export const fileFilterFields: Record<string, FieldDescription> = {
  fileFilters: optional(
    list(reference('JobPathParameterFileFilter'), { min: 1, max: 'fileFilters' }),
    'File types that a file dialog offers.',
  ),
  fileFilterDefault: optional(reference('JobPathParameterFileFilter'), 'The file type that a file dialog starts with.'),
};

export const parameterObjects: readonly ObjectDescription[] = [
  {
    name: 'JobStringParameterDefinition',
    section: '2.1',
    doc: 'A job parameter with one text.',
    fields: {
      ...parameterFields('STRING'),
      ...valueFields(jobParameterStringValue),
      ...lengthFields('characters'),
      ...userInterfaceField('JobStringParameter'),
    },
  },
  userInterface('JobStringParameter', '2.1', ['LINE_EDIT', 'MULTILINE_EDIT', 'DROPDOWN_LIST', 'CHECK_BOX', 'HIDDEN']),
  {
    name: 'JobPathParameterDefinition',
    section: '2.2',
    doc: 'A job parameter with one path, to which path mapping applies.',
    fields: {
      ...parameterFields('PATH'),
      ...valueFields(jobParameterStringValue),
      ...lengthFields('characters'),
      ...pathFields,
      ...userInterfaceField('JobPathParameter'),
    },
  },
  userInterface(
    'JobPathParameter',
    '2.2',
    ['CHOOSE_INPUT_FILE', 'CHOOSE_OUTPUT_FILE', 'CHOOSE_DIRECTORY', 'DROPDOWN_LIST', 'HIDDEN'],
    fileFilterFields,
  ),
  {
    name: 'JobIntParameterDefinition',
    section: '2.3',
    doc: 'A job parameter with one whole number.',
    fields: {
      ...parameterFields('INT'),
      ...valueFields(int64),
      ...boundFields(int64),
      ...userInterfaceField('JobIntParameter'),
    },
  },
  userInterface('JobIntParameter', '2.3', ['SPIN_BOX', 'DROPDOWN_LIST', 'HIDDEN'], {
    singleStepDelta: optional(integer({ min: 1 }), 'How much one step of the control changes the value.'),
  }),
  {
    name: 'JobFloatParameterDefinition',
    section: '2.4',
    doc: 'A job parameter with one number.',
    fields: {
      ...parameterFields('FLOAT'),
      ...valueFields(anyFloat),
      ...boundFields(anyFloat),
      ...userInterfaceField('JobFloatParameter'),
    },
  },
  userInterface('JobFloatParameter', '2.4', ['SPIN_BOX', 'DROPDOWN_LIST', 'HIDDEN'], {
    decimals: optional(integer({ min: 0 }), 'Places after the decimal point that can be edited.'),
    singleStepDelta: optional(
      float({ min: 0, exclusive: true }),
      'How much one step of the control changes the value.',
    ),
  }),
  {
    name: 'JobPathParameterFileFilter',
    section: '2.7',
    doc: 'One file type of a file dialog.',
    fields: {
      label: required(userInterfaceLabel, 'The name of the file type.'),
      patterns: required(list(fileFilterPattern, { min: 1 }), 'What names of such files look like.'),
    },
  },
];

/** The value of a BOOL parameter. Spec: 2.9. @spec TS-2.9-values TS-2.15-values */
export const boolValue = boolean({ words: true });
