import { types } from '@openjd/expr';
import type { HookSymbol, WrapDialect, WrapPhase } from '../dialect.js';

const ALL: readonly WrapPhase[] = ['envEnter', 'taskRun', 'envExit'];
const ENVIRONMENT: readonly WrapPhase[] = ['envEnter', 'envExit'];
const TASK: readonly WrapPhase[] = ['taskRun'];

const SYMBOLS: readonly HookSymbol[] = [
  { name: 'WrappedAction.Command', type: types.string, phases: ALL, value: (facts) => facts.command },
  { name: 'WrappedAction.Args', type: types.list(types.string), phases: ALL, value: (facts) => facts.args },
  {
    name: 'WrappedAction.Environment',
    type: types.list(types.string),
    phases: ALL,
    value: (facts) => facts.environment,
  },
  { name: 'WrappedAction.Timeout', type: types.optional(types.int), phases: ALL, value: (facts) => facts.timeout },
  {
    name: 'WrappedAction.Cancelation.Mode',
    type: types.optional(types.string),
    phases: ALL,
    value: (facts) => facts.cancelationMode,
  },
  {
    name: 'WrappedAction.Cancelation.NotifyPeriodInSeconds',
    type: types.optional(types.int),
    phases: ALL,
    value: (facts) => facts.notifyPeriodInSeconds,
  },
  { name: 'WrappedEnv.Name', type: types.string, phases: ENVIRONMENT, value: (facts) => facts.environmentName },
  { name: 'WrappedStep.Name', type: types.string, phases: TASK, value: (facts) => facts.stepName },
];

/** Wrapping as it was accepted: three hooks that come together, one layer for each session. Spec: 2023-09, 4.3; RFC 0008. */
export const WRAP_ACTIONS: WrapDialect = {
  name: 'WRAP_ACTIONS',
  extension: 'WRAP_ACTIONS',
  fields: { envEnter: 'onWrapEnvEnter', taskRun: 'onWrapTaskRun', envExit: 'onWrapEnvExit' },
  allOrNothing: true,
  maximumLayers: 1,
  runOnHost: false,
  symbolsInEmbeddedFiles: false,
  symbols: SYMBOLS,
};
