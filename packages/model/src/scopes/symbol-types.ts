import { type Type, types } from '@openjd/expr';
import { ownValue } from '../document/own-value.js';

/** Types of a job parameter's symbols. Spec: Expression Language, 1.2.2. */
export interface ParameterSymbols {
  /** Of `Param.<name>`. */
  readonly param: Type;
  /** Of `RawParam.<name>`. */
  readonly raw: Type;
  /** Path mapping applies, so that `Param.<name>` has a value only on the host. Spec: 2023-09, 7.3.1. */
  readonly hostOnly: boolean;
}

const same = (type: Type): ParameterSymbols => ({ param: type, raw: type, hostOnly: false });

const JOB_PARAMETER_SYMBOLS: Readonly<Record<string, ParameterSymbols>> = {
  STRING: same(types.string),
  INT: same(types.int),
  FLOAT: same(types.float),
  PATH: { param: types.path, raw: types.string, hostOnly: true },
  BOOL: same(types.bool),
  RANGE_EXPR: same(types.rangeExpr),
  'LIST[STRING]': same(types.list(types.string)),
  'LIST[PATH]': { param: types.list(types.path), raw: types.list(types.string), hostOnly: true },
  'LIST[INT]': same(types.list(types.int)),
  'LIST[FLOAT]': same(types.list(types.float)),
  'LIST[BOOL]': same(types.list(types.bool)),
  'LIST[LIST[INT]]': same(types.list(types.list(types.int))),
};

const TASK_PARAMETER_TYPES: Readonly<Record<string, Type>> = {
  INT: types.int,
  FLOAT: types.float,
  STRING: types.string,
  PATH: types.path,
  'CHUNK[INT]': types.rangeExpr,
};

/** The symbols of a job parameter of this type. */
export function jobParameterSymbols(type: string): ParameterSymbols {
  return ownValue(JOB_PARAMETER_SYMBOLS, type) ?? same(types.any);
}

/** Types of `Task.Param.<name>` and `Task.RawParam.<name>`. A raw path is text, as for job parameters. */
export function taskParameterTypes(type: string): { readonly param: Type; readonly raw: Type } {
  const param = ownValue(TASK_PARAMETER_TYPES, type) ?? types.any;
  return { param, raw: type === 'PATH' ? types.string : param };
}
