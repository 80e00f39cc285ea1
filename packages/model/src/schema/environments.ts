import {
  boolean,
  choice,
  integer,
  list,
  type ObjectDescription,
  optional,
  reference,
  required,
  type VariantSet,
  variants,
} from './description.js';
import { BASE_LIMITS } from './limits.js';
import {
  argString,
  commandString,
  dataString,
  description,
  environmentName,
  environmentVariableName,
  environmentVariableValue,
  filename,
  identifier,
} from './strings.js';

/** Ways to cancel. Spec: 2023-09, 5.3. @spec TS-5.3-mode */
export const cancelationMethod: VariantSet = {
  name: 'CancelationMethod',
  section: '5.3',
  field: 'mode',
  variants: {
    TERMINATE: 'CancelationMethodTerminate',
    NOTIFY_THEN_TERMINATE: 'CancelationMethodNotifyThenTerminate',
  },
};

/** Kinds of embedded files. Spec: 2023-09, 6. */
export const embeddedFile: VariantSet = {
  name: 'EmbeddedFile',
  section: '6.1',
  field: 'type',
  variants: { TEXT: 'EmbeddedFileText' },
};

export const environmentObjects: readonly ObjectDescription[] = [
  {
    name: 'Environment',
    section: '4',
    doc: 'What is set up before tasks run on a host, and taken down afterwards.',
    ownScope: true,
    fields: {
      name: required(environmentName, 'The name of the environment.'),
      description: optional(description, 'What the environment is for, shown to people.'),
      script: optional(reference('EnvironmentScript'), 'What runs when the environment is entered and exited.'),
      // @spec TS-4.4-map
      variables: optional(
        { kind: 'map', keys: environmentVariableName, values: environmentVariableValue, min: 1 },
        'Environment variables of all actions inside.',
      ),
    },
    // @spec TS-4-at-least-one
    atLeastOneOf: ['script', 'variables'],
  },
  {
    name: 'EnvironmentScript',
    section: '4.2',
    doc: 'What runs when an environment is entered and exited.',
    ownScope: true,
    fields: {
      actions: required(reference('EnvironmentActions'), 'The actions of the environment.'),
      // @spec TS-4.2-embeddedFiles-min TS-4.2-embeddedFiles-no-maximum
      embeddedFiles: optional(
        list(variants('EmbeddedFile'), { min: 1 }),
        'Files that are written before each action runs.',
      ),
    },
  },
  {
    name: 'EnvironmentActions',
    section: '4.3',
    doc: 'The actions of an environment.',
    fields: {
      onEnter: optional(reference('Action'), 'Runs when the environment is entered.'),
      onExit: optional(reference('Action'), 'Runs when the environment is exited. Default timeout: 300 seconds.'),
    },
    // RFC 0008, "Schema modifications", marks onEnter as optional, with no extension beside it as the hooks have; 4.3 of
    // the Template Schemas does not repeat the mark.
    // @spec RFC0008-enter-or-exit
    atLeastOneOf: ['onEnter', 'onExit'],
    atLeastOneRequirement: 'RFC0008-enter-or-exit',
  },
  {
    name: 'Action',
    section: '5',
    doc: 'A command that runs on a host.',
    ownScope: true,
    fields: {
      command: required(commandString, 'The command to run.'),
      args: optional(list(argString, { min: 1 }), 'Its arguments.'),
      // @spec TS-5-timeout
      timeout: optional(integer({ min: 1 }), 'Seconds after which the action is canceled and has failed.'),
      cancelation: optional(variants('CancelationMethod'), 'How the action is canceled. Default: TERMINATE.'),
    },
  },
  {
    name: 'CancelationMethodTerminate',
    section: '5.3.1',
    doc: 'Canceled by killing the processes.',
    // @spec TS-5.3.1-object
    fields: { mode: required(choice('TERMINATE'), 'Kill at once.') },
  },
  {
    name: 'CancelationMethodNotifyThenTerminate',
    section: '5.3.2',
    doc: 'Canceled by a signal, and by killing the processes some time later.',
    fields: {
      mode: required(choice('NOTIFY_THEN_TERMINATE'), 'Signal first, kill later.'),
      // @spec TS-5.3.2-maximum
      notifyPeriodInSeconds: optional(
        integer({ min: 1, max: BASE_LIMITS.notifyPeriod }),
        'Seconds between the signal and the kill. Default: 120 for onRun, else 30.',
      ),
    },
  },
  {
    name: 'EmbeddedFileText',
    section: '6.1',
    doc: 'A text file that is written to the session directory.',
    ownScope: true,
    fields: {
      name: required(identifier, 'The name by which format strings refer to the file.'),
      type: required(choice('TEXT'), 'The kind of file.'),
      filename: optional(filename, 'The name of the file that is written. Default: chosen by the runtime.'),
      runnable: optional(boolean(), 'Whether the file may be run. Default: false.'),
      data: required(dataString, 'What the file holds.'),
    },
  },
];
