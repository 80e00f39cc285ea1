import { type Type, types } from '@openjd/expr';
import {
  choice,
  type EitherDescription,
  float,
  integer,
  list,
  type ObjectDescription,
  optional,
  reference,
  required,
  type ScalarDescription,
  type TypeDescription,
  text,
  type VariantSet,
  variants,
} from './description.js';
import { FLOAT_ITEM, INT_ITEM, INT_RANGE } from './resolutions.js';
import {
  amountCapabilityName,
  attributeCapabilityName,
  attributeCapabilityValue,
  description,
  identifier,
  stepName,
  taskParameterStringValue,
} from './strings.js';

/** Task parameter definitions. Spec: 2023-09, 3.4.1. @spec TS-3.4.1-type */
export const taskParameterDefinition: VariantSet = {
  name: 'TaskParameterDefinition',
  section: '3.4.1',
  field: 'type',
  variants: {
    INT: 'IntTaskParameterDefinition',
    FLOAT: 'FloatTaskParameterDefinition',
    STRING: 'StringTaskParameterDefinition',
    PATH: 'PathTaskParameterDefinition',
  },
};

/** A list of values. @spec TS-*-list-minimum TS-*-list-maximum RFC0001-list-minimum RFC0001-list-maximum */
export function rangeList(items: TypeDescription) {
  return list(items, { min: 1, max: 'rangeItems' });
}

/**
 * With EXPR, an expression that gives the list of values. Spec: Expression Language, 1.3.12.
 * @spec EL-1.3.12-list-expression
 */
export function listExpression(item: Type, gives: ScalarDescription) {
  return text({ min: 1, resolves: { stage: 'create', target: types.list(item), gives } });
}

/** `<IntRangeList> | <IntRangeExpr>`. Spec: 3.4.1.1. @spec TS-3.4.1.1-items */
export const intRange: EitherDescription = {
  kind: 'either',
  list: rangeList(integer({ min: Number.NEGATIVE_INFINITY, max: 'int64', resolves: INT_ITEM })),
  text: text({ min: 1, resolves: INT_RANGE }),
};

/** @spec TS-3.4.1.2-items */
export const floatRangeList = rangeList(float({ resolves: FLOAT_ITEM }));
/** @spec TS-3.4.1.3-format-string TS-3.4.1.4-format-string */
export const stringRangeList = rangeList(taskParameterStringValue);

export function taskParameter(name: string, section: string, type: string, range: TypeDescription): ObjectDescription {
  return {
    name,
    section,
    doc: `A task parameter of the type ${type}.`,
    fields: {
      name: required(identifier, 'The name by which format strings refer to the parameter.'),
      type: required(choice(type), 'The type of the parameter.'),
      range: required(range, 'The values that the parameter takes.'),
    },
  };
}

export const stepObjects: readonly ObjectDescription[] = [
  {
    name: 'StepTemplate',
    section: '3',
    doc: 'One step of a job: what its tasks run, in which environments and on which hosts.',
    ownScope: true,
    fields: {
      name: required(stepName, 'The name of the step, different from those of all other steps.'),
      description: optional(description, 'What the step does, shown to people.'),
      dependencies: optional(list(reference('StepDependency'), { min: 1 }), 'Steps that must have succeeded before.'),
      stepEnvironments: optional(
        list(reference('Environment'), { min: 1 }),
        'Environments around the tasks of this step, the first one outermost.',
      ),
      hostRequirements: optional(reference('HostRequirements'), 'What a host must have to run the tasks.'),
      parameterSpace: optional(
        reference('StepParameterSpaceDefinition'),
        'What tells the tasks apart. Default: one task.',
      ),
      script: optional(reference('StepScript'), 'What each task runs.'),
    },
    // @spec TS-3-exactly-one
    exactlyOneOf: ['script'],
  },
  {
    name: 'StepDependency',
    section: '3.2',
    doc: 'A step that another one waits for.',
    fields: { dependsOn: required(stepName, 'The name of the other step.') },
  },
  {
    name: 'HostRequirements',
    section: '3.3',
    doc: 'What a host must have to run the tasks of a step.',
    fields: {
      amounts: optional(
        list(reference('AmountRequirement'), { min: 1 }),
        'Quantities that are set aside for the session.',
      ),
      attributes: optional(list(reference('AttributeRequirement'), { min: 1 }), 'Properties that the host must have.'),
    },
    // @spec TS-3.3-at-least-one
    atLeastOneOf: ['amounts', 'attributes'],
  },
  {
    name: 'AmountRequirement',
    section: '3.3.1',
    doc: 'A quantity that the host must have.',
    fields: {
      name: required(amountCapabilityName, 'The capability, such as amount.worker.vcpu.'),
      min: optional(float({ min: 0 }), 'The least that is needed.'),
      max: optional(float({ min: 0, exclusive: true }), 'The most that is set aside.'),
    },
    // @spec TS-3.3.1-at-least-one
    atLeastOneOf: ['min', 'max'],
  },
  {
    name: 'AttributeRequirement',
    section: '3.3.2',
    doc: 'A property that the host must have.',
    fields: {
      name: required(attributeCapabilityName, 'The capability, such as attr.worker.os.family.'),
      anyOf: optional(
        list(attributeCapabilityValue, { min: 1, max: 'attributeValues' }),
        'The host must have one of these values.',
      ),
      allOf: optional(
        list(attributeCapabilityValue, { min: 1, max: 'attributeValues' }),
        'The host must have all of these values.',
      ),
    },
    // @spec TS-3.3.2-at-least-one
    atLeastOneOf: ['anyOf', 'allOf'],
  },
  {
    name: 'StepParameterSpaceDefinition',
    section: '3.4',
    doc: 'The tasks of a step: one for each point of a space of parameter values.',
    fields: {
      // @spec TS-3.4-minimum
      taskParameterDefinitions: required(
        list(variants('TaskParameterDefinition'), { min: 1, max: 'taskParameters' }),
        'The parameters and the values that they take.',
      ),
      // @spec TS-3.4.3-min-length
      combination: optional(
        text({ min: 1, max: 'combinationLength' }),
        'How the values are combined, such as "A * (B, C)". Default: all with all.',
      ),
    },
  },
  taskParameter('IntTaskParameterDefinition', '3.4.1.1', 'INT', intRange),
  taskParameter('FloatTaskParameterDefinition', '3.4.1.2', 'FLOAT', floatRangeList),
  taskParameter('StringTaskParameterDefinition', '3.4.1.3', 'STRING', stringRangeList),
  taskParameter('PathTaskParameterDefinition', '3.4.1.4', 'PATH', stringRangeList),
  {
    name: 'StepScript',
    section: '3.5',
    doc: 'What each task of a step runs.',
    ownScope: true,
    fields: {
      actions: optional(reference('StepActions'), 'The actions of the step.'),
      // @spec TS-3.5-embeddedFiles-no-maximum
      embeddedFiles: optional(
        list(variants('EmbeddedFile'), { min: 1 }),
        'Files that are written before the action runs.',
      ),
    },
    // @spec TS-3.5-exactly-one
    exactlyOneOf: ['actions'],
  },
  {
    name: 'StepActions',
    section: '3.5.1',
    doc: 'The actions of a step.',
    fields: { onRun: required(reference('Action'), 'What each task runs.') },
  },
];
