import { choice, list, type ObjectDescription, optional, reference, required, text, variants } from './description.js';
import { description, extensionName, jobName } from './strings.js';

/** Values of `specificationVersion`. Spec: 2023-09, 1. @spec TS-1.1-specificationVersion TS-1.2-specificationVersion */
export const SPECIFICATION_VERSIONS = {
  'jobtemplate-2023-09': 'job',
  'environment-2023-09': 'environment',
} as const;

export const rootObjects: readonly ObjectDescription[] = [
  {
    name: 'JobTemplate',
    section: '1.1',
    doc: 'A job template: what a job is made from.',
    fields: {
      specificationVersion: required(
        choice('jobtemplate-2023-09'),
        'Says that the document is a job template of 2023-09.',
      ),
      $schema: optional(text(), 'For editors; has no meaning here.'),
      // @spec RFC0002-optional
      extensions: optional(list(extensionName, { min: 1 }), 'Extensions of the specification that the template uses.'),
      name: required(jobName, 'The name of jobs that are made from the template.'),
      description: optional(description, 'What the jobs are for, shown to people.'),
      parameterDefinitions: optional(
        list(variants('JobParameterDefinition'), { min: 1, max: 'jobParameters' }),
        'The parameters whose values a submission gives.',
      ),
      jobEnvironments: optional(
        list(reference('Environment'), { min: 1 }),
        'Environments around all tasks, the first one outermost.',
      ),
      steps: required(list(reference('StepTemplate'), { min: 1 }), 'The steps of the job.'),
    },
  },
  {
    name: 'EnvironmentTemplate',
    section: '1.2',
    doc: 'An environment that is defined outside of a job and put around it.',
    fields: {
      specificationVersion: required(
        choice('environment-2023-09'),
        'Says that the document is an environment template of 2023-09.',
      ),
      // Not in the listing of 1.2, but RFC 0008 requires it of templates with wrap hooks.
      extensions: optional(list(extensionName, { min: 1 }), 'Extensions of the specification that the template uses.'),
      parameterDefinitions: optional(
        list(variants('JobParameterDefinition'), { min: 1, max: 'environmentParameters' }),
        'The parameters whose values a submission gives.',
      ),
      environment: required(reference('Environment'), 'The environment.'),
    },
  },
];
