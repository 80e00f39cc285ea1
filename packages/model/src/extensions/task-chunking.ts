import { choice, integer, optional, reference, required } from '../schema/description.js';
import { TARGET_RUNTIME, TASK_COUNT } from '../schema/resolutions.js';
import { intRange, taskParameter } from '../schema/steps.js';
import type { Extension } from './extension.js';

/** @spec RFC0001-range */
const chunkParameter = taskParameter('ChunkIntTaskParameterDefinition', '3.4.1.5', 'CHUNK[INT]', intRange);

/** RFC 0001: a task takes a set of values of one parameter. @spec RFC0001-extension */
export const TASK_CHUNKING: Extension = {
  name: 'TASK_CHUNKING',
  rfcs: ['0001'],
  objects: [
    {
      ...chunkParameter,
      // @spec TS-3.4.1.5-chunks RFC0001-chunks
      fields: { ...chunkParameter.fields, chunks: required(reference('Chunks'), 'How values are put together.') },
    },
    {
      name: 'Chunks',
      section: '3.4.1.5',
      doc: 'How values are put together into chunks.',
      fields: {
        // @spec TS-3.4.1.5-task-count-minimum
        // @spec RFC0001-default-task-count-required RFC0001-default-task-count-minimum RFC0001-default-task-count-value
        defaultTaskCount: required(integer({ min: 1, resolves: TASK_COUNT }), 'Values in one chunk.'),
        // @spec TS-3.4.1.5-target-runtime-minimum RFC0001-target-runtime-value RFC0001-target-runtime-minimum
        targetRuntimeSeconds: optional(
          integer({ min: 0, resolves: TARGET_RUNTIME }),
          'Seconds that one chunk should run; a scheduler may change the size for it. 0: do not.',
        ),
        // @spec RFC0001-range-constraint RFC0001-range-constraint-required RFC0001-range-constraint-literal
        rangeConstraint: required(
          choice('CONTIGUOUS', 'NONCONTIGUOUS'),
          'Whether a chunk is one stretch of whole numbers or any set of them.',
        ),
      },
    },
  ],
  // @spec TS-3.4.1-extension TS-3.4.1.5-extension
  variants: { TaskParameterDefinition: { 'CHUNK[INT]': 'ChunkIntTaskParameterDefinition' } },
};
