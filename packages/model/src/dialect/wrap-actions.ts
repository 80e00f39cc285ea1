import { types } from '@openjd/expr';
import { WRAP_PHASES as ALL, type HookSymbol, type WrapDialect, type WrapPhase } from './dialect.js';

const ENVIRONMENT: readonly WrapPhase[] = ['envEnter', 'envExit'];
const TASK: readonly WrapPhase[] = ['taskRun'];

const SYMBOLS: readonly HookSymbol[] = [
  { name: 'WrappedAction.Command', type: types.string, phases: ALL, fact: 'command' },
  { name: 'WrappedAction.Args', type: types.list(types.string), phases: ALL, fact: 'args' },
  { name: 'WrappedAction.Environment', type: types.list(types.string), phases: ALL, fact: 'environment' },
  { name: 'WrappedAction.Timeout', type: types.optional(types.int), phases: ALL, fact: 'timeout' },
  { name: 'WrappedAction.Cancelation.Mode', type: types.optional(types.string), phases: ALL, fact: 'cancelationMode' },
  {
    name: 'WrappedAction.Cancelation.NotifyPeriodInSeconds',
    type: types.optional(types.int),
    phases: ALL,
    fact: 'notifyPeriodInSeconds',
  },
  { name: 'WrappedEnv.Name', type: types.string, phases: ENVIRONMENT, fact: 'environmentName' },
  { name: 'WrappedStep.Name', type: types.string, phases: TASK, fact: 'stepName' },
];

/** Wrapping as it was accepted: three hooks that come together, one layer for each session. Spec: 2023-09, 4.3; RFC 0008. */
export const WRAP_ACTIONS: WrapDialect = {
  name: 'WRAP_ACTIONS',
  forms: [
    {
      fields: { envEnter: 'onWrapEnvEnter', taskRun: 'onWrapTaskRun', envExit: 'onWrapEnvExit' },
      allOrNothing: true,
    },
  ],
  maximumLayers: 1,
  symbolsInEmbeddedFiles: false,
  symbols: SYMBOLS,
};
