import { choice, float, integer, optional, required, text } from '../../schema/description.js';
import { BASE_LIMITS } from '../../schema/limits.js';
import { AMOUNT, MODE, SECONDS } from '../../schema/resolutions.js';
import type { Extension } from '../extension.js';
import { SHORT_ACTIONS, SIMPLE_ACTION, SIMPLE_ACTION_FIELDS, simpleActions, timeout } from './simple-action.js';

/** @spec TS-5.3.2-maximum TS-5.3.2-period-string RFC0004-notify-period */
const notifyPeriodInSeconds = optional(
  integer({ min: 1, max: BASE_LIMITS.notifyPeriod, resolves: SECONDS }),
  'Seconds between the signal and the kill. Default: 120 for onRun, else 30.',
);

/** RFC 0004: higher limits, format strings in more places, line ends of embedded files, simple actions. */
export const FEATURE_BUNDLE_1: Extension = {
  name: 'FEATURE_BUNDLE_1',
  rfcs: ['0004'],
  // @spec RFC0004-name-length
  limits: {
    // @spec TS-1.1.1-max-length-bundle
    jobNameLength: 512,
    // @spec TS-1.1-parameterDefinitions-bundle RFC0004-parameter-count
    jobParameters: 200,
    // @spec TS-3.1-maximum-feature-bundle
    stepNameLength: 512,
    // @spec TS-4.1-max-length-feature-bundle-1
    environmentNameLength: 512,
    // @spec TS-6.1.1-max-length
    filenameLength: 256,
    // @spec TS-7.1-max-length
    identifierLength: 512,
  },
  objects: [
    SIMPLE_ACTION,
    {
      name: 'CancelationMethodDeferred',
      section: '5.3',
      doc: 'A way to cancel that is known only when the action is about to run.',
      fields: {
        // @spec TS-5.3-mode-format-string
        mode: required(text({ min: 1, resolves: MODE }), 'Gives TERMINATE, NOTIFY_THEN_TERMINATE or null.'),
        notifyPeriodInSeconds,
      },
    },
  ],
  fields: {
    Action: { timeout },
    CancelationMethodNotifyThenTerminate: { notifyPeriodInSeconds },
    // @spec RFC0004-amounts
    AmountRequirement: {
      // @spec TS-3.3.1-min-string
      min: optional(float({ min: 0, resolves: AMOUNT }), 'The least that is needed.'),
      // @spec TS-3.3.1-max-string
      max: optional(float({ min: 0, exclusive: true, resolves: AMOUNT }), 'The most that is set aside.'),
    },
    EmbeddedFileText: {
      // @spec RFC0004-end-of-line
      endOfLine: optional(choice('AUTO', 'LF', 'CRLF'), 'The line ends of the file. Default: AUTO, those of the host.'),
    },
    // The listing of 3.5 has them in the script, the examples of 8 in the step; both are read.
    StepTemplate: simpleActions,
    StepScript: simpleActions,
  },
  // @spec TS-3-exactly-one TS-3.5-exactly-one
  exactlyOneOf: { StepTemplate: SIMPLE_ACTION_FIELDS, StepScript: SIMPLE_ACTION_FIELDS },
  shortActions: SHORT_ACTIONS,
  // @spec TS-5.3-mode-format-string
  deferredVariants: { CancelationMethod: 'CancelationMethodDeferred' },
};
