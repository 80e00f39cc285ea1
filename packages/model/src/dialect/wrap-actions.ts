import { types } from '@openjd/expr';
import { WRAP_PHASES as ALL, type HookSymbol, type WrapDialect, type WrapPhase } from './dialect.js';

const ENVIRONMENT: readonly WrapPhase[] = ['envEnter', 'envExit'];
const TASK: readonly WrapPhase[] = ['taskRun'];

const SYMBOLS: readonly HookSymbol[] = [
  // @spec TS-4.3.1-command RFC0008-wrapped-command
  { name: 'WrappedAction.Command', type: types.string, phases: ALL, fact: 'command' },
  // @spec TS-4.3.1-args RFC0008-wrapped-args
  { name: 'WrappedAction.Args', type: types.list(types.string), phases: ALL, fact: 'args' },
  // @spec TS-4.3.1-environment RFC0008-wrapped-environment-variables
  { name: 'WrappedAction.Environment', type: types.list(types.string), phases: ALL, fact: 'environment' },
  // @spec TS-4.3.1-timeout RFC0008-timeout-symbol
  { name: 'WrappedAction.Timeout', type: types.optional(types.int), phases: ALL, fact: 'timeout' },
  // @spec TS-4.3.1-cancelation-mode RFC0008-cancelation-symbols
  { name: 'WrappedAction.Cancelation.Mode', type: types.optional(types.string), phases: ALL, fact: 'cancelationMode' },
  // @spec TS-4.3.1-notify-period RFC0008-notify-defaults
  {
    name: 'WrappedAction.Cancelation.NotifyPeriodInSeconds',
    type: types.optional(types.int),
    phases: ALL,
    fact: 'notifyPeriodInSeconds',
  },
  // @spec TS-4.3.1-env-name RFC0008-wrapped-names
  { name: 'WrappedEnv.Name', type: types.string, phases: ENVIRONMENT, fact: 'environmentName' },
  // @spec TS-4.3.1-step-name RFC0008-wrapped-names
  { name: 'WrappedStep.Name', type: types.string, phases: TASK, fact: 'stepName' },
];

/** Wrapping as it was accepted: three hooks that come together, one layer for each session. Spec: 2023-09, 4.3; RFC 0008. */
export const WRAP_ACTIONS: WrapDialect = {
  name: 'WRAP_ACTIONS',
  forms: [
    {
      fields: { envEnter: 'onWrapEnvEnter', taskRun: 'onWrapTaskRun', envExit: 'onWrapEnvExit' },
      // @spec TS-4.3-all-or-nothing RFC0008-all-or-nothing
      allOrNothing: true,
    },
  ],
  // @spec TS-4.3-single-layer RFC0008-single-layer
  maximumLayers: 1,
  symbolsInEmbeddedFiles: false,
  symbols: SYMBOLS,
};
